//! Rules that features here and rooms above share: opening the books, booking an entry, taking a document number. Pure.

mod postings;
mod series;

use kontor_kernel::{Amount, Date, limits, rejects};
use kontor_store::{Desk, Stop};

pub use postings::{EntryDraft, Target, Unbalanced, balanced};
pub use series::{next_number, want_number};

use crate::chart;
use crate::events::{Booked, NewAccount, Opened};
use crate::model::{AccountNumber, Chart, Posting, Role, Side, SourceKind};
use crate::records::{Balance, LedgerTables};

rejects! {
    /// Why nothing is booked, in the order of the checks.
    pub enum Reject {
        /// The books are opened once.
        AlreadyOpen { chart: Chart } facts(chart) => 409, "ledger_already_open", "The books are open already, on {chart}: a chart can't be changed once it is in use."
                | "Die Bücher sind schon eröffnet, nach {chart}: ein Kontenrahmen wird nicht mehr gewechselt, wenn er in Gebrauch ist.";
        /// Nothing is booked before.
        NotOpen => 409, "ledger_not_open", "The books are not open yet: choose a chart of accounts for the merchant first."
                | "Die Bücher sind noch nicht eröffnet: wählen Sie zuerst einen Kontenrahmen.";
        /// An account by its number.
        UnknownAccount { account: AccountNumber } facts(account) => 422, "unknown_account", "There is no account {account}: choose one of the merchant's accounts, or add it."
                | "Das Konto {account} gibt es nicht: wählen Sie ein vorhandenes, oder legen Sie es an.";
        /// What one account moves on one day has a bound, as every amount.
        MovesTooMuch { account: AccountNumber, day: Date } facts(account, day) => 422, "account_moves_too_much", "With this, account {account} would move more than ten million million on {day}: correct the amounts."
                | "Damit bewegte sich das Konto {account} am {day} um mehr als zehn Billionen: berichtigen Sie die Beträge.";
    }
}

/// An entry to book, written by a posting rule. Amounts of zero are dropped, negative ones stand on the other side,
/// the same side of the same account is added up.
#[derive(Debug, Clone)]
pub struct Draft {
    text: String,
    source_kind: SourceKind,
    source_id: i64,
    document_date: Date,
    supply_date: Option<Date>,
    reverses: Option<i64>,
    lines: Vec<(Target, Side, Amount)>,
}

impl Draft {
    /// An empty entry about a document. The text names the document and never a person: it stands in the journal for
    /// ever. Control characters become blanks, and what is longer than a text may be is cut.
    #[must_use]
    pub fn new(
        text: impl Into<String>,
        source_kind: SourceKind,
        source_id: i64,
        document_date: Date,
    ) -> Self {
        let mut text: String = text.into();
        if text.len() > limits::TEXT_CHARS || text.chars().any(char::is_control) {
            let plain = |char: char| if char.is_control() { ' ' } else { char };
            text = text.chars().take(limits::TEXT_CHARS).map(plain).collect();
        }
        Self {
            text,
            source_kind,
            source_id,
            document_date,
            supply_date: None,
            reverses: None,
            lines: Vec::with_capacity(4),
        }
    }

    /// The day of supply, where it matters for tax.
    #[must_use]
    pub fn supply_date(mut self, supplied: Date) -> Self {
        self.supply_date = Some(supplied);
        self
    }

    /// Adds to the debit side of an account, named by its [`Role`] or its number.
    #[must_use]
    pub fn debit(self, target: impl Into<Target>, amount: Amount) -> Self {
        self.post(target, Side::Debit, amount)
    }

    /// Adds to the credit side of an account, named by its [`Role`] or its number.
    #[must_use]
    pub fn credit(self, target: impl Into<Target>, amount: Amount) -> Self {
        self.post(target, Side::Credit, amount)
    }

    /// Adds to a side.
    #[must_use]
    pub fn post(mut self, target: impl Into<Target>, side: Side, amount: Amount) -> Self {
        self.lines.push((target.into(), side, amount));
        self
    }

    /// The entry takes back another one.
    pub(crate) fn reverses(mut self, entry: i64) -> Self {
        self.reverses = Some(entry);
        self
    }

