//! Give a member another role.
//!
//! *As an owner I let somebody do other work, and what they may do follows at once.*
//!
//! 1. They work for the merchant.
//! 2. Nobody hands out more than they have, nor takes from somebody who has more.
//! 3. A program gets a token, not a member's role.
//! 4. The last owner stays owner.
//!
//! Records [`MemberChanged`](crate::events::MemberChanged). Servers remember a session for a moment; the new role is felt
//! after [`TOKEN_SECONDS`](kontor_kernel::limits::TOKEN_SECONDS).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;
pub(crate) use decide::check_other;

use crate::model::UserId;
use crate::permissions::{Rights, Role};

/// A member is to have another role.
#[derive(Debug, Clone, Copy)]
pub struct ChangeMember {
    /// Who.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// What the one who asks may do themselves.
    pub grantor: Rights,
}
