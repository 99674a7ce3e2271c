//! Enter a user: somebody who will sign in. They belong to the house; which merchants they work for is another matter.
//!
//! *As somebody who follows a link that was meant for me I choose a name and a password once, and work for any number of
//! merchants with them.*
//!
//! 1. A mail address has one user.
//!
//! Records [`UserCreated`](crate::events::UserCreated) in the house's journal; the row lies beside it.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{Mail, PasswordHash, PersonName, UiLanguage, UserId};

/// A user is to be entered.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// What they sign in with.
    pub mail: Mail,
    /// Their name.
    pub name: PersonName,
    /// The hash of their password; none: they sign in by link until they choose one.
    pub password: Option<PasswordHash>,
    /// The language they read; none: as the browser asks.
    pub language: Option<UiLanguage>,
}

/// The new user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewUser {
    /// Their id.
    pub user: UserId,
}