    fn postings(&self, chart: Chart) -> Result<Vec<Posting>, Unbalanced> {
        let entry = EntryDraft::new(chart);
        let post = |entry: EntryDraft, (target, side, amount): &(Target, Side, Amount)| {
            entry.post(*target, *side, *amount)
        };
        self.lines.iter().fold(entry, post).finish()
    }
}

/// Names what [`book`] and [`open`] need.
///
/// `roles` are those whose accounts the entry will move on `day`. They are found by the merchant's chart, so the very
/// first command of a batch needs one round more; `book` asks for what was not named.
pub fn want(desk: &Desk, day: Date, roles: &[Role]) {
    desk.ledger_settings().want(&());
    let Ok(Some(settings)) = desk.ledger_settings().find(&()) else { return };
    for role in roles {
        want_account(desk, chart::by_role(settings.chart, *role).number, day);
    }
}

/// Names an account and its movement of a day.
pub(crate) fn want_account(desk: &Desk, account: AccountNumber, day: Date) {
    desk.ledger_accounts().want(&(account,));
    desk.ledger_balances().want(&(account, day));
}

/// The number that the next entry gets.
///
/// # Errors
/// `Stop::Need` when the settings are not in hand; [`Reject::NotOpen`].
pub(crate) fn next_entry(desk: &Desk) -> Result<i64, Stop> {
    let settings = desk.ledger_settings().find(&())?.ok_or(Reject::NotOpen)?;
    Ok(settings.next_entry)
}

/// Books an entry: all of it or nothing. An entry without an amount is none, and nothing is recorded.
///
/// It is posted to the document's date. Several entries in one command get numbers in their order.
///
/// # Errors
/// `Stop::Need` when accounts or their movements of the day are not in hand, `Stop::Refused` with a [`Reject`],
/// `Stop::Broken` when the entry doesn't balance, which is a mistake in a posting rule.
pub fn book(desk: &mut Desk, draft: Draft) -> Result<(), Stop> {
    let settings = desk.ledger_settings().find(&())?.ok_or(Reject::NotOpen)?;
    let entry = settings.next_entry;
    let postings = draft
        .postings(settings.chart)
        .map_err(|unbalanced| Stop::Broken(format!("{}: {unbalanced}", draft.text)))?;
    if postings.is_empty() {
        return Ok(());
    }
    let day = draft.document_date;
    postings.iter().for_each(|posting| want_account(desk, posting.account, day));
    desk.ready()?;
    check(desk, &postings, day)?;
    desk.record(Booked {
        entry,
        text: draft.text,
        source_kind: draft.source_kind,
        source_id: draft.source_id,
        document_date: draft.document_date,
        supply_date: draft.supply_date,
        posting_date: None,
        reverses: draft.reverses,
        postings,
    })
}

/// Each account exists and can move so much.
fn check(desk: &Desk, postings: &[Posting], day: Date) -> Result<(), Stop> {
    for (index, posting) in postings.iter().enumerate() {
        let account = posting.account;
        if desk.ledger_accounts().find(&(account,))?.is_none() {
            return Err(Reject::UnknownAccount { account }.into());
        }
        let moved = match desk.ledger_balances().find(&(account, day))? {
            Some(balance) => balance.with(posting.side, posting.amount),
            None => Balance::nothing(account, day).with(posting.side, posting.amount),
        };
        // The same side of an account occurs twice only where the sum is no amount any more.
        let is_same = |before: &Posting| before.account == account && before.side == posting.side;
        if moved.is_none() || postings.iter().take(index).any(is_same) {
            return Err(Reject::MovesTooMuch { account, day }.into());
        }
    }
    Ok(())
}

/// Opens the books on a published chart: the merchant gets all its accounts.
///
/// # Errors
/// `Stop::Need` when it is not known whether they are open; [`Reject::AlreadyOpen`].
pub fn open(desk: &mut Desk, chart: Chart) -> Result<(), Stop> {
    if let Some(settings) = desk.ledger_settings().find(&())? {
        return Err(Reject::AlreadyOpen { chart: settings.chart }.into());
    }
    let accounts = chart::accounts(chart).iter().map(NewAccount::from).collect();
    desk.record(Opened { chart, accounts })
}
