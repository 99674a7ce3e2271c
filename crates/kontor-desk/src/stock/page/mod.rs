//! The pages of stock: how much lies where, what moved, who waits; goods come in, counts are put right.
//!
//! *As the warehouse I see what is there and what is missing, book in what a supplier brings by scanning it, and put right
//! what a count shows, after I have read what that does to those who wait and to the books.*
//!
//! 1. The list is in the order of the SKUs, with what is waited for beside what is available; what has never been in stock
//!    is in it as soon as somebody waits for it.
//! 2. A product's stock shows its movements with the figure behind each, who waits since when, and how it was at the end
//!    of any day.
//! 3. A receipt and an adjustment are tried first: what comes where, what it is worth, who gets goods or loses them, and
//!    what is booked. A receipt has a page that says who got its goods.

pub mod adjust;
mod effects;
pub mod list;
pub mod locations;
pub(crate) mod parts;
pub mod receipt;
pub mod receive;
pub mod show;
#[cfg(test)]
mod tests;
mod texts;

use kontor_inventory::records::Location;
use kontor_kernel::limits;
use kontor_store::{Fault, ReadDb};
use kontor_web::page::Choice;

pub(crate) fn queries() -> Vec<String> {
    [list::queries(), parts::queries()].concat()
}

/// The locations of a merchant.
async fn all_locations(reads: &ReadDb, org: i64) -> Result<Vec<Location>, Fault> {
    kontor_inventory::locations::page(reads, org, None, usize::from(limits::PAGE_MAX)).await
}

/// The locations to choose from.
fn location_choices(locations: &[Location]) -> Vec<Choice<'_>> {
    locations.iter().map(|one| Choice::new(one.code.as_str(), one.name.as_str())).collect()
}
