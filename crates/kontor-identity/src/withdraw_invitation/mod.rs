//! Take an invitation back.
//!
//! 1. The invitation is there, and was neither used nor taken back.
//!
//! Records [`InvitationWithdrawn`](crate::events::InvitationWithdrawn).

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::InvitationId;

/// An invitation is to be taken back.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawInvitation {
    /// The invitation.
    pub invitation: InvitationId,
}
