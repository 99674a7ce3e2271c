//! See journal entries: one by its number, or all of them, newest first.

pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{AccountNumber, SourceKind};
use crate::records::{Entry, PostingRow};

const ONE: &str = "org_id = $1 AND number = $2";
const POSTINGS_OF_ONE: &str = "org_id = $1 AND entry = $2 ORDER BY line";
// The numbers of a page are found first, from an index that holds them: SQLite would rather walk through all entries
// than follow an index to whole rows.
const ALL: &str = "SELECT number FROM ledger_entry WHERE org_id = $1 AND number < $2 \
     ORDER BY number DESC LIMIT $3";
const OF_KIND: &str = "SELECT number FROM ledger_entry WHERE org_id = $1 AND source_kind = $4 AND number < $2 \
     ORDER BY number DESC LIMIT $3";
const OF_DOCUMENT: &str = "SELECT number FROM ledger_entry WHERE org_id = $1 AND source_id = $4 AND number < $2 \
     ORDER BY number DESC LIMIT $3";
const OF_ACCOUNT: &str = "SELECT DISTINCT entry FROM ledger_posting WHERE org_id = $1 AND account = $4 AND entry < $2 \
     ORDER BY entry DESC LIMIT $3";

/// A journal entry with its postings in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeEntry {
    /// The entry.
    pub entry: Entry,
    /// Its postings.
    pub postings: Vec<PostingRow>,
}

/// Which entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those from one sort of document.
    Kind(SourceKind),
    /// Those of one document, by its id.
    Document(i64),
    /// Those that move one account.
    Account(AccountNumber),
}

impl Filter {
    fn numbers(self) -> &'static str {
        match self {
            Self::All => ALL,
            Self::Kind(_) => OF_KIND,
            Self::Document(_) => OF_DOCUMENT,
            Self::Account(_) => OF_ACCOUNT,
        }
    }

    fn params(self, org: i64, before: i64, limit: i64) -> Vec<Value> {
        let mut params = vec![org.into(), before.into(), limit.into()];
        match self {
            Self::All => {}
            Self::Kind(kind) => params.push(Value::of(&kind)),
            Self::Document(id) => params.push(id.into()),
            Self::Account(account) => params.push(Value::of(&account)),
        }
        params
    }
}

/// The entries of a page.
fn entries_of(numbers: &str) -> String {
    format!("org_id = $1 AND number IN ({numbers}) ORDER BY number DESC")
}

/// Their postings, with the same parameters.
fn postings_of(numbers: &str) -> String {
    format!("org_id = $1 AND entry IN ({numbers}) ORDER BY entry, line")
}

/// One entry.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64, number: i64) -> Result<Option<WholeEntry>, Fault> {
    let params = || vec![org.into(), number.into()];
    let found = reads.records::<Entry>(ONE, params()).await?;
    let Some(entry) = found.into_iter().next() else { return Ok(None) };
    let postings = reads.records(POSTINGS_OF_ONE, params()).await?;
    Ok(Some(WholeEntry { entry, postings }))
}

/// A page of entries, newest first, with numbers below `before`; one more than `size`, to see whether there is a next
/// page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    filter: Filter,
    before: i64,
    size: usize,
) -> Result<Vec<WholeEntry>, Fault> {
    let limit = kontor_store::db::one_more(size);
    let numbers = filter.numbers();
    let entries = reads.records::<Entry>(&entries_of(numbers), filter.params(org, before, limit)).await?;
    let Some(newest) = entries.first() else { return Ok(Vec::new()) };
    // Entries booked between the two queries have higher numbers, so the page is the same below its newest.
    let params = filter.params(org, newest.number.saturating_add(1), limit);
    let postings = reads.records(&postings_of(numbers), params).await?;
    Ok(joined(entries, postings))
}

/// Gives each entry its postings.
#[must_use]
pub fn joined(entries: Vec<Entry>, mut postings: Vec<PostingRow>) -> Vec<WholeEntry> {
    postings.sort_by_key(|posting| (posting.entry, posting.line));
    let whole = |entry: Entry| {
        let from = postings.partition_point(|posting| posting.entry < entry.number);
        let to = postings.partition_point(|posting| posting.entry <= entry.number);
        let postings = postings.get(from..to).unwrap_or_default().to_vec();
        WholeEntry { entry, postings }
    };
    entries.into_iter().map(whole).collect()
}

pub(crate) fn queries() -> Vec<String> {
    let pages = [ALL, OF_KIND, OF_DOCUMENT, OF_ACCOUNT];
    let mut queries = vec![db::select::<Entry>(ONE), db::select::<PostingRow>(POSTINGS_OF_ONE)];
    queries.extend(pages.map(|numbers| db::select::<Entry>(&entries_of(numbers))));
    queries.extend(pages.map(|numbers| db::select::<PostingRow>(&postings_of(numbers))));
    queries
}
