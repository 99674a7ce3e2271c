//! An invoice or credit note as the buyer has it, with what paid and corrected it and what it booked.

use axum::extract::State;
use kontor_billing::model::{InvoiceId, InvoiceKind};
use kontor_billing::records::{Invoice, InvoiceLine};
use kontor_billing::show::{self, ShownInvoice};
use kontor_identity::records::Org;
use kontor_identity::show_org;
use kontor_kernel::{Date, limits};
use kontor_ledger::entries::{self, Filter};
use kontor_store::Fault;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Icon, Row, Small, Table, Target, actions, badge, card, data_table, facts, format,
    heading, split, totals,
};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::super::{texts, words};
use crate::people::{Recipient, recipient};

/// A document with all that is shown of it.
pub(super) struct Whole {
    pub(super) shown: ShownInvoice,
    pub(super) org: Org,
    /// Who gets it, for those who may see names.
    pub(super) recipient: Option<Recipient>,
    /// The number of its order.
    pub(super) order_number: String,
    /// The document that a credit note corrects.
    pub(super) corrected: Option<Invoice>,
    /// The numbers of the entries that it booked.
    entries: Vec<i64>,
}

/// Reads a document; none where there is no such one.
pub(super) async fn read(app: &App, visit: &Visit, id: InvoiceId) -> Result<Option<Whole>, Fault> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let Some(shown) = show::one(reads, org, id).await? else { return Ok(None) };
    let invoice = &shown.invoice;
    let recipient = match invoice.customer.filter(|_| visit.may("customers:read")) {
        Some(customer) => recipient(reads, org, customer, invoice.issued_at).await?,
        None => None,
    };
    let order = kontor_orders::show::one(reads, org, invoice.order_id).await?;
    let corrected = match invoice.corrects {
        Some(corrects) => show::one(reads, org, corrects).await?.map(|shown| shown.invoice),
        None => None,
    };
    let entries = if visit.may("ledger:read") {
        let size = usize::from(limits::PAGE_DEFAULT);
        let found = entries::page(reads, org, Filter::Document(id.raw()), i64::MAX, size).await?;
        found.iter().map(|whole| whole.entry.number).collect()
    } else {
        Vec::new()
    };
    let merchant = show_org::one(reads, org).await?.ok_or_else(|| Fault::bug("the merchant is gone"))?;
    let order_number = order.map(|(order, _)| order.number).unwrap_or_default();
    Ok(Some(Whole { shown, org: merchant, recipient, order_number, corrected, entries }))
}

/// The document.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<InvoiceId>) -> Result<Page, PageProblem> {
    let found = read(&app, &visit, id).await.map_err(|fault| PageProblem::new(&visit, fault))?;
    let whole = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("invoice")))?;
    let today = visit.caller.zone.date_at(app.clock.now());
    let invoice = &whole.shown.invoice;
    let (tone, word) = words::state(invoice, today);
    let title = format!("{} {}", visit.say(words::kind(invoice.kind)), invoice.number);
    let crumb = Some((visit.say(texts::INVOICES), "/invoices"));
    // The kind says of a credit note all that its state does.
    let states = [(tone, visit.say(word))];
    let states = if invoice.kind == InvoiceKind::CreditNote { &[][..] } else { &states[..] };
    let main = html! {
        (card(visit.say(texts::DOCUMENT), &head(&visit, &whole)))
        (card(visit.say(texts::LINES), &lines(&visit, &whole.shown, true)))
        (card(visit.say(texts::TAXES), &sums(&visit, &whole.shown)))
    };
    let aside = html! {
        (card(visit.say(texts::SETTLEMENT), &settlement(&visit, &whole.shown)))
        @if !whole.shown.credit_notes.is_empty() {
            (card(visit.say(texts::CORRECTED_BY), &corrections(&visit, &whole.shown, today)))
        }
        @if visit.may("ledger:read") { (card(visit.say(texts::IN_THE_BOOKS), &books(&visit, &whole))) }
    };
    Ok(Page::new(&visit, title.clone())
        .live(&format!("order:{} invoices payments", invoice.order_id))
        .heading(heading(crumb, &title, states))
        .tools(tools(&visit, &whole))
        .body(split(&main, &aside)))
}

