//! Stock as it was, through the JSON door and against the movements themselves, on both databases.

use std::time::Duration;

use kontor_kernel::Timestamp;
use kontor_store::journal;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, on_both};
use serde_json::json;

use crate::add_location::AddLocation;
use crate::model::LocationCode;
use crate::receive::Receive;
use crate::records::Movement;
use crate::samples::{main_location, receipt};
use crate::tests::{open_shop, receive, rooms};

fn app(db: &TestDb) -> TestApp {
    TestApp::new(db, Router::new().route("/api/v1/stock/history", get(super::http::show)))
}

#[test]
fn stock_at_a_past_moment_is_what_had_been_recorded_by_then() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let far = LocationCode::parse("far").unwrap();
        db.submit(AddLocation { code: far, ..main_location() }).await.unwrap();
        receive(&db, &[("MUG", "2", "10"), ("TEA", "7", "1"), ("MUG", "3", "10")]).await;
        db.advance(Duration::from_secs(3_600));
        db.submit(Receive { location: far, ..receipt(&[("MUG", "4", "10")]) }).await.unwrap();
        db.advance(Duration::from_hours(24));
        receive(&db, &[("MUG", "0.5", "10")]).await;

        let app = app(&db);
        let at = |at: &str| format!("/api/v1/stock/history?sku=MUG&at={at}");
        let first = app.get(&at("2026-11-24T12:00:00Z")).await;
        let expected = json!({
            "product": first.text("/product"), "sku": "MUG", "at": "2026-11-24T12:00:00.000000Z",
            "position": first.body["position"], "on_hand": "5",
            "locations": [{ "location": "main", "on_hand": "5" }],
        });
        assert_eq!(first.body, expected, "both lines of the receipt, and nothing of the other place");
        for (moment, on_hand) in [
            ("2026-11-24T11:59:59.999999Z", "0"),
            ("2026-11-24T12:59:59.999999Z", "5"),
            ("2026-11-24T13:00:00Z", "9"),
            // The day ends at 23:00 UTC in Berlin.
            ("2026-11-23", "0"),
            ("2026-11-24", "9"),
            ("2026-11-25", "9.5"),
            ("2030-01-01", "9.5"),
        ] {
            assert_eq!(app.get(&at(moment)).await.text("/on_hand"), on_hand, "{moment}");
        }
        let bad = app.get(&at("yesterday")).await;
        assert_eq!((bad.status, bad.code()), (400, "bad_moment"));
        let unknown = app.get("/api/v1/stock/history?sku=GONE&at=2026-11-24").await;
        assert_eq!((unknown.status, unknown.code()), (404, "unknown_sku"));
        let service = app.get("/api/v1/stock/history?sku=HELP&at=2026-11-25").await;
        assert_eq!((service.text("/on_hand"), &service.body["locations"]), ("0", &json!([])));
    });
}

#[test]
fn the_position_of_every_moment_is_found_and_the_stock_there_is_that_of_the_movements() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        for step in 0..40 {
            receive(&db, &[("MUG", &(step % 7 + 1).to_string(), "1")]).await;
            db.advance(Duration::from_secs(step % 3));
        }
        let events = journal::page(&db.reads, db.org, 0, 10_000).await.unwrap();
        let moved: Vec<Movement> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        let mug = kontor_catalog::show::by_sku(&db.reads, db.org, &"MUG".parse().unwrap()).await.unwrap();
        let mug = mug.unwrap().id;
        let first = events.first().unwrap().recorded_at.micros();
        let last = events.last().unwrap().recorded_at.micros();
        for second in -1..=(last - first) / 1_000_000 + 1 {
            let moment = Timestamp::from_micros(first + second * 1_000_000);
            let expected =
                events.iter().rfind(|event| event.recorded_at <= moment).map_or(0, |event| event.position);
            let stock = super::as_of(&db.reads, db.org, mug, moment).await.unwrap();
            assert_eq!(stock.position, expected, "at second {second}");
            let by_then = moved.iter().filter(|moved| moved.at <= moment && moved.product == mug);
            let sum: i64 = by_then.map(|moved| moved.quantity.thousandths()).sum();
            let found: i64 = stock.places.iter().map(|(_, on_hand)| on_hand.thousandths()).sum();
            assert_eq!(found, sum, "at second {second}");
        }
        assert_eq!(
            journal::position_at(&db.reads, db.org + 1, Timestamp::from_micros(last)).await.unwrap(),
            0
        );
    });
}
