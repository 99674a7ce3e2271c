//! Every rule of changing a location, on both databases, and the door.

use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, patch};
use kontor_testkit::{TestApp, on_both};
use serde_json::json;

use crate::add_location::AddLocation;
use crate::model::LocationCode;
use crate::receive::Receive;
use crate::samples::{main_location, receipt};
use crate::tests::{open_shop, rooms};

#[test]
fn a_location_is_renamed_and_closed_and_opened_again() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let far = LocationCode::parse("far").unwrap();
        db.submit(AddLocation { code: far, ..main_location() }).await.unwrap();
        let routes = Router::new()
            .route("/api/v1/locations", get(crate::locations::http::list))
            .route("/api/v1/locations/{code}", patch(super::http::change_location));
        let app = TestApp::new(&db, routes);
        let send = |code: &'static str, body: serde_json::Value| {
            let app = app.clone();
            async move {
                let path = format!("/api/v1/locations/{code}");
                app.send(Method::PATCH, &path, &[], body.to_string()).await
            }
        };
        assert_eq!(send("far", json!({})).await.code(), "nothing_to_change");
        assert_eq!(send("near", json!({ "name": "Near" })).await.code(), "unknown_location");
        assert_eq!(send("main", json!({ "closed": true })).await.code(), "main_stays_open");
        let closed = send("far", json!({ "name": "Far away", "closed": true })).await;
        assert_eq!((closed.status, closed.text("/code")), (200, "far"));
        let listed = app.get("/api/v1/locations").await;
        assert_eq!(
            (listed.text("/items/0/name"), &listed.body["items"][0]["closed"]),
            ("Far away", &json!(true))
        );
        let goods = || Receive { location: far, ..receipt(&[("MUG", "2", "10")]) };
        assert_eq!(db.refused(goods()).await, "location_closed");
        let events = db.events().await.len();
        send("far", json!({ "closed": true })).await;
        assert_eq!(db.events().await.len(), events, "what is so is not recorded again");
        send("far", json!({ "closed": false })).await;
        db.submit(goods()).await.unwrap();
    });
}
