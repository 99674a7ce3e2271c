//! Found a merchant: its own row, nothing more.
//!
//! *As the one who sets Kontor up I name the business whose orders, stock and books are kept.*
//!
//! 1. A merchant is founded once.
//!
//! Records [`OrgFounded`](crate::events::OrgFounded), the first event of the merchant's journal. What else a merchant
//! needs at its start (accounts, a location) is added by the room on the roof that calls this.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::{Currency, Zone};

use crate::model::{CountryCode, OrgId, OrgName};

/// A merchant is to be founded.
#[derive(Debug, Clone)]
pub struct FoundOrg {
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
}
