//! Every rule of changing a product, on both databases, and one story through the JSON door.

use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::{Failure, Room};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, patch};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::{Value, json};

use super::{ChangeProduct, http};
use crate::add_product::AddProduct;
use crate::model::{Gtin, OutOfStock, ProductName, Sku, TaxClass};
use crate::samples::goods;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

/// One change, and what comes of it.
type Case = (fn(&mut ChangeProduct), &'static str);

/// What comes of one change after another to the same product: the event's fields beyond product and SKU, or the
/// refusal's code.
async fn check(db: &TestDb, cases: Vec<Case>) {
    for (edit, expected) in cases {
        let mut command = ChangeProduct::of(Sku::parse("MUG").unwrap());
        edit(&mut command);
        let shown = format!("{command:?}");
        let before = db.events().await.len();
        let got = match db.submit(command).await {
            Ok(_) => {
                db.events().await.get(before).map_or_else(|| "no event".to_owned(), |event| fields(event))
            }
            Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

fn fields(event: &str) -> String {
    let payload = event.strip_prefix("catalog.product_changed ").unwrap();
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    let fields = payload.as_object_mut().unwrap();
    assert!(fields.remove("product").is_some() && fields.remove("sku").is_some());
    payload.to_string()
}

fn gtin(text: &str) -> Gtin {
    Gtin::parse(text).unwrap()
}

#[test]
fn only_what_differs_is_recorded() {
    on_both_alone(rooms, |db| async move {
        let mug = db.submit(goods("MUG")).await.unwrap().answer.product;
        let cases: Vec<Case> = vec![
            (|_| {}, "nothing_to_change"),
            (|to| to.price = Some(UnitPrice::new(9_900_000)), "no event"),
            (|to| to.price = Some(UnitPrice::new(10_900_000)), r#"{"price":"10.9"}"#),
            (|to| to.name = Some(ProductName::parse("Mug, navy").unwrap()), r#"{"name":"Mug, navy"}"#),
            (
                |to| (to.archived, to.out_of_stock) = (Some(true), Some(OutOfStock::Deny)),
                r#"{"archived":true}"#,
            ),
            (|to| to.archived = Some(false), r#"{"archived":false}"#),
            (|to| to.tax_class = Some(TaxClass::Reduced), r#"{"tax_class":"reduced"}"#),
            (|to| to.out_of_stock = Some(OutOfStock::Backorder), r#"{"out_of_stock":"backorder"}"#),
            (|to| to.price_base = Quantity::whole(100), r#"{"price_base":"100"}"#),
            (|to| (to.version, to.archived) = (Some(1), Some(true)), "changed_meanwhile"),
            (|to| to.version = Some(8), "nothing_to_change"),
            (|to| (to.version, to.archived) = (Some(8), Some(false)), "no event"),
            (|to| to.barcode = Some(Some(gtin("4006381333931"))), r#"{"barcode":"4006381333931"}"#),
            (|to| to.barcode = Some(Some(gtin("4006381333931"))), "no event"),
            (|to| to.barcode = Some(None), r#"{"barcode":null}"#),
            (|to| to.barcode = Some(Some(gtin("036000291452"))), r#"{"barcode":"0036000291452"}"#),
            (|to| to.price = Some(UnitPrice::new(-1)), "negative_price"),
            (|to| to.price_base = Some(Quantity::ZERO), "bad_price_base"),
            (|to| (to.sku, to.archived) = (Sku::parse("CUP").unwrap(), Some(true)), "unknown_product"),
        ];
        check(&db, cases).await;
        db.submit(AddProduct { barcode: Some(gtin("4006381333931")), ..goods("POT") }).await.unwrap();
        let taken = ChangeProduct {
            barcode: Some(Some(gtin("4006381333931"))),
            ..ChangeProduct::of(Sku::parse("MUG").unwrap())
        };
        assert_eq!(db.refused(taken).await, "barcode_taken");
        let mug = crate::show::by_id(&db.reads, db.org, mug).await.unwrap().unwrap();
        assert_eq!((mug.name.as_str(), mug.price.to_string().as_str()), ("Mug, navy", "10.9"));
        assert_eq!(
            (mug.tax_class, mug.out_of_stock, mug.archived),
            (TaxClass::Reduced, OutOfStock::Backorder, false)
        );
        assert_eq!((mug.price_base, mug.version), (Quantity::whole(100).unwrap(), 11));
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        let mug = db.submit(goods("MUG")).await.unwrap().answer.product;
        let routes = Router::new()
            .route("/api/v1/products/{id}", patch(http::change_product).merge(get(crate::show::http::show)));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/products/{mug}");
        let send = |path: String, body: Value| {
            let app = app.clone();
            async move { app.send(Method::PATCH, &path, &[], body.to_string()).await }
        };
        let changed = send(path.clone(), json!({ "price": 12, "archived": true })).await;
        assert_eq!((changed.status, changed.text("/sku")), (200, "MUG"));
        let shown = app.get(&path).await;
        assert_eq!((shown.text("/price"), &shown.body["archived"]), ("12", &json!(true)));

        let nothing = send(path.clone(), json!({})).await;
        assert_eq!((nothing.status, nothing.code()), (422, "nothing_to_change"));
        let unknown = send("/api/v1/products/prd_0000000000007".into(), json!({ "archived": true })).await;
        assert_eq!((unknown.status, unknown.code()), (404, "not_found"));
        let sku = send(path, json!({ "sku": "CUP" })).await;
        assert_eq!((sku.status, sku.code(), sku.text("/field")), (400, "bad_json", "sku"));
    });
}
