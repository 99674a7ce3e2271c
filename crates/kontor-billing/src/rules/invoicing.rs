//! How parts of an order become an invoice.

use kontor_catalog::tax::{self, TaxLine};
use kontor_customers::model::PaymentMethod;
use kontor_customers::records::CustomerTables;
use kontor_identity::records::{IdentityTables, Org};
use kontor_kernel::{Amount, Context, Date, Quantity, line_amount, rejects};
use kontor_ledger::model::SourceKind;
use kontor_ledger::rules::{self as ledger, Draft};
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_orders::records::{Line, Order, OrderTables};
use kontor_orders::rules as orders;
use kontor_store::{Desk, Stop};

use super::{check_balance, document_draft, move_account, series, want_document_accounts};
use crate::events::{Invoiced, InvoicedLine, PaymentPart};
use crate::model::InvoiceId;
use crate::records::{InvoiceTables, Payment, PaymentTables, unassigned_of};

rejects! {
    /// Why parts of an order become no invoice, in the order of the checks.
    pub enum Reject {
        /// The rate follows from the day of supply.
        NoTaxRate { line: i32, day: Date } at "supply_date", facts(line, day) => 422, "no_tax_rate_on_day", "There is no tax rate for line {line} on {day}: correct the day of supply."
                | "Für Position {line} gibt es am {day} keinen Steuersatz: berichtigen Sie den Tag der Leistung.";
        /// An amount has a bound.
        TooLarge { line: i32 } at "lines" => 422, "amount_too_large", "What line {line} comes to is beyond all bounds: invoice less at once."
                | "Was Position {line} ergibt, liegt jenseits aller Grenzen: berechnen Sie weniger auf einmal.";
        /// A deduction alone is no invoice.
        BelowZero => 409, "invoice_below_zero", "These lines come to less than zero, which is no invoice: invoice a deduction together with what it is taken from."
                | "Diese Positionen ergeben weniger als null, und das ist keine Rechnung: berechnen Sie einen Abzug mit dem zusammen, wovon er abgezogen wird.";
    }
}

/// What is to be invoiced, chosen by [`orders::choose_invoiceable`].
pub(crate) struct Invoicing {
    pub(crate) order: OrderId,
    pub(crate) parts: Vec<LineQuantity>,
    pub(crate) document_date: Date,
    pub(crate) supply_date: Date,
}

/// The new invoice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Issued {
    pub(crate) invoice: InvoiceId,
    pub(crate) gross: Amount,
}

/// Names what [`issue`] needs.
pub(crate) fn want_invoicing(desk: &Desk, order: OrderId, document_date: Option<Date>) {
    desk.org().want(&());
    orders::want_order(desk, order);
    desk.payments().want_set(&Payment::UNASSIGNED_OF_ORDER, &unassigned_of(order));
    if let Some(day) = document_date {
        want_document_accounts(desk, day);
        ledger::want_number(desk, &series("invoice", day));
    }
    if let Ok(Some(Order { customer: Some(customer), .. })) = desk.orders().find(&(order,)) {
        desk.customers().want(&(*customer,));
        desk.billing_accounts().want(&(*customer,));
    }
}

/// Issues an invoice: its number, its postings, what it does to order and customer, and what was paid ahead.
///
/// # Errors
/// `Stop::Need` when rows are not in hand; [`Reject`] and those of books and balances.
pub(crate) fn issue(desk: &mut Desk, context: &Context, invoicing: Invoicing) -> Result<Issued, Stop> {
    let Invoicing { order: id, parts, document_date, supply_date } = invoicing;
    let order = desk.orders().get(&(id,))?.clone();
    if let Some(customer) = order.customer {
        desk.customers().want(&(customer,));
        desk.billing_accounts().want(&(customer,));
        desk.ready()?;
    }
    let org = desk.org().get(&())?;
    let (lines, gross) = priced(org, &order, &chosen(&orders::lines(desk, id)?, &parts)?, supply_date)?;
    check_balance(desk, order.customer, gross)?;
    let due_date = due_date(desk, &order, document_date)?;
    let paid_by = paid_ahead(desk, id, gross)?;

    let invoiced = Invoiced {
        id: InvoiceId::new(context.id()),
        number: ledger::next_number(desk, &series("invoice", document_date))?,
        order: id,
        customer: order.customer,
        document_date,
        supply_date: Some(supply_date).filter(|day| *day != document_date),
        due_date: Some(due_date).filter(|day| *day != document_date),
        basis: order.basis,
        lines,
        paid_by,
    };
    record(desk, &order.number, invoiced, parts)
}

