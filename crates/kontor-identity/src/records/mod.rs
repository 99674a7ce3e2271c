//! The tables of this room, and the only place that changes them.

mod org;
mod token;

use kontor_store::desk::TableEntry;

pub use org::{IdentityTables, Org};
pub(crate) use org::{apply_org_changed, apply_org_founded};
pub(crate) use token::apply_beside_the_journal;
pub use token::{Token, TokenTables};

/// The tables of this room.
#[must_use]
pub fn tables() -> Vec<TableEntry> {
    [org::tables(), token::tables()].concat()
}
