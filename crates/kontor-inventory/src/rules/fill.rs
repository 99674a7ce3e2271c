//! Giving goods to those who wait for them.

use std::collections::BTreeMap;

use kontor_catalog::model::ProductId;
use kontor_kernel::Quantity;
use kontor_store::{Desk, Stop};

use super::available;
use super::reserve::less;
use crate::events::ReleasedLine;
use crate::model::{HolderQuantity, LocationCode};
use crate::records::{InventoryTables, Reservation, waiting_for};

/// Goods that become free: how much at which place, and which lines stop waiting in the same event.
#[derive(Debug, Default)]
pub(crate) struct Freed {
    goods: BTreeMap<(ProductId, LocationCode), Quantity>,
    no_longer_waiting: BTreeMap<(i64, i32), Quantity>,
}

impl Freed {
    /// More of a product at a location.
    ///
    /// # Errors
    /// `Stop::Broken` when the sum is beyond all bounds.
    pub(crate) fn add(
        &mut self,
        product: ProductId,
        location: LocationCode,
        quantity: Quantity,
    ) -> Result<(), Stop> {
        let goods = self.goods.entry((product, location)).or_default();
        let sum = goods.checked_add(quantity);
        *goods = sum.ok_or_else(|| Stop::Broken(format!("more of {product} than can be counted")))?;
        Ok(())
    }

    /// What an order gives back.
    pub(super) fn by(holder: i64, released: &[ReleasedLine]) -> Result<Self, Stop> {
        let mut freed = Self::default();
        for line in released {
            if line.reserved.is_positive() {
                freed.add(line.product, line.location, line.reserved)?;
            }
            if line.waiting.is_positive() {
                freed.no_longer_waiting.insert((holder, line.line), line.waiting);
            }
        }
        Ok(freed)
    }
}

/// Who of those who wait gets how much of goods that become free: the oldest first, each as far as it goes.
///
/// # Errors
/// `Stop::Need` when rows are not in hand.
pub(crate) fn fill(desk: &Desk, freed: &Freed) -> Result<Vec<HolderQuantity>, Stop> {
    let mut filled = Vec::new();
    let mut missing = false;
    for ((product, location), goods) in &freed.goods {
        // Where something is available nobody waits, so the queue need not be read.
        let is_short = match desk.stock().find(&(*product, *location)) {
            Ok(stock) => !available(stock).is_positive(),
            Err(_) => true,
        };
        if !is_short {
            continue;
        }
        match desk.reservations().set(&Reservation::WAITING, &waiting_for(*product, *location)) {
            Ok(queue) => serve(queue, *goods, freed, &mut filled),
            // The other places are asked for in the same round.
            Err(_) => missing = true,
        }
    }
    if missing { Err(Stop::Need) } else { Ok(filled) }
}

fn serve(mut queue: Vec<&Reservation>, goods: Quantity, freed: &Freed, filled: &mut Vec<HolderQuantity>) {
    queue.sort_unstable_by_key(|held| (held.since, held.holder, held.line));
    let mut left = goods;
    for held in queue {
        if !left.is_positive() {
            break;
        }
        let gone = freed.no_longer_waiting.get(&(held.holder, held.line)).copied().unwrap_or_default();
        let quantity = less(held.waiting, gone).min(left);
        if quantity.is_positive() {
            filled.push(HolderQuantity { holder: held.holder, line: held.line, quantity });
            left = less(left, quantity);
        }
    }
}
