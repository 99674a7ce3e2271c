//! Import an order from another program.
//!
//! *As a merchant who comes from elsewhere I bring my orders along, open ones and those that are long over, with all
//! that followed from them, and can hand in the same file again without a second thought.*
//!
//! 1. It has the number that it had there. Where that number of the channel is taken, nothing is done: by an order with
//!    the same lines, it is here already; by one with other lines, something is wrong with the number. Lines are the same
//!    with the same SKUs, quantities and prices in the same order; a line without a price agrees with any.
//! 2. It may name its customer by number, who exists then. Without one it is a sale without account.
//! 3. Unless it is complete, it is placed like any other order: stock, credit limit and all else apply.
//! 4. A complete order is over. It names its day, which is not in the future, and in the same step it is placed, shipped
//!    whole, invoiced whole and paid, all on that day: the document, the supply, the money. It is paid as the order is
//!    to be paid; one that comes to nothing has no payment.
//! 5. What is missing of a complete order's goods at its location is booked in first as opening stock of that day: what
//!    all its lines of a product want together, less what is available. It is worth the unit cost that the import names,
//!    against the opening balances. It goes to nobody who waits for the product: those goods left the house long ago,
//!    and are booked in only so that they can be booked out. What was available is used up, so history comes before the
//!    first count.
//! 6. All else is as the rooms have it: locations and products, tax rates of the day, cash and TSE, credit limits.
//!
//! Records what placing, receiving, shipping, invoicing and paying record.

mod decide;
pub mod http;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_customers::model::CustomerNumber;
use kontor_kernel::{Amount, UnitPrice};
use kontor_orders::model::OrderId;
use kontor_orders::place::Place;

/// An order comes over from another program.
#[derive(Debug, Clone)]
pub struct ImportOrder {
    /// The order, with its number there and without a customer.
    pub place: Place,
    /// Who ordered; none for a sale without account.
    pub customer_number: Option<CustomerNumber>,
    /// That it is over; none for one that is still to be delivered, invoiced and paid.
    pub complete: Option<Complete>,
}

/// An order is over: delivered, invoiced and paid.
#[derive(Debug, Clone, Copy)]
pub struct Complete {
    /// What one unit of goods had cost that were never booked in.
    pub unit_cost: UnitPrice,
}

/// The order that is here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedOrder {
    /// Its id.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// What it comes to, with tax.
    pub gross: Amount,
    /// How many lines.
    pub lines: usize,
}
