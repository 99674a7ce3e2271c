//! The receipt of a sale over the counter, on a roll of 80 mm: what § 33 UStDV asks of an invoice up to 250 €, and more.

use axum::extract::State;
use kontor_billing::model::InvoiceId;
use kontor_billing::records::Payment;
use kontor_billing::show::ShownInvoice;
use kontor_catalog::model::TaxClass;
use kontor_identity::profile::Profile;
use kontor_identity::records::Org;
use kontor_kernel::Amount;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Target, Tone, action, actions, format, notice,
    paper::{Receipt, ReceiptLine, receipt},
};
use kontor_web::{App, Id, Problem, Query};
use maud::html;
use serde::Deserialize;

use crate::counter::texts as say;
use crate::words::payment_method;

/// The total above which a receipt is no invoice any more (§ 33 UStDV): 250 €, in cents.
const SMALL_AMOUNT: Amount = Amount::new(25_000);

/// What the sale left for its receipt alone.
#[derive(Debug, Default, Deserialize)]
pub struct Handed {
    /// The cash that was given.
    given: Option<String>,
}

/// The receipt.
///
/// # Errors
/// `not_found` for an invoice that is none; when the database can't be read.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<InvoiceId>,
    Query(handed): Query<Handed>,
) -> Result<Page, PageProblem> {
    let shown = async {
        let org_id = visit.caller.org;
        let org = kontor_identity::show_org::one(&app.reads, org_id).await?;
        let invoice = kontor_billing::show::one(&app.reads, org_id, id).await?;
        let (Some(org), Some(invoice)) = (org, invoice) else { return Err(Problem::not_found("invoice")) };
        let order = kontor_orders::show::one(&app.reads, org_id, invoice.invoice.order_id).await?;
        let number = order.map(|(order, _)| order.number).unwrap_or_default();
        let mut payments = Vec::new();
        for part in &invoice.payments {
            if let Some((payment, _)) =
                kontor_billing::payments::one(&app.reads, org_id, part.payment).await?
            {
                payments.push(payment);
            }
        }
        let given = handed.given.and_then(|given| Amount::parse(&given, visit.caller.currency).ok());
        Ok(page(&visit, &Sale { org, invoice, order: number, payments, given }))
    };
    shown.await.map_err(|problem: Problem| PageProblem::new(&visit, problem))
}

/// All that a receipt says.
struct Sale {
    org: Org,
    invoice: ShownInvoice,
    order: String,
    payments: Vec<Payment>,
    given: Option<Amount>,
}

fn page(visit: &Visit, sale: &Sale) -> Page {
    let invoice = &sale.invoice.invoice;
    let title = visit.say_with(say::RECEIPT, &[&invoice.number]);
    let whole = format!("/invoices/{}", invoice.id);
    let tools = html! {
        button.button.primary type="button" data-print data-key="p" data-cmd=(visit.say(say::PRINT)) {
            (visit.say(say::PRINT)) kbd aria-hidden="true" { "p" }
        }
        (action(visit, &Action::new(visit.say(say::NEXT_SALE), Target::Link("/counter")).key("n")))
    };
    let body = html! {
        @if invoice.gross > SMALL_AMOUNT {
            div.no-print { (notice(Tone::Info, visit.say(say::WHOLE_INVOICE), &html! { p { (visit.say(say::TOO_LARGE)) } })) }
        }
        @if sale.org.profile().street.is_empty() {
            div.no-print { (notice(Tone::Warn, visit.say(say::NO_ADDRESS), &html! { p { (visit.say(say::NO_ADDRESS_WHY)) } })) }
        }
        (paper(visit, sale))
        div.no-print { (actions(visit, &[Action::new(visit.say(say::WHOLE_INVOICE), Target::Link(&whole))])) }
    };
    Page::new(visit, title).tools(tools).body(body)
}

