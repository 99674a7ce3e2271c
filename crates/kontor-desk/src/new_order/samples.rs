//! A shop for the tests of pages that sell.

use std::sync::Arc;

use kontor_catalog::add_product::AddProduct;
use kontor_catalog::change_product::ChangeProduct;
use kontor_catalog::model::{Gtin, OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass};
use kontor_catalog::samples::goods;
use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerKind, Language as Tongue, PaymentMethod,
};
use kontor_customers::register::Register;
use kontor_identity::model::{OrgId, OrgName};
use kontor_inventory::samples::receipt;
use kontor_kernel::{Amount, Currency};
use kontor_ledger::model::Chart;
use kontor_store::follower::Follower;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, Visited};
use kontor_web::Language;

use crate::found::FoundMerchant;
pub(crate) use crate::samples::rooms;
use crate::search::SearchFollower;

/// What stands on a packet of TEA.
pub(crate) const TEA_BARCODE: &str = "4006381333931";

/// What somebody at the order desk may.
pub(crate) const SERVICE: &[&str] =
    &["orders:write", "customers:read", "customers:write", "stock:read", "counter_sales:write"];

/// A shop in this country with TEA (11.90 gross, 19 %, a barcode, 10 in stock, refused when
/// sold out), CUP (the same, none in
/// stock), BOOK (10.70 gross, 7 %, 3 in stock, may wait), the services WRAP (1.00, 19 %) and GIFT (5.00, untaxed), OLD
/// (archived), and the customers K10001 Anna Hansen (on account, up to 50.00) and K10002 Hansen & Sohn (by card).
pub(crate) async fn open(db: &TestDb, country: &str) {
    let merchant = FoundMerchant {
        org: OrgId::new(db.org),
        name: OrgName::parse("Teekontor <am Fleet>").unwrap(),
        country: country.parse().unwrap(),
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
        chart: Chart::Skr03,
        warehouse: "Lager".parse().unwrap(),
        tax_status: kontor_identity::model::TaxStatus::Regular,
    };
    db.submit(merchant).await.unwrap();
    for (sku, name, price, tax_class, kind, out_of_stock) in [
        ("TEA", "Earl Grey <b>", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
        ("CUP", "Blue cup", "11.90", TaxClass::Standard, ProductKind::Goods, OutOfStock::Deny),
        ("BOOK", "Tea book", "10.70", TaxClass::Reduced, ProductKind::Goods, OutOfStock::Backorder),
        ("WRAP", "Gift wrap", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
        ("GIFT", "Voucher", "5.00", TaxClass::None, ProductKind::Service, OutOfStock::Deny),
        ("OLD", "Old cup", "1.00", TaxClass::Standard, ProductKind::Service, OutOfStock::Deny),
    ] {
        let (name, price) = (ProductName::parse(name).unwrap(), price.parse().unwrap());
        let basis = PriceBasis::Gross;
        let barcode = (sku == "TEA").then(|| Gtin::parse(TEA_BARCODE).unwrap());
        db.submit(AddProduct { barcode, name, price, basis, tax_class, kind, out_of_stock, ..goods(sku) })
            .await
            .unwrap();
    }
    db.submit(ChangeProduct { archived: Some(true), ..ChangeProduct::of(Sku::parse("OLD").unwrap()) })
        .await
        .unwrap();
    db.submit(receipt(&[("TEA", "10", "2.50"), ("BOOK", "3", "4.00")])).await.unwrap();
    let address = Address {
        kind: AddressKind::Billing,
        name: String::new(),
        street: "Am Kai 1".into(),
        addition: String::new(),
        zip: "20457".into(),
        city: "Hamburg".into(),
        country: "DE".into(),
    };
    let anna = Register {
        number: None,
        kind: CustomerKind::Person,
        card: ContactCard {
            name: "Anna Hansen".into(),
            mail: "anna@example.com".into(),
            addresses: vec![address],
            ..ContactCard::default()
        },
        salt: [7; 16],
        language: Tongue::German,
        payment_method: PaymentMethod::Invoice,
        terms_days: 14,
        credit_limit: Some(Amount::new(5_000)),
    };
    let company = Register {
        kind: CustomerKind::Company,
        card: ContactCard { company: "Hansen & Sohn".into(), ..ContactCard::default() },
        payment_method: PaymentMethod::Card,
        credit_limit: None,
        ..anna.clone()
    };
    db.submit(anna).await.unwrap();
    db.submit(company).await.unwrap();
}

/// The same shop, in which everything is found by its words. On a database of its own.
pub(crate) async fn open_found(db: &TestDb, country: &str) {
    open(db, country).await;
    let follower: Arc<dyn Follower> = Arc::new(SearchFollower);
    db.settle(&follower).await;
}

/// The pages, for somebody who reads this language and has these scopes.
pub(crate) fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/orders/new", get(super::page::show).post(super::page::submit))
        .route("/counter", get(crate::counter::page::show).post(crate::counter::page::submit))
        .route("/counter/receipt/{id}", get(crate::counter::page::receipt::show))
        .route("/lookup/customers", get(crate::lookup::page::customers))
        .route("/lookup/products", get(crate::lookup::page::products));
    TestApp::new(db, routes).visited(language, scopes)
}

/// How often something stands in a page.
pub(crate) fn count(html: &str, part: &str) -> usize {
    html.matches(part).count()
}

/// A page without what stands around its content.
pub(crate) fn inner(page: Visited) -> Visited {
    let start = page.html.find("<main").unwrap_or(0);
    let end = page.html.find("</main>").unwrap_or(page.html.len());
    Visited { html: page.html[start..end].to_owned(), ..page }
}
