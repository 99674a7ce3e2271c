//! List locations, by code.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::model::LocationCode;
use crate::records::Location;

const PAGE: &str = "org_id = $1 AND code > $2 ORDER BY code LIMIT $3";

/// A page of locations behind a code; one more than `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    after: Option<LocationCode>,
    size: usize,
) -> Result<Vec<Location>, Fault> {
    let limit = kontor_store::db::one_more(size);
    let after = after.map_or_else(|| Value::from(""), |code| Value::of(&code));
    reads.records(PAGE, vec![org.into(), after, limit.into()]).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Location>(PAGE)]
}