fn tools(visit: &Visit, whole: &Whole) -> Markup {
    let invoice = &whole.shown.invoice;
    let is_invoice = invoice.kind == InvoiceKind::Invoice;
    let print = format!("/invoices/{}/print", invoice.id);
    let credit = format!("/invoices/{}/credit", invoice.id);
    let pay = format!("/payments/new?for={}", invoice.number);
    let mut list = vec![Action {
        icon: Some(Icon::Print),
        ..Action::new(visit.say(texts::PRINT), Target::Link(&print)).key("d")
    }];
    if is_invoice
        && visit.may("invoices:write")
        && whole.shown.lines.iter().any(|line| line.to_credit().is_positive())
    {
        list.push(Action::new(visit.say(texts::CREDIT), Target::Sheet(&credit)).key("k"));
    }
    if invoice.is_open() && visit.may("payments:write") {
        list.push(Action::primary(visit.say(texts::PAY), Target::Link(&pay)).key("z"));
    }
    actions(visit, &list)
}

fn head(visit: &Visit, whole: &Whole) -> Markup {
    let invoice = &whole.shown.invoice;
    let date = |date: Date| html! { (visit.date(date)) };
    let mut list = vec![
        (visit.say(texts::ISSUER), html! { (whole.org.name) }),
        (visit.say(texts::RECIPIENT), addressee(visit, whole)),
        (visit.say(texts::NUMBER), html! { (invoice.number) }),
        (visit.say(texts::DOCUMENT_DATE), date(invoice.document_date)),
        (visit.say(texts::SUPPLY_DATE), date(invoice.supply_date)),
    ];
    if invoice.kind == InvoiceKind::Invoice {
        list.push((visit.say(texts::DUE), date(invoice.due_date)));
    }
    let order = html! { a href={ "/orders/" (invoice.order_id) } { (whole.order_number) } };
    list.push((visit.say(texts::ORDER), order));
    if let Some(corrected) = &whole.corrected {
        list.push((
            visit.say(texts::CORRECTS),
            html! { a href={ "/invoices/" (corrected.id) } { (corrected.number) } },
        ));
    }
    if let Some(reason) = &invoice.reason {
        list.push((visit.say(texts::REASON), html! { (reason) }));
    }
    facts(&list)
}

/// Who gets it: name and address, as a link to the customer.
fn addressee(visit: &Visit, whole: &Whole) -> Markup {
    let Some(customer) = whole.shown.invoice.customer else {
        return html! { span.muted { (visit.say(texts::WITHOUT_ACCOUNT)) } };
    };
    let Some(recipient) = &whole.recipient else { return html! { (customer) } };
    let address = recipient.address(whole.org.country.as_str());
    let mut lines = address.iter();
    html! {
        a href={ "/customers/" (customer) } {
            @match lines.next() {
                Some(first) => (first),
                None => (visit.say(texts::ERASED)),
            }
        }
        @for line in lines { br; (line) }
        @if !recipient.card.vat_id.is_empty() {
            br; span.muted { (visit.say(texts::VAT_ID)) " " (recipient.card.vat_id) }
        }
    }
}

