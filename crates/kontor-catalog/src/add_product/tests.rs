//! Every rule of adding a product, on both databases, and one story through the JSON door.

use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::{Failure, Room};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{AddProduct, http};
use crate::model::{Gtin, OutOfStock, TaxClass, Unit};
use crate::samples::{goods, service};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn with(change: impl FnOnce(&mut AddProduct)) -> AddProduct {
    let mut product = goods("MUG");
    change(&mut product);
    product
}

/// What comes of adding one product after another: its SKU, or the refusal's code and the place it names.
async fn check(db: &TestDb, cases: Vec<(AddProduct, &str)>) {
    for (product, expected) in cases {
        let shown = format!("{product:?}");
        let got = match db.submit(product).await {
            Ok(reply) => reply.answer.sku.to_string(),
            Err(Failure::Refused(refusal)) => {
                format!("{} at {}", refusal.code, refusal.field.unwrap_or_default())
            }
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

#[test]
fn a_sku_belongs_to_one_product() {
    on_both_alone(rooms, |db| async move {
        let cases = vec![
            (goods("MUG"), "MUG"),
            (goods("mug"), "mug"),
            (service("MUG"), "sku_taken at sku"),
            (goods("Tasse 🫖 blau"), "Tasse 🫖 blau"),
            (goods("Tasse 🫖 blau"), "sku_taken at sku"),
        ];
        check(&db, cases).await;
    });
}

#[test]
fn a_price_is_not_negative_and_for_some_quantity() {
    on_both(rooms, |db| async move {
        let cases = vec![
            (with(|new| new.price = UnitPrice::new(-1)), "negative_price at price"),
            (with(|new| new.price_base = Quantity::ZERO), "bad_price_base at price_base"),
            (with(|new| new.price_base = Quantity::new(-1)), "bad_price_base at price_base"),
            (
                with(|new| (new.price, new.price_base) = (UnitPrice::new(-1), Quantity::ZERO)),
                "negative_price at price",
            ),
            (with(|new| new.price = UnitPrice::ZERO), "MUG"),
        ];
        check(&db, cases).await;
    });
}

#[test]
fn a_barcode_is_on_one_product() {
    on_both_alone(rooms, |db| async move {
        let barcode = |text: &str| Gtin::parse(text).ok();
        let mug = AddProduct { barcode: barcode("036000291452"), ..goods("MUG") };
        db.submit(mug.clone()).await.unwrap();
        let pot = AddProduct { barcode: barcode("0036000291452"), ..goods("POT") };
        assert_eq!(db.refused(pot.clone()).await, "barcode_taken");
        let small = AddProduct { tax_class: TaxClass::SmallBusiness, ..goods("CUP") };
        assert_eq!(db.refused(small).await, "no_product_tax_class");
        assert_eq!(db.refused(mug).await, "sku_taken");
        db.submit(AddProduct { barcode: barcode("96385074"), ..pot }).await.unwrap();
        db.submit(goods("CUP")).await.unwrap();
    });
}

#[test]
fn the_event_holds_all_of_the_product() {
    on_both(rooms, |db| async move {
        let screws = AddProduct {
            unit: Unit::parse("P1").unwrap(),
            price: UnitPrice::new(37_500),
            price_base: Quantity::whole(100).unwrap(),
            tax_class: TaxClass::Reduced,
            out_of_stock: OutOfStock::Backorder,
            ..service("SCREW")
        };
        let id = db.submit(screws).await.unwrap().answer.product;
        let payload = format!(
            r#"{{"product":"{id}","sku":"SCREW","name":"SCREW","kind":"service","unit":"P1","price":"0.0375","price_base":"100","basis":"net","tax_class":"reduced","out_of_stock":"backorder"}}"#
        );
        assert_eq!(db.events().await, [format!("catalog.product_added {payload}")]);
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        db.submit(goods("FIRST")).await.unwrap();
        let routes = Router::new()
            .route("/api/v1/products", post(http::add_product).get(crate::list::http::list))
            .route("/api/v1/products/{id}", kontor_testkit::axum::routing::get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let body = json!({ "sku": "MUG-BLUE", "name": "Mug, blue", "price": "9.90", "basis": "gross" });

        let dry = app.post("/api/v1/products?dry_run=true", &body).await;
        assert_eq!((dry.status, dry.text("/answer/sku")), (200, "MUG-BLUE"));
        assert_eq!(dry.text("/events/0/data/price"), "9.9");
        let new = app.post_once("/api/v1/products", "k-1", &body).await;
        assert_eq!((new.status, new.text("/sku")), (201, "MUG-BLUE"));
        let again = app.post_once("/api/v1/products", "k-1", &body).await;
        assert_eq!((again.status, &again.body), (201, &new.body));
        let taken = app.post("/api/v1/products", &body).await;
        assert_eq!((taken.status, taken.code()), (409, "sku_taken"));

        let shown = app.get(&format!("/api/v1/products/{}", new.text("/id"))).await;
        let version = shown.body["version"].clone();
        let expected = json!({
            "id": new.text("/id"), "sku": "MUG-BLUE", "name": "Mug, blue", "kind": "goods", "unit": "C62",
            "price": "9.9", "price_base": "1", "currency": "EUR", "basis": "gross", "tax_class": "standard",
            "out_of_stock": "deny", "archived": false, "barcode": null, "version": version,
        });
        assert_eq!(shown.body, expected);

        for (field, value, code) in [
            ("price", json!("1e308"), "bad_json"),
            ("price", json!(1e308), "bad_json"),
            ("price", json!("0.0000001"), "bad_json"),
            ("price", json!("-1"), "negative_price"),
            ("sku", json!("a\u{0}b"), "bad_json"),
            ("sku", json!("x".repeat(65)), "bad_json"),
            ("name", json!(""), "bad_json"),
            ("unit", json!("piece"), "bad_json"),
            ("price_base", json!("0"), "bad_price_base"),
            ("colour", json!("blue"), "bad_json"),
        ] {
            let mut bad = json!({ "sku": "BAD", "name": "Bad", "price": "1" });
            bad[field] = value;
            let answer = app.post("/api/v1/products", &bad).await;
            assert_eq!((answer.code(), answer.text("/field")), (code, field), "{bad}");
        }
    });
}
