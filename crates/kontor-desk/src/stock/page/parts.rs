//! Parts that a product's page and its stock's page share: where it lies, who waits, what moved last.

use kontor_catalog::model::ProductId;
use kontor_catalog::records::Product;
use kontor_inventory::model::{LocationCode, MovementKind};
use kontor_inventory::records::Movement;
use kontor_kernel::{Amount, Quantity, Timestamp, limits};
use kontor_orders::model::OrderId;
use kontor_store::{Fault, Value};
use kontor_web::console::Visit;
use kontor_web::page::{Column, Row, Small, Table, Tone, badge, data_table, empty};
use kontor_web::{App, Text};
use maud::{Markup, html};

use super::texts;
use crate::board::{self, Card};
use crate::page::path_part;

/// How much is waited for, by location.
const WAITED: &str = "SELECT location, CAST(SUM(waiting) AS BIGINT) FROM inventory_reservation \
     WHERE org_id = $1 AND product = $2 AND waiting > 0 GROUP BY location ORDER BY location";
/// Who waits since when, the oldest first.
const WHO: &str = "SELECT r.holder, r.line, r.location, r.waiting, j.recorded_at FROM inventory_reservation r \
     JOIN journal j ON j.org_id = $1 AND j.position = r.since \
     WHERE r.org_id = $1 AND r.product = $2 AND r.waiting > 0 ORDER BY r.since, r.holder, r.line LIMIT $3";

/// Movements that a product's page shows.
const LAST: usize = 10;

pub(super) fn queries() -> Vec<String> {
    vec![WAITED.to_owned(), WHO.to_owned()]
}

/// A product at a location.
pub(crate) struct Place {
    pub(crate) location: LocationCode,
    on_hand: Quantity,
    reserved: Quantity,
    waiting: Quantity,
}

/// Where a product lies or is waited for.
pub(crate) async fn all_places(app: &App, org: i64, product: ProductId) -> Result<Vec<Place>, Fault> {
    let stock = kontor_inventory::stock::one(&app.reads, org, product).await?;
    let place = |place: kontor_inventory::stock::Place| Place {
        location: place.location,
        on_hand: place.on_hand,
        reserved: place.reserved,
        waiting: Quantity::ZERO,
    };
    let mut places: Vec<Place> =
        stock.map(|stock| stock.places).unwrap_or_default().into_iter().map(place).collect();
    for mut row in app.reads.query(WAITED, vec![org.into(), Value::of(&product)]).await? {
        let (location, waiting): (LocationCode, Quantity) = (row.take()?, row.take()?);
        match places.iter_mut().find(|place| place.location == location) {
            Some(place) => place.waiting = waiting,
            None => {
                let (on_hand, reserved) = (Quantity::ZERO, Quantity::ZERO);
                places.push(Place { location, on_hand, reserved, waiting });
            }
        }
    }
    Ok(places)
}

/// Where a product lies, as a table.
pub(crate) async fn places(app: &App, visit: &Visit, product: &Product) -> Result<Markup, Fault> {
    let places = all_places(app, visit.caller.org, product.id).await?;
    Ok(places_table(visit, product, &places))
}

pub(super) fn places_table(visit: &Visit, product: &Product, places: &[Place]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::LOCATION), Small::Title),
        Column::number(visit.say(texts::ON_HAND), Small::Sub),
        Column::number(visit.say(texts::RESERVED), Small::Hidden),
        Column::number(visit.say(texts::AVAILABLE), Small::Side),
        Column::number(visit.say(texts::WAITING), Small::Foot),
    ];
    let path = format!("/stock/{}", path_part(product.sku.as_str()));
    let row = |place: &Place| {
        let available = place.on_hand.checked_sub(place.reserved).unwrap_or_default();
        Row {
            id: format!("p-{}", place.location),
            href: Some(format!("{path}?location={}", place.location)),
            cells: vec![
                html! { (place.location) },
                html! { (visit.quantity(place.on_hand)) },
                html! { (visit.quantity(place.reserved)) },
                html! { (visit.quantity(available)) },
                html! { @if place.waiting.is_positive() { (badge(Tone::Bad, &visit.quantity(place.waiting))) } },
            ],
            ..Row::default()
        }
    };
    let rows: Vec<Row> = places.iter().map(row).collect();
    simple(visit, ("places", texts::PLACES, texts::NEVER), &columns, &rows)
}

