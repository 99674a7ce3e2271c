//! Reverse a journal entry (*Storno*).
//!
//! *As a bookkeeper I take back an entry that I posted wrongly. It stays, as the law wants (§ 239(3) HGB): a second
//! entry with the sides exchanged makes it come to nothing.*
//!
//! 1. The entry exists and was posted by hand. What a document booked is corrected by a document, or the two would
//!    differ.
//! 2. It is not itself a reversal: who reversed too much posts the entry again.
//! 3. It is reversed once.
//! 4. It is not reversed before its own posting date.
//! 5. A reason is 1 to 200 characters without control characters; it stands in the text of the reversal.
//!
//! Records [`Booked`](crate::events::Booked), which names the entry that it takes back.

mod decide;
pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::Date;

/// Somebody takes an entry back.
#[derive(Debug, Clone)]
pub struct Reverse {
    /// The number of the entry.
    pub entry: i64,
    /// The date of the reversal, to which it is posted.
    pub date: Date,
    /// Why, if somebody says it. It stands in the journal for ever: it names no person.
    pub reason: Option<String>,
}
