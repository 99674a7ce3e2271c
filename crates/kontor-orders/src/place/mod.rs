//! Place an order.
//!
//! *As a shop, an agent on the phone, a dealer or a file I hand in what a buyer wants, and know at once what it costs,
//! what is reserved for them and what has to wait.*
//!
//! 1. An order has 1 to 2,000 lines, each with a quantity above zero.
//! 2. Its currency is the merchant's; other currencies wait for exchange rates.
//! 3. The customer, when one is named, exists. An order without customer is paid at once or before delivery, so it
//!    can't be placed on account.
//! 4. An external number makes one order in its channel.
//! 5. The location exists; without one, goods come from `main`.
//! 6. Each product exists and is not archived.
//! 7. A line costs price × quantity ÷ base quantity, rounded half up once. The price is the product's unless the line
//!    names another, and is net or gross as the order is; a product priced the other way is converted at its rate. A
//!    line may be a deduction, with a price below zero; the order in all comes to zero or more.
//! 8. Tax is computed per document and rate, and spread over the lines (see `kontor_catalog::tax`).
//! 9. Goods are reserved in the same step. What is not there waits, if the product may be backordered; else the whole
//!    order is refused with what is available, and nothing is reserved.
//! 10. On account, what the customer has ordered and owes with this order stays within the credit limit.
//!
//! Records [`Placed`](crate::events::Placed), `inventory.reserved` and, for a customer, `customers.account_moved`.

mod decide;
pub mod http;
mod pricing;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_catalog::model::{PriceBasis, Sku};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Currency, Date, Quantity, UnitPrice};

use crate::model::{Channel, ExternalNumber, OrderId, Reference, Totals};

/// Somebody wants to order.
#[derive(Debug, Clone)]
pub struct Place {
    /// Who; none for a sale without account.
    pub customer: Option<CustomerId>,
    /// Where it came in.
    pub channel: Channel,
    /// Where it is shipped from; none for `main`.
    pub location: Option<LocationCode>,
    /// The currency of its prices; none for the merchant's.
    pub currency: Option<Currency>,
    /// Whether its prices are net or gross; none for what its first product is.
    pub basis: Option<PriceBasis>,
    /// How it is to be paid; none for the customer's preference, or prepayment without one.
    pub payment_method: Option<PaymentMethod>,
    /// The day it was ordered; none for today.
    pub order_date: Option<Date>,
    /// The buyer's reference.
    pub reference: Option<Reference>,
    /// Its number in the channel it came from.
    pub external: Option<ExternalNumber>,
    /// What is ordered.
    pub lines: Vec<PlaceLine>,
}

impl Place {
    /// An order of these lines from a channel, with everything else left open.
    #[must_use]
    pub fn new(channel: Channel, lines: Vec<PlaceLine>) -> Self {
        Self {
            customer: None,
            channel,
            location: None,
            currency: None,
            basis: None,
            payment_method: None,
            order_date: None,
            reference: None,
            external: None,
            lines,
        }
    }
}

/// A line of it.
#[derive(Debug, Clone)]
pub struct PlaceLine {
    /// The product.
    pub sku: Sku,
    /// How much.
    pub quantity: Quantity,
    /// A price other than the product's, for one base quantity, in the order's basis.
    pub price: Option<UnitPrice>,
}

/// The placed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedOrder {
    /// Its id.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// What it comes to.
    pub totals: Totals,
    /// What became of each line, in order.
    pub lines: Vec<PlacedOrderLine>,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedOrderLine {
    /// What it comes to.
    pub totals: Totals,
    /// Reserved in stock.
    pub reserved: Quantity,
    /// Waiting for goods.
    pub backordered: Quantity,
}
