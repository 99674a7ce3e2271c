//! Change a customer.
//!
//! *As a service agent I correct an address, a name or a telephone number; as accounting I set terms, credit limit and
//! how somebody pays. Documents that were issued keep what they were issued with.*
//!
//! 1. Something is given to change.
//! 2. The customer exists, and is neither merged into another nor erased.
//! 3. Nobody else has changed it since the version that the caller saw, if they say one. Orders, invoices and payments
//!    move the version as well, but are no change in this sense.
//! 4. Card, terms and credit limit follow the rules of registering. A card is given whole.
//! 5. A new card becomes a contact version of its own; the ones before it stay, until they are erased.
//! 6. What is already so is not recorded again; if all of it is, nothing is.
//!
//! The number never changes: it stands on paper.
//!
//! Records [`Changed`](crate::events::Changed).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Amount;

use crate::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};

/// A customer is to be changed. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// The version that the caller saw.
    pub version: Option<i64>,
    /// Person or company.
    pub kind: Option<CustomerKind>,
    /// The new card, whole.
    pub card: Option<ContactCard>,
    /// Random bytes for the card's digest, made at the door.
    pub salt: [u8; 16],
    /// The language of documents and messages.
    pub language: Option<Language>,
    /// How they prefer to pay.
    pub payment_method: Option<PaymentMethod>,
    /// Days until an invoice is due.
    pub terms_days: Option<i32>,
    /// What may be ordered and owed together; `Some(None)` takes the limit away.
    pub credit_limit: Option<Option<Amount>>,
}

impl ChangeCustomer {
    /// A change of nothing yet.
    #[must_use]
    pub const fn of(customer: CustomerId) -> Self {
        Self {
            customer,
            version: None,
            kind: None,
            card: None,
            salt: [0; 16],
            language: None,
            payment_method: None,
            terms_days: None,
            credit_limit: None,
        }
    }
}
