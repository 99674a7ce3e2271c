//! A goods receipt: what came, what it is worth, and which orders got goods of it.

use axum::extract::State;
use kontor_inventory::events::{Received, ReceivedLine};
use kontor_inventory::model::ReceiptId;
use kontor_kernel::Amount;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{self, Column, Row, Small, Table, card, data_table, empty, facts, split};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::effects::{Holder, holders};
use super::texts;
use crate::page::changes;
use crate::page::path_part;

/// The page.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<ReceiptId>) -> Result<Page, PageProblem> {
    let failed = |fault| PageProblem::new(&visit, fault);
    let rows = changes::rows(&app, visit.caller.org, id.raw()).await.map_err(failed)?;
    let mut found = None;
    for row in rows {
        let event = app.schema.decode(&row.kind, row.version, row.payload.as_bytes()).map_err(failed)?;
        if let Some(received) = event.as_any().downcast_ref::<Received>() {
            found = Some((received.clone(), row.recorded_at));
        }
    }
    let (received, at) = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("receipt")))?;
    let (got, rest) = holders(&app, visit.caller.org, &received.filled).await.map_err(failed)?;
    let reference = received.reference.as_ref().map(ToString::to_string);
    let list = [
        (visit.say(texts::LOCATION), html! { (received.location) }),
        (visit.say(texts::DATE), html! { (visit.date(received.date)) }),
        (visit.say(texts::WHEN), html! { (visit.time(at)) }),
        (visit.say(texts::REFERENCE), html! { (reference.as_deref().unwrap_or("–")) }),
    ];
    let main = html! {
        (lines(&visit, &received.lines))
        (card(visit.say(texts::WHO_GOT), &who(&visit, &got, rest)))
    };
    let title = reference.map_or_else(
        || visit.say(texts::RECEIPT).to_owned(),
        |reference| format!("{} {reference}", visit.say(texts::RECEIPT)),
    );
    Ok(Page::new(&visit, &title)
        .heading(page::heading(Some((visit.say(texts::STOCK), "/stock")), &title, &[]))
        .body(split(&main, &card(visit.say(texts::RECEIPT), &facts(&list)))))
}

fn lines(visit: &Visit, lines: &[ReceivedLine]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::SKU), Small::Title),
        Column::number(visit.say(texts::QUANTITY), Small::Sub),
        Column::number(visit.say(texts::UNIT_COST), Small::Hidden),
        Column::number(visit.say(texts::WORTH), Small::Side),
    ];
    let row = |line: &ReceivedLine| Row {
        href: Some(format!("/stock/{}", path_part(line.sku.as_str()))),
        cells: vec![
            html! { (line.sku) },
            html! { (visit.quantity(line.quantity)) },
            html! { (visit.price(line.unit_cost)) },
            html! { (visit.money(line.value)) },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = lines.iter().map(row).collect();
    let total = Amount::sum(lines.iter().map(|line| line.value)).unwrap_or_default();
    let foot = [html! { (visit.say(texts::TOTAL)) }, html! {}, html! {}, html! { (visit.money(total)) }];
    data_table(
        visit,
        &Table {
            id: "lines",
            caption: visit.say(texts::LINES),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: html! {},
            foot: Some(&foot),
        },
    )
}

fn who(visit: &Visit, got: &[Holder], rest: usize) -> Markup {
    if got.is_empty() {
        return empty(visit.say(texts::GOT_NOBODY), &html! {});
    }
    let may = visit.may("orders:read");
    html! {
        ul.among {
            @for holder in got {
                li {
                    @if may { a href={ "/orders/" (holder.order) } { (holder.number) } } @else { (holder.number) }
                    ": " (holder.goods(visit))
                }
            }
            @if rest > 0 { li { (visit.say_with(texts::E_MORE, &[&rest])) } }
        }
    }
}
