//! The order: where it stands, its lines, who ordered, money, documents, and everything that happened.

use axum::extract::State;
use kontor_kernel::{Amount, Date};
use kontor_orders::model::{OrderId, OrderState};
use kontor_orders::records::Line;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{Action, Target, Tone, Weight, action, card, facts, heading, notice, split, stack};
use kontor_web::{App, Id, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::cards;
use super::past::{self, Then, line_of_time};
use super::strip::{Axes, NextStep};
use crate::order_overview::{Overview, overview};
use crate::order_page::texts;
use crate::terms;
use crate::timeline::{self, Names};

/// What of the order is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// As of this event.
    at: Option<i64>,
    /// What happened before this event.
    before: Option<i64>,
}

/// The order.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
    Query(asked): Query<Asked>,
) -> Result<Page, PageProblem> {
    let fault = |fault| PageProblem::new(&visit, fault);
    let not_found = || PageProblem::new(&visit, Problem::not_found("order"));
    let (org, now) = (visit.caller.org, app.clock.now());
    let today = visit.caller.zone.date_at(now);
    let found = overview(&app.reads, org, today, id).await.map_err(fault)?.ok_or_else(not_found)?;
    let then = match asked.at {
        Some(at) => Some(past::then(&app, org, id, at).await.map_err(fault)?.ok_or_else(not_found)?),
        None => None,
    };
    let before = then.as_ref().map(|then| then.position.saturating_add(1)).or(asked.before);
    let reads = (&app.reads, &*app.schema);
    let line =
        timeline::of(reads, org, id, before.unwrap_or(i64::MAX), past::sees(&visit)).await.map_err(fault)?;
    let names = Names::read(&app.reads, org).await.map_err(fault)?;
    let history = line_of_time(&visit, id, (&line, &names), now);
    Ok(match then {
        Some(then) => past_page(&visit, &then, (today, &history)),
        None => page(&visit, &found, (today, &history)),
    })
}

/// Paid ahead: money for the order that settles no invoice.
fn ahead(found: &Overview) -> Amount {
    let own = found.payments.iter().filter(|money| money.payment.order_id == Some(found.card.order.id));
    Amount::sum(own.map(|money| money.payment.unassigned)).unwrap_or_default()
}

fn page(visit: &Visit, found: &Overview, (today, history): (Date, &Markup)) -> Page {
    let order = &found.card.order;
    let lines: Vec<&Line> = found.lines.iter().map(|stocked| &stocked.line).collect();
    let axes = Axes { order, lines: &lines, ahead: ahead(found), due: found.card.due, today };
    let stocked: Vec<_> = found.lines.iter().map(|stocked| (&stocked.line, stocked.stock)).collect();
    let main = html! {
        (cards::lines(visit, order, &stocked, visit.may("stock:read")))
        (history)
    };
    let aside = html! {
        (cards::customer(visit, order, found.customer.as_ref()))
        (cards::money(visit, &axes))
        (cards::documents(visit, order, &found.shipments, &found.invoices, &found.payments))
        (about(visit, order))
    };
    let body = stack(&[axes.strip(visit), others(visit, &axes), split(&main, &aside)]);
    let state = (found.card.summary.tone(), visit.say(found.card.summary.text()));
    let live = if order.state == OrderState::Placed {
        format!("order:{} payments", order.id)
    } else {
        format!("order:{}", order.id)
    };
    Page::new(visit, order.number.clone())
        .live(&live)
        .heading(heading(Some((visit.say(texts::ORDERS), "/orders")), &order.number, &[state]))
        .tools(next(visit, &axes))
        .body(body)
}

/// The order as it was: nothing can be done with the past.
fn past_page(visit: &Visit, then: &Then, (today, history): (Date, &Markup)) -> Page {
    let order = &then.order;
    let lines: Vec<&Line> = then.lines.iter().collect();
    let axes = Axes { order, lines: &lines, ahead: Amount::ZERO, due: None, today };
    let stocked: Vec<_> = then.lines.iter().map(|line| (line, None)).collect();
    let banner = html! {
        p {
            (visit.say(texts::AS_OF_WHY)) " "
            a href={ "/orders/" (order.id) } data-key="n" { (visit.say(texts::BACK_TO_NOW)) }
        }
    };
    let title = visit.say_with(texts::AS_OF, &[&visit.time(then.at)]);
    let main = html! { (cards::lines(visit, order, &stocked, false)) (history) };
    let aside = html! { (cards::money(visit, &axes)) (about(visit, order)) };
    let body = stack(&[notice(Tone::Info, &title, &banner), axes.strip(visit), split(&main, &aside)]);
    Page::new(visit, format!("{} · {title}", order.number))
        .heading(heading(Some((visit.say(texts::ORDERS), "/orders")), &order.number, &[]))
        .body(body)
}

/// The next step that the looker may take, as the one primary button.
fn next(visit: &Visit, axes: &Axes<'_>) -> Markup {
    let mut steps = axes.next().filter(|step| visit.may(step.about().3));
    match steps.next() {
        Some(step) => {
            let (name, path, key, _) = step.about();
            let href = format!("/orders/{}/{path}", axes.order.id);
            action(visit, &Action::primary(visit.say(name), Target::Sheet(&href)).key(key))
        }
        None => html! {},
    }
}

/// What else can be done.
fn others(visit: &Visit, axes: &Axes<'_>) -> Markup {
    let primary = axes.next().find(|step| visit.may(step.about().3));
    let id = axes.order.id;
    let steps = NextStep::ALL
        .into_iter()
        .filter(|step| Some(*step) != primary && step.is_possible(axes) && visit.may(step.about().3));
    let cancel = format!("/orders/{id}/cancel");
    html! {
        div.actions {
            @for step in steps {
                @let (name, path, key, _) = step.about();
                @let href = format!("/orders/{id}/{path}");
                (action(visit, &Action::new(visit.say(name), Target::Sheet(&href)).key(key)))
            }
            @if axes.can_cancel() && visit.may("orders:write") {
                (action(visit, &Action { weight: Weight::Danger, ..Action::new(visit.say(texts::CANCEL_ORDER), Target::Sheet(&cancel)) }))
            }
        }
    }
}

/// Where it came in and how it is to be paid and shipped.
fn about(visit: &Visit, order: &kontor_orders::records::Order) -> Markup {
    let mut list = vec![
        (visit.say(texts::CHANNEL), html! { (visit.say(terms::channel(order.channel))) }),
        (visit.say(texts::METHOD), html! { (visit.say(terms::payment_method(order.payment_method))) }),
        (visit.say(texts::LOCATION), html! { (order.location) }),
        (visit.say(texts::RECORDED), html! { (visit.time(order.placed_at)) }),
    ];
    if let Some(reference) = &order.reference {
        list.push((visit.say(texts::THEIR_REFERENCE), html! { (reference) }));
    }
    if let Some(external) = &order.external {
        list.push((visit.say(texts::EXTERNAL), html! { (external) }));
    }
    card(visit.say(texts::ABOUT), &facts(&list))
}
