//! Take somebody out of the merchant's people.
//!
//! *As an owner I let somebody go, and they are out of every page at once. Their name stays at what they did.*
//!
//! 1. They work for the merchant.
//! 2. Nobody takes out somebody who may do more.
//! 3. The last owner stays.
//! 4. Their sessions at this merchant end; what they do elsewhere is not touched.
//!
//! Records [`MemberRemoved`](crate::events::MemberRemoved).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

use crate::model::UserId;
use crate::permissions::Rights;

/// A member is to go.
#[derive(Debug, Clone, Copy)]
pub struct RemoveMember {
    /// Who.
    pub user: UserId,
    /// What the one who asks may do themselves.
    pub grantor: Rights,
}
