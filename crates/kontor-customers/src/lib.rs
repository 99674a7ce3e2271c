//! Customers: who buys, how they like to pay, and how much they have bought and owe.
//!
//! Words: a *customer* is a person or a company (*Debitor*); its *contact card* holds names and addresses; *terms* are
//! the days until an invoice is due; the *credit limit* bounds what is ordered and owed together.
//!
//! Promises:
//! 1. A customer number belongs to one customer.
//! 2. Names, addresses, mail and phone stand in contact versions only, never in an event.
//! 3. Order count, volume, open orders and open balance are kept with each order, invoice and payment, in the same
//!    commit; rooms above change them through [`rules`].

mod checks;
pub mod events;
pub mod model;
pub mod records;
pub mod register;
pub mod rules;
pub mod show;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "customers",
        migrations: vec![migration!("0004_customers_customer")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: show::queries(),
    }
}
