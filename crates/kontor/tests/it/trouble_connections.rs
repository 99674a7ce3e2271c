//! Many connections: as many as the system allows, and what happens beyond.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use kontor_testkit::is_full;
use rustix::process::{Resource, getrlimit, setrlimit};
use serde_json::json;

use crate::support::{Client, Place, Server, Start, figure};

#[expect(clippy::disallowed_methods, reason = "whether somebody waited is real time")]
fn now() -> Instant {
    Instant::now()
}

/// A connection that was used once, and is idle since.
struct Idle(BufReader<TcpStream>);

impl Idle {
    fn connect(server: &Server) -> Self {
        let stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut idle = Self(BufReader::with_capacity(512, stream));
        assert!(idle.is_served(), "a new connection was not served");
        idle
    }

    /// Whether a request over it is answered.
    fn is_served(&mut self) -> bool {
        let sent = self.0.get_mut().write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
        let mut line = String::new();
        let mut length = 0;
        if sent.is_err() || self.0.read_line(&mut line).unwrap_or(0) == 0 {
            return false;
        }
        let is_fine = line == "HTTP/1.1 200 OK\r\n";
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            length =
                line.strip_prefix("content-length: ").map_or(length, |length| length.trim().parse().unwrap());
        }
        self.0.read_exact(&mut vec![0; length]).unwrap();
        is_fine
    }

    /// Whether the other end has closed it.
    fn is_closed(&mut self) -> bool {
        self.0.get_ref().set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let closed = self.0.fill_buf().is_ok_and(<[u8]>::is_empty);
        self.0.get_ref().set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        closed
    }
}

/// Memory of the server that is its own, in bytes.
fn memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid().as_raw_nonzero())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1_024
}

fn stock_up(client: &mut Client) {
    let tea =
        json!({ "sku": "TEA", "name": "Tee", "price": "11.90", "basis": "gross", "tax_class": "standard" });
    client.post("/api/v1/products", &tea, 201);
    let lines = json!({ "lines": [{ "sku": "TEA", "quantity": "1000", "unit_cost": "2.50" }] });
    client.post("/api/v1/stock/receipts", &lines, 201);
}

#[test]
fn thousands_of_idle_connections_are_held_while_orders_are_placed() {
    let count = if is_full() { 10_000 } else { 500 };
    let limit = getrlimit(Resource::Nofile);
    if limit.maximum.is_some_and(|files| files < count + 500) {
        println!("skipped: the system allows a process {:?} open files", limit.maximum);
        return;
    }
    setrlimit(Resource::Nofile, rustix::process::Rlimit { current: limit.maximum, ..limit }).unwrap();
    let place = Place::sqlite();
    let (_, token) = place.found();
    // The soft limit, which is what a process starts with, is too low; the server raises it.
    let low = "ulimit -S -n 256; exec \"$@\"";
    let start = Start {
        settings: &[("connections", "12000"), ("idle_seconds", "600")],
        within: &["bash", "-c", low, "bash"],
    };
    let server = Server::start_as(&place, &start);
    let mut client = Client::new(&server.address, &token);
    stock_up(&mut client);
    let (before, started) = (memory(&server), now());
    let mut idle: Vec<Idle> = (0..count).map(|_| Idle::connect(&server)).collect();
    let opened = started.elapsed();
    assert_eq!(figure(&server, "kontor_http_connections"), (count + 2).to_string());
    let each = (memory(&server).saturating_sub(before)) / count;
    let started = now();
    for _ in 0..20 {
        client.post("/api/v1/orders", &json!({ "lines": [{ "sku": "TEA", "quantity": "1" }] }), 201);
    }
    let took = started.elapsed() / 20;
    println!("{count} connections in {opened:?}, {each} bytes each, an order beside them in {took:?}");
    assert!(took < Duration::from_millis(500), "{took:?}");
    assert!(each < 40_000, "{each} bytes for a connection");
    for connection in idle.iter_mut().step_by(10) {
        assert!(connection.is_served());
    }
    server.stop();
    place.finish();
}

#[test]
fn the_longest_idle_give_way_when_all_places_are_taken() {
    let place = Place::sqlite();
    let (_, token) = place.found();
    let server = Server::start_as(&place, &Start { settings: &[("connections", "10")], ..Start::default() });
    let mut idle: Vec<Idle> = (0..9).map(|_| Idle::connect(&server)).collect();
    // The first was used again, so the second is idle for longest.
    std::thread::sleep(Duration::from_millis(1_300));
    assert!(idle[0].is_served());
    std::thread::sleep(Duration::from_millis(1_300));
    let started = now();
    let mut new: Vec<Idle> = (0..4).map(|_| Idle::connect(&server)).collect();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    let closed: Vec<bool> = idle.iter_mut().map(Idle::is_closed).collect();
    let gone = closed.iter().filter(|closed| **closed).count();
    assert!((3..=5).contains(&gone) && !closed[0] && closed[1..=3] == [true; 3], "{closed:?}");
    assert!(new.iter_mut().all(Idle::is_served));
    Client::new(&server.address, &token).see("/api/v1/orders");
    server.stop();
}

#[test]
fn who_comes_when_all_places_are_busy_waits_for_one() {
    let place = Place::sqlite();
    let (_, token) = place.found();
    let server = Server::start_as(&place, &Start { settings: &[("connections", "5")], ..Start::default() });
    let waiting: Vec<_> = (0..5)
        .map(|_| {
            let (address, token) = (server.address.clone(), token.clone());
            std::thread::spawn(move || Client::new(&address, &token).see("/api/v1/events?after=1000&wait=2"))
        })
        .collect();
    std::thread::sleep(Duration::from_millis(500));
    let started = now();
    let mut last = Idle::connect(&server);
    assert!(started.elapsed() > Duration::from_millis(800), "{:?}", started.elapsed());
    assert!(last.is_served());
    for waited in waiting {
        waited.join().unwrap();
    }
    server.stop();
}

#[test]
fn too_few_open_files_are_said_and_lived_with() {
    let place = Place::sqlite();
    let (_, token) = place.found();
    let low = "ulimit -n 150; exec \"$@\"";
    let server =
        Server::start_as(&place, &Start { within: &["bash", "-c", low, "bash"], ..Start::default() });
    let told = &server.logged("the system allows this process too few open files")[0];
    assert_eq!((&told["connections"], &told["wanted"]), (&json!(22), &json!(4096)), "{told}");
    let mut held: Vec<Idle> = (0..60).map(|_| Idle::connect(&server)).collect();
    assert!(held.last_mut().unwrap().is_served());
    Client::new(&server.address, &token).see("/api/v1/orders");
    assert!(server.logged("a connection was not taken").is_empty());
    server.stop();
}
