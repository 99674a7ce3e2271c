//! Post a journal entry by hand.
//!
//! *As a bookkeeper I post what no document of ours brings about (rent, a bank charge, a contribution of the owner), so
//! that the books are complete.*
//!
//! 1. The text is 1 to 200 characters without control characters.
//! 2. There are 2 to 500 lines.
//! 3. Each line has either a debit or a credit, of more than zero.
//! 4. Both sides occur, and their sums are the same.
//! 5. Each account exists, and is none that documents keep: receivables are the open invoices, stock is the value of
//!    the goods; an entry by hand would make them differ.
//! 6. The same side of the same account is added up. The entry is posted to its date and gets the next number.
//!
//! Records [`Booked`](crate::events::Booked).

mod decide;
pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::{Amount, Currency, Date};

use crate::model::AccountNumber;

/// Somebody posts an entry.
#[derive(Debug, Clone)]
pub struct Post {
    /// What it is about. It stands in the journal for ever: it names no person.
    pub text: String,
    /// Its date, to which it is posted.
    pub date: Date,
    /// The currency in which a refusal writes amounts: the merchant's.
    pub currency: Currency,
    /// What is posted, in order.
    pub lines: Vec<Line>,
}

/// One line of an entry as somebody wrote it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The account.
    pub account: AccountNumber,
    /// The amount, if it is a debit.
    pub debit: Option<Amount>,
    /// The amount, if it is a credit.
    pub credit: Option<Amount>,
}

/// The new entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEntry {
    /// Its number.
    pub number: i64,
    /// The day it is posted to.
    pub posting_date: Date,
}
