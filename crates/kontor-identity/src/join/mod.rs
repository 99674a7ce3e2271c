//! Join a merchant's people.
//!
//! *As somebody who was invited I become a member with the role that I was invited for; as the one who sets a house up, I
//! become its first owner.*
//!
//! 1. Whoever comes by an invitation: it is open, not past its time, and used once.
//! 2. Whoever comes without one is the first: nobody works for the merchant yet.
//! 3. Somebody who was removed may join again.
//!
//! Records [`MemberJoined`](crate::events::MemberJoined).

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{InvitationId, UserId};
use crate::permissions::Role;

/// A user is to join.
#[derive(Debug, Clone, Copy)]
pub struct Join {
    /// The user.
    pub user: UserId,
    /// The invitation that they accept; none: they are the first, and owner.
    pub invitation: Option<InvitationId>,
}

/// Who joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The user.
    pub user: UserId,
    /// What they do.
    pub role: Role,
}
