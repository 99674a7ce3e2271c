//! Orders: what buyers want, from the moment it comes in until nothing is left to deliver, invoice or pay.
//!
//! Words: an *order* (*Auftrag*) has *lines* (*Positionen*); it comes in through a *channel*; what can't be reserved
//! is *backordered* (*Rückstand*). An order has no single status: its lines' quantities move on their own axes.
//!
//! Promises:
//! 1. An order and the reservation of its goods are one step; nothing is oversold.
//! 2. For each line, ordered = open + reserved + backordered + shipped + cancelled.
//! 3. An external number of a channel never makes two orders.
//! 4. Goods that come in fill the lines that wait for them before anybody else can have them.
//! 5. An order is complete when nothing is left to deliver, invoice or pay.

pub mod cancel;
mod checks;
pub mod events;
pub mod export;
pub mod list;
pub mod model;
pub mod place;
pub mod records;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod show;

use kontor_inventory::events::{Adjusted, Received, Released};
use kontor_store::{Room, migration, reaction};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "orders",
        migrations: vec![migration!("0006_orders_order"), migration!("0011_orders_strict")],
        tables: records::tables(),
        events: events::events(),
        reactions: vec![
            reaction!(Received => rules::on_received),
            reaction!(Released => rules::on_released),
            reaction!(Adjusted => rules::on_adjusted),
        ],
        checks: checks::checks(),
        queries: [list::queries(), show::queries(), export::queries()].concat(),
    }
}
