//! The desk: what spans several rooms. It sees everything and is called by nobody but the doors.
//!
//! Promises:
//! 1. It has no tables of its own that anything is decided by.
//! 2. What it does across rooms is one command: all of it or nothing.

pub mod audit;
pub mod board;
pub mod counter;
pub mod customer;
pub mod customer_export;
#[cfg(test)]
mod customer_samples;
pub mod erase_customer;
pub mod found;
pub mod invoices;
pub mod lookup;
pub mod new_order;
pub mod order_overview;
pub mod order_page;
mod page;
pub mod payments;
mod people;
pub mod product;
pub mod records;
#[cfg(test)]
mod samples;
pub mod search;
pub mod set_up;
pub mod stock;
pub mod terms;
mod texts;
pub mod timeline;
pub mod today;
mod words;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "desk",
        migrations: vec![migration!("0014_desk_search")],
        tables: records::tables(),
        queries: [
            audit::queries(),
            board::queries(),
            page::changes::queries(),
            customer::page::queries(),
            invoices::queries(),
            order_overview::queries(),
            order_page::queries(),
            search::queries(),
            payments::queries(),
            product::page::queries(),
            stock::page::queries(),
            timeline::queries(),
            today::queries(),
        ]
        .concat(),
        ..Room::default()
    }
}
