//! Merge a duplicate into a customer.
//!
//! *As a service agent I merge the customer that was registered a second time, so that there is one history and one
//! balance.*
//!
//! 1. Both exist and are two; neither is merged or erased.
//! 2. The duplicate's figures go to the survivor: orders, volume, open orders, open balance. What is invoiced, paid or
//!    cancelled of the duplicate's orders from now on counts for the survivor.
//! 3. Its documents keep its id, since documents never change; the survivor's lists show them among its own. Its notes go
//!    to the survivor, its contact card stays its own.
//! 4. Nothing can be ordered for the duplicate any more; who tries is told the survivor.
//! 5. Duplicates that were merged into the duplicate before follow it.
//!
//! Terms, credit limit and preferences are the survivor's. A merge can't be taken back.
//!
//! Records [`Merged`](crate::events::Merged).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use crate::model::CustomerId;

/// A duplicate is to be merged.
#[derive(Debug, Clone, Copy)]
pub struct MergeCustomer {
    /// Who survives.
    pub customer: CustomerId,
    /// The duplicate.
    pub from: CustomerId,
}
