//! The decision: pure, from the row it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::AddLocation;
use crate::events::LocationAdded;
use crate::model::LocationCode;
use crate::records::InventoryTables;

rejects! {
    /// Why a location is not added.
    pub enum Reject {
        /// Rule 1.
        LocationExists { code: LocationCode } at "code" => 409, "location_exists", "There is a location {code} already: choose another code."
                | "Den Standort {code} gibt es schon: wählen Sie ein anderes Kürzel.";
    }
}

impl Command for AddLocation {
    type Answer = LocationAdded;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.locations().want(&(self.code,));
        desk.ready()?;
        if desk.locations().find(&(self.code,))?.is_some() {
            return Err(Reject::LocationExists { code: self.code }.into());
        }
        desk.record(LocationAdded { code: self.code, name: self.name.clone() })
    }

    fn answer(recorded: &Recorded) -> Result<LocationAdded, Fault> {
        recorded.the::<LocationAdded>().cloned()
    }
}
