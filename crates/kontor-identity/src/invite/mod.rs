//! Invite somebody to work for the merchant.
//!
//! *As an owner I give a colleague a link with which they choose their own password; I never know it.*
//!
//! 1. Nobody hands out more than they have themselves.
//! 2. A program gets a token, not an invitation.
//! 3. Whoever works here already is not invited.
//! 4. A new invitation takes the former ones of the same address back.
//! 5. The secret is made at the door and shown once; the command carries its hash.
//!
//! Records [`MemberInvited`](crate::events::MemberInvited); who is invited lies beside the journal.

mod decide;
pub mod http;
mod link;
#[cfg(test)]
mod tests;

pub use decide::Reject;
pub use link::{InvitationLink, invitation_link};

use crate::model::{InvitationId, Mail, PersonName, UserId};
use crate::permissions::{Rights, Role};

/// Somebody is to be invited.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Their mail address, with which they will sign in.
    pub mail: Mail,
    /// What they are called.
    pub name: PersonName,
    /// What they will do.
    pub role: Role,
    /// The user of this address, when there is one.
    pub user: Option<UserId>,
    /// SHA-256 of the secret's text.
    pub hash: [u8; 32],
    /// What the one who asks may do themselves.
    pub grantor: Rights,
}

/// The new invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewInvitation {
    /// Its id.
    pub invitation: InvitationId,
    /// The role.
    pub role: Role,
}
