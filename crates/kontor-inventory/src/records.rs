//! The tables of this room, and the only place that changes them.

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Amount, Date, Quantity, Timestamp, UnitPrice};
use kontor_store::desk::{KeyPart, Rows, SetKey};
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{
    Adjusted, Issued, LocationAdded, LocationChanged, Received, Released, Reserved, ThresholdSet,
};
use crate::model::{HolderQuantity, LocationCode, LocationName, MovementKind};

record! {
    /// A place where stock lies.
    pub struct Location in "inventory_location", business, kept {
        key {
            /// Its code.
            code: LocationCode,
        }
        /// What people call it.
        name: LocationName,
        /// When it was closed: nothing is ordered from it or received there any more.
        closed_at: Option<Timestamp>,
    }
}

record! {
    /// At what quantity a product is short at a location.
    pub struct Threshold in "inventory_threshold", business, brief {
        key {
            /// The product.
            product: ProductId,
            /// The location.
            location: LocationCode,
        }
        /// The product's SKU.
        sku: Sku,
        /// It is short where no more than this is available.
        low_at: Quantity,
    }
}

record! {
    /// How much of a product lies at a location. 0 ≤ reserved ≤ on hand.
    pub struct Stock in "inventory_stock", business, kept {
        key {
            /// The product.
            product: ProductId,
            /// The location.
            location: LocationCode,
        }
        /// The product's SKU.
        sku: Sku,
        /// How much lies there.
        on_hand: Quantity,
        /// How much of it is promised to orders.
        reserved: Quantity,
    }
}

record! {
    /// What the stock of a product is worth, at all locations together.
    pub struct StockValue in "inventory_value", business, kept {
        key {
            /// The product.
            product: ProductId,
        }
        /// How much there is.
        on_hand: Quantity,
        /// What all of it cost: the moving average is value ÷ on hand.
        value: Amount,
        /// What one unit cost at the last receipt.
        last_cost: UnitPrice,
    }
}

record! {
    /// Goods promised to a line of an order, until they are handed over. Goes when nothing of it is left.
    pub struct Reservation in "inventory_reservation", business, brief {
        key {
            /// The order.
            holder: i64,
            /// Its line.
            line: i32,
        }
        /// The product.
        product: ProductId,
        /// Where it is taken from.
        location: LocationCode,
        /// Set aside.
        reserved: Quantity,
        /// Promised, but not there yet.
        waiting: Quantity,
        /// The position of the event that made it: who is older is served first.
        since: i64,
    }
    sets {
        /// Those who wait for a product at a location.
        WAITING (product: ProductId, location: LocationCode) where "waiting > 0" =>
            |row| row.waiting.is_positive().then(|| waiting_for(row.product, row.location));
        /// All that one order holds.
        HOLDER (holder: i64) where "" => |row| Some(held_by(row.holder));
    }
}

