//! The decision: pure, carried out by the rooms below.

use kontor_identity::change_org::ChangeOrg;
use kontor_identity::events::OrgFounded;
use kontor_identity::found_org::FoundOrg;
use kontor_identity::model::{OrgId, TaxStatus};
use kontor_inventory::add_location::AddLocation;
use kontor_inventory::model::LocationCode;
use kontor_kernel::Context;
use kontor_ledger::rules;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::FoundMerchant;

impl Command for FoundMerchant {
    type Answer = OrgId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let org = FoundOrg {
            org: self.org,
            name: self.name.clone(),
            country: self.country,
            currency: self.currency,
            zone: self.zone.clone(),
        };
        org.decide(desk, context)?;
        if self.tax_status != TaxStatus::Regular {
            let small = ChangeOrg { tax_status: Some(self.tax_status), ..ChangeOrg::of(self.org) };
            small.decide(desk, context)?;
        }
        rules::open(desk, self.chart)?;
        AddLocation { code: LocationCode::MAIN, name: self.warehouse.clone() }.decide(desk, context)
    }

    fn answer(recorded: &Recorded) -> Result<OrgId, Fault> {
        recorded.the::<OrgFounded>().map(|founded| founded.org)
    }
}
