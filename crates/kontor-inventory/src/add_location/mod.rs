//! Add a location.
//!
//! *As a merchant I name the places where stock lies, so that it is counted where it is. Every merchant has `main`.*
//!
//! 1. The code is not in use.
//!
//! Records [`LocationAdded`](crate::events::LocationAdded).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{LocationCode, LocationName};

/// A place is to hold stock.
#[derive(Debug, Clone)]
pub struct AddLocation {
    /// Its code.
    pub code: LocationCode,
    /// What people call it.
    pub name: LocationName,
}
