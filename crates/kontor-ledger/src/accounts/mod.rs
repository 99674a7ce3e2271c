//! See the accounts, by number.

pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

use kontor_store::{Fault, ReadDb, Value, db};

use crate::records::Account;

const PAGE: &str = "org_id = $1 AND number > $2 ORDER BY number LIMIT $3";

/// A page of accounts in the order of their numbers, behind the number `after` (empty: from the first); one more than
/// `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: &str, size: usize) -> Result<Vec<Account>, Fault> {
    let limit = kontor_store::db::one_more(size);
    reads.records(PAGE, vec![org.into(), Value::from(after), limit.into()]).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<Account>(PAGE)]
}
