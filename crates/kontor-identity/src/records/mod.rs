//! The tables of this room, and the only place that changes them.

mod member;
mod org;
mod session;
mod token;
mod user;

use kontor_store::desk::TableEntry;

pub use member::{Member, MemberTables};
pub(crate) use member::{apply_member_changed, apply_member_joined, apply_member_removed};
pub use org::{IdentityTables, Org};
pub(crate) use org::{apply_org_changed, apply_org_founded};
pub use session::{Invitation, Pin, Session, SessionTables, Workplace};
pub(crate) use token::apply_beside_the_journal;
pub use token::{Token, TokenTables};
pub use user::{Attempt, Passkey, RecoveryCode, Ticket, User, UserTables};

/// The tables of this room.
#[must_use]
pub fn tables() -> Vec<TableEntry> {
    [org::tables(), token::tables(), user::tables(), member::tables(), session::tables()].concat()
}
