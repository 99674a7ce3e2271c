//! The list: per product and location, what lies there, what of it is promised, what is waited for.

use axum::extract::State;
use kontor_catalog::model::ProductId;
use kontor_inventory::model::LocationCode;
use kontor_inventory::records::Location;
use kontor_kernel::{Quantity, limits};
use kontor_store::db::one_more;
use kontor_store::{Fault, ReadDb, Value};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Column, Field, Filter, Kind, Row, Small, Tab, Table, Target, Tone, action, badge,
    data_table, empty, field, filter, pager, tabs,
};
use kontor_web::{App, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::texts;
use crate::page::{address, path_part};
use crate::product::page::find;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tab: String,
    #[serde(default)]
    location: String,
    #[serde(default)]
    after: String,
}

const WAITING: &str = "waiting";

/// A product at a location; without one where it has never been in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    product: ProductId,
    sku: String,
    name: String,
    location: Option<LocationCode>,
    on_hand: Quantity,
    reserved: Quantity,
    waiting: Quantity,
}

/// Lines of the products that a source names as `p`, behind a product, at one location or all.
fn lines(source: &str) -> String {
    format!(
        "SELECT p.id, p.sku, p.name, s.location, COALESCE(s.on_hand, 0), COALESCE(s.reserved, 0), \
         CAST(COALESCE((SELECT SUM(r.waiting) FROM inventory_reservation r WHERE r.org_id = $1 AND r.product = p.id \
         AND r.waiting > 0 AND (s.location IS NULL OR r.location = s.location)), 0) AS BIGINT) \
         FROM {source} LEFT JOIN inventory_stock s ON s.org_id = $1 AND s.product = p.id \
         WHERE p.kind = 'goods' AND (p.archived = 0 OR s.on_hand > 0) AND (CAST($2 AS TEXT) IS NULL OR s.location = $2) \
         ORDER BY p.sku, s.location"
    )
}

/// A page of products, whole, with all their locations.
fn page_of_all() -> String {
    lines(
        "(SELECT * FROM catalog_product WHERE org_id = $1 AND kind = 'goods' AND sku > $3 ORDER BY sku LIMIT $4) p",
    )
}

/// The SKUs of a page and one more, to see where the next one begins.
const EDGE: &str =
    "SELECT sku FROM catalog_product WHERE org_id = $1 AND kind = 'goods' AND sku > $2 ORDER BY sku LIMIT $3";

/// Those that somebody waits for.
fn waited_for() -> String {
    lines(
        "(SELECT DISTINCT product FROM inventory_reservation WHERE org_id = $1 AND waiting > 0 LIMIT $3) w \
         JOIN catalog_product p ON p.org_id = $1 AND p.id = w.product",
    )
}

/// One product.
fn one() -> String {
    lines("(SELECT * FROM catalog_product WHERE org_id = $1 AND id = $3) p")
}

pub(super) fn queries() -> Vec<String> {
    vec![page_of_all(), EDGE.to_owned(), waited_for(), one()]
}

async fn read(reads: &ReadDb, sql: &str, params: Vec<Value>) -> Result<Vec<Line>, Fault> {
    let line = |mut row: kontor_store::db::Row| {
        Ok(Line {
            product: row.take()?,
            sku: row.take()?,
            name: row.take()?,
            location: row.take()?,
            on_hand: row.take()?,
            reserved: row.take()?,
            waiting: row.take()?,
        })
    };
    reads.query(sql, params).await?.into_iter().map(line).collect()
}

/// The list.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let locations = super::all_locations(&app.reads, visit.caller.org).await.map_err(failed)?;
    let bad = |problem: Problem| PageProblem::new(&visit, problem);
    let (lines, next) = asked(&app, &visit, &query).await.map_err(bad)?;
    let first = (!query.after.is_empty()).then(|| query.address(&query.tab, ""));
    let next = next.map(|next| query.address(&query.tab, &next));
    let body = html! {
        (views(&visit, &query))
        (table(&visit, &query, &lines))
        (pager(&visit, first.as_deref(), next.as_deref()))
    };
    Ok(Page::new(&visit, visit.say(texts::STOCK))
        .live("stock products locations")
        .tools(tools(&visit, &query, &locations))
        .body(body))
}

impl ListQuery {
    fn address(&self, tab: &str, after: &str) -> String {
        let pairs = [("tab", tab), ("q", self.q.trim()), ("location", &self.location), ("after", after)];
        address("/stock", &pairs)
    }

    fn is_narrow(&self) -> bool {
        !self.q.trim().is_empty() || !self.location.is_empty()
    }
}

