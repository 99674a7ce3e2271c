//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::FoundOrg;
use crate::events::OrgFounded;
use crate::model::OrgId;
use crate::records::IdentityTables;

rejects! {
    /// Why a merchant is not founded.
    pub enum Reject {
        /// Rule 1.
        OrgExists => 409, "org_exists", "This merchant exists already: found the next one under an id of its own."
                | "Diesen Mandanten gibt es schon: gründen Sie den nächsten unter eigener Nummer.";
    }
}

impl Command for FoundOrg {
    type Answer = OrgId;

    fn decide(&self, desk: &mut Desk, _context: &Context) -> Result<(), Stop> {
        desk.org().want(&());
        desk.ready()?;
        if desk.org().find(&())?.is_some() {
            return Err(Reject::OrgExists.into());
        }
        desk.record(OrgFounded {
            org: self.org,
            name: self.name.clone(),
            country: self.country,
            currency: self.currency,
            zone: self.zone.clone(),
        })
    }

    fn answer(recorded: &Recorded) -> Result<OrgId, Fault> {
        recorded.the::<OrgFounded>().map(|founded| founded.org)
    }
}
