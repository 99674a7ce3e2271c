//! Ship an order, or part of it.
//!
//! *As the warehouse I hand over what is ready of an order, so that the buyer gets it, stock and books know that it is
//! gone, and it can be invoiced.*
//!
//! 1. The order is open.
//! 2. What is named is there to be handed over: reserved goods, services not yet rendered. Without lines, all of it goes.
//! 3. The day is not in the future; without one, it is today in the merchant's zone.
//! 4. The goods leave stock at the moving average; their cost is booked on that day.
//! 5. The shipment gets the next number of its year's series, which stands on the delivery note.
//!
//! Records [`Shipped`](crate::events::Shipped), `inventory.issued`, `orders.shipped`, and the ledger's entry.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Date;
use kontor_orders::model::{LineQuantity, OrderId};

use crate::model::{Carrier, TrackingNumber};

/// Something of an order leaves.
#[derive(Debug, Clone)]
pub struct Ship {
    /// The order.
    pub order: OrderId,
    /// How much of which line; empty for all that can be handed over.
    pub lines: Vec<LineQuantity>,
    /// The day it leaves; none is today.
    pub date: Option<Date>,
    /// Who takes it.
    pub carrier: Option<Carrier>,
    /// The carrier's number of it.
    pub tracking: Option<TrackingNumber>,
}
