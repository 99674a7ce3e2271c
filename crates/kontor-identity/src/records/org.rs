//! The merchant's own row.

use kontor_kernel::{Currency, Timestamp, Zone};
use kontor_store::desk::Rows;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::OrgFounded;
use crate::model::{CountryCode, OrgName};

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
    });
    Ok(())
}
