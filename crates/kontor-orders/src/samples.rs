//! A small shop for tests: a merchant, products of each sort, a customer.

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::change_product::ChangeProduct;
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductKind, Sku, TaxClass};
use kontor_catalog::samples::goods;
use kontor_customers::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod};
use kontor_customers::register::Register;
use kontor_identity::model::OrgId;
use kontor_inventory::samples::{FoundShop, receipt};
use kontor_kernel::Amount;
use kontor_store::Room;
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
        db.submit(FoundShop { org: OrgId::new(db.org), country: country.parse().unwrap() }).await.unwrap();
        for (sku, price, class, kind, out) in [
            ("TEA", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
            ("CUP", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
            ("BOOK", "10.70", TaxClass::Reduced, ProductKind::Goods, OutOfStock::Backorder),
            ("WRAP", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
            ("OLD", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
        ] {
            let product = AddProduct {
                price: price.parse().unwrap(),
                kind,
                basis: PriceBasis::Gross,
                tax_class: class,
                out_of_stock: out,
                ..goods(sku)
            };
            db.submit(product).await.unwrap();
        }
        let archive = ChangeProduct { archived: Some(true), ..ChangeProduct::of(Sku::parse("OLD").unwrap()) };
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
        db.submit(receipt(&[(sku, quantity, cost)])).await.unwrap();
    }

    /// An order of the customer by phone.
    pub(crate) fn order(&self, lines: &[PlaceLine]) -> Place {
        Place { customer: Some(self.customer), ..Place::new(Channel::Phone, lines.to_vec()) }
    }
}
