//! Reading products through the JSON doors, on both databases.

use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{Answered, TestApp, on_both};

use crate::add_product::AddProduct;
use crate::model::Gtin;
use crate::samples::goods;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn skus(page: &Answered) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|item| item["sku"].as_str().unwrap()).collect()
}

#[test]
fn pages_follow_the_order_of_adding_and_end() {
    on_both(rooms, |db| async move {
        for sku in ["b", "a", "C"] {
            db.submit(goods(sku)).await.unwrap();
        }
        let app = TestApp::new(&db, Router::new().route("/api/v1/products", get(super::http::list)));
        let first = app.get("/api/v1/products?limit=2").await;
        assert_eq!(skus(&first), ["b", "a"]);
        let second = app.get(&format!("/api/v1/products?limit=2&after={}", first.text("/next"))).await;
        assert_eq!((skus(&second), &second.body["next"]), (vec!["C"], &serde_json::Value::Null));
        assert_eq!(skus(&app.get("/api/v1/products").await), ["b", "a", "C"]);

        assert_eq!(skus(&app.get("/api/v1/products?sku=a").await), ["a"]);
        assert_eq!(skus(&app.get("/api/v1/products?sku=A").await), [""; 0]);
        let barcode = Gtin::parse("036000291452").ok();
        db.submit(AddProduct { barcode, ..goods("MUG") }).await.unwrap();
        for scanned in ["036000291452", "0036000291452", "00036000291452"] {
            let found = app.get(&format!("/api/v1/products?barcode={scanned}")).await;
            assert_eq!((skus(&found), found.text("/items/0/barcode")), (vec!["MUG"], "0036000291452"));
        }
        assert_eq!(skus(&app.get("/api/v1/products?barcode=96385074").await), [""; 0]);
        for (query, code) in [
            ("limit=0", "bad_limit"),
            ("limit=201", "bad_limit"),
            ("limit=x", "bad_query"),
            ("after=x", "bad_cursor"),
            ("colour=blue", "bad_query"),
            ("sku=%00", "bad_query"),
            ("barcode=036000291453", "bad_query"),
            ("barcode=96385074&sku=a", "bad_filter"),
        ] {
            let bad = app.get(&format!("/api/v1/products?{query}")).await;
            assert_eq!((bad.status, bad.code()), (400, code), "{query}");
        }
    });
}

#[test]
fn another_merchants_products_are_not_seen() {
    on_both(rooms, |db| async move {
        let mug = db.submit(goods("MUG")).await.unwrap().answer.product;
        let mut other = db.clone();
        other.org += 1_000_000_007;
        let routes = Router::new()
            .route("/api/v1/products", get(super::http::list))
            .route("/api/v1/products/{id}", get(crate::show::http::show));
        let app = TestApp::new(&other, routes);
        assert_eq!(skus(&app.get("/api/v1/products").await), [""; 0]);
        assert_eq!(skus(&app.get("/api/v1/products?sku=MUG").await), [""; 0]);
        assert_eq!(app.get(&format!("/api/v1/products/{mug}")).await.status, 404);
    });
}
