//! Merchants, locations and receipts for tests.

use kontor_catalog::model::Sku;
use kontor_identity::found_org::FoundOrg;
use kontor_identity::model::{CountryCode, OrgId, OrgName};
use kontor_kernel::{Context, Currency, Quantity, UnitPrice};
use kontor_ledger::model::Chart;
use kontor_ledger::records::LedgerTables;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use crate::add_location::AddLocation;
use crate::model::{LocationCode, LocationName};
use crate::receive::{Receive, ReceiveLine};

/// Founds a merchant that can start to sell, with its books on SKR03 and its location: what the room on the roof does.
#[derive(Debug, Clone, Copy)]
pub struct FoundShop {
    /// The merchant.
    pub org: OrgId,
    /// The country of its seat.
    pub country: CountryCode,
}

impl Command for FoundShop {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let (Ok(name), Ok(zone)) = (OrgName::parse("Teekontor"), "Europe/Berlin".parse()) else {
            panic!("a good name and zone")
        };
        let org = FoundOrg { org: self.org, name, country: self.country, currency: Currency::EUR, zone };
        desk.ledger_settings().want(&());
        org.decide(desk, context)?;
        kontor_ledger::rules::open(desk, Chart::Skr03)?;
        main_location().decide(desk, context)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// The location that every merchant has.
///
/// # Panics
/// Never: the name is good.
#[must_use]
pub fn main_location() -> AddLocation {
    let Ok(name) = LocationName::parse("Main warehouse") else { panic!("a good name") };
    AddLocation { code: LocationCode::MAIN, name }
}

/// Goods that come to `main` today: SKU, quantity, unit cost.
///
/// # Panics
/// When one of the texts can't be read.
#[must_use]
pub fn receipt(lines: &[(&str, &str, &str)]) -> Receive {
    let line = |(sku, quantity, unit_cost): &(&str, &str, &str)| {
        let read = (Sku::parse(sku), quantity.parse::<Quantity>(), unit_cost.parse::<UnitPrice>());
        let (Ok(sku), Ok(quantity), Ok(unit_cost)) = read else { panic!("{sku} {quantity} at {unit_cost}") };
        ReceiveLine { sku, quantity, unit_cost }
    };
    Receive {
        location: LocationCode::MAIN,
        reference: None,
        date: None,
        lines: lines.iter().map(line).collect(),
    }
}
