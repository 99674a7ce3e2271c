//! The document on paper: a letter on A4 in the language of its recipient.

use axum::extract::State;
use kontor_billing::model::{InvoiceId, InvoiceKind};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::paper::{Letter, letter};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::super::{texts, words};
use super::show::{Whole, lines, read, sums};

/// The letter.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<InvoiceId>) -> Result<Page, PageProblem> {
    let found = read(&app, &visit, id).await.map_err(|fault| PageProblem::new(&visit, fault))?;
    let whole = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("invoice")))?;
    let mut theirs = visit.clone();
    if let Some(recipient) = &whole.recipient {
        theirs.language = recipient.language();
    }
    let title =
        format!("{} {}", theirs.say(words::kind(whole.shown.invoice.kind)), whole.shown.invoice.number);
    let paper = on_paper(&theirs, &whole, &title);
    Ok(Page::new(&visit, title).heading(html! {}).bare().body(paper))
}

fn on_paper(visit: &Visit, whole: &Whole, title: &str) -> Markup {
    let invoice = &whole.shown.invoice;
    let sender = whole.org.name.to_string();
    let address = match &whole.recipient {
        Some(recipient) => recipient.address(whole.org.country.as_str()),
        None => Vec::new(),
    };
    let address: Vec<&str> = address.iter().map(String::as_str).collect();
    let mut facts = vec![
        (visit.say(texts::NUMBER), invoice.number.clone()),
        (visit.say(texts::DOCUMENT_DATE), visit.date(invoice.document_date)),
        (visit.say(texts::SUPPLY_DATE), visit.date(invoice.supply_date)),
        (visit.say(texts::ORDER), whole.order_number.clone()),
    ];
    if let Some(recipient) = &whole.recipient {
        facts.push((visit.say(texts::CUSTOMER_NUMBER), recipient.customer.number.to_string()));
        if !recipient.card.vat_id.is_empty() {
            facts.push((visit.say(texts::VAT_ID), recipient.card.vat_id.clone()));
        }
    }
    if invoice.kind == InvoiceKind::Invoice {
        facts.push((visit.say(texts::DUE), visit.date(invoice.due_date)));
    }
    letter(&Letter {
        sender: &sender,
        return_line: &sender,
        address: &address,
        facts: &facts,
        title,
        body: text(visit, whole),
        foot: &[html! { (sender) }],
    })
}

fn text(visit: &Visit, whole: &Whole) -> Markup {
    let invoice = &whole.shown.invoice;
    let prices = match invoice.basis {
        kontor_catalog::model::PriceBasis::Gross => texts::PRICES_GROSS,
        kontor_catalog::model::PriceBasis::Net => texts::PRICES_NET,
    };
    html! {
        @if let Some(corrected) = &whole.corrected {
            p {
                (visit.say_with(
                    texts::CORRECTION_OF,
                    &[&corrected.number, &visit.date(corrected.document_date)],
                ))
                @if let Some(reason) = &invoice.reason { " " (reason) }
            }
        }
        (lines(visit, &whole.shown, false))
        (sums(visit, &whole.shown))
        p { (visit.say(prices)) }
        @if invoice.kind == InvoiceKind::Invoice { p { (ending(visit, whole)) } }
    }
}

fn ending(visit: &Visit, whole: &Whole) -> String {
    let invoice = &whole.shown.invoice;
    if !invoice.is_open() {
        return visit.say(texts::SETTLED).to_owned();
    }
    let (open, due) = (visit.money(invoice.open()), visit.date(invoice.due_date));
    visit.say_with(texts::PAYABLE, &[&open, &due, &invoice.number])
}
