//! Stock: what lies where, for whom it is reserved, what it is worth.
//!
//! Words: *on hand* is what lies at a location, *reserved* what of it is promised to orders, *available* the rest. A
//! *reservation* belongs to a line of an order, the *holder*; the part of it that is not there yet *waits*
//! (*Rückstand*). A *movement* is stock going up or down; its worth follows the *moving average* (*gleitender
//! Durchschnittspreis*).
//!
//! Promises:
//! 1. 0 ≤ reserved ≤ on hand, for every product and location, after every event.
//! 2. Where somebody waits, nothing is available: what comes in or becomes free goes to the oldest who wait, in the
//!    event that brings it. Only opening stock, booked in for a sale that is over, goes with that sale alone, in one command.
//! 3. On hand is the sum of the movements, reserved the sum of the reservations, the value the sum of the movements'
//!    values and the balance of the stock account.
//! 4. A count that finds less than is reserved succeeds; the youngest reservations wait again.
//!
//! Public surface: [`model`], [`records`] and [`events`] (rooms above react to `filled` and `shorted`), [`rules`]
//! (allocate, reserve, release, issue, opening stock), and the features [`receive`], [`adjust`], [`add_location`],
//! [`change_location`], [`set_threshold`], [`low`],
//! [`locations`], [`stock`], [`history`], [`movements`].

pub mod add_location;
pub mod adjust;
pub mod change_location;
mod checks;
pub mod events;
pub mod history;
pub mod locations;
pub mod low;
pub mod model;
pub mod movements;
pub mod receive;
pub mod records;
pub mod rules;
pub mod samples;
pub mod set_threshold;
pub mod stock;
#[cfg(test)]
mod tests;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "inventory",
        migrations: vec![
            migration!("0005_inventory_stock"),
            migration!("0010_inventory_strict"),
            migration!("0018_inventory_threshold"),
        ],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [
            adjust::queries(),
            history::queries(),
            locations::queries(),
            low::queries(),
            stock::queries(),
            movements::queries(),
        ]
        .concat(),
    }
}
