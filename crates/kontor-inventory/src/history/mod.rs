//! The stock of a product at a past moment: how much lay where.
//!
//! *As accounting or the warehouse I ask what was there when the year ended, when a customer called, when the count
//! began, and get it at once, however much was moved since.*
//!
//! The moment is the one of recording (when Kontor knew of it), not the day that a movement counts for. Each movement
//! carries what lay at its location afterwards, so the answer is the last movement before the moment: one look-up a
//! location.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_catalog::model::ProductId;
use kontor_kernel::{Quantity, Timestamp};
use kontor_store::{Fault, ReadDb, Value, journal};

use crate::model::LocationCode;

/// The last movement at each location up to a position; none where nothing had been moved by then.
const AS_OF: &str = "SELECT s.location, (SELECT m.on_hand_after FROM inventory_movement m \
     WHERE m.org_id = $1 AND m.product = $2 AND m.location = s.location AND m.position <= $3 \
     ORDER BY m.position DESC, m.line DESC LIMIT 1) AS on_hand \
     FROM inventory_stock s WHERE s.org_id = $1 AND s.product = $2 ORDER BY s.location";

/// The stock of a product as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastStock {
    /// The position of the last event that had been recorded by then.
    pub position: i64,
    /// What lay where, by location; a location that the product had not come to by then is not among them.
    pub places: Vec<(LocationCode, Quantity)>,
}

/// What of a product lay where at a moment.
///
/// # Errors
/// When the database can't be read.
pub async fn as_of(
    reads: &ReadDb,
    org: i64,
    product: ProductId,
    moment: Timestamp,
) -> Result<PastStock, Fault> {
    let position = journal::position_at(reads, org, moment).await?;
    let mut places = Vec::new();
    for mut row in reads.query(AS_OF, vec![org.into(), Value::of(&product), position.into()]).await? {
        let (location, on_hand): (_, Option<Quantity>) = (row.take()?, row.take()?);
        places.extend(on_hand.map(|on_hand| (location, on_hand)));
    }
    Ok(PastStock { position, places })
}

pub(crate) fn queries() -> Vec<String> {
    vec![AS_OF.to_owned()]
}
