//! Customers: who buys, how they like to pay, and how much they have bought and owe.
//!
//! Words: a *customer* is a person or a company (*Debitor*); its *contact card* holds names and addresses; *terms* are
//! the days until an invoice is due; the *credit limit* bounds what is ordered and owed together.
//!
//! Promises:
//! 1. A customer number belongs to one customer.
//! 2. Names, addresses, mail and phone stand in contact versions only, never in an event.
//! 3. Erasing somebody blanks all of it; what the law has kept of invoices stays with them alone.
//! 4. A duplicate that was merged has no figures of its own: they stand with the survivor.
//! 5. Order count, volume, open orders and open balance are kept with each order, invoice and payment, in the same
//!    commit; rooms above change them through [`rules`].

pub mod change;
mod checks;
pub mod erase;
pub mod events;
pub mod merge;
pub mod model;
pub mod note;
pub mod notes;
pub mod records;
pub mod register;
pub mod remove_note;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod show;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "customers",
        migrations: vec![migration!("0004_customers_customer"), migration!("0015_customers_change")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: show::queries(),
    }
}
