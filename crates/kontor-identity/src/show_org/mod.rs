//! See the merchant that one acts for.
//!
//! *As a program with a token I want to know whose it is and in which currency that merchant counts, before I send
//! anything.*

pub mod http;
#[cfg(test)]
mod tests;

use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::records::Org;

const ONE: &str = "org_id = $1";

/// The merchant; none where there is no such.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64) -> Result<Option<Org>, Fault> {
    Ok(reads.records(ONE, vec![Value::Int(org)]).await?.into_iter().next())
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Org>(ONE)]
}
