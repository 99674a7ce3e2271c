//! The general ledger: what accounts there are, and what a journal entry is.
//!
//! Words: an *account* has a number in a published chart (SKR03 or SKR04) and a *kind*; a *posting* puts an
//! amount on one *side* of an account; an *entry* is a set of postings that belong together. A posting rule
//! names the job an account does, its [`model::Role`], so it reads the same in both charts. A *series* gives
//! document numbers without gaps.
//!
//! Promises:
//! 1. An entry balances to the last minor unit: [`rules::book`] books no other.
//! 2. A posted amount is more than zero; what would be negative stands on the other side.
//! 3. Every role has exactly one account in every chart, and every account number occurs once in a chart.
//! 4. Entries are numbered from 1 without gaps and never changed; one that was wrong is taken back by another, once,
//!    and from then on names it.
//! 5. Numbers of a series have no gaps: each is taken in the command that makes its document.
//!
//! Rooms above book through [`rules`]: an invoice, its postings and its number are one command.

pub mod accounts;
pub mod chart;
mod checks;
pub mod entries;
pub mod events;
pub mod export;
pub mod model;
pub mod open_account;
pub mod page;
pub mod post;
pub mod records;
pub mod reverse;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod sheet;
#[cfg(test)]
mod tests;
mod texts;
pub mod trial_balance;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "ledger",
        migrations: vec![migration!("0009_ledger_account")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [
            accounts::queries(),
            entries::queries(),
            trial_balance::queries(),
            sheet::queries(),
            export::queries(),
            checks::queries(),
        ]
        .concat(),
    }
}
