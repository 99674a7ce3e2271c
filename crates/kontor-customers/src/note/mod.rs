//! Write a note about a customer.
//!
//! *As a service agent I note what the next one should know: "wants to be called before delivery".*
//!
//! 1. The customer exists, and is neither merged into another nor erased.
//! 2. The note is not empty, has at most 2,000 characters, and no control characters but line breaks.
//! 3. A customer has at most 1,000 notes.
//! 4. The text lies beside the journal; the event holds the note's id and salted digest.
//!
//! Records [`Noted`](crate::events::Noted).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::CustomerId;

/// A note is to be written.
#[derive(Debug, Clone)]
pub struct WriteNote {
    /// Whom it is about.
    pub customer: CustomerId,
    /// What is noted.
    pub text: String,
    /// Random bytes for its digest, made at the door.
    pub salt: [u8; 16],
}
