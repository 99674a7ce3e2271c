//! Crashes: whatever happens to the process, what was acknowledged is there once, and nothing is there by half.
//!
//! Clients place orders with idempotency keys as fast as they can. Whoever loses the connection asks again with the
//! same key once the server is back, as a shop would. In the end every key must have made exactly one order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::support::{Client, Place, Server};

const KILLS: usize = 20;
const CLIENTS: usize = 8;

/// Puts a product with plenty of stock into the shop.
pub(crate) fn stock_up(client: &mut Client) {
    client.post(
        "/api/v1/products",
        &json!({ "sku": "TEA", "name": "Tee", "price": "11.90", "basis": "gross", "tax_class": "standard" }),
        201,
    );
    let lines = json!({ "lines": [{ "sku": "TEA", "quantity": "1000000", "unit_cost": "2.50" }] });
    client.post("/api/v1/stock/receipts", &lines, 201);
}

/// One client: the order that each of its keys made.
pub(crate) fn buy(address: &str, token: &str, number: usize, stop: &AtomicBool) -> BTreeMap<String, String> {
    let body = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }).to_string();
    let mut orders = BTreeMap::new();
    let mut client = Client::new(address, token);
    for count in 0.. {
        let key = format!("client-{number}-{count}");
        loop {
            match client.send("POST", "/api/v1/orders", &[("idempotency-key", &key)], &body) {
                Ok(answer) if answer.status == 201 => {
                    orders.insert(key, answer.text("/id").to_owned());
                    break;
                }
                // 503: the server is going down or its database is away. Nothing was done, so it is asked again.
                Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                Err(_) => client = Client::new(address, token),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        if stop.load(Ordering::Relaxed) {
            break;
        }
    }
    orders
}

/// The pauses between the kills, from a seed that is printed.
fn pauses() -> Vec<Duration> {
    let mut bytes = [0; 8];
    kontor_store::random(&mut bytes).expect("a random source");
    let mut seed = u64::from_le_bytes(bytes) | 1;
    println!("seed {seed}");
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        Duration::from_millis(20 + seed % 250)
    };
    (0..KILLS).map(|_| next()).collect()
}

/// Every key made exactly one order, which a retry finds again; checks and replay are clean.
pub(crate) fn verify(place: &Place, server: Server, token: &str, orders: &BTreeMap<String, String>) {
    let distinct: std::collections::BTreeSet<&String> = orders.values().collect();
    assert_eq!(distinct.len(), orders.len(), "two keys made one order");
    let mut client = Client::new(&server.address, token);
    let body = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }).to_string();
    for (key, id) in orders.iter().step_by(orders.len() / 50 + 1) {
        let again =
            client.send("POST", "/api/v1/orders", &[("idempotency-key", key)], &body).expect("an answer");
        assert_eq!((again.status, again.text("/id")), (201, id.as_str()), "{key}");
        assert_eq!(client.see(&format!("/api/v1/orders/{id}")).text("/gross"), "11.90");
    }
    let tabs = client.see("/api/v1/orders/tabs");
    let placed = tabs.body.as_array().and_then(|tabs| tabs.iter().find(|tab| tab["tab"] == "placed"));
    assert_eq!(
        placed.and_then(|tab| tab["count"].as_u64()),
        u64::try_from(orders.len()).ok(),
        "orders in all"
    );
    server.stop();
    place.finish();
}

fn killed_at_random_moments(place: &Place) {
    let (_, token) = place.found();
    let mut server = Server::start(place);
    stock_up(&mut Client::new(&server.address, &token));
    let address = server.address.clone();
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (address, token, stop) = (address.clone(), token.clone(), Arc::clone(&stop));
            std::thread::spawn(move || buy(&address, &token, number, &stop))
        })
        .collect();
    for pause in pauses() {
        std::thread::sleep(pause);
        server.kill();
        server = Server::start_at(place, &address);
    }
    stop.store(true, Ordering::Relaxed);
    let orders = clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    verify(place, server, &token, &orders);
}

#[test]
fn crash_sqlite_killed_at_twenty_random_moments_loses_and_doubles_nothing() {
    killed_at_random_moments(&Place::sqlite());
}

#[test]
fn crash_postgres_killed_at_twenty_random_moments_loses_and_doubles_nothing() {
    killed_at_random_moments(&Place::postgres());
}

#[test]
fn crash_two_servers_on_one_postgres_share_a_merchant_and_one_of_them_is_killed() {
    let place = Place::postgres();
    let (_, token) = place.found();
    let (first, second) = (Server::start(&place), Server::start(&place));
    stock_up(&mut Client::new(&first.address, &token));
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let server = if number % 2 == 0 { &first } else { &second };
            let (address, token, stop) = (server.address.clone(), token.clone(), Arc::clone(&stop));
            std::thread::spawn(move || buy(&address, &token, number, &stop))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(700));
    let address = first.address.clone();
    first.kill();
    std::thread::sleep(Duration::from_millis(300));
    let first = Server::start_at(&place, &address);
    std::thread::sleep(Duration::from_millis(500));
    stop.store(true, Ordering::Relaxed);
    let orders: BTreeMap<String, String> =
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    second.stop();
    verify(&place, first, &token, &orders);
}

#[test]
fn a_second_process_on_a_sqlite_file_is_told_who_writes() {
    let place = Place::sqlite();
    let (org, _) = place.found();
    let server = Server::start(&place);
    let refused = place.kontor(&["token", "create", "--org", &org, "--role", "owner"]);
    let text = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && text.contains("another Kontor process writes"), "{text}");
    // Reading goes beside the writer.
    place.kontor_ok(&["check"]);
    server.stop();
}
