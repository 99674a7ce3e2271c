//! See customers: one with its card and figures, or all of them, newest first.

pub mod http;

use kontor_kernel::limits;
use kontor_store::own::ContactVersion;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{ContactCard, CustomerId};
use crate::records::Customer;

const ONE: &str = "org_id = $1 AND id = $2";
const PAGE: &str = "org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const BY_NUMBER: &str =
    "org_id = $1 AND id = (SELECT customer FROM customers_number WHERE org_id = $1 AND number = $2)";
const CARD: &str = "org_id = $1 AND id = $2";
const DUPLICATES: &str = "org_id = $1 AND merged_into = $2 ORDER BY id LIMIT $3";
const VERSIONS: &str = "org_id = $1 AND subject = $2 ORDER BY id";

/// A customer with what its contact version says.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The row.
    pub customer: Customer,
    /// The card; empty once erased.
    pub card: ContactCard,
    /// Whether its personal data was erased.
    pub is_erased: bool,
}

/// One customer.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64, id: CustomerId) -> Result<Option<Shown>, Fault> {
    let found = reads.records::<Customer>(ONE, vec![org.into(), Value::of(&id)]).await?;
    with_cards(reads, org, found).await.map(|shown| shown.into_iter().next())
}

/// The customer with this number.
///
/// # Errors
/// When the database can't be read.
pub async fn by_number(reads: &ReadDb, org: i64, number: &str) -> Result<Option<Shown>, Fault> {
    let found = reads.records::<Customer>(BY_NUMBER, vec![org.into(), number.into()]).await?;
    with_cards(reads, org, found).await.map(|shown| shown.into_iter().next())
}

/// A page of customers, newest first, older than `before`; one more than `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, before: i64, size: usize) -> Result<Vec<Shown>, Fault> {
    let limit = db::one_more(size);
    let found = reads.records::<Customer>(PAGE, vec![org.into(), before.into(), limit.into()]).await?;
    with_cards(reads, org, found).await
}

/// The duplicates that were merged into a customer: their documents are among its own.
///
/// # Errors
/// When the database can't be read.
pub async fn duplicates(reads: &ReadDb, org: i64, survivor: CustomerId) -> Result<Vec<Customer>, Fault> {
    let limit = Value::Int(limits::DUPLICATES);
    reads.records(DUPLICATES, vec![org.into(), Value::of(&survivor), limit]).await
}

/// All versions of a customer's contact card, oldest first.
///
/// # Errors
/// When the database can't be read.
pub async fn versions(reads: &ReadDb, org: i64, id: CustomerId) -> Result<Vec<ContactVersion>, Fault> {
    reads.records(VERSIONS, vec![org.into(), Value::of(&id)]).await
}

async fn with_cards(reads: &ReadDb, org: i64, customers: Vec<Customer>) -> Result<Vec<Shown>, Fault> {
    let mut shown = Vec::with_capacity(customers.len());
    for customer in customers {
        let versions =
            reads.records::<ContactVersion>(CARD, vec![org.into(), Value::of(&customer.contact)]).await?;
        let version = versions.into_iter().next();
        let is_erased = version.as_ref().is_none_or(|version| version.erased_at.is_some());
        // What is kept of an erased one is shown with its documents alone.
        let version = version.filter(|_| !is_erased);
        let card = version.and_then(|version| serde_json::from_str(&version.data).ok()).unwrap_or_default();
        shown.push(Shown { customer, card, is_erased });
    }
    Ok(shown)
}

pub(crate) fn queries() -> Vec<String> {
    vec![
        db::select::<Customer>(ONE),
        db::select::<Customer>(PAGE),
        db::select::<Customer>(BY_NUMBER),
        db::select::<ContactVersion>(CARD),
        db::select::<ContactVersion>(VERSIONS),
        db::select::<Customer>(DUPLICATES),
    ]
}
