//! Locations through the JSON doors, on both databases.

use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, on_both};
use serde_json::json;

use crate::tests::{open_shop, rooms};

#[test]
fn locations_are_added_and_listed_by_code() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let routes = Router::new()
            .route("/api/v1/locations", post(crate::add_location::http::add_location).get(super::http::list));
        let app = TestApp::new(&db, routes);
        for code in ["b", "Z", "a-1"] {
            let new = app.post("/api/v1/locations", &json!({ "code": code, "name": "Shelf" })).await;
            assert_eq!((new.status, new.text("/code")), (201, code));
        }
        let taken = app.post("/api/v1/locations", &json!({ "code": "b", "name": "Shelf" })).await;
        assert_eq!((taken.status, taken.code()), (409, "location_exists"));
        let bad = app.post("/api/v1/locations", &json!({ "code": "a b", "name": "Shelf" })).await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (400, "bad_json", "code"));

        let page = app.get("/api/v1/locations?limit=3").await;
        let codes: Vec<_> = page.body["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
        // By bytes, on both databases: capitals come first.
        assert_eq!(codes, ["Z", "a-1", "b"]);
        let rest = app.get(&format!("/api/v1/locations?after={}", page.text("/next"))).await;
        assert_eq!(
            rest.body,
            json!({ "items": [{ "code": "main", "name": "Main warehouse", "closed": false }] })
        );
        for (query, code) in
            [("limit=0", "bad_limit"), ("after=", "bad_cursor"), ("after=a%20b", "bad_cursor")]
        {
            let bad = app.get(&format!("/api/v1/locations?{query}")).await;
            assert_eq!((bad.status, bad.code()), (400, code), "{query}");
        }
    });
}
