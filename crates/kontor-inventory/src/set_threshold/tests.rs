//! Every rule of thresholds, on both databases, and what is short by them.

use kontor_catalog::model::Sku;
use kontor_kernel::Quantity;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, patch};
use kontor_testkit::{TestApp, on_both, on_both_alone};
use serde_json::json;

use super::SetThreshold;
use crate::model::LocationCode;
use crate::tests::{Order, open_shop, receive, rooms};

fn threshold(sku: &str, low_at: Option<&str>) -> SetThreshold {
    let low_at = low_at.map(|text| text.parse::<Quantity>().unwrap());
    SetThreshold { sku: Sku::parse(sku).unwrap(), location: LocationCode::MAIN, low_at }
}

#[test]
fn what_is_available_no_more_than_its_threshold_is_short() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "10", "12.50"), ("TEA", "3", "3")]).await;
        db.submit(threshold("MUG", Some("6"))).await.unwrap();
        db.submit(threshold("TEA", Some("2"))).await.unwrap();
        let low = || {
            let db = db.clone();
            async move {
                let low = crate::low::all(&db.reads, db.org).await.unwrap();
                low.iter()
                    .map(|low| format!("{} {} at {}", low.sku, low.available, low.low_at))
                    .collect::<Vec<_>>()
            }
        };
        assert_eq!(low().await, [""; 0]);
        db.submit(Order::new(1, &[("MUG", "4", false)])).await.unwrap();
        assert_eq!(low().await, ["MUG 6 at 6"]);
        let events = db.events().await.len();
        db.submit(threshold("MUG", Some("6"))).await.unwrap();
        assert_eq!(db.events().await.len(), events, "what is so is not recorded again");
        db.submit(threshold("MUG", Some("5"))).await.unwrap();
        assert_eq!(low().await, [""; 0]);
        db.submit(threshold("MUG", None)).await.unwrap();
        db.submit(threshold("TEA", Some("3.5"))).await.unwrap();
        assert_eq!(low().await, ["TEA 3 at 3.5"]);
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let routes = Router::new()
            .route("/api/v1/stock/low", get(crate::low::http::list))
            .route("/api/v1/stock/{sku}/threshold", patch(super::http::set_threshold));
        let app = TestApp::new(&db, routes);
        let send = |sku: &'static str, body: serde_json::Value| {
            let app = app.clone();
            async move {
                let path = format!("/api/v1/stock/{sku}/threshold");
                app.send(Method::PATCH, &path, &[], body.to_string()).await
            }
        };
        assert_eq!(send("MUG", json!({ "low_at": "-1" })).await.code(), "negative_threshold");
        assert_eq!(send("CUP", json!({ "low_at": "1" })).await.code(), "unknown_product");
        assert_eq!(send("MUG", json!({ "low_at": "1", "location": "far" })).await.code(), "unknown_location");
        let set = send("MUG", json!({ "low_at": "0" })).await;
        assert_eq!((set.status, set.text("/low_at")), (200, "0"));
        let low = app.get("/api/v1/stock/low").await;
        let expected = json!({ "items": [{ "product": low.text("/items/0/product"), "sku": "MUG", "location": "main",
            "on_hand": "0", "reserved": "0", "available": "0", "low_at": "0" }] });
        assert_eq!(low.body, expected, "what was never there is short as well");
    });
}
