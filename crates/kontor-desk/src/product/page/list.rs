//! The list: products in the order of their SKUs, on sale or archived, and what a search finds.

use axum::extract::State;
use kontor_kernel::{Quantity, limits};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Filter, Row, Small, Tab, Table, Target, Tone, action, badge, data_table, empty, filter,
    pager, tabs,
};
use kontor_web::{App, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::find::{self, Listed};
use super::{form, texts};
use crate::page::address;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    tab: String,
    #[serde(default)]
    after: String,
}

const ARCHIVED: &str = "archived";

/// The list.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let (text, is_archived) = (query.q.trim(), query.tab == ARCHIVED);
    let size = usize::from(limits::PAGE_DEFAULT);
    let (org, mut next) = (visit.caller.org, None);
    let mut listed = if text.is_empty() {
        find::page(&app.reads, org, (&query.after, is_archived), size).await.map_err(failed)?
    } else {
        find::found(&app.reads, org, text).await.map_err(failed)?
    };
    let tab = if is_archived { ARCHIVED } else { "" };
    if listed.len() > size {
        listed.truncate(size);
        let last = listed.last().map(|last| last.product.sku.as_str());
        next = last.map(|last| address("/products", &[("tab", tab), ("after", last)]));
    }
    let first = (!query.after.is_empty()).then(|| address("/products", &[("tab", tab)]));
    let tab = |label, href, is_current| Tab { label: visit.say(label), href, count: None, is_current };
    let body = html! {
        @if text.is_empty() {
            (tabs(visit.say(texts::PRODUCTS), &[
                tab(texts::ON_SALE, "/products", !is_archived),
                tab(texts::ARCHIVED, "/products?tab=archived", is_archived),
            ]))
        }
        (table(&visit, (text, is_archived), &listed))
        (pager(&visit, first.as_deref(), next.as_deref()))
    };
    let tools = html! {
        (filter(&visit, &Filter {
            action: "/products", query: text, placeholder: visit.say(texts::SEARCH), keep: &[], more: html! {},
        }))
        (new_action(&visit))
    };
    Ok(Page::new(&visit, visit.say(texts::PRODUCTS)).live("products stock").tools(tools).body(body))
}

fn new_action(visit: &Visit) -> Markup {
    html! {
        @if visit.may("products:write") {
            (action(visit, &Action::primary(visit.say(texts::NEW_PRODUCT), Target::Link("/products/new")).key("n")))
        }
    }
}

fn table(visit: &Visit, (text, is_archived): (&str, bool), listed: &[Listed]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::SKU), Small::Title),
        Column::text(visit.say(texts::NAME), Small::Sub),
        Column::text(visit.say(texts::BARCODE), Small::Hidden),
        Column::number(visit.say(texts::PRICE), Small::Side),
        Column::number(visit.say(texts::AVAILABLE), Small::Foot),
    ];
    let rows: Vec<Row> = listed.iter().map(|one| row(visit, one)).collect();
    let nothing = if !text.is_empty() {
        let clear = Action::new(visit.say(texts::CLEAR), Target::Link("/products"));
        empty(visit.say(texts::NONE_FOUND), &action(visit, &clear))
    } else if is_archived {
        empty(visit.say(texts::NO_ARCHIVED), &html! {})
    } else {
        empty(visit.say(texts::NO_PRODUCTS), &new_action(visit))
    };
    data_table(
        visit,
        &Table {
            id: "products",
            caption: visit.say(texts::PRODUCTS),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: nothing,
            foot: None,
        },
    )
}

fn row(visit: &Visit, Listed { product, available }: &Listed) -> Row {
    let is_out = available.is_some_and(|available| available <= Quantity::ZERO);
    let available = available.filter(|_| visit.may("stock:read")).map(|quantity| visit.quantity(quantity));
    Row {
        id: product.id.to_string(),
        href: Some(format!("/products/{}", product.id)),
        name: product.sku.to_string(),
        cells: vec![
            html! {
                (product.sku)
                @if product.archived { " " (badge(Tone::Idle, visit.say(texts::ARCHIVED))) }
            },
            html! { (product.name) },
            html! { @if let Some(barcode) = &product.barcode { (barcode) } },
            html! { (form::price(visit, product)) },
            html! {
                @if let Some(available) = &available {
                    @if is_out { (badge(Tone::Warn, available)) } @else { (available) }
                }
            },
        ],
        ..Row::default()
    }
}
