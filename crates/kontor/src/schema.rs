//! All rooms of the house, in the order of their floors.

use std::sync::Arc;

use kontor_store::{Fault, Room, Schema};

/// Every room, the lowest floor first.
#[must_use]
pub fn rooms() -> Vec<Room> {
    vec![
        // ground
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        // 1st
        kontor_inventory::room(),
        // 2nd
        kontor_orders::room(),
        // 3rd
        kontor_fulfilment::room(),
        kontor_billing::room(),
        // roof
        kontor_desk::room(),
    ]
}

/// All rooms together.
///
/// # Errors
/// When two rooms claim the same table, event or migration number, which is a bug.
pub fn schema() -> Result<Arc<Schema>, Fault> {
    Schema::new(rooms()).map(Arc::new)
}
