//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, check_lines, limits, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::journal::Sha256Digest;
use kontor_store::own::{Note, OwnTables};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::WriteNote;
use crate::events::Noted;
use crate::model::NoteId;
use crate::records::CustomerTables;
use crate::rules;

rejects! {
    /// Why a note is not written; behind them [`rules::ClosedReject`].
    pub enum Reject {
        /// Rule 2.
        BadNote at "text" => 422, "bad_note", "A note has 1 to 2000 characters of plain text: shorten it or write something."
                | "Eine Notiz hat 1 bis 2000 Zeichen Text: kürzen Sie sie, oder schreiben Sie etwas.";
        /// Rule 1.
        UnknownCustomer => 404, "unknown_customer", "There is no such customer: check the id."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 3.
        TooManyNotes => 409, "too_many_notes", "There are 1000 notes already: remove some that nobody needs any more."
                | "Es gibt schon 1000 Notizen: entfernen Sie welche, die niemand mehr braucht.";
    }
}

impl Command for WriteNote {
    type Answer = NoteId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let text = check_lines(&self.text, limits::NOTE_CHARS).map_err(|_| Reject::BadNote)?;
        let all = vec![KeyPart::of(&self.customer)];
        desk.customers().want(&(self.customer,));
        desk.notes().want_set(&Note::OF_SUBJECT, &all);
        desk.ready()?;
        let customer = desk.customers().find(&(self.customer,))?.ok_or(Reject::UnknownCustomer)?;
        rules::check_open(customer)?;
        let count = desk.notes().set(&Note::OF_SUBJECT, &all)?.len();
        if i64::try_from(count).unwrap_or(i64::MAX) >= limits::NOTES {
            return Err(Reject::TooManyNotes.into());
        }
        let note = Note {
            id: context.id(),
            subject: self.customer.raw(),
            text,
            salt: self.salt.to_vec(),
            author: context.actor.clone(),
            written_at: context.now,
        };
        let (customer, id) = (self.customer, NoteId::new(note.id));
        let noted = Noted { customer, note: id, digest: Sha256Digest(note.digest()) };
        desk.put_side(note);
        desk.record(noted)
    }

    fn answer(recorded: &Recorded) -> Result<NoteId, Fault> {
        recorded.the::<Noted>().map(|noted| noted.note)
    }
}
