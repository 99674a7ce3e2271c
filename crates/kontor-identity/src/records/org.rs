//! The merchant's own row.

use kontor_kernel::{Currency, Timestamp, Zone};
use kontor_store::desk::Rows;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{OrgChanged, OrgFounded};
use crate::model::{CountryCode, OrgName, TaxStatus};
use crate::profile::Profile;

record! {
    /// The merchant. Its id is the `org_id` of every row.
    pub struct Org in "identity_org", business, kept {
        key {}
        /// The registered name.
        name: OrgName,
        /// Where it has its seat.
        country: CountryCode,
        /// The currency of its books.
        currency: Currency,
        /// The time zone in which its days begin.
        zone: Zone,
        /// When it was founded.
        created_at: Timestamp,
        /// How it is taxed; regularly when nothing was set.
        tax_status: Option<TaxStatus>,
        /// What stands on documents, as JSON; nothing when nothing was set.
        profile: Option<String>,
        /// The position of the last event that changed it; none since it was founded.
        version: Option<i64>,
    }
}

impl Org {
    /// How it is taxed.
    #[must_use]
    pub fn tax_status(&self) -> TaxStatus {
        self.tax_status.unwrap_or(TaxStatus::Regular)
    }

    /// What stands on documents.
    #[must_use]
    pub fn profile(&self) -> Profile {
        self.profile.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

tables! {
    /// The merchant on a desk.
    pub trait IdentityTables, IdentityTablesMut {
        /// The merchant.
        org, org_mut: Org;
    }
}

pub(crate) fn apply_org_founded(event: &OrgFounded, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    rows.org_mut().insert(Org {
        name: event.name.clone(),
        country: event.country,
        currency: event.currency,
        zone: event.zone.clone(),
        created_at: stamp.at,
        tax_status: None,
        profile: None,
        version: None,
    });
    Ok(())
}

pub(crate) fn apply_org_changed(event: &OrgChanged, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    rows.org_mut().change(&(), |org| {
        if let Some(name) = &event.name {
            org.name = name.clone();
        }
        org.tax_status = event.tax_status.or(org.tax_status);
        if let Some(profile) = &event.profile {
            // A struct of texts always becomes JSON.
            org.profile = Some(serde_json::to_string(profile).unwrap_or_default());
        }
        org.version = Some(stamp.position);
    })
}
