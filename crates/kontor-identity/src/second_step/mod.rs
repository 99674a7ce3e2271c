//! The second step: a code of an authenticator (TOTP, RFC 6238) behind the password.
//!
//! *As a user I want a stolen password to be of no use; and I want to get in when my telephone is lost.*
//!
//! 1. It is turned on by a code that shows that the authenticator has the key.
//! 2. A code is good once: its time step, and those before, are not taken again. One step before and behind is taken, for
//!    clocks that differ.
//! 3. With it come recovery codes, each good once; what is stored is a hash.
//! 4. New recovery codes take the former ones' place.
//! 5. It is turned off by whoever shows the password again, or with a reset link that says so.
//!
//! The arithmetic is RFC 6238's, thirty lines over `hmac` and `sha1`: a library would bring the same with types for what we
//! don't offer. Records [`SecondStepOn`](crate::events::SecondStepOn) and
//! [`SecondStepOff`](crate::events::SecondStepOff) in the house's journal.

mod decide;
mod enrol;
mod qr;
#[cfg(test)]
mod tests;
mod totp;

pub use decide::Reject;
pub use enrol::{Enrolment, RecoveryCodes};
#[cfg(test)]
pub(crate) use totp::code_at;
pub(crate) use totp::{Shown, read};

use crate::model::{HiddenBytes, TicketId, UserId};

/// Somebody shows a code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PassSecondStep {
    pub(crate) user: UserId,
    /// The step that the password opened.
    pub(crate) ticket: TicketId,
    pub(crate) shown: Shown,
}

/// The authenticator showed that it has the key.
#[derive(Debug, Clone)]
pub(crate) struct TurnOn {
    pub(crate) user: UserId,
    /// The ticket that remembered the key.
    pub(crate) ticket: TicketId,
    pub(crate) key: HiddenBytes,
    /// The time step of the code that showed it.
    pub(crate) step: i64,
    /// SHA-256 of each recovery code.
    pub(crate) codes: Vec<[u8; 32]>,
}

/// The former recovery codes are used up or lost.
#[derive(Debug, Clone)]
pub(crate) struct NewCodes {
    pub(crate) user: UserId,
    pub(crate) codes: Vec<[u8; 32]>,
}

/// The authenticator is to be of no use any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TurnOff {
    pub(crate) user: UserId,
}
