//! See what is short: products of which no more than their threshold is available.

pub mod http;

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Quantity, limits};
use kontor_store::{Fault, ReadDb};

use crate::model::LocationCode;

/// From the thresholds, which are few, to the stock: one look-up each, and no index to keep.
const LOW: &str = "SELECT t.product, t.sku, t.location, COALESCE(s.on_hand, 0), COALESCE(s.reserved, 0), t.low_at \
     FROM inventory_threshold t LEFT JOIN inventory_stock s \
     ON s.org_id = t.org_id AND s.product = t.product AND s.location = t.location \
     WHERE t.org_id = $1 AND COALESCE(s.on_hand, 0) - COALESCE(s.reserved, 0) <= t.low_at \
     ORDER BY t.product, t.location LIMIT $2";

/// A product that is short at a location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Low {
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Where.
    pub location: LocationCode,
    /// What lies there.
    pub on_hand: Quantity,
    /// What of it is promised.
    pub reserved: Quantity,
    /// What can be promised.
    pub available: Quantity,
    /// The threshold.
    pub low_at: Quantity,
}

/// All that is short, as far as there is room on a list.
///
/// # Errors
/// When the database can't be read.
pub async fn all(reads: &ReadDb, org: i64) -> Result<Vec<Low>, Fault> {
    let rows = reads.query(LOW, vec![org.into(), limits::SHORT_ROWS.into()]).await?;
    let low = rows.into_iter().map(|mut row| {
        let (product, sku, location) = (row.take()?, row.take()?, row.take()?);
        let (on_hand, reserved): (Quantity, Quantity) = (row.take()?, row.take()?);
        let available = on_hand.checked_sub(reserved).unwrap_or_default();
        Ok(Low { product, sku, location, on_hand, reserved, available, low_at: row.take()? })
    });
    low.collect()
}

pub(crate) fn queries() -> Vec<String> {
    vec![LOW.to_owned()]
}
