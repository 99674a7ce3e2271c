//! The products a merchant sells, in what unit and at what price, and how they are taxed.
//!
//! Words: a product has a *SKU*, a *tax class* (not a rate: the law changes rates) and a *price basis*, which
//! says whether its prices include the tax. *Goods* lie in stock, a *service* does not. An *archived* product is
//! no longer sold, but stays, because orders of then point to it.
//!
//! Promises:
//! 1. A SKU belongs to one product, and so does an id. Neither ever changes.
//! 2. A barcode belongs to one product, however many zeros a scanner reads before it.
//! 3. The rate of a class is that of the day of supply, also for days long past.
//! 4. Net + tax = gross for every line, for every rate and for the document, and the lines add up to the
//!    rates, the rates to the document ([`tax::document`]).
//! 5. Tax is rounded once for each rate of a document, never for each line.
//!
//! Public surface: [`model`] (values), [`tax`] (rates and the tax of a document), [`records`] (the product row),
//! [`events`], and the features [`add_product`], [`change_product`], [`list`], [`show`].

pub mod add_product;
pub mod change_product;
mod checks;
pub mod events;
mod gtin;
pub mod list;
pub mod model;
pub mod records;
pub mod rules;
pub mod samples;
pub mod show;
pub mod tax;

use kontor_store::{Room, migration};

/// The room, as the store sees it.
#[must_use]
pub fn room() -> Room {
    Room {
        name: "catalog",
        migrations: vec![migration!("0003_catalog_product"), migration!("0016_catalog_barcode")],
        tables: records::tables(),
        events: events::events(),
        reactions: Vec::new(),
        checks: checks::checks(),
        queries: [show::queries(), list::queries()].concat(),
    }
}
