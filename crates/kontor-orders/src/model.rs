//! The words of this room as types.

use kontor_kernel::{Amount, Quantity, id_type, text_enum, text_type};

id_type! {
    /// A sales order.
    pub struct OrderId("ord");
}

text_type! {
    /// The number of an order in the system it came from; unique within its channel.
    pub struct ExternalNumber { max: 64 }
}

text_type! {
    /// What the buyer wants to read on all documents: their own order number or cost centre.
    pub struct Reference { max: 100 }
}

text_enum! {
    /// Where an order came in.
    pub enum Channel {
        /// The merchant's own web shop.
        Web = "web",
        /// The shop counter.
        Counter = "counter",
        /// A service agent on the phone.
        Phone = "phone",
        /// A dealer's order.
        B2b = "b2b",
        /// A marketplace.
        Marketplace = "marketplace",
        /// A file.
        Import = "import",
        /// The buyer's portal.
        Portal = "portal",
    }
}

text_enum! {
    /// The life of an order as a whole. Everything else moves on its own axis, in the lines.
    pub enum OrderState {
        /// Received, and something is left to deliver, invoice or pay.
        Placed = "placed",
        /// Nothing is left to deliver, invoice or pay.
        Completed = "completed",
        /// Every line was cancelled.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// A tab of the order board, with its count kept.
    pub enum Tab {
        /// Placed orders with something to ship.
        ToShip = "to_ship",
        /// Placed orders with something shipped or owed that is not invoiced.
        ToInvoice = "to_invoice",
        /// Placed orders, whatever is left.
        Placed = "placed",
        /// Completed orders.
        Completed = "completed",
        /// Cancelled orders.
        Cancelled = "cancelled",
    }
}

/// The number that people know an order by, made of the counter's value.
#[must_use]
pub fn order_number(sequence: i64) -> String {
    format!("A-{sequence}")
}

/// A quantity of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LineQuantity {
    /// The line's number, from 1.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
}

/// What an order or a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax: net + tax.
    pub gross: Amount,
}
