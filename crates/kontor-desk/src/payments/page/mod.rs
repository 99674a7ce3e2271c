//! The list of payments.

pub mod new;
pub mod show;

use axum::extract::State;
use kontor_billing::model::PaymentKind;
use kontor_kernel::{Amount, PageCursor, limits};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Filter, Row, Small, Tab, Table, Target, Tone, action, badge, data_table, empty, filter,
    pager, stack, tabs,
};
use kontor_web::{App, Paging, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Card, Wanted, texts};
use crate::words;

/// Which payments.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// `unassigned`, or all.
    #[serde(default)]
    tab: String,
    /// A number to look for.
    #[serde(default)]
    q: String,
    /// The `next` of the page before.
    after: Option<String>,
}

impl Asked {
    fn wanted(&self) -> Wanted {
        let number = self.q.trim();
        if !number.is_empty() {
            Wanted::Number(number.to_uppercase())
        } else if self.tab == "unassigned" {
            Wanted::Unassigned
        } else {
            Wanted::All
        }
    }

    fn path(&self) -> &'static str {
        if self.tab == "unassigned" { "/payments?tab=unassigned" } else { "/payments?tab=all" }
    }
}

/// The list.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Page, PageProblem> {
    let read = async {
        let paging = Paging { limit: None, after: asked.after.clone() };
        let (size, before) = (usize::from(limits::PAGE_DEFAULT), paging.after(i64::MAX)?);
        let mut cards = super::page(&app.reads, visit.caller.org, &asked.wanted(), before, size).await?;
        let has_more = cards.len() > size;
        cards.truncate(size);
        let last = cards.last().filter(|_| has_more);
        let next =
            last.map(|card| format!("{}&after={}", asked.path(), PageCursor::new(card.payment.id.raw())));
        Ok::<_, Problem>((cards, next))
    };
    let (cards, next) = read.await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let tools = html! {
        @if visit.may("payments:write") {
            (action(&visit, &Action::primary(visit.say(texts::RECORD), Target::Link("/payments/new")).key("n")))
        }
    };
    let first = asked.after.as_ref().map(|_| asked.path());
    let body = html! {
        (views(&visit, &asked))
        (stack(&[narrowed(&visit, &asked), table(&visit, &asked, &cards), pager(&visit, first, next.as_deref())]))
    };
    let page = Page::new(&visit, visit.say(texts::PAYMENTS)).tools(tools).body(body);
    Ok(if asked.after.is_none() { page.live("payments") } else { page })
}

fn views(visit: &Visit, asked: &Asked) -> Markup {
    let wanted = asked.wanted();
    let tab = |label, href, is_current| Tab { label: visit.say(label), href, count: None, is_current };
    tabs(
        visit.say(texts::TABS),
        &[
            tab(texts::ALL, "/payments?tab=all", wanted == Wanted::All),
            tab(texts::UNASSIGNED, "/payments?tab=unassigned", wanted == Wanted::Unassigned),
        ],
    )
}

fn narrowed(visit: &Visit, asked: &Asked) -> Markup {
    let form = Filter {
        action: "/payments",
        query: &asked.q,
        placeholder: visit.say(texts::FIND),
        keep: &[("tab", &asked.tab)],
        more: html! {},
    };
    filter(visit, &form)
}

fn table(visit: &Visit, asked: &Asked, cards: &[Card]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::NUMBER), Small::Title),
        Column::text(visit.say(texts::DATE), Small::Hidden),
        Column::text(visit.say(texts::CUSTOMER), Small::Sub),
        Column::text(visit.say(texts::ORDER), Small::Hidden),
        Column::text(visit.say(texts::METHOD), Small::Hidden),
        Column::number(visit.say(texts::AMOUNT), Small::Side),
        Column::number(visit.say(texts::UNASSIGNED), Small::Foot),
    ];
    let rows: Vec<Row> = cards.iter().map(|card| row(visit, card)).collect();
    let (sentence, to) = match asked.wanted() {
        Wanted::Number(_) => (texts::NOT_FOUND, Some("/payments")),
        Wanted::Unassigned => (texts::ALL_ASSIGNED, Some("/payments")),
        Wanted::All => (texts::NONE, visit.may("payments:write").then_some("/payments/new")),
    };
    let label = if to == Some("/payments") { texts::CLEAR } else { texts::RECORD };
    let way =
        html! { @if let Some(to) = to { (action(visit, &Action::new(visit.say(label), Target::Link(to)))) } };
    let table = Table {
        id: "payments",
        caption: visit.say(texts::PAYMENTS),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(sentence), &way),
        foot: None,
    };
    data_table(visit, &table)
}

fn row(visit: &Visit, card: &Card) -> Row {
    let payment = &card.payment;
    let is_refund = payment.kind == PaymentKind::Refund;
    Row {
        id: payment.id.to_string(),
        href: Some(format!("/payments/{}", payment.id)),
        name: payment.number.clone(),
        cells: vec![
            html! { (payment.number) @if is_refund { " " (badge(Tone::Idle, visit.say(texts::REFUND))) } },
            html! { (visit.date(payment.date)) },
            customer(visit, card),
            html! {
                @if let (Some(order), Some(number)) = (payment.order_id, &card.order_number) {
                    a href={ "/orders/" (order) } { (number) }
                }
            },
            html! { (visit.say(words::paid_by(payment.method))) },
            html! { (signed(visit, payment.amount, is_refund)) },
            html! { @if payment.unassigned > Amount::ZERO { (visit.money(payment.unassigned)) } },
        ],
        ..Row::default()
    }
}

/// What went back counts against what came in.
pub(super) fn signed(visit: &Visit, amount: Amount, is_refund: bool) -> String {
    visit.money(if is_refund { amount.checked_neg().unwrap_or(amount) } else { amount })
}

/// The customer's name for those who may see names; otherwise their number.
pub(super) fn customer(visit: &Visit, card: &Card) -> Markup {
    let number = card.customer_number.as_ref().map(ToString::to_string);
    html! {
        @if !card.name.is_empty() && visit.may("customers:read") { (card.name) }
        @else if let Some(number) = number { (number) }
        @else { span.muted { (visit.say(texts::WITHOUT_ACCOUNT)) } }
    }
}
