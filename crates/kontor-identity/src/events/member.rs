//! What happened to members and their sessions. Without names and addresses: they lie beside the journal.

use kontor_kernel::Currency;
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{InvitationId, SessionId, SignInBy, UserId};
use crate::permissions::Role;
use crate::records;

/// Somebody was invited to work for the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberInvited {
    /// The invitation; who is invited stands beside the journal.
    pub invitation: InvitationId,
    /// What they will do.
    pub role: Role,
}

impl Event for MemberInvited {
    const KIND: &'static str = "identity.member_invited";

    fn subject(&self) -> i64 {
        self.invitation.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "invitation": self.invitation, "role": self.role })
    }
}

/// An invitation was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationWithdrawn {
    /// The invitation.
    pub invitation: InvitationId,
}

impl Event for InvitationWithdrawn {
    const KIND: &'static str = "identity.invitation_withdrawn";

    fn subject(&self) -> i64 {
        self.invitation.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "invitation": self.invitation })
    }
}

/// A user joined the merchant's people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberJoined {
    /// The user.
    pub user: UserId,
    /// What they do.
    pub role: Role,
    /// The invitation they accepted; none for the first one of a new house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
}

impl Event for MemberJoined {
    const KIND: &'static str = "identity.member_joined";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_member_joined(self, rows, stamp)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "role": self.role, "invitation": self.invitation })
    }
}

/// A member has another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChanged {
    /// The user.
    pub user: UserId,
    /// What they do from now on.
    pub role: Role,
}

impl Event for MemberChanged {
    const KIND: &'static str = "identity.member_changed";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_member_changed(self, rows, stamp)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "role": self.role })
    }
}

/// A member works for the merchant no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRemoved {
    /// The user.
    pub user: UserId,
}

impl Event for MemberRemoved {
    const KIND: &'static str = "identity.member_removed";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_member_removed(self, rows, stamp)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user })
    }
}

/// A user signed in at the merchant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// The user.
    pub user: UserId,
    /// The session that was opened.
    pub session: SessionId,
    /// How they proved who they are.
    pub by: SignInBy,
}

impl Event for SignedIn {
    const KIND: &'static str = "identity.signed_in";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "session": self.session, "by": self.by })
    }
}

/// A session was ended, by its user or by an owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOut {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
}

impl Event for SignedOut {
    const KIND: &'static str = "identity.signed_out";

    fn subject(&self) -> i64 {
        self.user.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "user": self.user, "session": self.session })
    }
}
