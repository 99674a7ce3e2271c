//! The feed: in order, without gaps, only what may be seen, waiting for what comes.

use std::time::{Duration, Instant};

use kontor::schema::rooms;
use kontor_identity::permissions::Role;
use kontor_testkit::axum::body::Body;
use kontor_testkit::axum::http::Method;
use kontor_testkit::on_both;
use serde_json::{Value, json};

use crate::client::{Client, Doors};

async fn register(client: &Client, name: &str) {
    client.make("/api/v1/customers", &json!({ "contact": { "name": name } })).await;
}

fn kinds(feed: &Value) -> Vec<&str> {
    feed["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect()
}

#[test]
fn events_come_in_order_page_by_page_and_each_once() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        for name in ["Anna", "Ben", "Cem"] {
            register(&client, name).await;
        }
        let (mut after, mut positions, mut all) = (0, Vec::new(), String::new());
        loop {
            let feed = client.get(&format!("/api/v1/events?after={after}&limit=2")).await;
            assert_eq!(feed.status, 200, "{}", feed.text);
            let items = feed.body["items"].as_array().unwrap().clone();
            positions.extend(items.iter().map(|item| item["position"].as_i64().unwrap()));
            all.push_str(&feed.text);
            after = feed.body["next"].as_i64().unwrap();
            if feed.body["more"] == json!(false) {
                break;
            }
        }
        assert_eq!(positions, (1..=7).collect::<Vec<i64>>());
        assert!(!all.contains("Anna"), "names have no place in events");
        let last = client.get("/api/v1/events?after=6").await.body;
        let item = &last["items"][0];
        assert_eq!(item["kind"], json!("customers.registered"));
        assert_eq!(item["subject"], item["data"]["customer"]);
        assert!(item["actor"].as_str().unwrap().starts_with("token:tok_"), "{item}");
        for bad in ["limit=0", "limit=1001", "wait=31", "after=-1", "after=x", "since=3"] {
            assert_eq!(client.get(&format!("/api/v1/events?{bad}")).await.status, 400, "{bad}");
        }
    });
}

#[test]
fn a_token_sees_what_its_scopes_cover() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let owner = doors.client(db.org, Role::Owner, "").await;
        register(&owner, "Anna").await;
        let product = json!({ "sku": "TEA", "name": "Tea", "price": "11.90" });
        owner.make("/api/v1/products", &product).await;
        let narrow = doors.client(db.org, Role::Integration, "events:read products:read").await;
        let feed = narrow.get("/api/v1/events").await.body;
        assert_eq!(kinds(&feed), ["catalog.product_added"]);
        assert!(feed["next"].as_i64().unwrap() >= 6, "what is hidden is passed over: {feed}");
        let analyst = doors.client(db.org, Role::Analyst, "").await;
        let feed = analyst.get("/api/v1/events").await.body;
        assert!(
            !kinds(&feed).iter().any(|kind| kind.starts_with("customers.") || kind.contains("token")),
            "{feed}"
        );
    });
}

#[test]
fn a_reader_that_waits_is_told_at_once() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        let end = client.get("/api/v1/events").await.body["next"].as_i64().unwrap();
        let path = format!("/api/v1/events?after={end}&wait=20");
        let started = now();
        let (feed, ()) = tokio::join!(client.get(&path), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            register(&client, "Anna").await;
        });
        assert_eq!(kinds(&feed.body), ["customers.registered"]);
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());

        let started = now();
        let none = client.get(&format!("/api/v1/events?after={}&wait=1", end + 1)).await;
        assert_eq!(kinds(&none.body), [""; 0]);
        assert!(started.elapsed() >= Duration::from_millis(990), "{:?}", started.elapsed());

        // Whoever waits when the house closes is let go.
        let path = format!("/api/v1/events?after={}&wait=30", end + 1);
        let (none, ()) = tokio::join!(client.get(&path), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            doors.house.closing.send_replace(true);
        });
        assert_eq!(none.status, 200);
    });
}

#[test]
fn a_stream_goes_on_behind_the_last_event_that_was_seen() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        register(&client, "Anna").await;
        let headers = [("accept", "text/event-stream"), ("last-event-id", "3")];
        let streamed = client.send(Method::GET, "/api/v1/events", &headers, Body::empty());
        let (streamed, ()) = tokio::join!(streamed, async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            register(&client, "Ben").await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            // The stream ends with the house, so that the test has it whole.
            doors.house.closing.send_replace(true);
        });
        assert_eq!(streamed.status, 200);
        let ids: Vec<&str> = streamed.text.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
        assert_eq!(ids, ["4", "5", "6"], "{}", streamed.text);
        let last = streamed.text.lines().filter_map(|line| line.strip_prefix("data: ")).next_back().unwrap();
        let last: Value = serde_json::from_str(last).unwrap();
        assert_eq!((&last["position"], &last["kind"]), (&json!(6), &json!("customers.registered")));
    });
}

#[expect(clippy::disallowed_methods, reason = "whether somebody waited is real time")]
fn now() -> Instant {
    Instant::now()
}
