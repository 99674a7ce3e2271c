//! Pay back what somebody paid too much.
//!
//! *As accounting I pay back money that settles nothing: paid twice, paid too much, or free again because an invoice was
//! credited.*
//!
//! 1. The payment exists and is no refund itself. A reason is given.
//! 2. It has unassigned money. The amount is above zero and no more than that; without one, it is all of it.
//! 3. The day is neither in the future nor before the payment's; without one, it is today in the merchant's zone.
//! 4. It goes back the way it came, and gets the next number of its own series.
//! 5. The books: receivables to the money's account. The customer's open balance rises by it.
//!
//! Records `ledger.number_taken`, [`Refunded`](crate::events::Refunded), `ledger.booked`, `customers.account_moved`.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::{Amount, Date};

use crate::model::{PaymentId, Reason};

/// Money is to go back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// The payment that it comes from.
    pub payment: PaymentId,
    /// How much; none for all that is unassigned.
    pub amount: Option<Amount>,
    /// The day of the money; none is today.
    pub date: Option<Date>,
    /// Why.
    pub reason: Reason,
}
