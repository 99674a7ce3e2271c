//! A payment or refund with what it settles.

use axum::extract::State;
use kontor_billing::model::{PaymentId, PaymentKind};
use kontor_billing::payments::{self, Filter, SettledPart};
use kontor_billing::records::Payment;
use kontor_kernel::{Amount, limits};
use kontor_ledger::entries;
use kontor_store::Fault;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{Action, Target, Tone, action, card, facts, heading, split, totals};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::super::{Card, Wanted, texts};
use super::{customer, signed};
use crate::words;

/// A payment with all that is shown of it.
struct Whole {
    card: Card,
    settles: Vec<SettledPart>,
    /// Payments and refunds that belong together with it.
    others: Vec<Payment>,
    /// The numbers of the entries that it booked.
    entries: Vec<i64>,
}

async fn read(app: &App, visit: &Visit, id: PaymentId) -> Result<Option<Whole>, Fault> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let Some((payment, settles)) = payments::one(reads, org, id).await? else { return Ok(None) };
    let wanted = Wanted::Number(payment.number.clone());
    let card = super::super::page(reads, org, &wanted, i64::MAX, 1).await?.into_iter().next();
    let card = card.ok_or_else(|| Fault::data("a payment is not found by its number"))?;
    let size = usize::from(limits::PAGE_DEFAULT);
    let mut others = match payment.order_id {
        Some(order) => payments::page(reads, org, Filter::Order(order), i64::MAX, size).await?,
        None => Vec::new(),
    };
    others.retain(|other| other.refunds == Some(id));
    if let Some(original) = payment.refunds {
        others.extend(payments::one(reads, org, original).await?.map(|(original, _)| original));
    }
    let entries = if visit.may("ledger:read") {
        let found = entries::page(reads, org, entries::Filter::Document(id.raw()), i64::MAX, size).await?;
        found.iter().map(|whole| whole.entry.number).collect()
    } else {
        Vec::new()
    };
    Ok(Some(Whole { card, settles, others, entries }))
}

/// The payment.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<PaymentId>) -> Result<Page, PageProblem> {
    let found = read(&app, &visit, id).await.map_err(|fault| PageProblem::new(&visit, fault))?;
    let whole = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("payment")))?;
    let payment = &whole.card.payment;
    let is_refund = payment.kind == PaymentKind::Refund;
    let name = if is_refund { texts::REFUND } else { texts::PAYMENT };
    let title = format!("{} {}", visit.say(name), payment.number);
    let states = [(Tone::Warn, visit.say(texts::UNASSIGNED))];
    let states = if payment.unassigned > Amount::ZERO { &states[..] } else { &[][..] };
    let refund = format!("/payments/{id}/refund");
    let tools = html! {
        @if payment.unassigned > Amount::ZERO && visit.may("payments:write") {
            (action(&visit, &Action::new(visit.say(texts::PAY_BACK), Target::Sheet(&refund)).key("r")))
        }
    };
    let main = html! {
        (card(visit.say(name), &about(&visit, &whole)))
        @if !is_refund { (card(visit.say(texts::SETTLES), &settles(&visit, &whole))) }
    };
    let aside = html! {
        (card(visit.say(texts::MONEY), &money(&visit, payment)))
        @if !whole.entries.is_empty() { (card(visit.say(texts::IN_THE_BOOKS), &books(&visit, &whole))) }
    };
    Ok(Page::new(&visit, title.clone())
        .live("payments invoices")
        .heading(heading(Some((visit.say(texts::PAYMENTS), "/payments")), &title, states))
        .tools(tools)
        .body(split(&main, &aside)))
}

fn about(visit: &Visit, whole: &Whole) -> Markup {
    let payment = &whole.card.payment;
    let mut list = vec![
        (visit.say(texts::DATE), html! { (visit.date(payment.date)) }),
        (visit.say(texts::METHOD), html! { (visit.say(words::paid_by(payment.method))) }),
        (visit.say(texts::CUSTOMER), buyer(visit, whole)),
    ];
    if let (Some(order), Some(number)) = (payment.order_id, &whole.card.order_number) {
        list.push((visit.say(texts::ORDER), html! { a href={ "/orders/" (order) } { (number) } }));
    }
    if let Some(reference) = &payment.reference {
        list.push((visit.say(texts::REFERENCE), html! { (reference) }));
    }
    if let Some(reason) = &payment.reason {
        list.push((visit.say(texts::REASON), html! { (reason) }));
    }
    let label = if payment.refunds.is_some() { texts::REFUNDS } else { texts::REFUNDED_BY };
    if !whole.others.is_empty() {
        list.push((visit.say(label), others(visit, &whole.others)));
    }
    list.push((visit.say(texts::NOTED), html! { (visit.time(payment.recorded_at)) }));
    facts(&list)
}

fn buyer(visit: &Visit, whole: &Whole) -> Markup {
    let name = customer(visit, &whole.card);
    match whole.card.payment.customer.filter(|_| visit.may("customers:read")) {
        Some(customer) => html! { a href={ "/customers/" (customer) } { (name) } },
        None => name,
    }
}

fn others(visit: &Visit, others: &[Payment]) -> Markup {
    html! {
        @for (place, other) in others.iter().enumerate() {
            @if place > 0 { br; }
            a href={ "/payments/" (other.id) } { (other.number) } " · " (visit.money(other.amount))
        }
    }
}

fn settles(visit: &Visit, whole: &Whole) -> Markup {
    html! {
        @if whole.settles.is_empty() { p.muted { (visit.say(texts::SETTLES_NOTHING)) } }
        @else {
            ul.plain {
                @for part in &whole.settles {
                    li { a href={ "/invoices/" (part.invoice) } { (part.number) } " · " (visit.money(part.amount)) }
                }
            }
        }
    }
}

fn money(visit: &Visit, payment: &Payment) -> Markup {
    if payment.kind == PaymentKind::Refund {
        return totals(&[(visit.say(texts::AMOUNT), signed(visit, payment.amount, true))]);
    }
    totals(&[
        (visit.say(texts::AMOUNT), visit.money(payment.amount)),
        (visit.say(texts::REFUNDED), visit.money(payment.refunded)),
        (visit.say(texts::UNASSIGNED), visit.money(payment.unassigned)),
    ])
}

fn books(visit: &Visit, whole: &Whole) -> Markup {
    html! {
        ul.plain {
            @for number in &whole.entries {
                li { a href={ "/ledger/entries/" (number) } { (visit.say_with(texts::ENTRY, &[number])) } }
            }
        }
    }
}
