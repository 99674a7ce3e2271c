//! Tickets: what is good once and for a time. A link that sets the house up or a password anew, and each step between
//! a password and the session that it leads to.
//!
//! 1. A new link to the same end takes the ones before it back.
//! 2. A ticket is used once, before its time is over.
//!
//! The ticket's id comes from its secret, at the door. Records [`LinkMade`](crate::events::LinkMade) for links; steps are
//! gone in minutes and leave nothing in the journal.

mod decide;
mod read;
#[cfg(test)]
mod tests;

pub use decide::Reject;
pub(crate) use decide::use_up;
pub(crate) use read::{NewTicket, find, queries};

use std::time::Duration;

use crate::model::{HiddenBytes, OrgId, TicketId, TicketKind, UserId};

/// A ticket is to be made.
#[derive(Debug, Clone)]
pub struct MakeTicket {
    /// Its id.
    pub ticket: TicketId,
    /// SHA-256 of its secret.
    pub hash: [u8; 32],
    /// What it is good for.
    pub kind: TicketKind,
    /// Whom it is for.
    pub user: Option<UserId>,
    /// The merchant it is about.
    pub merchant: Option<OrgId>,
    /// What must be remembered until it is used.
    pub state: Option<HiddenBytes>,
    /// How long it is good.
    pub lasts: Duration,
}

/// A ticket, whose secret was shown at the door, is to be used.
#[derive(Debug, Clone, Copy)]
pub struct UseTicket {
    /// The ticket.
    pub ticket: TicketId,
}