/// The lines, in the basis of the document; on the page with what was taken back of them since, which paper does not know.
pub(super) fn lines(visit: &Visit, shown: &ShownInvoice, says_what_became: bool) -> Markup {
    let columns = [
        Column::number(visit.say(texts::POSITION), Small::Hidden),
        Column::text(visit.say(texts::NAME), Small::Title),
        Column::number(visit.say(texts::QUANTITY), Small::Sub),
        Column::number(visit.say(texts::PRICE), Small::Hidden),
        Column::number(visit.say(texts::TAX_RATE), Small::Foot),
        Column::number(visit.say(texts::AMOUNT), Small::Side),
    ];
    let row = |line: &InvoiceLine| Row {
        id: format!("line-{}", line.line),
        cells: vec![
            html! { (line.line) },
            html! {
                (line.name) " " span.muted { (line.sku) }
                @if says_what_became && line.credited.is_positive() {
                    " " span.muted { (visit.say_with(texts::TAKEN_BACK, &[&visit.quantity(line.credited)])) }
                }
            },
            quantity(visit, line),
            price(visit, line),
            html! { (rate(visit, line.tax_rate, line.tax_class)) },
            html! { (visit.money(line.amount(shown.invoice.basis))) },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = shown.lines.iter().map(row).collect();
    let table = Table {
        id: "lines",
        caption: visit.say(texts::LINES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: None,
    };
    data_table(visit, &table)
}

fn quantity(visit: &Visit, line: &InvoiceLine) -> Markup {
    let unit = words::unit(&line.unit).map_or(line.unit.as_str(), |unit| visit.say(unit));
    html! { (visit.quantity(line.quantity)) " " (unit) }
}

fn price(visit: &Visit, line: &InvoiceLine) -> Markup {
    let price = visit.price(line.price);
    if line.price_base.thousandths() == 1_000 {
        return html! { (price) };
    }
    html! { (visit.say_with(texts::PER, &[&price, &visit.quantity(line.price_base)])) }
}

fn rate(visit: &Visit, rate: kontor_kernel::TaxRate, class: kontor_catalog::model::TaxClass) -> String {
    if matches!(class, kontor_catalog::model::TaxClass::None | kontor_catalog::model::TaxClass::SmallBusiness)
    {
        return visit.say(texts::NO_TAX).to_owned();
    }
    format::rate(rate, visit.language)
}

/// What each rate comes to, and the document.
pub(super) fn sums(visit: &Visit, shown: &ShownInvoice) -> Markup {
    let invoice = &shown.invoice;
    let columns = [
        Column::text(visit.say(texts::TAX_RATE), Small::Title),
        Column::number(visit.say(texts::NET), Small::Sub),
        Column::number(visit.say(texts::TAX), Small::Foot),
        Column::number(visit.say(texts::GROSS), Small::Side),
    ];
    let rows: Vec<Row> = shown
        .taxes
        .iter()
        .map(|tax| Row {
            id: format!("tax-{}-{}", tax.tax_class, tax.tax_rate),
            cells: vec![
                html! { (rate(visit, tax.tax_rate, tax.tax_class)) },
                html! { (visit.money(tax.net)) },
                html! { (visit.money(tax.tax)) },
                html! { (visit.money(tax.gross)) },
            ],
            ..Row::default()
        })
        .collect();
    let table = Table {
        id: "taxes",
        caption: visit.say(texts::TAXES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: None,
    };
    html! {
        (data_table(visit, &table))
        (totals(&[
            (visit.say(texts::NET), visit.money(invoice.net)),
            (visit.say(texts::TAX), visit.money(invoice.tax)),
            (visit.say(texts::TOTAL), visit.money(invoice.gross)),
        ]))
    }
}

fn settlement(visit: &Visit, shown: &ShownInvoice) -> Markup {
    let invoice = &shown.invoice;
    if invoice.kind == InvoiceKind::CreditNote {
        return totals(&[(visit.say(texts::TOTAL), visit.money(invoice.gross))]);
    }
    html! {
        (totals(&[
            (visit.say(texts::TOTAL), visit.money(invoice.gross)),
            (visit.say(texts::PAID_SO_FAR), visit.money(invoice.paid)),
            (visit.say(texts::CREDITED_SO_FAR), visit.money(invoice.credited)),
            (visit.say(texts::LEFT), visit.money(invoice.open())),
        ]))
        h3 { (visit.say(texts::SETTLED_BY)) }
        @if shown.payments.is_empty() { p.muted { (visit.say(texts::NO_PAYMENTS)) } }
        @else {
            ul.plain.among {
                @for part in &shown.payments {
                    li {
                        @if visit.may("payments:read") { a href={ "/payments/" (part.payment) } { (part.number) } }
                        @else { (part.number) }
                        " · " (visit.date(part.date)) " · " (visit.money(part.amount))
                    }
                }
            }
        }
    }
}

fn corrections(visit: &Visit, shown: &ShownInvoice, today: Date) -> Markup {
    html! {
        ul.plain {
            @for note in &shown.credit_notes {
                @let (tone, word) = words::state(note, today);
                li {
                    a href={ "/invoices/" (note.id) } { (note.number) }
                    " · " (visit.date(note.document_date)) " · " (visit.money(note.gross)) " "
                    (badge(tone, visit.say(word)))
                    @if let Some(reason) = &note.reason { br; span.muted { (reason) } }
                }
            }
        }
    }
}

fn books(visit: &Visit, whole: &Whole) -> Markup {
    html! {
        @if whole.entries.is_empty() { p.muted { (visit.say(texts::NOT_BOOKED)) } }
        @else {
            ul.plain {
                @for number in &whole.entries {
                    li { a href={ "/ledger/entries/" (number) } { (visit.say_with(texts::ENTRY, &[number])) } }
                }
            }
        }
    }
}
