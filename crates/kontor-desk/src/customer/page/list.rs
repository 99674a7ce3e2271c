//! The list: the newest customers, and whom a search finds.

use axum::extract::State;
use kontor_kernel::{Amount, PageCursor, limits};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Filter, Row, Small, Table, Target, Tone, action, badge, data_table, empty, filter, pager,
};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Known, find, texts};
use crate::page::address;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// The list.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let text = query.q.trim();
    let size = usize::from(limits::PAGE_DEFAULT);
    let (mut known, mut next) = (Vec::new(), None);
    if text.is_empty() {
        let before = cursor(&query.after).map_err(|problem| PageProblem::new(&visit, problem))?;
        known = find::page(&app.reads, visit.caller.org, before, size).await.map_err(failed)?;
        if known.len() > size {
            known.truncate(size);
            let last = known.last().map(|last| PageCursor::new(last.customer.id.raw()).to_string());
            next = last.map(|last| address("/customers", &[("after", &last)]));
        }
    } else {
        known.extend(find::found(&app.reads, visit.caller.org, text).await.map_err(failed)?);
    }
    let first = (!query.after.is_empty()).then_some("/customers");
    let body = html! {
        (table(&visit, text, &known))
        (pager(&visit, first, next.as_deref()))
    };
    Ok(Page::new(&visit, visit.say(texts::CUSTOMERS)).live("customers").tools(tools(&visit, text)).body(body))
}

fn cursor(after: &str) -> Result<i64, Problem> {
    if after.is_empty() {
        return Ok(i64::MAX);
    }
    let cursor: PageCursor = after.parse().map_err(|_| Problem::bad_value("after", "This is no page."))?;
    Ok(cursor.value())
}

fn new_action(visit: &Visit) -> Markup {
    html! {
        @if visit.may("customers:write") {
            (action(visit, &Action::primary(visit.say(texts::NEW_CUSTOMER), Target::Link("/customers/new")).key("n")))
        }
    }
}

fn tools(visit: &Visit, text: &str) -> Markup {
    html! {
        (filter(visit, &Filter {
            action: "/customers", query: text, placeholder: visit.say(texts::SEARCH), keep: &[], more: html! {},
        }))
        (new_action(visit))
    }
}

fn table(visit: &Visit, text: &str, known: &[Known]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::NAME), Small::Title),
        Column::text(visit.say(texts::NUMBER), Small::Sub),
        Column::text(visit.say(texts::TOWN), Small::Hidden),
        Column::number(visit.say(texts::ORDERS), Small::Hidden),
        Column::number(visit.say(texts::VOLUME), Small::Side),
        Column::number(visit.say(texts::OPEN_BALANCE), Small::Foot),
    ];
    let rows: Vec<Row> = known.iter().map(|known| row(visit, known)).collect();
    let empty = if text.is_empty() {
        empty(visit.say(texts::NO_CUSTOMERS), &new_action(visit))
    } else {
        let clear = Action::new(visit.say(texts::CLEAR), Target::Link("/customers"));
        empty(visit.say(texts::NONE_FOUND), &action(visit, &clear))
    };
    data_table(
        visit,
        &Table {
            id: "customers",
            caption: visit.say(texts::CUSTOMERS),
            columns: &columns,
            rows: &rows,
            select: None,
            empty,
            foot: None,
        },
    )
}

fn row(visit: &Visit, known: &Known) -> Row {
    let customer = &known.customer;
    let name = known.name(visit);
    let owes = if customer.open_balance == Amount::ZERO {
        html! {}
    } else {
        html! { (visit.money(customer.open_balance)) }
    };
    Row {
        id: customer.id.to_string(),
        href: Some(format!("/customers/{}", customer.id)),
        name: name.clone(),
        cells: vec![
            html! {
                (name)
                @if customer.merged_into.is_some() { " " (badge(Tone::Idle, visit.say(texts::MERGED))) }
            },
            html! { (customer.number) },
            html! { (known.town()) },
            html! { (visit.number(customer.order_count)) },
            html! { (visit.money(customer.volume)) },
            owes,
        ],
        ..Row::default()
    }
}
