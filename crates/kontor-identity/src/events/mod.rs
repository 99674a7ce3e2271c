//! What happened to merchants, tokens and people. Released shapes: never edited, only followed by a new version.

mod house;
mod member;

pub use house::{
    LinkMade, PasskeyAdded, PasskeyRemoved, PasswordChanged, SecondStepOff, SecondStepOn,
    SignedOutEverywhere, UserCreated,
};
pub use member::{
    InvitationWithdrawn, MemberChanged, MemberInvited, MemberJoined, MemberRemoved, SignedIn, SignedOut,
};

use kontor_kernel::{Currency, Zone};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{CountryCode, OrgId, OrgName, TaxStatus, TokenId, TokenName};
use crate::permissions::{Role, Scopes};
use crate::profile::Profile;
use crate::records;

/// A merchant was founded: the first event of its journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgFounded {
    /// The merchant.
    pub org: OrgId,
    /// Its registered name.
    pub name: OrgName,
    /// Where it has its seat.
    pub country: CountryCode,
    /// The currency of its books.
    pub currency: Currency,
    /// The time zone in which its days begin.
    pub zone: Zone,
}

impl Event for OrgFounded {
    const KIND: &'static str = "identity.org_founded";

    fn subject(&self) -> i64 {
        self.org.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_org_founded(self, rows, stamp)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({
            "org": self.org,
            "name": self.name,
            "country": self.country,
            "currency": self.currency,
            "zone": self.zone,
        })
    }
}

/// The merchant's settings were changed. What is absent stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgChanged {
    /// The merchant.
    pub org: OrgId,
    /// The registered name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<OrgName>,
    /// How it is taxed from the next order on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_status: Option<TaxStatus>,
    /// What stands on documents, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
}

impl Event for OrgChanged {
    const KIND: &'static str = "identity.org_changed";

    fn subject(&self) -> i64 {
        self.org.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_org_changed(self, rows, stamp)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "org": self.org, "name": self.name, "tax_status": self.tax_status, "profile": self.profile })
    }
}

/// A token was made. Its row lies beside the journal, so a replay makes none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenCreated {
    /// The token.
    pub token: TokenId,
    /// What it is for.
    pub name: TokenName,
    /// What its bearer does.
    pub role: Role,
    /// What of the role it may do; all when empty.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub scopes: Scopes,
}

impl Event for TokenCreated {
    const KIND: &'static str = "identity.token_created";

    fn subject(&self) -> i64 {
        self.token.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "token": self.token, "name": self.name, "role": self.role, "scopes": self.scopes })
    }
}

/// A token was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRevoked {
    /// The token.
    pub token: TokenId,
}

impl Event for TokenRevoked {
    const KIND: &'static str = "identity.token_revoked";

    fn subject(&self) -> i64 {
        self.token.raw()
    }

    fn apply(&self, rows: &mut Rows, _stamp: &Stamp) -> Result<(), Stop> {
        records::apply_beside_the_journal(rows)
    }

    fn publish(&self, _currency: Currency) -> Value {
        json!({ "token": self.token })
    }
}

/// The events that stand in the house's own journal: no merchant's feed shows them.
pub const OF_THE_HOUSE: &[&str] = &[
    UserCreated::KIND,
    PasswordChanged::KIND,
    SignedOutEverywhere::KIND,
    SecondStepOn::KIND,
    SecondStepOff::KIND,
    PasskeyAdded::KIND,
    PasskeyRemoved::KIND,
    LinkMade::KIND,
];

events![
    OrgFounded,
    OrgChanged,
    TokenCreated,
    TokenRevoked,
    MemberInvited,
    InvitationWithdrawn,
    MemberJoined,
    MemberChanged,
    MemberRemoved,
    SignedIn,
    SignedOut,
    UserCreated,
    PasswordChanged,
    SignedOutEverywhere,
    SecondStepOn,
    SecondStepOff,
    PasskeyAdded,
    PasskeyRemoved,
    LinkMade,
];
