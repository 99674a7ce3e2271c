//! Create a token.
//!
//! *As an owner I give a program a token of its own, with no more rights than its job needs, so that I can revoke it alone.*
//!
//! 1. Its scopes are within its role: a scope that the role lacks would promise what never works.
//! 2. Nobody hands out more than they have themselves.
//! 3. The secret is made at the door and shown once; the command carries its hash.
//!
//! Records [`TokenCreated`](crate::events::TokenCreated); the row with the hash lies beside the journal.

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{TokenId, TokenName};
use crate::permissions::{Rights, Role, Scopes};

/// A program is to get a token.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// What it is for.
    pub name: TokenName,
    /// What its bearer does.
    pub role: Role,
    /// What of the role it may do; all when empty.
    pub scopes: Scopes,
    /// SHA-256 of the secret's text.
    pub hash: [u8; 32],
    /// What the one who asks may do themselves.
    pub grantor: Rights,
}

/// The new token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Its id.
    pub token: TokenId,
    /// What it is for.
    pub name: TokenName,
    /// What its bearer does.
    pub role: Role,
    /// What of the role it may do; all when empty.
    pub scopes: Scopes,
}
