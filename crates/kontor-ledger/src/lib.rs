//! The general ledger: what accounts there are, and what a journal entry is.
//!
//! Words: an *account* has a number in a published chart (SKR03 or SKR04) and a *kind*; a *posting* puts an
//! amount on one *side* of an account; an *entry* is a set of postings that belong together. A posting rule
//! names the job an account does, its [`model::Role`], so it reads the same in both charts.
//!
//! Promises:
//! 1. An entry balances to the last minor unit: [`rules::EntryDraft`] yields no other.
//! 2. A posted amount is more than zero; what would be negative stands on the other side.
//! 3. Every role has exactly one account in every chart, and every account number occurs once in a chart.
//!
//! Public surface: [`model`] (values), [`chart`] (the published accounts), [`rules`] (double entry).

pub mod chart;
pub mod model;
pub mod rules;
