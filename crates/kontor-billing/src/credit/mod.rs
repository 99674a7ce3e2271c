//! Credit an invoice, or part of it.
//!
//! *As accounting I take back what was invoiced and is not owed after all, so that the buyer pays no more than they
//! should, and revenue and tax are right.*
//!
//! 1. The invoice exists and is no credit note itself. A reason is given.
//! 2. What is named was invoiced and not yet credited. Without lines, all that is left is credited.
//! 3. The document's date is neither in the future nor before the invoice's; without one, it is today.
//! 4. A line takes back its share of what was invoiced. The tax of each rate is the tax of what was left before less the
//!    tax of what is left behind it, so that bit by bit the credit notes come to the invoice exactly.
//! 5. Never more is taken back than is left of the invoice, and never less than nothing: a deduction is credited
//!    together with what it was taken from.
//! 6. It gets the next number of its own series, without gaps.
//! 7. The books: the invoice's postings reversed. Tax is corrected in the period of the credit note (§ 17(1) UStG), so the
//!    entry has no day of supply. The customer's open balance falls by the gross total.
//! 8. What is open of the invoice falls. If it had been paid further than is now owed, the rest of the money is
//!    unassigned again, the newest payment first: it can be paid back.
//!
//! Records `ledger.number_taken`, [`Credited`](crate::events::Credited), `ledger.booked`, `orders.credited`,
//! `customers.account_moved`, `orders.paid`.

mod amounts;
mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Date;
use kontor_orders::model::LineQuantity;

use crate::model::{InvoiceId, Reason};

/// Something of an invoice is to be taken back.
#[derive(Debug, Clone)]
pub struct CreditInvoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// How much of which of its lines; empty for all that is left.
    pub lines: Vec<LineQuantity>,
    /// The date on the document; none is today.
    pub document_date: Option<Date>,
    /// Why.
    pub reason: Reason,
}
