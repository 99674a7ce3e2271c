//! Receive goods.
//!
//! *As the warehouse I book in what a supplier brought, so that it can be sold, is worth what it cost, and goes to
//! those who wait for it before anybody else can have it.*
//!
//! 1. There is at least one line and at most 1,000.
//! 2. Each quantity is above zero, each unit cost is zero or more.
//! 3. The location exists; without one, it is `main`.
//! 4. The day is not in the future; without one, it is today in the merchant's zone.
//! 5. Each SKU is known and kept in stock: a service is not.
//! 6. A line is worth quantity × unit cost, rounded once; it raises the value of the stock, and the unit cost becomes
//!    the last cost. A stock stays within what can be counted.
//! 7. Those who wait for a product at the location get it at once, the oldest first, each as far as it goes.
//! 8. The books: stock to goods received, until the supplier's bill comes.
//!
//! Records [`Received`](crate::events::Received), and the ledger's entry.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_catalog::model::Sku;
use kontor_kernel::{Date, Quantity, UnitPrice};

use crate::model::{LocationCode, ReceiptReference};

/// Goods came.
#[derive(Debug, Clone)]
pub struct Receive {
    /// Where they are put.
    pub location: LocationCode,
    /// The supplier's number of it.
    pub reference: Option<ReceiptReference>,
    /// The day they came; none is today.
    pub date: Option<Date>,
    /// What came.
    pub lines: Vec<ReceiveLine>,
}

/// A line of a receipt.
#[derive(Debug, Clone)]
pub struct ReceiveLine {
    /// The product.
    pub sku: Sku,
    /// How much.
    pub quantity: Quantity,
    /// What one unit cost.
    pub unit_cost: UnitPrice,
}
