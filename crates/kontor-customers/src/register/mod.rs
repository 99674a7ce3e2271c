//! Register a customer.
//!
//! *As a service agent or a shop I register who buys, so that orders carry their name, terms and preferences.*
//!
//! 1. A person has a name; a company has its registered name.
//! 2. The contact card has at most 50 addresses and 50 persons; no text of it is longer than 200 characters or holds
//!    control characters.
//! 3. Each mail address has one `@` with something on both sides.
//! 4. Terms are 0 to 365 days; a credit limit is not negative.
//! 5. A number given by hand is not in use. Without one, the next number is given: `K10001`, `K10002`, … A number of
//!    that form given by hand moves the counter behind it, so the counter's numbers are always free.
//! 6. Names and addresses become a contact version; the event holds its id and salted digest.
//!
//! Records [`Registered`](crate::events::Registered).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Amount;

use crate::model::{ContactCard, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod};

/// Somebody is to become a customer.
#[derive(Debug, Clone)]
pub struct Register {
    /// The number to give, or none for the next free one.
    pub number: Option<CustomerNumber>,
    /// Person or company.
    pub kind: CustomerKind,
    /// Names and addresses.
    pub card: ContactCard,
    /// Random bytes for the card's digest, made at the door.
    pub salt: [u8; 16],
    /// The language of documents and messages.
    pub language: Language,
    /// How they prefer to pay.
    pub payment_method: PaymentMethod,
    /// Days until an invoice is due.
    pub terms_days: i32,
    /// What may be ordered and owed together.
    pub credit_limit: Option<Amount>,
}

/// The new customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustomer {
    /// Its id.
    pub customer: CustomerId,
    /// Its number.
    pub number: CustomerNumber,
}
