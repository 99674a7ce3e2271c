//! The account sheet (*Kontenblatt*): what moved one account, newest first, with its balance behind each posting.
//!
//! *As a bookkeeper I walk an account down from its balance to the entries and documents that made it, so that I see
//! where a figure comes from.*
//!
//! 1. A page is a range of the account's index, however many postings it has.
//! 2. The balance of the first page is summed from the movements per day. Each further page begins where the page before
//!    ended: its cursor carries the balance, for entries are only ever added at the end.

pub mod page;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Amount, Date};
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{AccountNumber, SourceKind};
use crate::records::Account;

const ACCOUNT: &str = "org_id = $1 AND number = $2";

// The keys of a page are found first, from the index that holds them, as in the list of entries. The sum stands in the
// same statement, so that it is of the same moment.
const FIRST: &str = "SELECT p.entry, p.line, p.debit, p.credit, e.text, e.posting_date, e.source_kind, e.source_id, \
     (SELECT CAST(SUM(debit) - SUM(credit) AS BIGINT) FROM ledger_balance WHERE org_id = $1 AND account = $2) AS total \
     FROM (SELECT entry, line FROM ledger_posting WHERE org_id = $1 AND account = $2 \
     ORDER BY entry DESC, line DESC LIMIT $3) AS k \
     JOIN ledger_posting p ON p.org_id = $1 AND p.entry = k.entry AND p.line = k.line \
     JOIN ledger_entry e ON e.org_id = $1 AND e.number = k.entry ORDER BY p.entry DESC, p.line DESC";
const FURTHER: &str = "SELECT p.entry, p.line, p.debit, p.credit, e.text, e.posting_date, e.source_kind, e.source_id \
     FROM (SELECT entry, line FROM ledger_posting WHERE org_id = $1 AND account = $2 AND (entry, line) < ($4, $5) \
     ORDER BY entry DESC, line DESC LIMIT $3) AS k \
     JOIN ledger_posting p ON p.org_id = $1 AND p.entry = k.entry AND p.line = k.line \
     JOIN ledger_entry e ON e.org_id = $1 AND e.number = k.entry ORDER BY p.entry DESC, p.line DESC";

/// A page of an account sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The account.
    pub account: Account,
    /// The balance behind the first line of this page: debit less credit.
    pub balance: Amount,
    /// What moved it, newest first.
    pub lines: Vec<SheetLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<SheetCursor>,
}

/// One posting of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The entry.
    pub entry: i64,
    /// Its place in the entry, from 0.
    pub line: i32,
    /// What the entry is about.
    pub text: String,
    /// The day whose balances it moves.
    pub posting_date: Date,
    /// What sort of document the entry comes from.
    pub source_kind: SourceKind,
    /// The id of that document.
    pub source_id: i64,
    /// The amount, if it stands on the debit side; else zero.
    pub debit: Amount,
    /// The amount, if it stands on the credit side; else zero.
    pub credit: Amount,
    /// The account's balance behind it, in the order of the entries: debit less credit.
    pub balance: Amount,
}

/// Where a page of an account sheet ended: `entry.line.balance`, the balance being the one before that posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetCursor {
    entry: i64,
    line: i32,
    balance: Amount,
}

/// The text was not made by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the cursor of an account sheet as it was given")]
pub struct BadSheetCursor;

impl fmt::Display for SheetCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.entry, self.line, self.balance.minor())
    }
}

impl FromStr for SheetCursor {
    type Err = BadSheetCursor;

    fn from_str(text: &str) -> Result<Self, BadSheetCursor> {
        let mut parts = text.split('.').map(str::parse::<i64>);
        let (Some(Ok(entry)), Some(Ok(line)), Some(Ok(balance)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadSheetCursor);
        };
        let line = i32::try_from(line).map_err(|_| BadSheetCursor)?;
        Ok(Self { entry, line, balance: Amount::new(balance) })
    }
}

/// A page of an account's sheet; none where there is no such account.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    account: AccountNumber,
    after: Option<SheetCursor>,
    size: usize,
) -> Result<Option<Sheet>, Fault> {
    let key = vec![org.into(), Value::of(&account)];
    let Some(account) = reads.records::<Account>(ACCOUNT, key.clone()).await?.into_iter().next() else {
        return Ok(None);
    };
    let mut params = key;
    params.push(db::one_more(size).into());
    let statement = match after {
        None => FIRST,
        Some(SheetCursor { entry, line, .. }) => {
            params.extend([entry.into(), i64::from(line).into()]);
            FURTHER
        }
    };
    let mut lines = Vec::with_capacity(size);
    let mut balance = after.map(|after| after.balance);
    let mut left = balance.unwrap_or_default();
    for mut row in reads.query(statement, params).await? {
        let mut line = SheetLine {
            entry: row.take()?,
            line: row.take()?,
            debit: row.take()?,
            credit: row.take()?,
            text: row.take()?,
            posting_date: row.take()?,
            source_kind: row.take()?,
            source_id: row.take()?,
            balance: Amount::ZERO,
        };
        if balance.is_none() {
            left = row.take()?;
            balance = Some(left);
        }
        line.balance = left;
        left = before(&line);
        lines.push(line);
    }
    let has_more = lines.len() > size;
    lines.truncate(size);
    let next = lines.last().filter(|_| has_more).map(|last| SheetCursor {
        entry: last.entry,
        line: last.line,
        balance: before(last),
    });
    Ok(Some(Sheet { account, balance: balance.unwrap_or_default(), lines, next }))
}

/// The balance before a posting. A total of many years may be wider than the amount of a document.
fn before(line: &SheetLine) -> Amount {
    let after = line.balance.minor();
    Amount::new(after.saturating_sub(line.debit.minor()).saturating_add(line.credit.minor()))
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<Account>(ACCOUNT), FIRST.to_owned(), FURTHER.to_owned()]
}
