//! Add an account to the merchant's chart.
//!
//! *As a bookkeeper I add the account that the published chart lacks (a second bank, a kind of cost that I watch), so
//! that it can be posted to.*
//!
//! 1. Its names are 1 to 200 characters without control characters; without an English one, the German one serves.
//! 2. The books are open.
//! 3. Its number is not in use. Numbers are never given again: postings refer to them.
//!
//! It gets no role: those are the published chart's. Records [`AccountAdded`](crate::events::AccountAdded).

mod decide;
pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{AccountKind, AccountNumber};

/// An account is to be added.
#[derive(Debug, Clone)]
pub struct OpenAccount {
    /// Its number.
    pub number: AccountNumber,
    /// Its German name.
    pub name_de: String,
    /// Its English name, if it has one of its own.
    pub name_en: Option<String>,
    /// What it measures.
    pub kind: AccountKind,
}
