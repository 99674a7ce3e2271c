//! Say at what quantity a product is short.
//!
//! *As a buyer I say below which quantity I want to be told, per product and location, so that I order in time
//! (Meldebestand).*
//!
//! 1. Product and location exist.
//! 2. The threshold is not negative; none takes it away.
//! 3. A product is short at a location where no more than its threshold is available. Nothing else follows from it.
//!
//! Records [`ThresholdSet`](crate::events::ThresholdSet).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_catalog::model::Sku;
use kontor_kernel::Quantity;

use crate::model::LocationCode;

/// A threshold is to be set.
#[derive(Debug, Clone)]
pub struct SetThreshold {
    /// The product.
    pub sku: Sku,
    /// Where.
    pub location: LocationCode,
    /// At what quantity it is short; none for never.
    pub low_at: Option<Quantity>,
}
