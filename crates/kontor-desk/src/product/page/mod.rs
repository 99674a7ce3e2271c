//! The pages of products: what is sold, at what price, how much of it lies where, and who waits for it.
//!
//! *As purchasing I find a product by its name or a scan, change its price, and take it off the shelves; as the warehouse
//! I see where it lies and which orders wait for it.*
//!
//! 1. The list is in the order of the SKUs; a search shows whose SKU, barcode or name it is.
//! 2. A form changes a product as its reader saw it: who comes too late is told who changed what.
//! 3. Archiving takes a product off the shelves and can be undone at once; orders that were placed keep it.

pub mod archive;
pub mod change;
pub(crate) mod find;
mod form;
mod history;
pub mod list;
pub mod new;
pub mod show;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) fn queries() -> Vec<String> {
    find::queries()
}
