//! The decision: pure, from the row it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeLocation;
use crate::events::LocationChanged;
use crate::model::LocationCode;
use crate::records::InventoryTables;

rejects! {
    /// Why a location is not changed.
    pub enum Reject {
        /// Rule 1.
        NothingToChange => 422, "nothing_to_change", "Nothing is given to change: send name or closed."
                | "Es ist nichts angegeben, was sich ändern soll.";
        /// Rule 2.
        UnknownLocation => 404, "unknown_location", "There is no such location: check the code."
                | "Diesen Standort gibt es nicht: prüfen Sie das Kürzel.";
        /// Rule 3.
        MainStaysOpen at "closed" => 409, "main_stays_open", "The location main stays open: it is where stock lies if nothing else is said."
                | "Der Standort main bleibt offen: dort liegt Ware, wenn nichts anderes gesagt ist.";
    }
}

impl Command for ChangeLocation {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        if self.name.is_none() && self.closed.is_none() {
            return Err(Reject::NothingToChange.into());
        }
        desk.locations().want(&(self.code,));
        desk.ready()?;
        let location = desk.locations().find(&(self.code,))?.ok_or(Reject::UnknownLocation)?;
        if self.code == LocationCode::MAIN && self.closed == Some(true) {
            return Err(Reject::MainStaysOpen.into());
        }
        let changed = LocationChanged {
            code: self.code,
            name: self.name.clone().filter(|name| *name != location.name),
            closed: self.closed.filter(|closed| *closed != location.closed_at.is_some()),
        };
        if changed.name.is_none() && changed.closed.is_none() { Ok(()) } else { desk.record(changed) }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
