//! Found a merchant that can start to sell.
//!
//! *As the one who sets Kontor up I name the business once, and have books, number series and a warehouse to begin with.*
//!
//! 1. The merchant does not exist yet.
//! 2. Its books are opened on a published chart: the merchant gets its accounts. Number series begin by themselves with
//!    the first document of a year.
//! 3. It gets the location `main`.
//! 4. A small business is one from the start.
//! 5. All of it is one step.
//!
//! Records what the rooms below record: `identity.org_founded`, `identity.org_changed` for a small business, `ledger.opened`,
//! `inventory.location_added`.

mod decide;
#[cfg(test)]
mod tests;

use kontor_identity::model::{CountryCode, OrgId, OrgName, TaxStatus};
use kontor_inventory::model::LocationName;
use kontor_kernel::{Currency, Zone};
use kontor_ledger::model::Chart;

/// A merchant is to be founded.
#[derive(Debug, Clone)]
pub struct FoundMerchant {
    /// The merchant.
    pub org: OrgId,
    /// Its registered name.
    pub name: OrgName,
    /// Where it has its seat.
    pub country: CountryCode,
    /// The currency of its books.
    pub currency: Currency,
    /// The time zone in which its days begin.
    pub zone: Zone,
    /// The chart of its accounts.
    pub chart: Chart,
    /// What people call the location `main`.
    pub warehouse: LocationName,
    /// How it is taxed.
    pub tax_status: TaxStatus,
}
