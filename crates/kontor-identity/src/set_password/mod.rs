//! Set a user's password.
//!
//! *As a user I change my password, or choose one by the link that I was given; whoever knew the old one is out.*
//!
//! 1. The user is there and not closed.
//! 2. A link is used with it, in one step.
//! 3. All sessions of the user end, at every merchant.
//!
//! Whether the one who asks may do it was decided before: [`sign_in`](crate::sign_in). Records
//! [`PasswordChanged`](crate::events::PasswordChanged) in the house's journal.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{PasswordHash, TicketId, UserId};

/// A password is to be set.
#[derive(Debug, Clone)]
pub struct SetPassword {
    /// Whose.
    pub user: UserId,
    /// Its hash.
    pub password: PasswordHash,
    /// The link by which it is set.
    pub ticket: Option<TicketId>,
    /// Take the second step away as well: the authenticator and the recovery codes are lost.
    pub without_second_step: bool,
}
