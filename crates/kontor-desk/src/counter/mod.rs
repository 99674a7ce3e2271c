//! Sell over the counter from a page: scan, take the money, print the receipt.
//!
//! *As service I scan what lies on the counter, see the total grow, take a card or (where the law lets me) cash, and hand
//! over the receipt with the change.*
//!
//! 1. It is a sale as [`kontor_billing::counter_sale`] makes one, with its rules: in Germany cash is refused for want of
//!    a certified TSE (§ 146a AO).
//! 2. What is paid is what the page showed: where a price or the stock changed in between, nothing is sold and the page
//!    shows the new total, before the card terminal or the customer is asked for another amount.
//!
//! Records what a sale over the counter records.

mod decide;
pub mod page;
#[cfg(test)]
mod tests;
mod texts;
mod till;

pub use decide::Reject;

use kontor_billing::counter_sale::CounterSale;
use kontor_kernel::Amount;

/// A sale as a page sends it.
#[derive(Debug, Clone)]
pub struct Sell {
    /// What is sold, and how it is paid.
    pub sale: CounterSale,
    /// The total that the page showed; none where it showed none.
    pub shown: Option<Amount>,
}
