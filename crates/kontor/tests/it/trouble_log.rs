//! Slow readers beside a busy writer: whoever reads for long must not keep SQLite from copying its log, or the log grows
//! with every order until they are done.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use kontor_kernel::limits;
use kontor_testkit::is_full;
use serde_json::{Value, json};

use crate::support::{Client, KONTOR, Place, Server, Start};

/// Something that takes what it asked for at its leisure.
enum Slow {
    Export(Child),
    Stream(TcpStream),
}

impl Slow {
    /// An export whose reader takes a little and then nothing.
    fn export(place: &Place, format: &str) -> Self {
        let mut command = Command::new(KONTOR);
        command.args(["export", format, "--database", &place.url]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdout.as_mut().unwrap().read_exact(&mut [0; 100]).unwrap();
        Self::Export(child)
    }

    /// The feed as a stream, of which a little is taken and then nothing.
    fn stream(server: &Server, token: &str) -> Self {
        // Little room at this end, so that it is soon full.
        let (family, kind) = (rustix::net::AddressFamily::INET, rustix::net::SocketType::STREAM);
        let socket = rustix::net::socket(family, kind, None).unwrap();
        rustix::net::sockopt::set_socket_recv_buffer_size(&socket, 4_096).unwrap();
        rustix::net::connect(&socket, &server.address.parse::<std::net::SocketAddr>().unwrap()).unwrap();
        let mut stream = TcpStream::from(socket);
        let head = format!(
            "GET /api/v1/events?limit=1000 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\naccept: text/event-stream\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.read_exact(&mut [0; 100]).unwrap();
        Self::Stream(stream)
    }

    /// Takes the rest; how much it was.
    fn finish(self) -> usize {
        let mut rest = Vec::new();
        match self {
            Self::Export(mut child) => {
                child.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
                assert!(child.wait().unwrap().success());
            }
            // It goes on with the news, so it is only asked for what comes at once.
            Self::Stream(mut stream) => {
                stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
                let _ = stream.read_to_end(&mut rest);
            }
        }
        rest.len()
    }
}

fn parts(count: usize) -> Value {
    let order = json!({ "lines": [{ "sku": "TEA", "quantity": "1" }, { "sku": "MUG", "quantity": "2" }] });
    json!({ "orders": vec![order; count] })
}

/// A merchant whose books and feed are longer than what lies between two ends of a line.
fn fill(client: &mut Client) {
    for (sku, name) in [("TEA", "Tee"), ("MUG", "Becher")] {
        client.post(
            "/api/v1/products",
            &json!({ "sku": sku, "name": name, "price": "11.90", "basis": "gross" }),
            201,
        );
    }
    let lines = ["TEA", "MUG"].map(|sku| json!({ "sku": sku, "quantity": "100000", "unit_cost": "2.50" }));
    client.post("/api/v1/stock/receipts", &json!({ "lines": lines }), 201);
    let line = json!({ "lines": [{ "sku": "TEA", "quantity": "1", "unit_cost": "2.50" }] });
    for _ in 0..400 {
        client.post("/api/v1/stock/receipts", &line, 201);
    }
    for _ in 0..2 {
        client.post("/api/v1/orders/batch", &parts(1_000), 200);
    }
}

/// Pages of the log, and how many of them nobody needs any more.
fn log(place: &Place) -> (i64, i64) {
    let file = place.folder.path().join("shop.db");
    let connection = rusqlite::Connection::open(file).unwrap();
    let pages = |row: &rusqlite::Row<'_>| Ok((row.get(1)?, row.get(2)?));
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], pages).unwrap()
}

/// Writes beside the slow reader; whether all of the log could be copied meanwhile.
fn writes_beside(place: &Place, client: &mut Client) -> bool {
    let rounds = if is_full() { 20 } else { 1 };
    for _ in 0..rounds {
        client.post("/api/v1/orders/batch", &parts(1_000), 200);
        for _ in 0..50 {
            client.post("/api/v1/orders", &parts(1)["orders"][0], 201);
        }
    }
    let bytes = place.folder.path().join("shop.db-wal").metadata().unwrap().len();
    assert!(bytes < limits::WAL_USUAL_BYTES, "the log has {bytes} bytes");
    // Who reads a page for a moment is no slow reader.
    (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        let (pages, copied) = log(place);
        pages == copied
    })
}

fn slow_reader(start: &Start, read: impl Fn(&Place, &Server, &str) -> Slow) {
    let place = Place::sqlite();
    let (_, token) = place.found();
    let server = Server::start_as(&place, start);
    let mut client = Client::new(&server.address, &token);
    fill(&mut client);
    let slow = read(&place, &server, &token);
    assert!(
        writes_beside(&place, &mut client),
        "a slow reader keeps the log from being copied: {:?}",
        log(&place)
    );
    assert!(slow.finish() > 10_000, "there was nothing to read slowly");
    server.stop();
    place.finish();
}

#[test]
fn a_slow_export_does_not_hold_the_log() {
    slow_reader(&Start::default(), |place, _, _| Slow::export(place, "hledger"));
}

#[test]
fn a_slow_stream_of_events_does_not_hold_the_log() {
    // It would be cut off in between, and then hold nothing anyway.
    let start = Start { settings: &[("write_seconds", "300")], ..Start::default() };
    slow_reader(&start, |_, server, token| Slow::stream(server, token));
}

#[test]
fn a_reader_that_holds_the_log_is_noticed_here() {
    // The method itself: a snapshot that is kept does hold it.
    let place = Place::sqlite();
    let (_, token) = place.found();
    let server = Server::start(&place);
    let mut client = Client::new(&server.address, &token);
    fill(&mut client);
    let file = place.folder.path().join("shop.db");
    let snapshot = rusqlite::Connection::open(file).unwrap();
    snapshot.execute_batch("BEGIN; SELECT COUNT(*) FROM journal").unwrap();
    assert!(!writes_beside(&place, &mut client));
    drop(snapshot);
    assert!(writes_beside(&place, &mut client));
    server.stop();
}
