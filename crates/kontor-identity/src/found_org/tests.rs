//! A merchant is founded once, and the row is what the journal says.

use kontor_kernel::Currency;
use kontor_store::Room;
use kontor_testkit::{TestDb, on_both, on_both_alone};

use super::{FoundOrg, Reject};
use crate::model::{CountryCode, OrgId, OrgName};
use crate::records::Org;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn hansen(db: &TestDb) -> FoundOrg {
    FoundOrg {
        org: OrgId::new(db.org),
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    }
}

#[test]
fn a_merchant_has_its_name_country_currency_and_zone() {
    on_both_alone(rooms, |db| async move {
        let founded = db.submit(hansen(&db)).await.unwrap();
        assert_eq!(founded.answer, OrgId::new(db.org));
        let org: Vec<Org> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        assert_eq!(org[0].name.as_str(), "Hansen Kaffee GmbH");
        assert_eq!((org[0].country, org[0].currency), (CountryCode::DE, Currency::EUR));
        assert_eq!(org[0].zone.as_str(), "Europe/Berlin");
    });
}

#[test]
fn a_merchant_is_founded_once() {
    on_both(rooms, |db| async move {
        db.submit(hansen(&db)).await.unwrap();
        let again = FoundOrg { name: OrgName::parse("Other").unwrap(), ..hansen(&db) };
        assert_eq!(db.refused(again).await, Reject::DOCS[0].code);
        assert_eq!(db.refused(hansen(&db)).await, "org_exists");
        assert_eq!(db.events().await.len(), 1);
    });
}
