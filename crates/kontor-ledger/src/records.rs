//! The tables of this room, and the only place that changes them.

use kontor_kernel::{Amount, Date, Timestamp};
use kontor_store::desk::{KeyPart, Rows};
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{AccountAdded, Booked, NumberTaken, Opened};
use crate::model::{AccountKind, AccountNumber, Chart, Role, Side, SourceKind};

record! {
    /// How a merchant keeps books; there is none before they are opened.
    pub struct Settings in "ledger_settings", business, kept {
        key {}
        /// The published chart that the accounts come from.
        chart: Chart,
        /// The number of the next entry.
        next_entry: i64,
    }
}

record! {
    /// An account of a merchant.
    pub struct Account in "ledger_account", business, kept {
        key {
            /// Its number.
            number: AccountNumber,
        }
        /// Its German name.
        name_de: String,
        /// Its English name.
        name_en: String,
        /// What it measures.
        kind: AccountKind,
        /// The job it does in posting rules, if any.
        role: Option<Role>,
    }
}

record! {
    /// A journal entry. Its postings are rows of their own.
    pub struct Entry in "ledger_entry", business, brief {
        key {
            /// Dense from 1 for each merchant.
            number: i64,
        }
        /// What it is about.
        text: String,
        /// What sort of document it comes from.
        source_kind: SourceKind,
        /// The id of that document; an entry by hand has its own number here.
        source_id: i64,
        /// The date on the document.
        document_date: Date,
        /// When goods or services were supplied, where that matters: tax falls due with it (§ 13 UStG).
        supply_date: Option<Date>,
        /// The day whose balances it moves.
        posting_date: Date,
        /// The entry that this one takes back.
        reverses: Option<i64>,
        /// The entry that takes this one back.
        reversed_by: Option<i64>,
        /// When it was recorded.
        recorded_at: Timestamp,
    }
}

record! {
    /// An amount on one side of an account: the other side is zero.
    pub struct PostingRow in "ledger_posting", business, brief {
        key {
            /// The entry.
            entry: i64,
            /// Its place in the entry, from 0.
            line: i32,
        }
        /// The account.
        account: AccountNumber,
        /// The amount, if it stands on the debit side.
        debit: Amount,
        /// The amount, if it stands on the credit side.
        credit: Amount,
    }
    sets {
        /// All postings of one entry.
        OF_ENTRY(entry: i64) where "" => |row| Some(vec![KeyPart::Int(row.entry)]);
    }
}

record! {
    /// What an account moved on one posting date.
    pub struct Balance in "ledger_balance", business, kept {
        key {
            /// The account.
            account: AccountNumber,
            /// The posting date.
            day: Date,
        }
        /// The sum of the debit side.
        debit: Amount,
        /// The sum of the credit side.
        credit: Amount,
    }
}

record! {
    /// A series of document numbers without gaps, such as the invoices of one year.
    pub struct Series in "ledger_series", business, kept {
        key {
            /// Its name: `invoice-2026`.
            name: String,
        }
        /// What stands before the number: `RE-2026-`.
        prefix: String,
        /// How many digits a number has at least.
        digits: u16,
        /// The next number.
        next: i64,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait LedgerTables, LedgerTablesMut {
        /// Chart and next entry.
        ledger_settings, ledger_settings_mut: Settings;
        /// Accounts.
        ledger_accounts, ledger_accounts_mut: Account;
        /// Entries.
        ledger_entries, ledger_entries_mut: Entry;
        /// Postings.
        ledger_postings, ledger_postings_mut: PostingRow;
        /// Movements per account and day.
        ledger_balances, ledger_balances_mut: Balance;
        /// Number series.
        ledger_series, ledger_series_mut: Series;
    }
}

/// The accounts whose balance must be what the documents say.
const KEPT_BY_DOCUMENTS: [Role; 2] = [Role::Receivables, Role::Stock];

impl Account {
    /// Whether its balance is what documents say, so that nobody posts to it by hand.
    #[must_use]
    pub fn is_kept_by_documents(&self) -> bool {
        self.role.is_some_and(|role| KEPT_BY_DOCUMENTS.contains(&role))
    }
}

impl PostingRow {
    /// Which side it stands on.
    #[must_use]
    pub fn side(&self) -> Side {
        if self.credit == Amount::ZERO { Side::Debit } else { Side::Credit }
    }

