//! A founded merchant has everything to begin with, or does not exist.

use kontor_identity::model::{CountryCode, OrgId, OrgName, TaxStatus};
use kontor_inventory::records::Location;
use kontor_kernel::Currency;
use kontor_ledger::model::Chart;
use kontor_ledger::records::Account;
use kontor_store::Room;
use kontor_store::event::ErasedEvent;
use kontor_testkit::{TestDb, on_both, on_both_alone};

use super::FoundMerchant;

fn rooms() -> Vec<Room> {
    vec![kontor_identity::room(), kontor_ledger::room(), kontor_inventory::room()]
}

fn merchant(db: &TestDb, chart: Chart) -> FoundMerchant {
    FoundMerchant {
        org: OrgId::new(db.org),
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
        chart,
        warehouse: "Lager".parse().unwrap(),
        tax_status: TaxStatus::Regular,
    }
}

#[test]
fn a_founded_merchant_has_books_and_a_warehouse() {
    on_both_alone(rooms, |db| async move {
        let founded = db.submit(merchant(&db, Chart::Skr03)).await.unwrap();
        assert_eq!(founded.answer, OrgId::new(db.org));
        let kinds: Vec<&str> = founded.recorded.iter().map(ErasedEvent::kind).collect();
        assert_eq!(kinds, ["identity.org_founded", "ledger.opened", "inventory.location_added"]);
        let accounts: Vec<Account> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        let numbers: Vec<&str> = accounts.iter().map(|account| account.number.as_str()).collect();
        assert!(numbers.contains(&"8400") && numbers.contains(&"1400"), "{numbers:?}");
        let places: Vec<Location> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        assert_eq!((places.len(), places[0].code.as_str(), places[0].name.as_str()), (1, "main", "Lager"));
    });
}

#[test]
fn a_small_business_is_one_from_the_start() {
    on_both(rooms, |db| async move {
        let small = FoundMerchant { tax_status: TaxStatus::SmallBusiness, ..merchant(&db, Chart::Skr03) };
        let founded = db.submit(small).await.unwrap();
        assert_eq!(founded.recorded.len(), 4);
        let org = kontor_identity::show_org::one(&db.reads, db.org).await.unwrap().unwrap();
        assert_eq!(org.tax_status(), TaxStatus::SmallBusiness);
    });
}

#[test]
fn a_merchant_that_exists_is_left_as_it_is() {
    on_both(rooms, |db| async move {
        db.submit(merchant(&db, Chart::Skr04)).await.unwrap();
        assert_eq!(db.refused(merchant(&db, Chart::Skr03)).await, "org_exists");
        assert_eq!(db.events().await.len(), 3);
    });
}
