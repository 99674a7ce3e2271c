//! Invoice an order, or part of it.
//!
//! *As accounting I invoice what was delivered, so that the buyer knows what is owed until when, and the books have the
//! receivable, the revenue and the tax.*
//!
//! 1. The order exists. Without lines, what is shipped and not yet invoiced is invoiced; named lines also ahead of delivery,
//!    as far as they are neither cancelled nor invoiced.
//! 2. The document's date is not in the future; without one, it is today in the merchant's zone. The day of supply may be
//!    any; without one, it is the document's date.
//! 3. A line costs price × quantity ÷ base quantity, rounded half up once. Tax is computed per document and rate, at the
//!    rate of the day of supply. The invoices of an order in parts need not come to the order's cents.
//! 4. A total below zero is refused; one of zero is an invoice without a posting.
//! 5. It gets the next number of its year's series, without gaps (§ 14(4) no. 4 UStG).
//! 6. On account it is due after the customer's terms, otherwise at once.
//! 7. The books: receivables to revenue and tax, by class. The customer's open orders fall by what the order had
//!    planned, the open balance rises by the gross total.
//! 8. What was paid ahead for the order settles it at once, the oldest payment first.
//!
//! Records `ledger.number_taken`, [`Invoiced`](crate::events::Invoiced), `ledger.booked`, `orders.invoiced`,
//! `customers.account_moved`, `orders.paid`.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Date;
use kontor_orders::model::{LineQuantity, OrderId};

/// Something of an order is to be invoiced.
#[derive(Debug, Clone)]
pub struct IssueInvoice {
    /// The order.
    pub order: OrderId,
    /// How much of which line; empty for all that is shipped and not invoiced.
    pub lines: Vec<LineQuantity>,
    /// The date on the document; none is today.
    pub document_date: Option<Date>,
    /// The day of supply; none is the document's date.
    pub supply_date: Option<Date>,
}
