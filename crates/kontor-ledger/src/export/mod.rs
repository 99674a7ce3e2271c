//! The books as plain data, for files that other programs read.
//!
//! Entries are read page by page, each in a short read of its own, so that a slow reader of the file holds nothing up.
//! They are the same all the same: an entry never changes, and those that are booked meanwhile are left out.

#[cfg(test)]
mod tests;

use kontor_kernel::limits;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::entries::{WholeEntry, joined};
use crate::records::{Account, Entry, PostingRow};

const ACCOUNTS: &str = "org_id = $1 ORDER BY number";
const LAST: &str = "SELECT number FROM ledger_entry WHERE org_id = $1 ORDER BY number DESC LIMIT 1";
const ENTRIES: &str = "org_id = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4";
const POSTINGS: &str = "org_id = $1 AND entry >= $2 AND entry <= $3 ORDER BY entry, line";

/// All accounts of a merchant, by number. Read them behind [`EntryPages::up_to_now`], so that each entry finds its own.
///
/// # Errors
/// When the database can't be read.
pub async fn accounts(reads: &ReadDb, org: i64) -> Result<Vec<Account>, Fault> {
    reads.records(ACCOUNTS, vec![org.into()]).await
}

/// All entries of a merchant in the order of their numbers, page by page, so that the books need not fit into memory.
pub struct EntryPages {
    reads: ReadDb,
    org: i64,
    last: i64,
    end: i64,
}

impl EntryPages {
    /// The pages of what is booked by now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn up_to_now(reads: &ReadDb, org: i64) -> Result<Self, Fault> {
        let newest = reads.query(LAST, vec![org.into()]).await?.into_iter().next();
        let end = newest.map_or(Ok(0), |mut row| row.take())?;
        Ok(Self { reads: reads.clone(), org, last: 0, end })
    }

    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next(&mut self) -> Result<Vec<WholeEntry>, Fault> {
        let org = Value::Int(self.org);
        let page = vec![org.clone(), self.last.into(), self.end.into(), limits::JOURNAL_PAGE.into()];
        let entries: Vec<Entry> = self.reads.records(ENTRIES, page).await?;
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(Vec::new()) };
        self.last = last.number;
        let params = vec![org, first.number.into(), last.number.into()];
        let postings: Vec<PostingRow> = self.reads.records(POSTINGS, params).await?;
        Ok(joined(entries, postings))
    }
}

pub(crate) fn queries() -> Vec<String> {
    vec![
        LAST.to_owned(),
        db::select::<Account>(ACCOUNTS),
        db::select::<Entry>(ENTRIES),
        db::select::<PostingRow>(POSTINGS),
    ]
}
