//! Fulfilment: goods on their way to buyers.
//!
//! Words: a *shipment* (*Lieferung*) is what leaves one location for one order at once, with a number that stands on the
//! *delivery note* (*Lieferschein*); a *carrier* takes it, under a *tracking number* (*Sendungsnummer*). Services are
//! rendered the way goods are shipped: they are lines of a shipment without stock behind them.
//!
//! Promises:
//! 1. Goods leave stock, and their cost is booked, in the same step in which the order's lines become shipped.
//! 2. What a line has shipped is the sum of its shipments, or what was handed over at the counter.
//! 3. Shipment numbers have no gaps.

mod checks;
pub mod events;
pub mod list;
pub mod model;
pub mod records;
#[cfg(test)]
mod samples;
pub mod ship;
pub mod show;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "fulfilment",
        migrations: vec![migration!("0007_fulfilment_shipment")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [list::queries(), show::queries()].concat(),
    }
}
