//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::own::OwnTables;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::RemoveNote;
use crate::events::NoteRemoved;
use crate::model::{CustomerId, NoteId};
use crate::records::CustomerTables;

rejects! {
    /// Why a note is not removed.
    pub enum Reject {
        /// Rule 1.
        UnknownNote => 404, "unknown_note", "There is no such note: it may have been removed already."
                | "Diese Notiz gibt es nicht: vielleicht ist sie schon entfernt.";
    }
}

impl Command for RemoveNote {
    type Answer = NoteId;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        desk.notes().want(&(self.note.raw(),));
        desk.ready()?;
        let note = desk.notes().find(&(self.note.raw(),))?.ok_or(Reject::UnknownNote)?;
        let customer = CustomerId::new(note.subject);
        desk.customers().want(&(customer,));
        desk.ready()?;
        if desk.customers().find(&(customer,))?.is_none() {
            return Err(Reject::UnknownNote.into());
        }
        desk.remove_side::<kontor_store::own::Note>((self.note.raw(),));
        desk.record(NoteRemoved { customer, note: self.note })
    }

    fn answer(recorded: &Recorded) -> Result<NoteId, Fault> {
        recorded.the::<NoteRemoved>().map(|removed| removed.note)
    }
}
