//! Adjust stock.
//!
//! *As the warehouse I put right what a count, damage or loss shows, whatever is promised to whom, and see the
//! difference in the books.*
//!
//! 1. It is a count (how much lies there) or a difference; a count is not negative, a difference is not zero.
//! 2. A unit cost is zero or more. It is used for a gain alone.
//! 3. The location exists; the SKU is known and kept in stock.
//! 4. No more is taken away than lies there.
//! 5. A gain is worth the given unit cost, else the last cost; where neither is known, it is asked for. A loss is
//!    worth the moving average.
//! 6. A gain goes to those who wait, the oldest first.
//! 7. Where less is left than is reserved, the youngest reservations give up what is missing and wait for it again.
//!    They come with the command, as a read at the door found them; if they no longer suffice, it is to be sent again.
//!    1,000 of them are the most in one adjustment.
//! 8. The books: the difference between stock and the account for stock differences.
//!
//! Records [`Adjusted`](crate::events::Adjusted), also for a count that agrees, and the ledger's entry.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Quantity, UnitPrice, limits};
use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::model::{LocationCode, Reason};
use crate::records::{Reservation, Stock};

/// Stock is not what it was thought to be.
#[derive(Debug, Clone)]
pub struct Adjust {
    /// The product.
    pub sku: Sku,
    /// Where.
    pub location: LocationCode,
    /// What was found.
    pub finding: Finding,
    /// Why.
    pub reason: Reason,
    /// What one unit of a gain cost; none is the last cost.
    pub unit_cost: Option<UnitPrice>,
    /// Reservations that may lose their goods, as (order, line); see [`candidates`].
    pub candidates: Vec<(i64, i32)>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// So much lies there.
    Counted(Quantity),
    /// So much more lies there than was thought; below zero, so much less.
    Difference(Quantity),
}

impl Finding {
    /// What lies there then. `None` beyond all bounds.
    #[must_use]
    pub fn on_hand(self, thought: Quantity) -> Option<Quantity> {
        match self {
            Self::Counted(counted) => Some(counted),
            Self::Difference(difference) => thought.checked_add(difference),
        }
    }
}

/// The most reservations that one adjustment takes goods from.
const CANDIDATES: usize = limits::BATCH_PARTS;
/// Reservations that go along beyond what is missing, because others move between the read and the decision.
const SPARE: usize = 50;

const STOCK: &str = "org_id = $1 AND product = $2 AND location = $3";
/// Has no index of its own: few orders are open, and a count below what is reserved is rare. Placing an order is not.
const YOUNGEST: &str = "org_id = $1 AND product = $2 AND location = $3 AND reserved > 0 \
     ORDER BY since DESC, holder DESC, line DESC LIMIT $4";

/// The youngest reservations that hold what a finding leaves too little for, with some to spare; none when it leaves
/// enough.
///
/// # Errors
/// When the database can't be read.
pub async fn candidates(
    reads: &ReadDb,
    org: i64,
    (product, location): (ProductId, LocationCode),
    finding: Finding,
) -> Result<Vec<(i64, i32)>, Fault> {
    let place = vec![org.into(), Value::of(&product), Value::of(&location)];
    let stock: Vec<Stock> = reads.records(STOCK, place.clone()).await?;
    let Some(stock) = stock.first() else { return Ok(Vec::new()) };
    let left = finding.on_hand(stock.on_hand).unwrap_or_default();
    let mut missing = stock.reserved.thousandths().saturating_sub(left.thousandths());
    if missing <= 0 {
        return Ok(Vec::new());
    }
    let limit = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
    let youngest: Vec<Reservation> = reads.records(YOUNGEST, [place, vec![limit.into()]].concat()).await?;
    let mut enough = 0_usize;
    for held in &youngest {
        enough = enough.saturating_add(1);
        missing = missing.saturating_sub(held.reserved.thousandths());
        if missing <= 0 {
            break;
        }
    }
    let wanted = youngest.iter().take(enough.saturating_add(SPARE));
    Ok(wanted.map(|held| (held.holder, held.line)).collect())
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Stock>(STOCK), select::<Reservation>(YOUNGEST)]
}
