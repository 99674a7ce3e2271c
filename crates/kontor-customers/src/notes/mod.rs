//! See the notes about a customer, newest first.

pub mod http;

use kontor_store::{Fault, ReadDb, own};

use crate::model::CustomerId;

/// The notes about a customer, newest first; all of them, since there is a bound.
///
/// # Errors
/// When the database can't be read.
pub async fn of(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Vec<own::Note>, Fault> {
    own::notes(reads, org, customer.raw()).await
}
