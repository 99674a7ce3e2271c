//! The stock of a product: where it lies, who waits since when, what moved, and how it was at the end of a day.

use axum::extract::State;
use kontor_catalog::model::{ProductKind, Sku};
use kontor_catalog::records::Product;
use kontor_inventory::model::LocationCode;
use kontor_inventory::records::Movement;
use kontor_inventory::stock::ProductStock;
use kontor_kernel::{Date, Timestamp, limits};
use kontor_store::Fault;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Field, Kind, Tab, Target, card, facts, field, pager, split, tabs};
use kontor_web::{App, Id, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{self, Place};
use super::texts;
use crate::page::{address, path_part};

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct ShowQuery {
    #[serde(default)]
    location: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    day: String,
}

/// The page.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(sku): Id<Sku>,
    Query(query): Query<ShowQuery>,
) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let org = visit.caller.org;
    let found = kontor_catalog::show::by_sku(&app.reads, org, &sku).await.map_err(failed)?;
    let product = found.filter(|product| product.kind == ProductKind::Goods);
    let product = product.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("stock")))?;
    let places = parts::all_places(&app, org, product.id).await.map_err(failed)?;
    let stock = kontor_inventory::stock::one(&app.reads, org, product.id).await.map_err(failed)?;
    let waiting = parts::waiting(&app, &visit, product.id).await.map_err(failed)?;
    let bad = |problem: Problem| PageProblem::new(&visit, problem);
    let moved = moved(&app, &visit, (&product, &places), &query).await.map_err(bad)?;
    let past = past(&app, &visit, &product, &query.day).await.map_err(failed)?;
    let main = html! {
        (card(visit.say(texts::PLACES), &parts::places_table(&visit, &product, &places)))
        (card(visit.say(texts::WHO_WAITS), &waiting))
        (card(visit.say(texts::MOVEMENTS), &moved))
    };
    let side = html! {
        @if let Some(stock) = &stock { (figures(&visit, stock)) }
        (card(visit.say(texts::PAST), &past))
    };
    let heading = format!("{} · {}", product.sku, product.name);
    Ok(Page::new(&visit, &heading)
        .live("stock orders products")
        .heading(page::heading(Some((visit.say(texts::STOCK), "/stock")), &heading, &[]))
        .tools(tools(&visit, &product))
        .body(split(&main, &side)))
}

fn tools(visit: &Visit, product: &Product) -> Markup {
    let sku = product.sku.as_str();
    let (adjust, receive) =
        (address("/stock/adjust", &[("sku", sku)]), address("/stock/receive", &[("sku", sku)]));
    let about = format!("/products/{}", product.id);
    let mut list = Vec::new();
    if visit.may("products:read") {
        list.push(Action::new(visit.say(texts::PRODUCT_PAGE), Target::Link(&about)));
    }
    if visit.may("stock:write") {
        list.push(Action::new(visit.say(texts::ADJUST), Target::Link(&adjust)).key("a"));
        list.push(Action::primary(visit.say(texts::RECEIVE), Target::Link(&receive)).key("n"));
    }
    page::actions(visit, &list)
}

fn figures(visit: &Visit, stock: &ProductStock) -> Markup {
    let list = [
        (visit.say(texts::VALUE), html! { (visit.money(stock.value)) }),
        (visit.say(texts::LAST_COST), html! { (visit.price(stock.last_cost)) }),
    ];
    card(visit.say(texts::FIGURES), &facts(&list))
}

/// The movements at a location, newest first.
async fn moved(
    app: &App,
    visit: &Visit,
    (product, places): (&Product, &[Place]),
    query: &ShowQuery,
) -> Result<Markup, Problem> {
    let first = places.first().map(|place| place.location);
    let place = match &*query.location {
        "" => first,
        code => {
            let code = code.parse::<LocationCode>();
            Some(code.map_err(|error| Problem::bad_value("location", &error.to_string()))?)
        }
    };
    let place = place.unwrap_or_default();
    let before = before(&query.before)?;
    let (org, size) = (visit.caller.org, usize::from(limits::PAGE_DEFAULT));
    let mut movements =
        kontor_inventory::movements::page(&app.reads, org, (product.id, place), before, size).await?;
    let more = movements.len() > size;
    movements.truncate(size);
    let path = format!("/stock/{}", path_part(product.sku.as_str()));
    let at = |last: &Movement| {
        let before = format!("{}.{}", last.position, last.line);
        address(&path, &[("location", place.as_str()), ("before", &before)])
    };
    let next = movements.last().filter(|_| more).map(at);
    let start = (!query.before.is_empty()).then(|| address(&path, &[("location", place.as_str())]));
    let hrefs: Vec<String> =
        places.iter().map(|one| address(&path, &[("location", one.location.as_str())])).collect();
    let views: Vec<Tab<'_>> = places
        .iter()
        .zip(&hrefs)
        .map(|(one, href)| Tab {
            label: one.location.as_str(),
            href,
            count: None,
            is_current: one.location == place,
        })
        .collect();
    Ok(html! {
        @if places.len() > 1 { (tabs(visit.say(texts::LOCATION), &views)) }
        (parts::movements_table(visit, &movements))
        (pager(visit, start.as_deref(), next.as_deref()))
    })
}

/// Where a page of movements begins: position and line.
fn before(text: &str) -> Result<(i64, i64), Problem> {
    if text.is_empty() {
        return Ok((i64::MAX, i64::from(i32::MAX)));
    }
    let parts = text
        .split_once('.')
        .and_then(|(position, line)| Some((position.parse().ok()?, i64::from(line.parse::<i32>().ok()?))));
    parts.ok_or_else(|| Problem::bad_value("before", "This is no page."))
}

/// A field for a day, and what lay where when that was over.
async fn past(app: &App, visit: &Visit, product: &Product, day: &str) -> Result<Markup, Fault> {
    let read = day.parse::<Date>();
    let today = visit.caller.zone.date_at(app.clock.now());
    let end = read.as_ref().ok().filter(|day| **day < today).and_then(|day| end_of(visit, *day));
    let error = match &read {
        _ if day.is_empty() => String::new(),
        Err(error) => error.to_string(),
        Ok(_) if end.is_none() => visit.say(texts::FUTURE).to_owned(),
        Ok(_) => String::new(),
    };
    let then = match end {
        Some(end) => {
            let past =
                kontor_inventory::history::as_of(&app.reads, visit.caller.org, product.id, end).await?;
            past.places.into_iter().map(|(place, quantity)| (place, visit.quantity(quantity))).collect()
        }
        None => Vec::new(),
    };
    let list: Vec<(&str, Markup)> =
        then.iter().map(|(place, quantity)| (place.as_str(), html! { (quantity) })).collect();
    let one =
        Field { value: day, kind: Kind::Date, error: &error, ..Field::new("day", visit.say(texts::DAY)) };
    Ok(html! {
        form method="get" {
            (field(visit, &one))
            button.button type="submit" { (visit.say(texts::LOOK)) }
        }
        @if let (Some(_), Ok(day)) = (end, &read) {
            p { (visit.say_with(texts::PAST_OF, &[&visit.date(*day)])) }
            @if list.is_empty() { p.muted { (visit.say(texts::NOTHING_THEN)) } } @else { (facts(&list)) }
        }
    })
}

/// The last moment of a day by the merchant's clock.
fn end_of(visit: &Visit, day: Date) -> Option<Timestamp> {
    let next = visit.caller.zone.start_of(day.add_days(1)?);
    Some(next.minus(std::time::Duration::from_micros(1)))
}