/// A table with a sentence for when it is empty.
pub(super) fn simple(
    visit: &Visit,
    (id, caption, nothing): (&str, Text, Text),
    columns: &[Column<'_>],
    rows: &[Row],
) -> Markup {
    let empty = empty(visit.say(nothing), &html! {});
    data_table(
        visit,
        &Table { id, caption: visit.say(caption), columns, rows, select: None, empty, foot: None },
    )
}

/// Who waits for a product, as a table.
pub(crate) async fn waiting(app: &App, visit: &Visit, product: ProductId) -> Result<Markup, Fault> {
    let org = visit.caller.org;
    let params = vec![org.into(), Value::of(&product), limits::WAITING_SHOWN.into()];
    let mut waiting: Vec<(OrderId, i32, LocationCode, Quantity, Timestamp)> = Vec::new();
    for mut row in app.reads.query(WHO, params).await? {
        waiting.push((row.take()?, row.take()?, row.take()?, row.take()?, row.take()?));
    }
    let mut ids: Vec<OrderId> = waiting.iter().map(|one| one.0).collect();
    ids.dedup();
    let today = visit.caller.zone.date_at(app.clock.now());
    let cards = board::cards(&app.reads, org, today, &ids).await?;
    let columns = [
        Column::text(visit.say(texts::ORDER), Small::Title),
        Column::text(visit.say(texts::CUSTOMER), Small::Sub),
        Column::text(visit.say(texts::LOCATION), Small::Hidden),
        Column::text(visit.say(texts::SINCE), Small::Foot),
        Column::number(visit.say(texts::QUANTITY), Small::Side),
    ];
    let row =
        |(order, line, location, quantity, since): &(OrderId, i32, LocationCode, Quantity, Timestamp)| {
            let card = cards.iter().find(|card| card.order.id == *order);
            Row {
                id: format!("w-{order}-{line}"),
                href: visit.may("orders:read").then(|| format!("/orders/{order}")),
                cells: vec![
                    html! { (card.map_or_else(|| order.to_string(), |card| card.order.number.clone())) },
                    html! { (card.map(|card| who(visit, card)).unwrap_or_default()) },
                    html! { (location) },
                    html! { (visit.time(*since)) },
                    html! { (visit.quantity(*quantity)) },
                ],
                ..Row::default()
            }
        };
    let rows: Vec<Row> = waiting.iter().map(row).collect();
    Ok(simple(visit, ("waiting", texts::WHO_WAITS, texts::NOBODY_WAITS), &columns, &rows))
}

/// Whose order it is: the name for those who may read it.
fn who(visit: &Visit, card: &Card) -> String {
    if visit.may("customers:read") && !card.name.is_empty() {
        return card.name.clone();
    }
    card.customer_number.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// What moved last, wherever it was.
pub(crate) async fn last_movements(app: &App, visit: &Visit, product: ProductId) -> Result<Markup, Fault> {
    let org = visit.caller.org;
    let mut movements: Vec<Movement> = Vec::new();
    for place in all_places(app, org, product).await? {
        let at = (product, place.location);
        let newest = (i64::MAX, i64::from(i32::MAX));
        movements.extend(kontor_inventory::movements::page(&app.reads, org, at, newest, LAST).await?);
    }
    movements.sort_unstable_by_key(|one| std::cmp::Reverse((one.position, one.line)));
    movements.truncate(LAST);
    Ok(movements_table(visit, &movements))
}

pub(super) fn movements_table(visit: &Visit, movements: &[Movement]) -> Markup {
    let columns = [
        Column::text(visit.say(texts::WHEN), Small::Title),
        Column::text(visit.say(texts::WHY), Small::Sub),
        Column::text(visit.say(texts::LOCATION), Small::Hidden),
        Column::number(visit.say(texts::QUANTITY), Small::Side),
        Column::number(visit.say(texts::BEHIND), Small::Foot),
        Column::number(visit.say(texts::WORTH), Small::Hidden),
    ];
    let row = |one: &Movement| Row {
        id: format!("m-{}-{}-{}", one.location, one.position, one.line),
        href: document(visit, one),
        cells: vec![
            html! { time { (visit.time(one.at)) } },
            html! { (visit.say(kind(one.kind))) },
            html! { (one.location) },
            html! { (signed(visit, one.quantity)) },
            html! { (visit.quantity(one.on_hand_after)) },
            html! { @if one.value != Amount::ZERO { (visit.money(one.value)) } },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = movements.iter().map(row).collect();
    simple(visit, ("movements", texts::MOVEMENTS, texts::NO_MOVEMENTS), &columns, &rows)
}

/// A quantity with its sign.
pub(super) fn signed(visit: &Visit, quantity: Quantity) -> String {
    let shown = visit.quantity(quantity);
    if quantity.is_positive() { format!("+{shown}") } else { shown }
}

fn kind(kind: MovementKind) -> Text {
    match kind {
        MovementKind::Receipt => texts::RECEIPT,
        MovementKind::Issue => texts::ISSUE,
        MovementKind::Adjustment => texts::ADJUSTMENT,
        MovementKind::Return => texts::RETURN,
    }
}

/// The page of the document behind a movement, where there is one: an adjustment has no page of its own, and the ids of
/// shipments and of sales over the counter look alike.
fn document(visit: &Visit, movement: &Movement) -> Option<String> {
    let id = kontor_inventory::model::ReceiptId::new(movement.document);
    let is_receipt = movement.kind == MovementKind::Receipt && visit.may("stock:read");
    is_receipt.then(|| format!("/stock/receipts/{id}"))
}
