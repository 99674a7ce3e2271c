//! Set a new house up.
//!
//! *As the one who starts Kontor for the first time I follow the link in its log, say what my business is called and who I
//! am, and am at work a minute later.*
//!
//! 1. The link is good once, and only while nobody works here ([`first_start`](kontor_identity::sign_in::Gate::first_start)).
//! 2. The merchant is founded under the id that the link was made for, so that what a crash leaves is completed by sending
//!    the form again, and nothing is founded twice. A merchant that was made at the command line gets its first owner only.
//! 3. Nothing is founded before all that was typed can be read.

pub mod page;
#[cfg(test)]
mod tests;
mod texts;

use kontor_identity::found_org;
use kontor_identity::model::{CountryCode, OrgId, OrgName, TaxStatus};
use kontor_inventory::model::LocationName;
use kontor_kernel::{Currency, Refuse, Zone};
use kontor_ledger::model::Chart;
use kontor_store::{Envelope, Failure, Fault, FaultKind, system_actor};
use kontor_web::{App, Problem};

use crate::found::FoundMerchant;

/// What is said of a merchant.
#[derive(Debug, Clone)]
pub struct NewMerchant {
    /// The registered name.
    pub name: OrgName,
    /// Where it has its seat.
    pub country: CountryCode,
    /// The currency of its books.
    pub currency: Currency,
    /// The time zone in which its days begin.
    pub zone: Zone,
    /// The chart of its accounts.
    pub chart: Chart,
    /// Whether it charges tax.
    pub tax_status: TaxStatus,
}

/// Founds the merchant; one that was founded by the same link before is left as it is.
///
/// # Errors
/// When it can't be written.
pub async fn found(app: &App, org: OrgId, new: NewMerchant) -> Result<(), Problem> {
    let NewMerchant { name, country, currency, zone, chart, tax_status } = new;
    let warehouse = main_warehouse()?;
    let command = FoundMerchant { org, name, country, currency, zone, chart, warehouse, tax_status };
    let envelope = Envelope::new(org.raw(), system_actor("first_start")).founding();
    match app.writer.submit(envelope, command).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused(refusal)) if *refusal == found_org::Reject::OrgExists.refusal() => Ok(()),
        Err(failure) => Err(Problem::of_failure(&failure)),
    }
}

/// What the location is called that every merchant has.
///
/// # Errors
/// Never; a name that is no name would be a bug.
pub fn main_warehouse() -> Result<LocationName, Fault> {
    LocationName::parse("Main warehouse")
        .map_err(|error| Fault::new(FaultKind::Bug, "the warehouse has no name", error))
}

/// The zone of a country that has but one, such as `Europe/Berlin`.
#[must_use]
pub fn usual_zone(country: CountryCode) -> Option<&'static str> {
    Some(match country.as_str() {
        "DE" => "Europe/Berlin",
        "AT" => "Europe/Vienna",
        "CH" | "LI" => "Europe/Zurich",
        "NL" => "Europe/Amsterdam",
        "BE" => "Europe/Brussels",
        "LU" => "Europe/Luxembourg",
        "FR" => "Europe/Paris",
        "IT" => "Europe/Rome",
        "PL" => "Europe/Warsaw",
        "CZ" => "Europe/Prague",
        "DK" => "Europe/Copenhagen",
        _ => return None,
    })
}
