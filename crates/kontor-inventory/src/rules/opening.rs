//! Opening stock: goods of sales that were over before their stock was kept here.

use std::collections::BTreeMap;

use kontor_catalog::model::{ProductId, Sku};
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Currency, Date, Quantity, UnitPrice, line_amount, rejects};
use kontor_ledger::model::{Role, SourceKind};
use kontor_store::{Desk, Stop};

use super::{Booking, Wanted, available, book, want_books, want_stock};
use crate::events::{Received, ReceivedLine};
use crate::model::{LocationCode, ReceiptId, ReceiptReference};
use crate::records::InventoryTables;

rejects! {
    /// Why missing goods are not booked in.
    pub enum Reject {
        /// Goods cost something or nothing.
        NegativeUnitCost at "unit_cost" => 422, "negative_unit_cost", "A unit cost is zero or more: correct it."
                | "Ein Einstandspreis ist null oder mehr: berichtigen Sie ihn.";
        /// A stock and an entry have their bounds.
        TooMuch { sku: Sku, index: i32 } at "lines/{index}/quantity" => 422, "opening_stock_too_large", "With what is missing of {sku} the stock would be more, or worth more, than can be counted: correct quantity or unit cost."
                | "Mit dem, was von {sku} fehlt, wäre der Bestand mehr, oder mehr wert, als zu zählen ist: berichtigen Sie Menge oder Einstandspreis.";
    }
}

/// What lines of an order want, of which whatever is missing is booked in.
#[derive(Debug, Clone)]
pub struct OpeningStock<'a> {
    /// The receipt that it makes.
    pub receipt: ReceiptId,
    /// Where the goods are taken from.
    pub location: LocationCode,
    /// The day of the sale.
    pub date: Date,
    /// What the books call it by.
    pub reference: Option<ReceiptReference>,
    /// What one unit had cost.
    pub unit_cost: UnitPrice,
    /// The lines; those of the same product are added up.
    pub wanted: &'a [Wanted],
}

/// Names what [`book_opening_stock`] needs.
pub fn want_opening_stock(
    desk: &Desk,
    location: &LocationCode,
    date: Date,
    products: impl IntoIterator<Item = ProductId>,
) {
    want_books(desk, date, Role::OpeningBalance);
    let named = |product: &ProductId| desk.stock_values().want(&(*product,));
    want_stock(desk, location, products.into_iter().inspect(named));
}

/// Books in what is missing of the goods of a sale that is over: what all its lines want together less what is
/// available. Opening balances are the counterpart in the books. Records nothing where nothing is missing.
///
/// It goes to nobody who waits: these goods left the house long ago and are booked in only so that they can be booked
/// out. The caller reserves them in the same command, so behind it nothing is available where somebody waits.
///
/// # Errors
/// `Stop::Need` when rows are not in hand; [`Reject`] and those of the books.
pub fn book_opening_stock(desk: &mut Desk, opening: OpeningStock<'_>) -> Result<(), Stop> {
    let OpeningStock { receipt, location, date, reference, unit_cost, wanted } = opening;
    if unit_cost < UnitPrice::ZERO {
        return Err(Reject::NegativeUnitCost.into());
    }
    want_opening_stock(desk, &location, date, wanted.iter().map(|line| line.product));
    desk.ready()?;
    let missing = missing(desk, &location, wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let currency = desk.org().get(&())?.currency;
    let (mut lines, mut total) = (Vec::with_capacity(missing.len()), Amount::ZERO);
    for goods in missing {
        let value = valued(desk, &goods, unit_cost, currency)?;
        total = total.checked_add(value).ok_or_else(|| goods.too_much())?;
        let (product, sku, quantity) = (goods.line.product, goods.line.sku.clone(), goods.missing);
        lines.push(ReceivedLine { product, sku, quantity, unit_cost, value });
    }
    let text = match &reference {
        Some(reference) => format!("Opening stock {reference}"),
        None => format!("Opening stock {receipt}"),
    };
    desk.record(Received { receipt, location, date, reference, lines, filled: Vec::new() })?;
    let (source, document, against) = (SourceKind::Opening, receipt.raw(), Role::OpeningBalance);
    book(desk, Booking { text, source, document, date, value: total, against })
}

/// How much of a product is missing, and the first line that wants it.
struct Missing<'a> {
    line: &'a Wanted,
    missing: Quantity,
}

impl Missing<'_> {
    /// Lines are counted from 1, places in a request from 0.
    fn too_much(&self) -> Reject {
        Reject::TooMuch { sku: self.line.sku.clone(), index: self.line.line.saturating_sub(1) }
    }
}

/// What is missing of each product, in the order in which the lines first name them.
fn missing<'a>(desk: &Desk, location: &LocationCode, wanted: &'a [Wanted]) -> Result<Vec<Missing<'a>>, Stop> {
    let mut sums: BTreeMap<ProductId, Missing<'a>> = BTreeMap::new();
    for line in wanted {
        let nothing = Missing { line, missing: Quantity::ZERO };
        let sum = sums.entry(line.product).or_insert(nothing);
        sum.missing = sum.missing.checked_add(line.quantity).ok_or_else(|| sum.too_much())?;
    }
    for (product, sum) in &mut sums {
        let there = available(desk.stock().find(&(*product, *location))?);
        sum.missing = sum.missing.checked_sub(there).unwrap_or(Quantity::ZERO);
    }
    let mut missing: Vec<_> = sums.into_values().filter(|sum| sum.missing.is_positive()).collect();
    missing.sort_unstable_by_key(|sum| sum.line.line);
    Ok(missing)
}

/// What missing goods had cost; the stock stays within what can be counted.
fn valued(
    desk: &Desk,
    goods: &Missing<'_>,
    unit_cost: UnitPrice,
    currency: Currency,
) -> Result<Amount, Stop> {
    let row = desk.stock_values().find(&(goods.line.product,))?;
    let (on_hand, worth) = row.map_or_else(Default::default, |row| (row.on_hand, row.value));
    let fits =
        |value: &Amount| worth.checked_add(*value).is_some() && on_hand.checked_add(goods.missing).is_some();
    let value = line_amount(unit_cost, Quantity::ONE, goods.missing, currency).filter(fits);
    Ok(value.ok_or_else(|| goods.too_much())?)
}
