//! Billing: what buyers owe, and how it is paid.
//!
//! Words: an *invoice* (*Rechnung*) says what is owed for parts of an order, with three dates: of the document, of the
//! supply, of the posting. A *credit note* (*Rechnungskorrektur*) takes an invoice back, in part or whole. A *payment*
//! settles invoices; what of it settles none is *unassigned* and can be paid back by a *refund* (*Erstattung*). A *sale at the
//! counter* (*Barverkauf*) is order, hand-over, invoice and payment in one step.
//!
//! Promises:
//! 1. Receivables in the books = what is open of all invoices − unassigned money; a customer's open balance likewise.
//! 2. Net + tax = gross on every document, for each rate and in all; the lines come to the document.
//! 3. Crediting an invoice bit by bit comes to the invoice exactly, whatever each bit rounds to.
//! 4. Numbers of invoices, credit notes, payments and refunds have no gaps.
//! 5. Nothing is credited twice, no invoice is paid twice, and no money is paid back twice.
//! 6. Documents never change; only what is paid and credited of them does.

#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod checks;
pub mod counter_sale;
pub mod credit;
pub mod events;
pub mod export;
pub mod issue;
pub mod list;
pub mod model;
pub mod pay;
pub mod payments;
pub mod records;
pub mod refund;
pub mod rules;
#[cfg(test)]
mod samples;
pub mod show;
#[cfg(test)]
mod tests;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "billing",
        migrations: vec![migration!("0008_billing_invoice")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [list::queries(), show::queries(), payments::queries(), export::queries()].concat(),
    }
}
