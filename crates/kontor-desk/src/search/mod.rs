//! Find anything by what is known of it: a number, a name, a mail address, a SKU, a reference.
//!
//! *As somebody with the buyer on the phone I type what they say and have it before they have finished.*
//!
//! 1. Several words must all be true of one thing. Case, accents, blanks and marks don't matter; a word is found by its
//!    beginning.
//! 2. A complete number, SKU or code comes first.
//! 3. Nobody finds what they may not read.
//! 4. An erased customer is found by the number alone.
//! 5. Each look-up is bounded, however large the merchant: of what is too common, a part is looked at.
//!
//! Terms are rows of `desk_term`, made by [`SearchFollower`]: about eight for a customer, four for a product, and for an
//! order one each for its number elsewhere and its words of reference, for a shipment its tracking number, for a payment
//! its reference. What grows with the orders has none where another way leads there: documents have their number's own
//! index, orders are found by their customers (a chain), and by SKU through reservations and movements. So searching for
//! an order by phone costs no row, and one from a shop two.

mod find;
mod fold;
mod follow;
pub mod http;
mod numbers;
pub mod page;
mod shown;
#[cfg(test)]
mod tests;
mod texts;

pub use find::{Sought, customers, orders, products, twins};
pub use follow::SearchFollower;
pub use shown::{Found, Hit, HitKind, find, kinds_for};

use std::sync::Arc;

use kontor_store::follower::{Hands, start_over};
use kontor_store::{Fault, ReadDb, Value};

use crate::records::Term;

/// The follower's name.
pub const SEARCH: &str = "search";

/// Takes all terms away and makes them again of the journal. Meanwhile less is found.
///
/// # Errors
/// When another server keeps the terms, or the database can't be read or written.
pub async fn rebuild(hands: &Hands) -> Result<(), Fault> {
    start_over::<Term>(hands, Arc::new(SearchFollower)).await
}

const COUNT: &str = "SELECT COUNT(*) FROM desk_term";

/// How many terms there are, of all merchants.
///
/// # Errors
/// When the database can't be read.
pub async fn count(reads: &ReadDb) -> Result<i64, Fault> {
    let row = reads.query(COUNT, Vec::new()).await?.into_iter().next();
    row.map_or(Ok(0), |mut row| row.take())
}

/// The places of so many ids in a statement, from a number on.
pub(crate) fn id_places(from: usize, count: usize) -> String {
    (from..).take(count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}

/// Ids for such places: an id that nothing has where there are fewer.
pub(crate) fn padded(ids: &[i64], count: usize) -> impl Iterator<Item = Value> {
    ids.iter().copied().map(Value::Int).chain(std::iter::repeat(Value::Int(0))).take(count)
}

pub(crate) fn queries() -> Vec<String> {
    [find::queries(), follow::queries(), numbers::queries(), shown::queries()].concat()
}
