//! Shipments: the newest, those of an order, one with what is in it.

use axum::extract::State;
use kontor_fulfilment::list::Filter;
use kontor_fulfilment::model::{Carrier, ShipmentId, TrackingNumber};
use kontor_fulfilment::records::Shipment;
use kontor_kernel::PageCursor;
use kontor_orders::model::OrderId;
use kontor_store::Fault;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Column, Row, Small, Table, Target, actions, card, data_table, empty, facts, filter, heading,
    pager, stack,
};
use kontor_web::{App, Id, Paging, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::deed::{Seen, seen};
use crate::order_page::{numbers, texts};

/// Which shipments.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The number of a shipment or of an order.
    #[serde(default)]
    q: String,
    /// Those of this order.
    order: Option<OrderId>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// The list.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Page, PageProblem> {
    let paging = Paging { limit: None, after: asked.after.clone() };
    let problem = |problem| PageProblem::new(&visit, problem);
    let (size, before) = (paging.size().map_err(problem)?, paging.after(i64::MAX).map_err(problem)?);
    let fault = |fault| PageProblem::new(&visit, fault);
    let mut found = found(&app, &visit, &asked, before, size).await.map_err(fault)?;
    let more = found.len() > size;
    found.truncate(size);
    let ids: Vec<OrderId> = found.iter().map(|shipment| shipment.order_id).collect();
    let numbers = numbers::of(&app.reads, visit.caller.org, &ids).await.map_err(fault)?;
    let rows: Vec<Row> = found
        .iter()
        .map(|shipment| {
            let order = numbers.get(&shipment.order_id).cloned().unwrap_or_default();
            row(&visit, shipment, &order)
        })
        .collect();
    let next = found.last().filter(|_| more).map(|last| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !asked.q.is_empty() {
            query.append_pair("q", &asked.q);
        }
        if let Some(order) = asked.order {
            query.append_pair("order", &order.to_string());
        }
        query.append_pair("after", &PageCursor::new(last.id.raw()).to_string());
        format!("/shipments?{}", query.finish())
    });
    let title = visit.say(texts::SHIPMENTS);
    let search = filter(
        &visit,
        &kontor_web::page::Filter {
            action: "/shipments",
            query: &asked.q,
            placeholder: visit.say(texts::SHIPMENT_SEARCH),
            keep: &[],
            more: html! {},
        },
    );
    let body = html! {
        (table(&visit, &rows, !asked.q.is_empty() || asked.order.is_some()))
        (pager(&visit, asked.after.as_ref().map(|_| "/shipments"), next.as_deref()))
    };
    Ok(Page::new(&visit, title).live("shipments").tools(search).body(body))
}

/// By number of a shipment or an order, of an order, or all.
async fn found(
    app: &App,
    visit: &Visit,
    asked: &Asked,
    before: i64,
    size: usize,
) -> Result<Vec<Shipment>, Fault> {
    let (reads, org, q) = (&app.reads, visit.caller.org, asked.q.trim());
    if q.is_empty() {
        let all = Filter { order: asked.order, number: None };
        return kontor_fulfilment::list::page(reads, org, &all, before, size).await;
    }
    let by_number = Filter { order: None, number: Some(q.to_owned()) };
    let found = kontor_fulfilment::list::page(reads, org, &by_number, before, size).await?;
    if !found.is_empty() {
        return Ok(found);
    }
    match kontor_orders::list::by_number(reads, org, q).await? {
        Some(order) => {
            let of_order = Filter { order: Some(order.id), number: None };
            kontor_fulfilment::list::page(reads, org, &of_order, before, size).await
        }
        None => Ok(Vec::new()),
    }
}

fn row(visit: &Visit, shipment: &Shipment, order: &str) -> Row {
    let text = |text: Option<&str>| html! { (text.unwrap_or_default()) };
    let order_href = format!("/orders/{}", shipment.order_id);
    Row {
        id: shipment.id.to_string(),
        href: Some(format!("/shipments/{}", shipment.id)),
        value: None,
        name: shipment.number.clone(),
        cells: vec![
            html! { (shipment.number) },
            html! { (visit.date(shipment.date)) },
            html! { @if visit.may("orders:read") { a href=(order_href) { (order) } } @else { (order) } },
            html! { (shipment.location) },
            text(shipment.carrier.as_ref().map(Carrier::as_str)),
            text(shipment.tracking.as_ref().map(TrackingNumber::as_str)),
        ],
    }
}