    /// How much.
    #[must_use]
    pub fn amount(&self) -> Amount {
        match self.side() {
            Side::Debit => self.debit,
            Side::Credit => self.credit,
        }
    }
}

impl Balance {
    /// The movement with one more posting; `None` beyond the largest amount.
    pub(crate) fn with(&self, side: Side, amount: Amount) -> Option<Self> {
        let mut moved = self.clone();
        let sum = match side {
            Side::Debit => &mut moved.debit,
            Side::Credit => &mut moved.credit,
        };
        *sum = sum.checked_add(amount)?;
        Some(moved)
    }

    /// No movement.
    pub(crate) fn nothing(account: AccountNumber, day: Date) -> Self {
        Self { account, day, debit: Amount::ZERO, credit: Amount::ZERO }
    }
}

pub(crate) fn apply_opened(event: &Opened, rows: &mut Rows) -> Result<(), Stop> {
    rows.ledger_settings_mut().insert(Settings { chart: event.chart, next_entry: 1 });
    for account in &event.accounts {
        rows.ledger_accounts_mut().insert(account.row());
    }
    Ok(())
}

pub(crate) fn apply_account_added(event: &AccountAdded, rows: &mut Rows) -> Result<(), Stop> {
    rows.ledger_accounts_mut().insert(event.account.row());
    Ok(())
}

pub(crate) fn apply_booked(event: &Booked, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let day = event.posting_date();
    // All at once, so that a long entry is not loaded line by line.
    for posting in &event.postings {
        rows.ledger_balances().want(&(posting.account, day));
    }
    let next_entry = event.entry.saturating_add(1);
    rows.ledger_settings_mut().change(&(), |settings| settings.next_entry = next_entry)?;
    for (posting, line) in event.postings.iter().zip(0_i32..) {
        let (account, amount) = (posting.account, posting.amount);
        let (debit, credit) = match posting.side {
            Side::Debit => (amount, Amount::ZERO),
            Side::Credit => (Amount::ZERO, amount),
        };
        rows.ledger_postings_mut().insert(PostingRow { entry: event.entry, line, account, debit, credit });
        let moved = rows.ledger_balances_mut().upsert(
            &(account, day),
            || Balance::nothing(account, day),
            |balance| balance.with(posting.side, amount).map(|moved| *balance = moved),
        )?;
        moved.ok_or_else(|| Stop::Broken(format!("account {account} moves beyond all bounds on {day}")))?;
    }
    rows.ledger_entries_mut().insert(Entry {
        number: event.entry,
        text: event.text.clone(),
        source_kind: event.source_kind,
        source_id: event.source_id,
        document_date: event.document_date,
        supply_date: event.supply_date,
        posting_date: day,
        reverses: event.reverses,
        reversed_by: None,
        recorded_at: stamp.at,
    });
    if let Some(reversed) = event.reverses {
        rows.ledger_entries_mut().change(&(reversed,), |entry| entry.reversed_by = Some(event.entry))?;
    }
    Ok(())
}

pub(crate) fn apply_number_taken(event: &NumberTaken, rows: &mut Rows) -> Result<(), Stop> {
    let next = event.number.saturating_add(1);
    if let Some(format) = &event.format {
        rows.ledger_series_mut().insert(Series {
            name: event.series.clone(),
            prefix: format.prefix.clone(),
            digits: format.digits,
            next,
        });
        return Ok(());
    }
    rows.ledger_series_mut().change(&(event.series.clone(),), |series| series.next = next)
}
