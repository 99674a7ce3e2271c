//! Take an order by phone, from a dealer or in person.
//!
//! *As service I find or register the customer while they speak, name products by SKU, name or barcode, and see at once
//! what it costs, what can be had and when, and whether they may order so much on account.*
//!
//! 1. An order for a customer who is here follows the rules of placing one.
//! 2. An order for a customer who is new registers them and places it in one step: both or neither.
//! 3. Before anything is placed, the page shows what placing would do: each change is a dry run of the same command.
//! 4. A line that would be refused is shown with its reason, and the others with what they come to.
//!
//! Records what registering and placing record.

mod decide;
pub(crate) mod draft;
pub mod page;
pub(crate) mod quote;
#[cfg(test)]
pub(crate) mod samples;
mod sheet;
#[cfg(test)]
mod tests;
pub(crate) mod texts;

use kontor_customers::register::Register;
use kontor_orders::place::Place;

/// A customer is registered, and an order of theirs is placed. The order's own customer is not looked at.
#[derive(Debug, Clone)]
pub struct PlaceForNew {
    /// Who.
    pub register: Register,
    /// What they order.
    pub place: Place,
}
