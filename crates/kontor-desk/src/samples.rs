//! A small shop with all rooms, for the tests of this one.

use kontor_billing::issue::IssueInvoice;
use kontor_billing::model::{InvoiceId, PaymentId, PaymentReference};
use kontor_billing::pay::{NamedInvoice, RecordPayment, Target};
use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::{OutOfStock, ProductName, Sku};
use kontor_catalog::samples::goods;
use kontor_customers::change::ChangeCustomer;
use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerId, CustomerKind, Language, PaymentMethod,
};
use kontor_customers::register::Register;
use kontor_fulfilment::model::{Carrier, ShipmentId, TrackingNumber};
use kontor_fulfilment::ship::Ship;
use kontor_identity::model::OrgId;
use kontor_inventory::samples::{FoundShop, receipt};
use kontor_kernel::{Amount, Clock, Currency, Date, Zone};
use kontor_orders::model::{Channel, LineQuantity, OrderId};
use kontor_orders::place::{Place, PlaceLine};
use kontor_store::{Room, Value};
use kontor_testkit::TestDb;

/// All rooms.
pub(crate) fn rooms() -> Vec<Room> {
    vec![
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        kontor_inventory::room(),
        kontor_orders::room(),
        kontor_fulfilment::room(),
        kontor_billing::room(),
        crate::room(),
    ]
}

/// Somebody's card, with one address.
pub(crate) fn card(name: &str, company: &str, mail: &str, phone: &str, city: &str) -> ContactCard {
    let address = Address {
        kind: AddressKind::Billing,
        name: String::new(),
        street: "Deich 7".into(),
        addition: String::new(),
        zip: "20457".into(),
        city: city.into(),
        country: "DE".into(),
    };
    ContactCard {
        name: name.into(),
        company: company.into(),
        mail: mail.into(),
        phone: phone.into(),
        vat_id: String::new(),
        persons: Vec::new(),
        addresses: vec![address],
    }
}

/// A customer who pays within 14 days.
pub(crate) fn register(card: ContactCard) -> Register {
    Register {
        number: None,
        kind: CustomerKind::Person,
        card,
        salt: [7; 16],
        language: Language::German,
        payment_method: PaymentMethod::Invoice,
        terms_days: 14,
        credit_limit: None,
    }
}

/// The shop: TEA (100 in stock), POT (none, may wait), and two customers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shop {
    pub(crate) anna: CustomerId,
    pub(crate) ben: CustomerId,
}

impl Shop {
    pub(crate) async fn open(db: &TestDb) -> Self {
        db.submit(FoundShop { org: OrgId::new(db.org), country: "DE".parse().unwrap() }).await.unwrap();
        let tea = AddProduct { name: ProductName::parse("Grüner Tee").unwrap(), ..goods("TEA") };
        db.submit(tea).await.unwrap();
        let pot = AddProduct { out_of_stock: OutOfStock::Backorder, ..goods("POT") };
        db.submit(AddProduct { name: ProductName::parse("Kanne, rund").unwrap(), ..pot }).await.unwrap();
        db.submit(receipt(&[("TEA", "100", "2.50")])).await.unwrap();
        let anna = card("Anna Müller", "", "anna@example.com", "+49 40 1234567", "Hamburg");
        let ben = card("Ben Ode", "Hansen Kaffee GmbH", "ben@hansen.example", "040 7654321", "Kiel");
        let anna = db.submit(register(anna)).await.unwrap().answer.customer;
        let ben = db.submit(register(ben)).await.unwrap().answer.customer;
        Self { anna, ben }
    }
}

/// The day and the zone of those who look.
pub(crate) fn today(db: &TestDb) -> (Date, Zone) {
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    (zone.date_at(db.clock.now()), zone)
}

/// Has the search's follower see all that happened.
pub(crate) async fn searchable(db: &TestDb) {
    let follower: std::sync::Arc<dyn kontor_store::follower::Follower> =
        std::sync::Arc::new(crate::search::SearchFollower);
    db.settle(&follower).await;
}

/// An order by phone.
pub(crate) fn order_of(customer: Option<CustomerId>, lines: &[(&str, &str)]) -> Place {
    let line = |(sku, quantity): &(&str, &str)| PlaceLine {
        sku: Sku::parse(sku).unwrap(),
        quantity: quantity.parse().unwrap(),
        price: None,
    };
    Place { customer, ..Place::new(Channel::Phone, lines.iter().map(line).collect()) }
}

/// Places an order by phone.
pub(crate) async fn place(db: &TestDb, customer: CustomerId, lines: &[(&str, &str)]) -> OrderId {
    db.submit(order_of(Some(customer), lines)).await.unwrap().answer.order
}

/// Ships lines of an order; all that can be shipped without any.
pub(crate) async fn ship(db: &TestDb, order: OrderId, lines: &[(i32, &str)]) -> ShipmentId {
    let part =
        |(line, quantity): &(i32, &str)| LineQuantity { line: *line, quantity: quantity.parse().unwrap() };
    let lines = lines.iter().map(part).collect();
    let (carrier, tracking) = (Carrier::parse("DHL").ok(), TrackingNumber::parse("JJD 0003 404").ok());
    db.submit(Ship { order, lines, date: None, carrier, tracking }).await.unwrap().answer.shipment
}

/// Invoices what is shipped of an order.
pub(crate) async fn invoice(db: &TestDb, order: OrderId) -> InvoiceId {
    let issue = IssueInvoice { order, lines: Vec::new(), document_date: None, supply_date: None };
    db.submit(issue).await.unwrap().answer.id
}

/// Pays something on an invoice.
pub(crate) async fn pay(db: &TestDb, invoice: InvoiceId, amount: &str) -> PaymentId {
    let amount = euros(amount);
    let target = Target::Invoices(vec![NamedInvoice { invoice, amount: Some(amount) }]);
    let reference = PaymentReference::parse("SEPA 4711-0815").ok();
    let payment = RecordPayment { method: PaymentMethod::Invoice, amount, target, date: None, reference };
    db.submit(payment).await.unwrap().answer.id
}

/// An amount in euros.
pub(crate) fn euros(text: &str) -> Amount {
    Amount::parse(text, Currency::EUR).unwrap()
}

/// How SQLite would carry out a statement, step by step. It plans with the statistics that every database is given: those
/// of a merchant with a million orders.
pub(crate) async fn plan(db: &TestDb, statement: &str) -> Vec<String> {
    let count = (1..).take_while(|number| statement.contains(&format!("${number}"))).count();
    let params = std::iter::repeat_n(1.into(), count).collect();
    let explained = db.reads.query(&format!("EXPLAIN QUERY PLAN {statement}"), params).await.unwrap();
    let step = |row: &kontor_store::db::Row| match row.cells().last() {
        Some(Value::Text(step)) => Some(step.clone()),
        _ => None,
    };
    explained.iter().filter_map(step).collect()
}

/// Gives Anna another town.
pub(crate) async fn move_to(db: &TestDb, customer: CustomerId, city: &str) {
    let card = card("Anna Müller", "", "anna@example.com", "+49 40 1234567", city);
    let change = ChangeCustomer { card: Some(card), salt: [8; 16], ..ChangeCustomer::of(customer) };
    db.submit(change).await.unwrap();
}