/// The lines that are asked for, and where the next page begins.
async fn asked(app: &App, visit: &Visit, query: &ListQuery) -> Result<(Vec<Line>, Option<String>), Problem> {
    let (reads, org) = (&app.reads, visit.caller.org);
    let place = match &*query.location {
        "" => Value::Null,
        code => Value::of(
            &code
                .parse::<LocationCode>()
                .map_err(|error| Problem::bad_value("location", &error.to_string()))?,
        ),
    };
    if !query.q.trim().is_empty() {
        let mut found = Vec::new();
        for listed in find::found(reads, org, query.q.trim()).await? {
            let params = vec![org.into(), place.clone(), Value::of(&listed.product.id)];
            found.extend(read(reads, &one(), params).await?);
        }
        return Ok((found, None));
    }
    if query.tab == WAITING {
        let params = vec![org.into(), place, limits::COUNTED.into()];
        let mut found = read(reads, &waited_for(), params).await?;
        found.retain(|line| line.waiting.is_positive());
        return Ok((found, None));
    }
    let size = usize::from(limits::PAGE_DEFAULT);
    let after = Value::from(query.after.as_str());
    let edge = reads.query(EDGE, vec![org.into(), after.clone(), one_more(size).into()]).await?;
    let is_last = edge.len() <= size;
    let last = edge.into_iter().nth(size.saturating_sub(1)).filter(|_| !is_last);
    let next: Option<String> = last.map(|mut row| row.take()).transpose()?;
    let limit = one_more(size).saturating_sub(1);
    let params = vec![org.into(), place, after, limit.into()];
    Ok((read(reads, &page_of_all(), params).await?, next))
}

fn views(visit: &Visit, query: &ListQuery) -> Markup {
    let (all, waiting) = (query.address("", ""), query.address(WAITING, ""));
    let is_waiting = query.tab == WAITING;
    let tab = |label, href, is_current| Tab { label: visit.say(label), href, count: None, is_current };
    tabs(
        visit.say(texts::STOCK),
        &[tab(texts::ALL, &all, !is_waiting), tab(texts::TAB_WAITING, &waiting, is_waiting)],
    )
}

fn tools(visit: &Visit, query: &ListQuery, locations: &[Location]) -> Markup {
    let mut choices = vec![Choice::new("", visit.say(texts::ANY_LOCATION))];
    choices.extend(super::location_choices(locations));
    let place = Field {
        value: &query.location,
        kind: Kind::Select(&choices),
        is_bare: true,
        ..Field::new("location", visit.say(texts::LOCATION))
    };
    let tab = [("tab", query.tab.as_str())];
    html! {
        (filter(visit, &Filter {
            action: "/stock", query: query.q.trim(), placeholder: visit.say(texts::SEARCH),
            keep: if query.tab.is_empty() { &[] } else { &tab }, more: field(visit, &place),
        }))
        @if visit.may("locations:read") {
            (action(visit, &Action::new(visit.say(texts::LOCATIONS), Target::Link("/locations"))))
        }
        @if visit.may("stock:write") {
            (action(visit, &Action::new(visit.say(texts::ADJUST), Target::Link("/stock/adjust")).key("a")))
            (receive(visit))
        }
    }
}

fn receive(visit: &Visit) -> Markup {
    action(visit, &Action::primary(visit.say(texts::RECEIVE), Target::Link("/stock/receive")).key("n"))
}

fn table(visit: &Visit, query: &ListQuery, lines: &[Line]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::SKU), Small::Title),
        Column::text(visit.say(texts::NAME), Small::Sub),
        Column::text(visit.say(texts::LOCATION), Small::Hidden),
        Column::number(visit.say(texts::ON_HAND), Small::Hidden),
        Column::number(visit.say(texts::RESERVED), Small::Hidden),
        Column::number(visit.say(texts::AVAILABLE), Small::Side),
        Column::number(visit.say(texts::WAITING), Small::Foot),
    ];
    let rows: Vec<Row> = lines.iter().map(|line| row(visit, line)).collect();
    data_table(
        visit,
        &Table {
            id: "stock",
            caption: visit.say(texts::STOCK),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: nothing(visit, query),
            foot: None,
        },
    )
}

fn nothing(visit: &Visit, query: &ListQuery) -> Markup {
    if query.is_narrow() {
        let clear = Action::new(visit.say(texts::CLEAR), Target::Link("/stock"));
        return empty(visit.say(texts::NONE_FOUND), &action(visit, &clear));
    }
    if query.tab == WAITING {
        return empty(visit.say(texts::NOTHING_WAITS), &html! {});
    }
    let add = Action::new(visit.say(texts::PRODUCT_PAGE), Target::Link("/products"));
    empty(visit.say(texts::NO_PRODUCTS), &action(visit, &add))
}

fn row(visit: &Visit, line: &Line) -> Row {
    let available = line.on_hand.checked_sub(line.reserved).unwrap_or_default();
    let place = line.location.map(|place| place.to_string()).unwrap_or_default();
    let shown = visit.quantity(available);
    Row {
        id: format!("s-{}-{place}", line.product),
        href: Some(format!("/stock/{}", path_part(&line.sku))),
        name: line.sku.clone(),
        cells: vec![
            html! { (line.sku) },
            html! { (line.name) },
            html! { (place) },
            html! { (visit.quantity(line.on_hand)) },
            html! { (visit.quantity(line.reserved)) },
            html! { @if available.is_positive() { (shown) } @else { (badge(Tone::Warn, &shown)) } },
            html! { @if line.waiting.is_positive() { (badge(Tone::Bad, &visit.quantity(line.waiting))) } },
        ],
        ..Row::default()
    }
}
