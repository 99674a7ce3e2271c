//! The page: tabs with counts, filters and search in the address, rows to select, and what can be done with them.

use axum::extract::State;
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Date, PageCursor, limits};
use kontor_orders::model::Channel;
use kontor_web::console::{Page as Shown, PageProblem, Visit};
use kontor_web::page::{
    Action, Bulk, Column, Field, Kind, Row, Small, Tab, Table, Target, action, badge, bulk, data_table,
    empty, field, filter, pager, tabs,
};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::texts as say;
use super::{Asked, BoardTab, Card, Filter, TabCount};
use crate::words;

/// What the address of the board says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct BoardQuery {
    tab: Option<BoardTab>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    channel: String,
    #[serde(default)]
    payment: String,
    #[serde(default)]
    location: String,
    #[serde(default)]
    customer: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    after: String,
}

impl BoardQuery {
    fn tab(&self) -> BoardTab {
        self.tab.unwrap_or(BoardTab::All)
    }

    /// Whether anything but the tab narrows the board down.
    fn is_narrow(&self) -> bool {
        self.pairs().iter().any(|(name, value)| *name != "tab" && !value.is_empty())
    }

    /// The filters: what an address keeps when its tab or page changes.
    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", self.q.trim()),
            ("channel", &self.channel),
            ("payment", &self.payment),
            ("location", &self.location),
            ("customer", &self.customer),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The address with a tab and a page.
    fn address(&self, tab: BoardTab, after: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if tab != BoardTab::All {
            query.append_pair("tab", tab.as_str());
        }
        for (name, value) in self.pairs().into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if let Some(after) = after {
            query.append_pair("after", after);
        }
        let query = query.finish();
        if query.is_empty() { "/orders".to_owned() } else { format!("/orders?{query}") }
    }

    fn filter(&self) -> Result<Filter, Problem> {
        Ok(Filter {
            channel: read::<Channel>("channel", &self.channel)?,
            payment_method: read::<PaymentMethod>("payment", &self.payment)?,
            location: read::<LocationCode>("location", &self.location)?,
            customer: read::<CustomerId>("customer", &self.customer)?,
            from: read::<Date>("from", &self.from)?,
            to: read::<Date>("to", &self.to)?,
            ..Filter::default()
        })
    }
}

fn read<T: std::str::FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<Option<T>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|error: T::Err| Problem::bad_value(name, &error.to_string()))
}

/// The board.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<BoardQuery>,
) -> Result<Shown, PageProblem> {
    let failed = |problem: Problem| PageProblem::new(&visit, problem);
    let mut filter = query.filter().map_err(failed)?;
    if !query.q.trim().is_empty() {
        let ids = super::found(&app.reads, &visit, query.q.trim()).await.map_err(failed)?;
        filter.ids = Some(ids);
    }
    let after = read::<PageCursor>("after", &query.after).map_err(failed)?;
    let asked = Asked { tab: query.tab(), filter, after, size: usize::from(limits::PAGE_DEFAULT) };
    let today = visit.caller.zone.date_at(app.clock.now());
    let org = visit.caller.org;
    let fault = |fault| PageProblem::new(&visit, fault);
    let page = super::page(&app.reads, org, (today, &visit.caller.zone), &asked).await.map_err(fault)?;
    let counts = super::tab_counts(&app.reads, org).await.map_err(fault)?;
    let next = page.next.map(|next| query.address(query.tab(), Some(&next.to_string())));
    let first = (!query.after.is_empty()).then(|| query.address(query.tab(), None));
    let body = html! {
        (all_tabs(&visit, &query, &counts))
        (table(&visit, &query, &page.cards))
        @if page.is_cut && page.cards.len() < asked.size { p.muted { (visit.say(say::LOOK_FURTHER)) } }
        (pager(&visit, first.as_deref(), next.as_deref()))
        (bulk_bar(&visit))
    };
    Ok(Shown::new(&visit, visit.say(say::ORDERS))
        .live("orders invoices shipments")
        .tools(tools(&visit, &query))
        .body(body))
}

/// The tabs, each with its count. The tabs borrow their addresses, so these are made first.
fn all_tabs(visit: &Visit, query: &BoardQuery, counts: &[TabCount]) -> Markup {
    let addresses: Vec<String> = counts.iter().map(|count| query.address(count.tab, None)).collect();
    let shown: Vec<Tab<'_>> = counts
        .iter()
        .zip(&addresses)
        .map(|(count, href)| Tab {
            label: visit.say(count.tab.text()),
            href,
            count: Some(count.count),
            is_current: count.tab == query.tab(),
        })
        .collect();
    tabs(visit.say(say::ORDERS), &shown)
}

