//! A primary that dies under load, and a standby that takes over: no acknowledged order is lost, none is made twice, and
//! the server goes on by itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kontor_store::DatabaseUrl;
use kontor_testkit::Cluster;

use crate::crash::{buy, stock_up, verify};
use crate::support::{Client, Place, Server, Start};

const CLIENTS: usize = 6;

#[test]
fn orders_go_on_when_a_standby_takes_over() {
    let cluster = Cluster::start();
    let DatabaseUrl::Postgres(both) = cluster.add_standby() else { panic!("servers") };
    let place = Place::at(&both);
    let (_, token) = place.found();
    // Who names the standby alone is told so.
    let (start, hosts) = both.split_once('@').unwrap();
    let standby = Place::at(&format!("{start}@{}", hosts.split_once(',').unwrap().1));
    let refused = standby.kontor(&["serve", "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("takes no writes: it is a standby"), "{said}");
    standby.kontor_ok(&["check"]);
    let server = Server::start_as(&place, &Start::default());
    stock_up(&mut Client::new(&server.address, &token));
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (address, token, stop) = (server.address.clone(), token.clone(), Arc::clone(&stop));
            std::thread::spawn(move || buy(&address, &token, number, &stop))
        })
        .collect();
    std::thread::sleep(Duration::from_secs(1));
    cluster.kill();
    // What lies between a primary's death and its successor's first answer.
    std::thread::sleep(Duration::from_millis(1_500));
    cluster.promote();
    server.wait_for_log("the database connection broke");
    std::thread::sleep(Duration::from_secs(3));
    stop.store(true, Ordering::Relaxed);
    let orders: BTreeMap<String, String> =
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    assert!(orders.len() > 3 * CLIENTS, "{} orders", orders.len());
    // The server was not started again.
    assert_eq!(server.logged("listening").len(), 1);
    verify(&place, server, &token, &orders);
}
