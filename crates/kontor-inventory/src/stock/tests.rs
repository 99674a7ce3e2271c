//! Stock through the JSON door, on both databases.

use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{Answered, TestApp, on_both};
use serde_json::{Value, json};

use crate::model::LocationCode;
use crate::receive::Receive;
use crate::samples::{main_location, receipt};
use crate::tests::{Order, open_shop, receive, rooms};

fn skus(page: &Answered) -> Vec<&str> {
    let items = page.body["items"].as_array().unwrap();
    items.iter().map(|item| item["sku"].as_str().unwrap()).collect()
}

#[test]
fn stock_is_listed_by_product_with_its_locations() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let far = LocationCode::parse("far").unwrap();
        db.submit(crate::add_location::AddLocation { code: far, ..main_location() }).await.unwrap();
        receive(&db, &[("TEA", "1", "3"), ("MUG", "10", "12.50")]).await;
        db.submit(Receive { location: far, ..receipt(&[("MUG", "2", "10")]) }).await.unwrap();
        db.submit(Order::new(1, &[("MUG", "4", false)])).await.unwrap();
        let app = TestApp::new(&db, Router::new().route("/api/v1/stock", get(super::http::list)));

        let mug = app.get("/api/v1/stock?sku=MUG").await;
        let expected = json!({ "items": [{
            "product": mug.text("/items/0/product"), "sku": "MUG", "on_hand": "12", "reserved": "4", "available": "8",
            "value": "145.00", "last_cost": "10", "currency": "EUR", "locations": [
                { "location": "far", "on_hand": "2", "reserved": "0", "available": "2" },
                { "location": "main", "on_hand": "10", "reserved": "4", "available": "6" },
            ],
        }] });
        assert_eq!(mug.body, expected);

        let first = app.get("/api/v1/stock?limit=1").await;
        assert_eq!(skus(&first), ["MUG"], "in the order in which products were added");
        let second = app.get(&format!("/api/v1/stock?limit=1&after={}", first.text("/next"))).await;
        assert_eq!((skus(&second), &second.body["next"]), (vec!["TEA"], &Value::Null));
        for sku in ["HELP", "nothing"] {
            assert_eq!(skus(&app.get(&format!("/api/v1/stock?sku={sku}")).await), [""; 0]);
        }
        for (query, code) in
            [("limit=201", "bad_limit"), ("after=x", "bad_cursor"), ("location=main", "bad_query")]
        {
            let bad = app.get(&format!("/api/v1/stock?{query}")).await;
            assert_eq!((bad.status, bad.code()), (400, code), "{query}");
        }
        let mut other = db.clone();
        other.org += 1_000_000_007;
        let app = TestApp::new(&other, Router::new().route("/api/v1/stock", get(super::http::list)));
        assert_eq!(skus(&app.get("/api/v1/stock").await), [""; 0]);
        assert_eq!(skus(&app.get("/api/v1/stock?sku=MUG").await), [""; 0]);
    });
}
