//! Receipts and locations for tests and demonstrations.

use kontor_catalog::model::Sku;
use kontor_kernel::{Quantity, UnitPrice};

use crate::add_location::AddLocation;
use crate::model::{LocationCode, LocationName};
use crate::receive::{Receive, ReceiveLine};

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
