//! Rename a location, or close it.
//!
//! *As a merchant I give a location another name, or stop using it without losing what happened there.*
//!
//! 1. Something is given to change.
//! 2. The location exists.
//! 3. `main` stays open: it is where stock lies if nothing else is said.
//! 4. Nothing is ordered from a closed location or received there. What lies there can still be counted, and what was
//!    ordered is still shipped.
//! 5. What is already so is not recorded again.
//!
//! The code never changes: stock and documents name it.
//!
//! Records [`LocationChanged`](crate::events::LocationChanged).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::{LocationCode, LocationName};

/// A location is to be changed. What is absent stays as it is.
#[derive(Debug, Clone)]
pub struct ChangeLocation {
    /// Its code.
    pub code: LocationCode,
    /// What people call it from now on.
    pub name: Option<LocationName>,
    /// Whether it is closed.
    pub closed: Option<bool>,
}
