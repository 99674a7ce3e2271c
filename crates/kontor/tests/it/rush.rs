//! A rush: far more buyers than goods, and the server is killed in the middle of it. Exactly what is there is sold.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::json;

use crate::figures::is_full;
use crate::support::{Client, Place, Server};

const CLIENTS: u64 = 32;

/// How many buyers come, and how many pieces there are.
fn sizes() -> (u64, u64) {
    if is_full() { (1_000_000, 10_000) } else { (10_000, 100) }
}

/// What the buyers have seen so far.
#[derive(Default)]
struct Seen {
    sold: AtomicU64,
    attempts: AtomicU64,
}

/// One client plays many buyers one after the other, each with a key of their own, whom nothing but an answer stops.
/// The orders that they got.
fn buy(address: &str, token: &str, buyers: std::ops::Range<u64>, seen: &Seen) -> Vec<String> {
    let body = json!({ "lines": [{ "sku": "TICKET", "quantity": "1" }] }).to_string();
    let mut client = Client::new(address, token);
    let mut orders = Vec::new();
    for buyer in buyers {
        let key = format!("buyer-{buyer}");
        loop {
            match client.send("POST", "/api/v1/orders", &[("idempotency-key", &key)], &body) {
                Ok(answer) if answer.status == 201 => {
                    orders.push(answer.text("/id").to_owned());
                    seen.sold.fetch_add(1, Ordering::Relaxed);
                    break;
                }
                Ok(answer) if answer.status == 409 => {
                    assert_eq!(answer.code(), "out_of_stock", "{answer:?}");
                    break;
                }
                // 503: nothing was done, so it is asked again.
                Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                Err(_) => client = Client::new(address, token),
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        seen.attempts.fetch_add(1, Ordering::Relaxed);
    }
    orders
}

fn a_rush(place: &Place) {
    let (attempts, pieces) = sizes();
    let (_, token) = place.found();
    let mut server = Server::start(place);
    let mut clerk = Client::new(&server.address, &token);
    let product = json!({
        "sku": "TICKET", "name": "Eintrittskarte", "price": "11.90", "basis": "gross", "tax_class": "standard"
    });
    clerk.post("/api/v1/products", &product, 201);
    let lines = json!({ "lines": [{ "sku": "TICKET", "quantity": pieces.to_string(), "unit_cost": "0" }] });
    clerk.post("/api/v1/stock/receipts", &lines, 201);

    let (address, seen) = (server.address.clone(), Arc::new(Seen::default()));
    let share = attempts / CLIENTS;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (address, token, seen) = (address.clone(), token.clone(), Arc::clone(&seen));
            let end = if number + 1 == CLIENTS { attempts } else { (number + 1) * share };
            std::thread::spawn(move || buy(&address, &token, number * share..end, &seen))
        })
        .collect();
    // Killed when a third is sold, when nearly all is, and when most buyers have been turned away.
    let moments: [(&AtomicU64, u64); 3] =
        [(&seen.sold, pieces / 3), (&seen.sold, pieces * 9 / 10), (&seen.attempts, attempts * 2 / 3)];
    for (counter, moment) in moments {
        while counter.load(Ordering::Relaxed) < moment {
            assert!(!clients.iter().all(JoinHandle::is_finished), "the rush ended early");
            std::thread::sleep(Duration::from_millis(2));
        }
        server.kill();
        server = Server::start_at(place, &address);
    }
    let orders: Vec<String> =
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();

    assert_eq!(seen.attempts.load(Ordering::Relaxed), attempts, "everybody has an answer");
    assert_eq!(u64::try_from(orders.len()), Ok(pieces), "exactly what was there is sold");
    assert_eq!(orders.iter().collect::<BTreeSet<_>>().len(), orders.len(), "two buyers got one order");
    let mut clerk = Client::new(&address, &token);
    let stock = clerk.see("/api/v1/stock?sku=TICKET");
    assert_eq!(stock.text("/items/0/available"), "0", "{stock:?}");
    assert_eq!(stock.text("/items/0/reserved"), pieces.to_string(), "{stock:?}");
    server.stop();
    place.finish();
}

#[test]
fn crash_in_a_rush_on_sqlite_sells_exactly_what_is_there() {
    a_rush(&Place::sqlite());
}

#[test]
fn crash_in_a_rush_on_postgres_sells_exactly_what_is_there() {
    a_rush(&Place::postgres());
}
