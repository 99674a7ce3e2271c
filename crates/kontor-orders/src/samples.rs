//! A small shop for tests: a merchant, products of each sort, a customer.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::change_product::ChangeProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};
use kontor_customers::register::Register;
use kontor_identity::found_org::FoundOrg;
use kontor_identity::model::OrgId;
use kontor_inventory::add_location::AddLocation;
use kontor_inventory::model::LocationCode;
use kontor_inventory::receive::{Receive, ReceiveLine};
use kontor_kernel::{Amount, Context, Currency, Quantity};
use kontor_store::{Command, Desk, Fault, Recorded, Room, Stop};
use kontor_testkit::TestDb;

use crate::model::Channel;
use crate::place::{Place, PlaceLine};

/// The rooms that an order needs.
pub(crate) fn rooms() -> Vec<Room> {
    vec![
        kontor_identity::room(),
        kontor_catalog::room(),
        kontor_customers::room(),
        kontor_ledger::room(),
        kontor_inventory::room(),
        crate::room(),
    ]
}

/// A line of an order.
pub(crate) fn line(sku: &str, quantity: &str) -> PlaceLine {
    PlaceLine { sku: Sku::parse(sku).unwrap(), quantity: quantity.parse().unwrap(), price: None }
}

/// The books are opened; the roof does this when it founds a merchant.
struct OpenBooks;

impl Command for OpenBooks {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        kontor_ledger::rules::open(desk, kontor_ledger::model::Chart::Skr03)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// The shop.
pub(crate) struct Shop {
    pub(crate) customer: CustomerId,
}

impl Shop {
    /// A German shop.
    pub(crate) async fn open(db: &TestDb) -> Self {
        Self::open_in(db, "DE").await
    }

    /// A shop in this country.
    pub(crate) async fn open_in(db: &TestDb, country: &str) -> Self {
        Self::open_with(db, country, None).await
    }

    /// A shop with products TEA (11.90 gross, 19 %, sold out is refused), CUP (the same), BOOK (10.70 gross, 7 %, may
    /// wait), WRAP (a service, 1.00 gross), OLD (archived), and a customer on account with this limit.
    pub(crate) async fn open_with(db: &TestDb, country: &str, credit_limit: Option<Amount>) -> Self {
        let found = FoundOrg {
            org: OrgId::new(db.org),
            name: "Teekontor".parse().unwrap(),
            country: country.parse().unwrap(),
            currency: Currency::EUR,
            zone: "Europe/Berlin".parse().unwrap(),
        };
        db.submit(found).await.unwrap();
        db.submit(OpenBooks).await.unwrap();
        db.submit(AddLocation { code: LocationCode::MAIN, name: "Lager".parse().unwrap() }).await.unwrap();
        for (sku, price, class, kind, out) in [
            ("TEA", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
            ("CUP", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
            ("BOOK", "10.70", TaxClass::Reduced, ProductKind::Goods, OutOfStock::Backorder),
            ("WRAP", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
            ("OLD", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
        ] {
            let product = AddProduct {
                sku: Sku::parse(sku).unwrap(),
                name: ProductName::parse(sku).unwrap(),
                kind,
                unit: Unit::PIECE,
                price: price.parse().unwrap(),
                price_base: Quantity::ONE,
                basis: PriceBasis::Gross,
                tax_class: class,
                out_of_stock: out,
            };
            db.submit(product).await.unwrap();
        }
        let old = kontor_catalog::show::by_sku(&db.reads, db.org, &Sku::parse("OLD").unwrap())
            .await
            .unwrap()
            .unwrap();
        let archive = ChangeProduct {
            sku: old.sku,
            name: None,
            price: None,
            price_base: None,
            tax_class: None,
            out_of_stock: None,
            archived: Some(true),
        };
        db.submit(archive).await.unwrap();
        let register = Register {
            number: None,
            kind: CustomerKind::Person,
            card: ContactCard { name: "Anna Hansen".into(), ..ContactCard::default() },
            salt: [7; 16],
            language: Language::German,
            payment_method: PaymentMethod::Invoice,
            terms_days: 14,
            credit_limit,
        };
        Self { customer: db.submit(register).await.unwrap().answer.customer }
    }

    /// Goods come in.
    pub(crate) async fn receive(&self, db: &TestDb, sku: &str, quantity: &str, cost: &str) {
        let line = ReceiveLine {
            sku: Sku::parse(sku).unwrap(),
            quantity: quantity.parse().unwrap(),
            unit_cost: cost.parse().unwrap(),
        };
        db.submit(Receive { location: LocationCode::MAIN, reference: None, date: None, lines: vec![line] })
            .await
            .unwrap();
    }

    /// An order of the customer by phone.
    pub(crate) fn order(&self, lines: &[PlaceLine]) -> Place {
        Place {
            customer: Some(self.customer),
            channel: Channel::Phone,
            location: None,
            currency: None,
            basis: None,
            payment_method: None,
            order_date: None,
            reference: None,
            external: None,
            lines: lines.to_vec(),
        }
    }
}
