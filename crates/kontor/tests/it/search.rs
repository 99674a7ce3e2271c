//! What is registered over a connection is found a moment later, and made again by the command line.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Client, Place, Server, json as read};

/// Asks until something is found; a moment is enough.
#[expect(clippy::disallowed_methods, reason = "how long a test waits is real time")]
fn finds(client: &mut Client, text: &str) -> Value {
    let started = Instant::now();
    loop {
        let found = client.see(&format!("/api/v1/search?q={text}")).body;
        if found["items"].as_array().is_some_and(|items| !items.is_empty()) {
            return found;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "not found: {found}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn story(place: &Place) {
    let (_, token) = place.found();
    let server = Server::start(place);
    let mut client = Client::new(&server.address, &token);
    let body = json!({ "kind": "person", "contact": { "name": "Jörg Müller", "mail": "joerg@example.com" } });
    client.post("/api/v1/customers", &body, 201);
    let found = finds(&mut client, "mueller");
    assert_eq!((found["items"][0]["kind"].as_str(), found["behind"].as_i64()), (Some("customer"), Some(0)));
    server.stop();
    let rebuilt = read(&place.kontor_ok(&["rebuild", "search", "--json"]));
    assert!(rebuilt["rows"].as_i64().is_some_and(|rows| rows >= 6), "{rebuilt}");
    // The lease was given back at the end, so the next server keeps the terms at once.
    let server = Server::start(place);
    let mut client = Client::new(&server.address, &token);
    let body = json!({ "kind": "person", "contact": { "name": "Ida Lund" } });
    client.post("/api/v1/customers", &body, 201);
    finds(&mut client, "lund");
    finds(&mut client, "muller");
    server.stop();
    place.finish();
}

#[test]
fn a_customer_is_found_a_moment_later_in_a_file() {
    story(&Place::sqlite());
}

#[test]
fn a_customer_is_found_a_moment_later_on_a_database_server() {
    story(&Place::postgres());
}
