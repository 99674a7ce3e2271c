//! Setting goods aside for an order, and giving them back.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Quantity, rejects};
use kontor_store::{Desk, Stop};

use super::{Freed, available, fill};
use crate::events::{Released, ReleasedLine, Reserved, ReservedLine};
use crate::model::LocationCode;
use crate::records::{InventoryTables, Reservation, held_by};

rejects! {
    /// Why goods are not set aside.
    pub enum Reject {
        /// Stock lies at known locations only.
        UnknownLocation { location: LocationCode } at "location" => 422, "unknown_location", "There is no location {location}: add it first or correct the code."
                | "Den Standort {location} gibt es nicht: legen Sie ihn an, oder berichtigen Sie das Kürzel.";
        /// A closed location is not used any more.
        LocationClosed { location: LocationCode } at "location" => 409, "location_closed", "The location {location} is closed: choose another, or open it again."
                | "Der Standort {location} ist geschlossen: wählen Sie einen anderen, oder öffnen Sie ihn wieder.";
        /// There is not enough, and the line must not wait.
        OutOfStock { sku: Sku, index: i32, available: Quantity, asked: Quantity } at "lines/{index}/quantity", facts(sku, available, asked)
            => 409, "out_of_stock", "Only {available} of {sku} are available, {asked} are asked for: order less, or let the product be backordered."
                | "Von {sku} sind nur {available} verfügbar, verlangt sind {asked}: bestellen Sie weniger, oder lassen Sie für den Artikel Rückstände zu.";
    }
}

/// What a line of an order wants of a product that is kept in stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The line, as the reservation names it.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// Its SKU, for a refusal.
    pub sku: Sku,
    /// How much.
    pub quantity: Quantity,
    /// Whether the line is taken when there is not enough, and waits for the rest.
    pub may_wait: bool,
}

/// What a line gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocation {
    /// The line.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// Set aside.
    pub reserved: Quantity,
    /// Waited for.
    pub waiting: Quantity,
}

/// The location exists.
///
/// # Errors
/// [`Reject::UnknownLocation`] when it does not; `Stop::Need` when that is not known yet.
pub fn check_location(desk: &Desk, location: &LocationCode) -> Result<(), Stop> {
    match desk.locations().find(&(*location,))? {
        Some(_) => Ok(()),
        None => Err(Reject::UnknownLocation { location: *location }.into()),
    }
}

/// The location exists, and is open: something may be ordered from it, or received there.
///
/// # Errors
/// As [`check_location`]; [`Reject::LocationClosed`].
pub fn check_open_location(desk: &Desk, location: &LocationCode) -> Result<(), Stop> {
    check_location(desk, location)?;
    match desk.locations().find(&(*location,))? {
        Some(row) if row.closed_at.is_some() => Err(Reject::LocationClosed { location: *location }.into()),
        Some(_) | None => Ok(()),
    }
}

/// Asks for the stock of products at a location, so that [`allocate`] finds it in hand.
pub fn want_stock(desk: &Desk, location: &LocationCode, products: impl IntoIterator<Item = ProductId>) {
    for product in products {
        desk.stock().want(&(product, *location));
    }
}

/// Asks for all that an order holds, so that [`release`] and [`issue`](super::issue()) find it in hand.
pub fn want_held(desk: &Desk, holder: i64) {
    desk.reservations().want_set(&Reservation::HOLDER, &held_by(holder));
}

/// How much each line gets. Changes nothing: [`reserve`] does.
///
/// Lines are served in their order; several lines of the same product share what is available.
///
/// # Errors
/// [`Reject::OutOfStock`] for the first line that does not get enough and must not wait; `Stop::Need` when stock is
/// not in hand.
pub fn allocate(desk: &Desk, location: &LocationCode, wanted: &[Wanted]) -> Result<Vec<Allocation>, Stop> {
    let mut left: BTreeMap<ProductId, Quantity> = BTreeMap::new();
    let mut allocations = Vec::with_capacity(wanted.len());
    for line in wanted {
        let left = match left.entry(line.product) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(available(desk.stock().find(&(line.product, *location))?)),
        };
        let reserved = line.quantity.min(*left);
        let waiting = less(line.quantity, reserved);
        if waiting.is_positive() && !line.may_wait {
            // Lines are counted from 1, places in a request from 0.
            let (sku, index) = (line.sku.clone(), line.line.saturating_sub(1));
            return Err(Reject::OutOfStock { sku, index, available: *left, asked: line.quantity }.into());
        }
        *left = less(*left, reserved);
        allocations.push(Allocation { line: line.line, product: line.product, reserved, waiting });
    }
    Ok(allocations)
}

/// Sets aside what [`allocate`] found, for an order whose lines hold nothing yet. Records nothing when there is nothing.
///
/// # Errors
/// `Stop::Need` when stock is not in hand, `Stop::Broken` when more is set aside than there is.
pub fn reserve(
    desk: &mut Desk,
    holder: i64,
    location: &LocationCode,
    allocations: &[Allocation],
) -> Result<(), Stop> {
    if allocations.is_empty() {
        return Ok(());
    }
    let line = |got: &Allocation| ReservedLine {
        line: got.line,
        product: got.product,
        reserved: got.reserved,
        waiting: got.waiting,
    };
    desk.record(Reserved { holder, location: *location, lines: allocations.iter().map(line).collect() })
}

/// Gives back what lines of an order hold, each line named once: first what it waits for, then what is set aside.
/// What becomes free goes to those who wait for it, the oldest first. Records nothing when there is nothing.
///
/// # Errors
/// `Stop::Need` when rows are not in hand, `Stop::Broken` when a line gives back more than it holds.
pub fn release(desk: &mut Desk, holder: i64, lines: &[(i32, Quantity)]) -> Result<(), Stop> {
    if lines.is_empty() {
        return Ok(());
    }
    for (line, _) in lines {
        desk.reservations().want(&(holder, *line));
    }
    desk.ready()?;
    let mut released = Vec::with_capacity(lines.len());
    for (line, quantity) in lines {
        let held = desk.reservations().get(&(holder, *line))?;
        let waiting = held.waiting.min(*quantity);
        let reserved = less(*quantity, waiting);
        if reserved > held.reserved {
            return Err(Stop::Broken(format!("line {line} of {holder} gives back more than it holds")));
        }
        let (product, location) = (held.product, held.location);
        released.push(ReleasedLine { line: *line, product, location, reserved, waiting });
    }
    let filled = fill(desk, &Freed::by(holder, &released)?)?;
    desk.record(Released { holder, lines: released, filled })
}

/// What is left of a quantity. The part is never more than the whole.
pub(super) fn less(whole: Quantity, part: Quantity) -> Quantity {
    whole.checked_sub(part).unwrap_or(Quantity::ZERO)
}