fn tools(visit: &Visit, query: &BoardQuery) -> Markup {
    let channels = words::choices(visit, say::ANY_CHANNEL, Channel::ALL, words::channel);
    let methods = words::choices(visit, say::ANY_PAYMENT, PaymentMethod::ALL, words::payment_method);
    let select = |name: &'static str, label, value: &str, choices: &[kontor_web::page::Choice<'_>]| {
        let label = visit.say(label);
        field(visit, &Field { value, kind: Kind::Select(choices), is_bare: true, ..Field::new(name, label) })
    };
    let day = |name: &'static str, label, value: &str| {
        field(visit, &Field { value, kind: Kind::Date, is_bare: true, ..Field::new(name, visit.say(label)) })
    };
    let tab = [("tab", query.tab().as_str())];
    let more = html! {
        (select("channel", say::CHANNEL, &query.channel, &channels))
        (select("payment", say::PAYMENT, &query.payment, &methods))
        (day("from", say::FROM_DAY, &query.from))
        (day("to", say::TO_DAY, &query.to))
    };
    let keep: &[(&str, &str)] = if query.tab() == BoardTab::All { &[] } else { &tab };
    html! {
        (filter(visit, &kontor_web::page::Filter {
            action: "/orders", query: query.q.trim(), placeholder: visit.say(say::SEARCH_ORDERS), keep, more,
        }))
        (action(visit, &Action::new(visit.say(say::EXPORT), Target::Link("/orders/export.csv"))))
        @if visit.may("orders:write") {
            (action(visit, &Action::primary(visit.say(say::NEW_ORDER), Target::Link("/orders/new")).key("n")))
        }
    }
}

fn table(visit: &Visit, query: &BoardQuery, cards: &[Card]) -> Markup {
    let columns = [
        Column::text(visit.say(say::ORDER), Small::Title),
        Column::text(visit.say(say::PLACED_AT), Small::Hidden),
        Column::text(visit.say(say::CUSTOMER), Small::Sub),
        Column::text(visit.say(say::TOWN), Small::Hidden),
        Column::text(visit.say(say::CHANNEL), Small::Hidden),
        Column::text(visit.say(say::STATE), Small::Foot),
        Column::number(visit.say(say::LINES), Small::Hidden),
        Column::number(visit.say(say::TOTAL), Small::Side),
    ];
    let rows: Vec<Row> = cards.iter().map(|card| row(visit, card)).collect();
    data_table(
        visit,
        &Table {
            id: "orders",
            caption: visit.say(say::ORDERS),
            columns: &columns,
            rows: &rows,
            select: can_act(visit).then_some(BULK),
            empty: nothing(visit, query),
            foot: None,
        },
    )
}

fn row(visit: &Visit, card: &Card) -> Row {
    let order = &card.order;
    // Names and towns are for those who may read customers.
    let (name, city) = if visit.may("customers:read") { (&*card.name, &*card.city) } else { ("", "") };
    let name = match (name, &card.customer_number) {
        ("", Some(number)) => number.as_str(),
        ("", None) => visit.say(say::NO_ACCOUNT),
        (name, _) => name,
    };
    Row {
        id: order.id.to_string(),
        href: Some(format!("/orders/{}", order.id)),
        value: Some(order.id.to_string()),
        name: order.number.clone(),
        cells: vec![
            html! { (order.number) },
            html! { time { (visit.time(order.placed_at)) } },
            html! { (name) },
            html! { (city) },
            html! { (visit.say(words::channel(order.channel))) },
            badge(card.summary.tone(), visit.say(card.summary.text())),
            html! { (visit.number(order.line_count)) },
            html! { (visit.money(order.gross)) },
        ],
    }
}

/// What an empty board says: how to get the first order, or how to see more.
fn nothing(visit: &Visit, query: &BoardQuery) -> Markup {
    if query.is_narrow() {
        let clear = Target::Link("/orders");
        return empty(
            visit.say(say::NONE_FOUND),
            &action(visit, &Action::new(visit.say(say::CLEAR_FILTER), clear)),
        );
    }
    let new = Action::primary(visit.say(say::NEW_ORDER), Target::Link("/orders/new")).key("n");
    match query.tab() {
        BoardTab::All if visit.may("orders:write") => empty(visit.say(say::NO_ORDERS), &action(visit, &new)),
        BoardTab::All => empty(visit.say(say::NO_ORDERS), &html! {}),
        _ => empty(visit.say(say::TAB_DONE), &html! {}),
    }
}

const BULK: &str = "bulk";

fn can_act(visit: &Visit) -> bool {
    ["shipments:write", "invoices:write", "orders:write"].iter().any(|scope| visit.may(scope))
}

fn bulk_bar(visit: &Visit) -> Markup {
    let all = [
        ("shipments:write", "ship", visit.say(say::SHIP), Some("s")),
        ("invoices:write", "invoice", visit.say(say::INVOICE), Some("i")),
        ("shipments:write", "picklist", visit.say(say::PICK_LIST), Some("p")),
    ];
    let deeds: Vec<_> = all
        .into_iter()
        .filter(|deed| visit.may(deed.0))
        .map(|(_, value, label, key)| (value, label, key))
        .collect();
    html! {
        @if can_act(visit) && !deeds.is_empty() {
            (bulk(visit, &Bulk { form: BULK, action: "/orders/bulk", deeds: &deeds }))
        }
    }
}
