//! Tokens: rows beside the journal, since a secret's hash has no place in it.

use kontor_kernel::Timestamp;
use kontor_store::desk::Rows;
use kontor_store::{Stop, record, tables};

use crate::model::{TokenId, TokenName};
use crate::permissions::{Role, Scopes};

record! {
    /// A token.
    pub struct Token in "identity_token", operational, brief {
        key {
            /// Its id.
            id: TokenId,
        }
        /// SHA-256 of its secret's text.
        hash: [u8; 32],
        /// What it is for.
        name: TokenName,
        /// What its bearer does.
        role: Role,
        /// What of the role it may do; all when empty.
        scopes: Scopes,
        /// When it was made.
        created_at: Timestamp,
        /// When it was revoked.
        revoked_at: Option<Timestamp>,
    }
}

tables! {
    /// Tokens on a desk.
    pub trait TokenTables {
        /// Tokens.
        tokens: Token;
    }
}

/// A token's events change no row of the journal's: the command has put the token down beside it.
pub(crate) fn apply_beside_the_journal(_rows: &mut Rows) -> Result<(), Stop> {
    Ok(())
}
