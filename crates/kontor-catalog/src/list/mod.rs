//! List products, in the order in which they were added.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::records::Product;

const PAGE: &str = "org_id = $1 AND id > $2 ORDER BY id LIMIT $3";

/// A page of products behind an id; one more than `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: i64, size: usize) -> Result<Vec<Product>, Fault> {
    let limit = kontor_store::db::one_more(size);
    reads.records(PAGE, vec![Value::Int(org), Value::Int(after), Value::Int(limit)]).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Product>(PAGE)]
}
