//! Sign out everywhere.
//!
//! *As a user who lost a notebook I end all my sessions at once, at every merchant.*
//!
//! 1. The user is there.
//! 2. Their round of sessions goes up: those of earlier rounds are over.
//!
//! Records [`SignedOutEverywhere`](crate::events::SignedOutEverywhere) in the house's journal.

mod decide;
#[cfg(test)]
mod tests;

use crate::model::UserId;

/// All sessions of a user are to end.
#[derive(Debug, Clone, Copy)]
pub struct EndAllSessions {
    /// Whose.
    pub user: UserId,
}
