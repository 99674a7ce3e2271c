//! Revoke a token.
//!
//! *As an owner I take a token back at once when a program goes or a secret has leaked.*
//!
//! 1. The token exists.
//! 2. It has not been revoked before.
//!
//! Records [`TokenRevoked`](crate::events::TokenRevoked). Servers remember a token for a few seconds; it is refused
//! by all of them after [`TOKEN_SECONDS`](kontor_kernel::limits::TOKEN_SECONDS).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::TokenId;

/// A token is to be revoked.
#[derive(Debug, Clone, Copy)]
pub struct RevokeToken {
    /// The token.
    pub token: TokenId,
}
