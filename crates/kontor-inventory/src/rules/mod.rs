//! Rules that features here and rooms above share: who gets what, and what it had cost. Pure.
//!
//! Everything that becomes free or comes in goes to those who wait for it first, so where somebody waits nothing
//! is available, and an order never has to look at the queue. The one exception is opening stock: it is booked in for
//! one sale that is over, and goes out with it in the same command.

mod fill;
mod issue;
mod opening;
mod reserve;
mod value;

pub(crate) use fill::{Freed, fill};
pub use issue::{GoodsIssue, IssueLine, issue};
pub use opening::Reject as OpeningReject;
pub use opening::{OpeningStock, book_opening_stock, want_opening_stock};
pub use reserve::{
    Allocation, Reject, Wanted, allocate, check_location, check_open_location, release, reserve, want_held,
    want_stock,
};
pub(crate) use value::{Booking, book, cost_of, want_books};

use kontor_kernel::Quantity;

use crate::records::Stock;

/// How much of a product may be promised at a location: on hand and not reserved. Without a row, nothing.
#[must_use]
pub fn available(stock: Option<&Stock>) -> Quantity {
    stock.and_then(|stock| stock.on_hand.checked_sub(stock.reserved)).unwrap_or(Quantity::ZERO)
}
