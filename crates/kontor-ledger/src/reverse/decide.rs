//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, Date, check_text, limits, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::Reverse;
use crate::events::Booked;
use crate::model::SourceKind;
use crate::post::NewEntry;
use crate::records::{Entry, LedgerTables, PostingRow};
use crate::rules::{self, Draft};

rejects! {
    /// Why an entry is not reversed, in the order of the checks. Behind them come those of
    /// [`rules::Reject`].
    pub enum Reject {
        /// Rule 5.
        BadReason at "reason" => 422, "bad_reversal_reason", "The reason must be 1 to 200 characters of plain text, or left out."
                | "Der Grund hat 1 bis 200 einfache Zeichen, oder er bleibt weg.";
        /// Rule 1.
        UnknownEntry { entry: i64 } => 404, "unknown_entry", "There is no journal entry {entry}: check the number."
                | "Die Buchung {entry} gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 1.
        OfDocument { entry: i64, source: SourceKind } facts(source) => 409, "entry_of_document", "Entry {entry} was booked by a document ({source}): correct that document instead."
                | "Die Buchung {entry} stammt von einem Beleg: berichtigen Sie den Beleg.";
        /// Rule 2.
        IsReversal { entry: i64, reverses: i64 } facts(reverses) => 409, "entry_is_reversal", "Entry {entry} itself reverses entry {reverses}: post what is right as a new entry."
                | "Die Buchung {entry} storniert selbst die Buchung {reverses}: buchen Sie das Richtige neu.";
        /// Rule 3.
        AlreadyReversed { entry: i64, reversed_by: i64 } facts(reversed_by) => 409, "entry_already_reversed", "Entry {entry} is reversed already, by entry {reversed_by}."
                | "Die Buchung {entry} ist schon storniert, durch die Buchung {reversed_by}.";
        /// Rule 4.
        TooEarly { posting_date: Date } at "date", facts(posting_date) => 422, "reversal_too_early", "The entry was posted to {posting_date}: choose that day or a later one."
                | "Die Buchung trägt den {posting_date}: wählen Sie diesen Tag oder einen späteren.";
    }
}

impl Command for Reverse {
    type Answer = NewEntry;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let reason = self.reason()?;
        let of_entry = vec![KeyPart::Int(self.entry)];
        rules::want(desk, self.date, &[]);
        desk.ledger_entries().want(&(self.entry,));
        desk.ledger_postings().want_set(&PostingRow::OF_ENTRY, &of_entry);
        desk.ready()?;
        let number = rules::next_entry(desk)?;
        let entry = desk.ledger_entries().find(&(self.entry,))?;
        let entry = entry.ok_or(Reject::UnknownEntry { entry: self.entry })?;
        self.check(entry)?;
        let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
        let text = format!("Storno zu Buchung {}{reason}: {}", entry.number, entry.text);
        let draft = Draft::new(text, SourceKind::Manual, number, self.date).reverses(entry.number);
        let exchange =
            |draft: Draft, row: &PostingRow| draft.post(row.account, row.side().opposite(), row.amount());
        let postings = desk.ledger_postings().set(&PostingRow::OF_ENTRY, &of_entry)?;
        let draft = postings.into_iter().fold(draft, exchange);
        rules::book(desk, draft)
    }

    fn answer(recorded: &Recorded) -> Result<NewEntry, Fault> {
        let booked = recorded.the::<Booked>()?;
        Ok(NewEntry { number: booked.entry, posting_date: booked.posting_date() })
    }
}

impl Reverse {
    /// Rule 5.
    fn reason(&self) -> Result<Option<&str>, Reject> {
        let checked = self.reason.as_deref().map(|reason| check_text(reason, limits::TEXT_CHARS));
        checked.transpose().map_err(|_| Reject::BadReason)
    }

    fn check(&self, entry: &Entry) -> Result<(), Reject> {
        let number = entry.number;
        if entry.source_kind != SourceKind::Manual {
            return Err(Reject::OfDocument { entry: number, source: entry.source_kind });
        }
        if let Some(reverses) = entry.reverses {
            return Err(Reject::IsReversal { entry: number, reverses });
        }
        if let Some(reversed_by) = entry.reversed_by {
            return Err(Reject::AlreadyReversed { entry: number, reversed_by });
        }
        if self.date < entry.posting_date {
            return Err(Reject::TooEarly { posting_date: entry.posting_date });
        }
        Ok(())
    }
}