record! {
    /// Stock went up or down.
    pub struct Movement in "inventory_movement", business, brief {
        key {
            /// The product.
            product: ProductId,
            /// The location.
            location: LocationCode,
            /// The position of the event that moved it.
            position: i64,
            /// Its line, from 1.
            line: i32,
        }
        /// Why.
        kind: MovementKind,
        /// How much more; below zero, how much less.
        quantity: Quantity,
        /// How much more the stock is worth.
        value: Amount,
        /// How much lay at the location afterwards.
        on_hand_after: Quantity,
        /// The receipt, adjustment or shipment.
        document: i64,
        /// The day it counts for.
        date: Date,
        /// When it was recorded.
        at: Timestamp,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait InventoryTables, InventoryTablesMut {
        /// Locations.
        locations, locations_mut: Location;
        /// Thresholds of stock.
        thresholds, thresholds_mut: Threshold;
        /// Stock by product and location.
        stock, stock_mut: Stock;
        /// The worth of stock by product.
        stock_values, stock_values_mut: StockValue;
        /// Open reservations.
        reservations, reservations_mut: Reservation;
        /// Movements.
        movements, movements_mut: Movement;
    }
}

/// The key of the set of those who wait for a product at a location.
#[must_use]
pub fn waiting_for(product: ProductId, location: LocationCode) -> SetKey {
    vec![KeyPart::of(&product), KeyPart::of(&location)]
}

/// The key of the set of all that an order holds.
#[must_use]
pub fn held_by(holder: i64) -> SetKey {
    vec![KeyPart::Int(holder)]
}

pub(crate) fn apply_location_added(event: &LocationAdded, rows: &mut Rows) -> Result<(), Stop> {
    rows.locations_mut().insert(Location { code: event.code, name: event.name.clone(), closed_at: None });
    Ok(())
}

pub(crate) fn apply_location_changed(
    event: &LocationChanged,
    rows: &mut Rows,
    stamp: &Stamp,
) -> Result<(), Stop> {
    rows.locations_mut().change(&(event.code,), |location| {
        if let Some(name) = &event.name {
            location.name = name.clone();
        }
        if let Some(closed) = event.closed {
            location.closed_at = closed.then_some(stamp.at);
        }
    })
}

pub(crate) fn apply_threshold_set(event: &ThresholdSet, rows: &mut Rows) -> Result<(), Stop> {
    let key = (event.product, event.location);
    let Some(low_at) = event.low_at else { return rows.thresholds_mut().remove(&key) };
    let (product, location, sku) = (event.product, event.location, event.sku.clone());
    let new = || Threshold { product, location, sku, low_at };
    rows.thresholds_mut().upsert(&key, new, |threshold| threshold.low_at = low_at)
}

pub(crate) fn apply_received(event: &Received, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    for line in &event.lines {
        rows.stock().want(&(line.product, event.location));
        rows.stock_values().want(&(line.product,));
    }
    want_held(rows, &event.filled);
    for (number, line) in (1..).zip(&event.lines) {
        open_stock(rows, line.product, event.location, &line.sku)?;
        let moved = Moved {
            kind: MovementKind::Receipt,
            document: event.receipt.raw(),
            date: event.date,
            line: number,
            product: line.product,
            location: event.location,
            quantity: line.quantity,
            value: line.value,
        };
        move_stock(rows, &moved, stamp)?;
        rows.stock_values_mut().change(&(line.product,), |value| value.last_cost = line.unit_cost)?;
    }
    fill(rows, &event.filled)
}

pub(crate) fn apply_adjusted(event: &Adjusted, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    want_held(rows, &event.filled);
    want_held(rows, &event.shorted);
    open_stock(rows, event.product, event.location, &event.sku)?;
    // The youngest give back first, so that no moment has more reserved than there is.
    for short in &event.shorted {
        let place = change_reservation(rows, short.holder, short.line, |held| {
            take(&mut held.reserved, short.quantity)?;
            add(&mut held.waiting, short.quantity)
        })?;
        change_stock(rows, place, |stock| take(&mut stock.reserved, short.quantity))?;
    }
    let moved = Moved {
        kind: MovementKind::Adjustment,
        document: event.adjustment.raw(),
        date: event.date,
        line: 1,
        product: event.product,
        location: event.location,
        quantity: event.quantity,
        value: event.value,
    };
    move_stock(rows, &moved, stamp)?;
    if let Some(cost) = event.unit_cost {
        rows.stock_values_mut().change(&(event.product,), |value| value.last_cost = cost)?;
    }
    fill(rows, &event.filled)
}

pub(crate) fn apply_reserved(event: &Reserved, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    for line in event.lines.iter().filter(|line| line.reserved.is_positive()) {
        rows.stock().want(&(line.product, event.location));
    }
    for line in &event.lines {
        if line.reserved.is_positive() {
            let place = (line.product, event.location);
            change_stock(rows, place, |stock| add(&mut stock.reserved, line.reserved))?;
        }
        rows.reservations_mut().insert(Reservation {
            holder: event.holder,
            line: line.line,
            product: line.product,
            location: event.location,
            reserved: line.reserved,
            waiting: line.waiting,
            since: stamp.position,
        });
    }
    Ok(())
}

pub(crate) fn apply_released(event: &Released, rows: &mut Rows) -> Result<(), Stop> {
    for line in &event.lines {
        rows.reservations().want(&(event.holder, line.line));
        if line.reserved.is_positive() {
            rows.stock().want(&(line.product, line.location));
        }
    }
    want_held(rows, &event.filled);
    for line in &event.lines {
        let place = change_reservation(rows, event.holder, line.line, |held| {
            take(&mut held.reserved, line.reserved)?;
            take(&mut held.waiting, line.waiting)
        })?;
        if line.reserved.is_positive() {
            change_stock(rows, place, |stock| take(&mut stock.reserved, line.reserved))?;
        }
    }
    fill(rows, &event.filled)
}

pub(crate) fn apply_issued(event: &Issued, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    for line in &event.lines {
        rows.reservations().want(&(event.holder, line.line));
        rows.stock().want(&(line.product, line.location));
        rows.stock_values().want(&(line.product,));
    }
    for (number, line) in (1..).zip(&event.lines) {
        let place = change_reservation(rows, event.holder, line.line, |held| {
            take(&mut held.reserved, line.quantity)
        })?;
        change_stock(rows, place, |stock| take(&mut stock.reserved, line.quantity))?;
        let moved = Moved {
            kind: MovementKind::Issue,
            document: event.document,
            date: event.date,
            line: number,
            product: line.product,
            location: line.location,
            quantity: opposite(line.quantity),
            value: Amount::new(line.value.minor().saturating_neg()),
        };
        move_stock(rows, &moved, stamp)?;
    }
    Ok(())
}

/// Names reservations. What an event changes is named at once, so that a long one is not loaded line by line when it is
/// replayed.
fn want_held(rows: &Rows, parts: &[HolderQuantity]) {
    parts.iter().for_each(|part| rows.reservations().want(&(part.holder, part.line)));
}

/// What one movement does.
struct Moved {
    kind: MovementKind,
    document: i64,
    date: Date,
    line: i32,
    product: ProductId,
    location: LocationCode,
    /// Below zero when goods go out.
    quantity: Quantity,
    /// Likewise.
    value: Amount,
}

/// Makes the rows of a product that comes to a location for the first time.
fn open_stock(rows: &mut Rows, product: ProductId, location: LocationCode, sku: &Sku) -> Result<(), Stop> {
    if rows.stock().find(&(product, location))?.is_none() {
        let (on_hand, reserved) = (Quantity::ZERO, Quantity::ZERO);
        rows.stock_mut().insert(Stock { product, location, sku: sku.clone(), on_hand, reserved });
    }
    if rows.stock_values().find(&(product,))?.is_none() {
        let (value, last_cost) = (Amount::ZERO, UnitPrice::ZERO);
        rows.stock_values_mut().insert(StockValue { product, on_hand: Quantity::ZERO, value, last_cost });
    }
    Ok(())
}

/// Changes how much there is and what it is worth, and notes the movement.
fn move_stock(rows: &mut Rows, moved: &Moved, stamp: &Stamp) -> Result<(), Stop> {
    let place = (moved.product, moved.location);
    let on_hand_after = change_stock(rows, place, |stock| {
        add(&mut stock.on_hand, moved.quantity)?;
        Some(stock.on_hand)
    })?;
    let changed = rows.stock_values_mut().change(&(moved.product,), |value| {
        add(&mut value.on_hand, moved.quantity)?;
        value.value = value.value.checked_add(moved.value)?;
        Some(())
    })?;
    changed.ok_or_else(|| beyond(place))?;
    rows.movements_mut().insert(Movement {
        product: moved.product,
        location: moved.location,
        position: stamp.position,
        line: moved.line,
        kind: moved.kind,
        quantity: moved.quantity,
        value: moved.value,
        on_hand_after,
        document: moved.document,
        date: moved.date,
        at: stamp.at,
    });
    Ok(())
}

/// Sets goods aside for those who waited for them.
fn fill(rows: &mut Rows, filled: &[HolderQuantity]) -> Result<(), Stop> {
    for part in filled {
        let place = change_reservation(rows, part.holder, part.line, |held| {
            take(&mut held.waiting, part.quantity)?;
            add(&mut held.reserved, part.quantity)
        })?;
        change_stock(rows, place, |stock| add(&mut stock.reserved, part.quantity))?;
    }
    Ok(())
}

/// Changes a reservation, and takes it away when nothing of it is left. Where its goods lie.
fn change_reservation(
    rows: &mut Rows,
    holder: i64,
    line: i32,
    edit: impl FnOnce(&mut Reservation) -> Option<()>,
) -> Result<(ProductId, LocationCode), Stop> {
    let key = (holder, line);
    let (place, is_sound, is_open) = rows.reservations_mut().change(&key, |held| {
        let is_sound = edit(held).is_some();
        let is_open = held.reserved.is_positive() || held.waiting.is_positive();
        ((held.product, held.location), is_sound, is_open)
    })?;
    if !is_sound {
        return Err(Stop::Broken(format!("line {line} of {holder} has less reserved than is taken from it")));
    }
    if !is_open {
        rows.reservations_mut().remove(&key)?;
    }
    Ok(place)
}

fn change_stock<T>(
    rows: &mut Rows,
    place: (ProductId, LocationCode),
    edit: impl FnOnce(&mut Stock) -> Option<T>,
) -> Result<T, Stop> {
    let changed = rows.stock_mut().change(&place, |stock| {
        let changed = edit(stock)?;
        // The promise of the row, kept at every step.
        (Quantity::ZERO <= stock.reserved && stock.reserved <= stock.on_hand).then_some(changed)
    })?;
    changed.ok_or_else(|| beyond(place))
}

fn beyond((product, location): (ProductId, LocationCode)) -> Stop {
    Stop::Broken(format!("the stock of {product} at {location} would be out of bounds"))
}

/// The same quantity in the other direction.
pub(crate) fn opposite(quantity: Quantity) -> Quantity {
    Quantity::new(quantity.thousandths().saturating_neg())
}

fn add(to: &mut Quantity, quantity: Quantity) -> Option<()> {
    *to = to.checked_add(quantity)?;
    Some(())
}

/// Takes away what is there; nothing goes below zero.
fn take(from: &mut Quantity, quantity: Quantity) -> Option<()> {
    *from = from.checked_sub(quantity).filter(|left| *left >= Quantity::ZERO)?;
    Some(())
}