fn table(visit: &Visit, rows: &[Row], is_filtered: bool) -> Markup {
    let columns = [
        Column::text(visit.say(texts::NUMBER), Small::Title),
        Column::text(visit.say(texts::SHIP_DATE), Small::Side),
        Column::text(visit.say(texts::ORDER), Small::Sub),
        Column::text(visit.say(texts::LOCATION), Small::Hidden),
        Column::text(visit.say(texts::CARRIER), Small::Foot),
        Column::text(visit.say(texts::TRACKING), Small::Hidden),
    ];
    let (sentence, label, href) = if is_filtered {
        (texts::NO_SHIPMENT_FITS, texts::SHOW_ALL, "/shipments")
    } else {
        (texts::NO_SHIPMENTS, texts::TO_THE_ORDERS, "/orders?tab=to_ship")
    };
    let way_on = actions(visit, &[Action::primary(visit.say(label), Target::Link(href)).key("o")]);
    let table = Table {
        id: "shipments",
        caption: visit.say(texts::SHIPMENTS),
        columns: &columns,
        rows,
        select: None,
        empty: empty(visit.say(sentence), &way_on),
        foot: None,
    };
    data_table(visit, &table)
}

/// One shipment.
pub async fn show(State(app): State<App>, visit: Visit, Id(id): Id<ShipmentId>) -> Result<Page, PageProblem> {
    let found = kontor_fulfilment::show::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let (shipment, parts) = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("shipment")))?;
    let Seen { order, lines } = seen(&app, &visit, shipment.order_id).await?;
    let name = |number: i32| lines.iter().find(|line| line.line == number).map(|line| line.name.to_string());
    let rows: Vec<Row> = parts
        .iter()
        .map(|part| Row {
            id: format!("line-{}", part.line),
            name: part.sku.to_string(),
            cells: vec![
                html! { (part.sku) },
                html! { (name(part.line).unwrap_or_default()) },
                html! { (visit.quantity(part.quantity)) },
            ],
            ..Row::default()
        })
        .collect();
    let columns = [
        Column::text(visit.say(texts::ARTICLE), Small::Title),
        Column::text(visit.say(texts::NAME), Small::Sub),
        Column::number(visit.say(texts::QUANTITY), Small::Side),
    ];
    let table = Table {
        id: "lines",
        caption: visit.say(texts::LINES),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: html! {},
        foot: None,
    };
    let order_link = html! {
        @if visit.may("orders:read") { a href={ "/orders/" (order.id) } { (order.number) } } @else { (order.number) }
    };
    let or_none =
        |text: Option<String>| html! { (text.unwrap_or_else(|| visit.say(texts::NONE).to_owned())) };
    let about = facts(&[
        (visit.say(texts::ORDER), order_link),
        (visit.say(texts::SHIP_DATE), html! { (visit.date(shipment.date)) }),
        (visit.say(texts::LOCATION), html! { (shipment.location) }),
        (visit.say(texts::CARRIER), or_none(shipment.carrier.as_ref().map(ToString::to_string))),
        (visit.say(texts::TRACKING), or_none(shipment.tracking.as_ref().map(ToString::to_string))),
        (visit.say(texts::RECORDED), html! { (visit.time(shipment.shipped_at)) }),
    ]);
    let print = format!("/shipments/{id}/print");
    let tools =
        actions(&visit, &[Action::primary(visit.say(texts::DELIVERY_NOTE), Target::Link(&print)).key("p")]);
    let title = visit.say(texts::SHIPMENTS);
    Ok(Page::new(&visit, shipment.number.clone())
        .heading(heading(Some((title, "/shipments")), &shipment.number, &[]))
        .tools(tools)
        .body(stack(&[
            card(visit.say(texts::ABOUT), &about),
            card(visit.say(texts::CONTENT), &data_table(&visit, &table)),
        ])))
}