fn paper(visit: &Visit, sale: &Sale) -> maud::Markup {
    let invoice = &sale.invoice.invoice;
    let counts: Vec<(String, String)> = sale
        .invoice
        .lines
        .iter()
        .map(|line| {
            let count = format!("{} × {}", visit.quantity(line.quantity), visit.price(line.price));
            (count, visit.money(line.amount(invoice.basis)))
        })
        .collect();
    let sold: Vec<ReceiptLine<'_>> = sale
        .invoice
        .lines
        .iter()
        .zip(&counts)
        .map(|(line, (count, amount))| ReceiptLine { name: line.name.as_str(), count, amount })
        .collect();
    let profile = sale.org.profile();
    let lines = sender(visit, &sale.org, &profile);
    receipt(&Receipt {
        sender: name(&sale.org, &profile),
        lines: &lines.iter().map(String::as_str).collect::<Vec<_>>(),
        facts: &[
            (visit.say(say::INVOICE_NUMBER), invoice.number.clone()),
            (visit.say(say::ORDER_NUMBER), sale.order.clone()),
            (visit.say(say::DATE), visit.time(invoice.issued_at)),
        ],
        sold: &sold,
        sums: &[(visit.say(say::GROSS), visit.money(invoice.gross))],
        more: &borrowed(&taxes_and_money(visit, sale)),
        thanks: visit.say(say::THANKS),
    })
}

/// The name that customers know.
fn name<'a>(org: &'a Org, profile: &'a Profile) -> &'a str {
    if profile.display_name.is_empty() { org.name.as_str() } else { &profile.display_name }
}

/// The full name and address of who sells (§ 33 no. 1 UStDV), and their tax number.
fn sender(visit: &Visit, org: &Org, profile: &Profile) -> Vec<String> {
    let registered = if profile.display_name.is_empty() { "" } else { org.name.as_str() };
    let town = format!("{} {}", profile.zip, profile.city);
    let number = match (profile.vat_id.as_str(), profile.tax_number.as_str()) {
        ("", "") => String::new(),
        ("", number) => visit.say_with(say::TAX_NUMBER, &[&number]),
        (id, _) => visit.say_with(say::VAT_ID, &[&id]),
    };
    let lines = [registered, &profile.street, &profile.addition, town.trim(), &profile.phone, &number];
    lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, String)> {
    pairs.iter().map(|(label, value)| (label.as_str(), value.clone())).collect()
}

/// Each rate with its net amount and its tax; how it was paid; the change.
fn taxes_and_money(visit: &Visit, sale: &Sale) -> Vec<(String, String)> {
    let invoice = &sale.invoice.invoice;
    let mut pairs = Vec::new();
    for tax in &sale.invoice.taxes {
        let rate = format::rate(tax.tax_rate, visit.language);
        if tax.tax == Amount::ZERO {
            let why =
                if tax.tax_class == TaxClass::SmallBusiness { say::SMALL_BUSINESS } else { say::UNTAXED };
            pairs.push((visit.say(why).to_owned(), visit.money(tax.gross)));
            continue;
        }
        pairs.push((visit.say_with(say::NET_AT, &[&rate]), visit.money(tax.net)));
        pairs.push((visit.say_with(say::TAX_AT, &[&rate]), visit.money(tax.tax)));
    }
    let change = sale
        .given
        .and_then(|given| given.checked_sub(invoice.gross))
        .filter(|change| *change >= Amount::ZERO);
    for payment in &sale.payments {
        let by = visit.say(payment_method(payment.method));
        pairs.push((visit.say_with(say::PAID_BY, &[&by]), visit.money(payment.amount)));
        pairs.push((visit.say(say::PAYMENT_NUMBER).to_owned(), payment.number.clone()));
    }
    if let (Some(given), Some(change)) = (sale.given, change) {
        pairs.push((visit.say(say::GIVEN).to_owned(), visit.money(given)));
        pairs.push((visit.say(say::CHANGE).to_owned(), visit.money(change)));
    }
    if invoice.is_open() {
        pairs.push((visit.say(say::STILL_OPEN).to_owned(), visit.money(invoice.open())));
    }
    pairs
}
