//! A small shop for the tests of this room.

use kontor_billing::counter_sale::CounterSale;
use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{ProductKind, Sku};
use kontor_catalog::samples::goods;
use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerId, CustomerKind, Language, PaymentMethod,
};
use kontor_customers::register::Register;
use kontor_identity::model::{CountryCode, OrgId, OrgName, TaxStatus};
use kontor_kernel::{Currency, Quantity};
use kontor_ledger::model::Chart;
use kontor_orders::model::{Channel, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::Room;
use kontor_testkit::TestDb;

use crate::found::FoundMerchant;

/// The rooms below.
pub(crate) fn rooms() -> Vec<Room> {
    vec![
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        kontor_inventory::room(),
        kontor_orders::room(),
        kontor_billing::room(),
    ]
}

/// A merchant that sells the service WRAP for 9.90.
pub(crate) async fn open(db: &TestDb) {
    let merchant = FoundMerchant {
        org: OrgId::new(db.org),
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
        chart: Chart::Skr03,
        warehouse: "Lager".parse().unwrap(),
        tax_status: TaxStatus::Regular,
    };
    db.submit(merchant).await.unwrap();
    db.submit(AddProduct { kind: ProductKind::Service, ..goods("WRAP") }).await.unwrap();
}

/// Somebody who lives somewhere.
pub(crate) async fn anna(db: &TestDb) -> CustomerId {
    let address = Address {
        kind: AddressKind::Billing,
        name: String::new(),
        street: "Am Kai 1".into(),
        addition: String::new(),
        zip: "20457".into(),
        city: "Hamburg".into(),
        country: "DE".into(),
    };
    let register = Register {
        number: None,
        kind: CustomerKind::Person,
        card: ContactCard { name: "Anna Hansen".into(), addresses: vec![address], ..ContactCard::default() },
        salt: [7; 16],
        language: Language::German,
        payment_method: PaymentMethod::Card,
        terms_days: 14,
        credit_limit: None,
    };
    db.submit(register).await.unwrap().answer.customer
}

fn line() -> PlaceLine {
    PlaceLine { sku: Sku::parse("WRAP").unwrap(), quantity: Quantity::ONE, price: None }
}

/// Something is ordered.
pub(crate) async fn order(db: &TestDb, customer: CustomerId) -> OrderId {
    let place = Place { customer: Some(customer), ..Place::new(Channel::Phone, vec![line()]) };
    db.submit(place).await.unwrap().answer.order
}

/// Something is sold and paid.
pub(crate) async fn sale(db: &TestDb, customer: CustomerId) -> OrderId {
    let sale = CounterSale {
        customer: Some(customer),
        location: None,
        payment_method: PaymentMethod::Card,
        given: None,
        reference: None,
        lines: vec![line()],
    };
    db.submit(sale).await.unwrap().answer.order
}
