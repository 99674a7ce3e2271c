//! List the movements of a product at a location, newest first.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_catalog::model::ProductId;
use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::model::LocationCode;
use crate::records::Movement;

const PAGE: &str = "org_id = $1 AND product = $2 AND location = $3 AND (position, line) < ($4, $5) \
     ORDER BY position DESC, line DESC LIMIT $6";

/// A page of movements before one of them, which is named by position and line; one more than `size`, to see whether
/// there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    (product, location): (ProductId, LocationCode),
    before: (i64, i64),
    size: usize,
) -> Result<Vec<Movement>, Fault> {
    let limit = kontor_store::db::one_more(size);
    let place = [org.into(), Value::of(&product), Value::of(&location)];
    let params = place.into_iter().chain([before.0.into(), before.1.into(), limit.into()]);
    reads.records(PAGE, params.collect()).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Movement>(PAGE)]
}
