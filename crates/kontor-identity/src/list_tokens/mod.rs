//! List the tokens.
//!
//! *As an owner I see which programs may act for my business, so that I can take a token back.*

pub mod http;
#[cfg(test)]
mod tests;

use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::records::Token;

/// A page of tokens, the oldest first.
const PAGE: &str = "org_id = $1 AND id > $2 ORDER BY id LIMIT $3";

/// A merchant's tokens behind an id, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: i64, limit: i64) -> Result<Vec<Token>, Fault> {
    reads.records(PAGE, vec![Value::Int(org), Value::Int(after), Value::Int(limit)]).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Token>(PAGE)]
}
