//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Amount, Context, check_text, limits, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Line, NewEntry, Post};
use crate::events::Booked;
use crate::model::{AccountNumber, Side, SourceKind};
use crate::records::LedgerTables;
use crate::rules::{self, Draft};

rejects! {
    /// Why an entry by hand is not posted, in the order of the checks. Behind them come those of
    /// [`rules::Reject`].
    pub enum Reject {
        /// Rule 1.
        BadText at "text" => 422, "bad_entry_text", "The text must be 1 to 200 characters of plain text: say what the entry is about."
                | "Der Text hat 1 bis 200 einfache Zeichen: sagen Sie, worum es bei der Buchung geht.";
        /// Rule 2.
        LineCount { count: usize } at "lines", facts(count) => 422, "bad_line_count", "An entry has 2 to 500 lines, this one has {count}: add the other side, or split it."
                | "Eine Buchung hat 2 bis 500 Zeilen, diese hat {count}: ergänzen Sie die andere Seite, oder teilen Sie sie auf.";
        /// Rule 3.
        NotOneSide { line: usize } at "lines/{line}" => 422, "line_not_one_sided", "Each line has either a debit or a credit: fill in one of them."
                | "Jede Zeile hat entweder Soll oder Haben: füllen Sie eines davon aus.";
        /// Rule 3.
        NotPositive { line: usize } at "lines/{line}" => 422, "line_not_positive", "An amount must be more than zero: what would be less goes on the other side."
                | "Ein Betrag ist größer als null: was kleiner wäre, gehört auf die andere Seite.";
        /// Rule 4.
        OneSided at "lines" => 422, "entry_one_sided", "An entry has debits and credits, this one has one side only: add the other."
                | "Eine Buchung hat Soll und Haben, diese nur eine Seite: ergänzen Sie die andere.";
        /// Rule 4.
        Unbalanced { debit: String, credit: String } at "lines", facts(debit, credit) => 422, "entry_unbalanced", "Debits of {debit} and credits of {credit} must be the same: correct the amounts."
                | "Soll ({debit}) und Haben ({credit}) müssen gleich sein: berichtigen Sie die Beträge.";
        /// Rule 5.
        UnknownAccount { line: usize, account: AccountNumber } at "lines/{line}/account", facts(account) => 422, "unknown_account", "There is no account {account}: choose one of the merchant's accounts, or add it."
                | "Das Konto {account} gibt es nicht: wählen Sie ein vorhandenes, oder legen Sie es an.";
        /// Rule 5.
        KeptByDocuments { line: usize, account: AccountNumber } at "lines/{line}/account", facts(account) => 422, "account_kept_by_documents", "Account {account} is kept by invoices, payments and goods movements: make or correct the document instead."
                | "Das Konto {account} wird von Rechnungen, Zahlungen und Warenbewegungen geführt: erstellen oder berichtigen Sie den Beleg.";
    }
}

/// The fewest lines.
const LINES_MIN: usize = 2;
/// The most lines.
const LINES_MAX: usize = 500;

impl Command for Post {
    type Answer = NewEntry;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let sides = self.check()?;
        rules::want(desk, self.date, &[]);
        for line in &self.lines {
            rules::want_account(desk, line.account, self.date);
        }
        desk.ready()?;
        let number = rules::next_entry(desk)?;
        self.check_accounts(desk)?;
        let draft = Draft::new(self.text.trim(), SourceKind::Manual, number, self.date);
        let post = |draft: Draft, (line, (side, amount)): (&Line, (Side, Amount))| {
            draft.post(line.account, side, amount)
        };
        rules::book(desk, self.lines.iter().zip(sides).fold(draft, post))
    }

    fn answer(recorded: &Recorded) -> Result<NewEntry, Fault> {
        let booked = recorded.the::<Booked>()?;
        Ok(NewEntry { number: booked.entry, posting_date: booked.posting_date() })
    }
}

impl Post {
    /// Rules 1 to 4, which need no rows: the side and the amount of each line.
    fn check(&self) -> Result<Vec<(Side, Amount)>, Reject> {
        check_text(&self.text, limits::TEXT_CHARS).map_err(|_| Reject::BadText)?;
        let count = self.lines.len();
        if !(LINES_MIN..=LINES_MAX).contains(&count) {
            return Err(Reject::LineCount { count });
        }
        let sides: Vec<_> = self.lines.iter().enumerate().map(one_side).collect::<Result<_, _>>()?;
        let sum = |wanted| {
            sides
                .iter()
                .filter(|(side, _)| *side == wanted)
                .map(|(_, amount)| i128::from(amount.minor()))
                .sum::<i128>()
        };
        let (debit, credit) = (sum(Side::Debit), sum(Side::Credit));
        if debit == 0 || credit == 0 {
            return Err(Reject::OneSided);
        }
        if debit != credit {
            // Only a sum that no amount can hold is cut here, and only in this sentence.
            let text = |sum| Amount::new(i64::try_from(sum).unwrap_or(i64::MAX)).text(self.currency);
            return Err(Reject::Unbalanced { debit: text(debit), credit: text(credit) });
        }
        Ok(sides)
    }

    /// Rule 5.
    fn check_accounts(&self, desk: &Desk) -> Result<(), Stop> {
        for (index, line) in self.lines.iter().enumerate() {
            let number = line.account;
            let Some(account) = desk.ledger_accounts().find(&(number,))? else {
                return Err(Reject::UnknownAccount { line: index, account: number }.into());
            };
            if account.is_kept_by_documents() {
                return Err(Reject::KeptByDocuments { line: index, account: number }.into());
            }
        }
        Ok(())
    }
}

/// Rule 3.
fn one_side((index, line): (usize, &Line)) -> Result<(Side, Amount), Reject> {
    let (side, amount) = match (line.debit, line.credit) {
        (Some(amount), None) => (Side::Debit, amount),
        (None, Some(amount)) => (Side::Credit, amount),
        (None, None) | (Some(_), Some(_)) => return Err(Reject::NotOneSide { line: index }),
    };
    if amount > Amount::ZERO { Ok((side, amount)) } else { Err(Reject::NotPositive { line: index }) }
}
