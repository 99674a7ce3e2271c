//! The books as plain data, for files that other programs read.

#[cfg(test)]
mod tests;

use kontor_kernel::limits;
use kontor_store::db::Snapshot;
use kontor_store::{Fault, Value, db};

use crate::entries::{WholeEntry, joined};
use crate::records::{Account, Entry, PostingRow};

const ACCOUNTS: &str = "org_id = $1 ORDER BY number";
const ENTRIES: &str = "org_id = $1 AND number > $2 ORDER BY number LIMIT $3";
const POSTINGS: &str = "org_id = $1 AND entry >= $2 AND entry <= $3 ORDER BY entry, line";

/// All accounts of a merchant, by number.
///
/// # Errors
/// When the database can't be read.
pub async fn accounts(snapshot: &Snapshot, org: i64) -> Result<Vec<Account>, Fault> {
    snapshot.records(ACCOUNTS, &[org.into()]).await
}

/// All entries of a merchant in the order of their numbers, page by page, so that the books need not fit into memory.
#[must_use]
pub fn export_pages(snapshot: &Snapshot, org: i64) -> EntryPages<'_> {
    EntryPages { snapshot, org, last: 0 }
}

/// The pages of an export.
pub struct EntryPages<'a> {
    snapshot: &'a Snapshot,
    org: i64,
    last: i64,
}

impl EntryPages<'_> {
    /// The next page; empty at the end.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next(&mut self) -> Result<Vec<WholeEntry>, Fault> {
        let org = Value::Int(self.org);
        let page = [org.clone(), self.last.into(), limits::JOURNAL_PAGE.into()];
        let entries: Vec<Entry> = self.snapshot.records(ENTRIES, &page).await?;
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(Vec::new()) };
        self.last = last.number;
        let postings: Vec<PostingRow> =
            self.snapshot.records(POSTINGS, &[org, first.number.into(), last.number.into()]).await?;
        Ok(joined(entries, postings))
    }
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<Account>(ACCOUNTS), db::select::<Entry>(ENTRIES), db::select::<PostingRow>(POSTINGS)]
}