/// Records the invoice and all that follows from it.
fn record(
    desk: &mut Desk,
    order_number: &str,
    invoiced: Invoiced,
    parts: Vec<LineQuantity>,
) -> Result<Issued, Stop> {
    let (invoice, order, customer, paid_by) =
        (invoiced.id, invoiced.order, invoiced.customer, invoiced.paid_by.clone());
    let totals = invoiced.totals()?;
    let text = format!("Invoice {} of order {order_number}", invoiced.number);
    let draft = Draft::new(text, SourceKind::Invoice, invoice.raw(), invoiced.document_date)
        .supply_date(invoiced.supply_date());
    let draft = document_draft(draft, &totals, &invoiced.per_rate()?, 1)?;
    desk.record(invoiced)?;
    ledger::book(desk, draft)?;
    let planned = orders::invoice_lines(desk, order, invoice.raw(), totals.gross, parts)?;
    move_account(desk, customer, invoice.raw(), totals.gross, planned)?;
    for part in paid_by {
        orders::pay(desk, order, part.payment.raw(), part.amount)?;
    }
    Ok(Issued { invoice, gross: totals.gross })
}

/// The lines of the order with the quantities of them that are invoiced.
fn chosen<'a>(lines: &[&'a Line], parts: &[LineQuantity]) -> Result<Vec<(&'a Line, Quantity)>, Stop> {
    parts.iter().map(|part| Ok((orders::line(lines, part.line)?, part.quantity))).collect()
}

/// The lines of the invoice, priced and taxed at the rates of the day of supply, and what they come to.
fn priced(
    org: &Org,
    order: &Order,
    chosen: &[(&Line, Quantity)],
    day: Date,
) -> Result<(Vec<InvoicedLine>, Amount), Stop> {
    let mut taxed = Vec::with_capacity(chosen.len());
    for (line, quantity) in chosen {
        let rate = tax::rate(org.country.as_str(), line.tax_class, day);
        let rate = rate.ok_or(Reject::NoTaxRate { line: line.line, day })?;
        let amount = line_amount(line.price, line.price_base, *quantity, org.currency);
        let amount = amount.ok_or(Reject::TooLarge { line: line.line })?;
        taxed.push(TaxLine { amount, class: line.tax_class, rate });
    }
    let first = chosen.first().map_or(1, |(line, _)| line.line);
    let document = tax::document(order.basis, &taxed).ok_or(Reject::TooLarge { line: first })?;
    if document.gross < Amount::ZERO {
        return Err(Reject::BelowZero.into());
    }
    let rated = taxed.iter().map(|taxed| taxed.rate).zip(&document.lines);
    let lines = chosen.iter().zip(rated).map(|((line, quantity), (rate, tax))| InvoicedLine {
        order_line: line.line,
        sku: line.sku.clone(),
        name: line.name.clone(),
        unit: line.unit,
        quantity: *quantity,
        price: line.price,
        price_base: line.price_base,
        tax_class: line.tax_class,
        tax_rate: rate,
        net: tax.net,
        tax: tax.tax,
    });
    Ok((lines.collect(), document.gross))
}

/// On account it is due after the customer's terms, otherwise at once.
fn due_date(desk: &Desk, order: &Order, document_date: Date) -> Result<Date, Stop> {
    let on_account = order.customer.filter(|_| order.payment_method == PaymentMethod::Invoice);
    let Some(customer) = on_account else { return Ok(document_date) };
    let terms = desk.customers().get(&(customer,))?.terms_days;
    let due = document_date.add_days(terms.into());
    due.ok_or_else(|| Stop::Broken(format!("{terms} days behind {document_date} are beyond the calendar")))
}

/// Money that was paid for the order ahead of this invoice, the oldest first.
fn paid_ahead(desk: &Desk, order: OrderId, gross: Amount) -> Result<Vec<PaymentPart>, Stop> {
    let mut left = gross;
    let mut parts = Vec::new();
    for row in desk.payments().set(&Payment::UNASSIGNED_OF_ORDER, &unassigned_of(order))? {
        let amount = row.unassigned.min(left);
        if amount > Amount::ZERO {
            left = left.checked_sub(amount).unwrap_or(Amount::ZERO);
            parts.push(PaymentPart { payment: row.id, amount });
        }
    }
    Ok(parts)
}
