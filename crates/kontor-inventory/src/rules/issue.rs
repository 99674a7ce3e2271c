//! Goods leave the house.

use std::collections::BTreeMap;

use kontor_catalog::model::ProductId;
use kontor_kernel::{Amount, Date, Quantity};
use kontor_ledger::model::{Role, SourceKind};
use kontor_store::{Desk, Stop};

use super::{Booking, book, cost_of, want_books};
use crate::events::{Issued, IssuedLine};
use crate::records::InventoryTables;

/// Goods to be handed over, all of them reserved.
#[derive(Debug, Clone, Copy)]
pub struct GoodsIssue<'a> {
    /// The order that holds the reservations.
    pub holder: i64,
    /// The shipment or counter sale.
    pub document: i64,
    /// The day of supply.
    pub date: Date,
    /// What the books say, such as `Shipment to order 10001`.
    pub text: &'a str,
    /// What goes out, each line of the order once.
    pub lines: &'a [IssueLine],
}

/// Goods of one line of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueLine {
    /// The line.
    pub line: i32,
    /// The product.
    pub product: ProductId,
    /// How much.
    pub quantity: Quantity,
}

/// Hands goods over: uses up their reservations, takes them out of stock at the moving average, and books their
/// cost (cost of goods to stock). Records nothing when there are no lines.
///
/// # Errors
/// `Stop::Need` when rows are not in hand, `Stop::Broken` when a line is not reserved as far as it goes out: the room
/// that calls has refused that already.
pub fn issue(desk: &mut Desk, goods: GoodsIssue<'_>) -> Result<(), Stop> {
    if goods.lines.is_empty() {
        return Ok(());
    }
    want_books(desk, goods.date, Role::CostOfGoods);
    for line in goods.lines {
        desk.reservations().want(&(goods.holder, line.line));
        desk.stock_values().want(&(line.product,));
    }
    desk.ready()?;
    let mut lines = Vec::with_capacity(goods.lines.len());
    // Several lines of one product leave one after the other.
    let mut left: BTreeMap<ProductId, (Quantity, Amount)> = BTreeMap::new();
    for line in goods.lines {
        let held = desk.reservations().get(&(goods.holder, line.line))?;
        if held.product != line.product || held.reserved < line.quantity {
            return Err(Stop::Broken(format!(
                "line {} of {} is not reserved as far as it goes out",
                line.line, goods.holder
            )));
        }
        desk.stock().want(&(held.product, held.location));
        let row = desk.stock_values().get(&(line.product,))?;
        let (on_hand, worth) = left.entry(line.product).or_insert((row.on_hand, row.value));
        let taken = cost_of(line.quantity, *on_hand, *worth)
            .and_then(|value| Some((value, on_hand.checked_sub(line.quantity)?, worth.checked_sub(value)?)));
        let (value, on_hand_after, worth_after) =
            taken.ok_or_else(|| Stop::Broken(format!("more of {} goes out than there is", line.product)))?;
        (*on_hand, *worth) = (on_hand_after, worth_after);
        let location = held.location;
        lines.push(IssuedLine {
            line: line.line,
            product: line.product,
            location,
            quantity: line.quantity,
            value,
        });
    }
    desk.ready()?;
    let total = Amount::sum(lines.iter().map(|line| line.value));
    let total = total.ok_or_else(|| Stop::Broken("the cost of the goods is beyond all bounds".to_owned()))?;
    let GoodsIssue { holder, document, date, text, .. } = goods;
    desk.record(Issued { holder, document, date, lines })?;
    book(
        desk,
        Booking {
            text: text.to_owned(),
            source: SourceKind::Issue,
            document,
            date,
            value: Amount::new(total.minor().saturating_neg()),
            against: Role::CostOfGoods,
        },
    )
}
