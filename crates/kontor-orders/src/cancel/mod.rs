//! Cancel what is open of an order.
//!
//! *As a service agent I cancel an order or part of it that is not shipped yet; the goods are free for others at once.*
//!
//! 1. A reason is given.
//! 2. What is named is open: not shipped, not cancelled, and not invoiced (what is invoiced is credited first).
//!    Without lines, all that is open is cancelled.
//! 3. Reserved goods are released and fill lines of other orders that wait for them, oldest first.
//! 4. When nothing is left of an order it is cancelled as a whole; when the rest is delivered and paid, it is complete.
//!
//! Records [`Cancelled`](crate::events::Cancelled), `inventory.released`, `customers.account_moved`.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{LineQuantity, OrderId};

/// Something of an order is not wanted any more.
#[derive(Debug, Clone)]
pub struct Cancel {
    /// The order.
    pub order: OrderId,
    /// How much of which line; empty for all that is open.
    pub lines: Vec<LineQuantity>,
    /// Why.
    pub reason: String,
}

/// What was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelledLines {
    /// The order.
    pub order: OrderId,
    /// How much of which line.
    pub lines: Vec<LineQuantity>,
    /// Whether nothing of the order is left.
    pub whole: bool,
}
