//! Remove a note about a customer.
//!
//! *As a service agent I remove what is no longer true.*
//!
//! 1. The note exists, and is about a customer.
//! 2. Its text is gone for good; the journal keeps that there was a note, by whom, and who removed it.
//!
//! Records [`NoteRemoved`](crate::events::NoteRemoved).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::NoteId;

/// A note is to be removed.
#[derive(Debug, Clone, Copy)]
pub struct RemoveNote {
    /// The note.
    pub note: NoteId,
}
