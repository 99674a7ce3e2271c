//! What happened to users: events of the house's own journal, which belongs to no merchant.

use kontor_kernel::Currency;
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{PasskeyId, TicketId, TicketKind, UserId};
use crate::records;

/// A user was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserCreated {
    /// The user.
    pub user: UserId,
}

impl Event for UserCreated {
    const KIND: &'static str = "identity.user_created";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// A user has another password; the sessions of the old one are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// The user.
    pub user: UserId,
}

impl Event for PasswordChanged {
    const KIND: &'static str = "identity.password_changed";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// All sessions of a user were ended, at every merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOutEverywhere {
    /// The user.
    pub user: UserId,
}

impl Event for SignedOutEverywhere {
    const KIND: &'static str = "identity.signed_out_everywhere";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// A user signs in with a code of an authenticator from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepOn {
    /// The user.
    pub user: UserId,
}

impl Event for SecondStepOn {
    const KIND: &'static str = "identity.second_step_on";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// A user signs in without a code again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepOff {
    /// The user.
    pub user: UserId,
}

impl Event for SecondStepOff {
    const KIND: &'static str = "identity.second_step_off";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// A user has a further passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyAdded {
    /// The user.
    pub user: UserId,
    /// The passkey.
    pub passkey: PasskeyId,
}

impl Event for PasskeyAdded {
    const KIND: &'static str = "identity.passkey_added";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "passkey": self.passkey })
    }
}

/// A passkey is good no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRemoved {
    /// The user.
    pub user: UserId,
    /// The passkey.
    pub passkey: PasskeyId,
}

impl Event for PasskeyRemoved {
    const KIND: &'static str = "identity.passkey_removed";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "passkey": self.passkey })
    }
}

/// A one-time link was made: to set up the house, or to choose a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkMade {
    /// The ticket; its secret is known to whoever got the link.
    pub ticket: TicketId,
    /// What it is good for.
    pub kind: TicketKind,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

impl Event for LinkMade {
    const KIND: &'static str = "identity.link_made";

    fn subject(&self) -> i64 {
        self.ticket.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "ticket": self.ticket, "kind": self.kind, "user": self.user })
    }
}
