//! End a session.
//!
//! *As a user I sign out, here or in a browser that I left open elsewhere; as an owner I end any session at my merchant.*
//!
//! 1. The session is there and open; of somebody else it is none, unless an owner asks.
//!
//! Records [`SignedOut`](crate::events::SignedOut). Servers remember a session for a moment; it is refused by all of
//! them after [`TOKEN_SECONDS`](kontor_kernel::limits::TOKEN_SECONDS).

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{SessionId, UserId};

/// A session is to be ended.
#[derive(Debug, Clone, Copy)]
pub struct EndSession {
    /// The session.
    pub session: SessionId,
    /// Whose it must be; none: an owner asks, and it may be anybody's.
    pub of: Option<UserId>,
}
