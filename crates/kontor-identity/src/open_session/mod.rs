//! Open a session: somebody who has proved who they are begins to work for a merchant in a browser.
//!
//! 1. They are an active member.
//! 2. So many sessions may be open at once; beyond, the one unused for longest ends.
//!
//! Whether the proof was good was decided before: [`sign_in`](crate::sign_in). The secret is made at the door and given to
//! the browser once; the command carries its hash.
//!
//! Records [`SignedIn`](crate::events::SignedIn), and [`SignedOut`](crate::events::SignedOut) for one that gave way.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{DeviceName, SessionId, SignInBy, UserId, WorkplaceId};

/// A session is to be opened.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// Whose.
    pub user: UserId,
    /// The user's round of sessions when they proved who they are: if it ended meanwhile, the session is over at once.
    pub session_round: i64,
    /// How they proved it.
    pub by: SignInBy,
    /// The browser.
    pub device: DeviceName,
    /// The workplace, where the browser is one.
    pub workplace: Option<WorkplaceId>,
    /// SHA-256 of the secret's text.
    pub hash: [u8; 32],
}

/// The new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSession {
    /// Its id.
    pub session: SessionId,
}
