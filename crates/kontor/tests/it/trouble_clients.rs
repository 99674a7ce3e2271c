//! Slow and rude callers: each is cut off when its time is over, costs the writer nothing, and nobody else waits for it.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use crate::support::{Client, Place, Server, Start, figure};

/// A served merchant with a token.
struct Shop {
    place: Place,
    token: String,
    server: Server,
}

impl Shop {
    fn serve(settings: &[(&str, &str)]) -> Self {
        let place = Place::sqlite();
        let (_, token) = place.found();
        let server = Server::start_as(&place, &Start { settings, ..Start::default() });
        Self { place, token, server }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// A connection on which this was sent.
    fn send(&self, text: &str) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    }

    fn head(&self, request: &str, length: usize) -> String {
        let token = &self.token;
        format!(
            "{request} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: {length}\r\n\r\n"
        )
    }

    fn client(&self) -> Client {
        Client::new(&self.server.address, &self.token)
    }

    /// A customer is registered, promptly.
    fn works(&self) {
        let started = now();
        self.client().post("/api/v1/customers", &json!({ "contact": { "name": "Anna" } }), 201);
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }

    fn finish(self) {
        self.server.stop();
        self.place.finish();
    }
}

#[expect(clippy::disallowed_methods, reason = "whether somebody waited is real time")]
fn now() -> Instant {
    Instant::now()
}

/// What comes until the connection ends, by being closed or cut.
fn rest(mut stream: TcpStream) -> String {
    let (mut bytes, mut part) = (Vec::new(), [0; 16_384]);
    loop {
        match stream.read(&mut part) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("the connection was left open")
            }
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends bytes one by one until the connection is closed, which must happen between these seconds.
fn drip(mut stream: TcpStream, bytes: &[u8], (least, most): (f64, f64)) -> String {
    let started = now();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let (mut answer, mut part) = (Vec::new(), [0; 4_096]);
    for byte in bytes.iter().cycle() {
        assert!(started.elapsed().as_secs_f64() < most, "still open after {:?}", started.elapsed());
        let _ = stream.write_all(&[*byte]);
        match stream.read(&mut part) {
            Ok(count @ 1..) => answer.extend_from_slice(&part[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Ok(0) | Err(_) => break,
        }
    }
    assert!(started.elapsed().as_secs_f64() >= least, "cut off after {:?} already", started.elapsed());
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn headers_that_drip_are_cut_off_in_their_time() {
    let shop = Shop::serve(&[("header_seconds", "1"), ("idle_seconds", "300")]);
    for begin in ["GET /healthz HTTP/1.1\r\nx: ", "GET /health", "P"] {
        drip(shop.send(begin), b"a", (0.9, 5.0));
    }
    // On a connection that has served, the time begins with the first byte of the next request.
    let mut served = shop.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    let mut answer = [0; 1_024];
    let _ = served.read(&mut answer).unwrap();
    std::thread::sleep(Duration::from_millis(1_500));
    drip(served, b"GET /", (0.9, 5.0));
    // Who says nothing at all has the same time.
    let started = now();
    assert_eq!(rest(shop.connect()), "");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    shop.works();
    assert_eq!(figure(&shop.server, "kontor_http_connections_cut_off_total"), "5");
    shop.finish();
}

/// A figure once it stands still: the search still follows what happened before.
fn calm<T: PartialEq>(figure: impl Fn() -> T) -> T {
    let mut before = figure();
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(500));
        let now = figure();
        if now == before {
            return now;
        }
        before = now;
    }
    before
}

#[test]
fn bodies_that_drip_are_answered_408_in_their_time() {
    let shop = Shop::serve(&[("body_seconds", "1")]);
    let batches = || figure(&shop.server, "kontor_writer_batches_total");
    let before = calm(batches);
    let slow = shop.send(&shop.head("POST /api/v1/customers", 100_000));
    let answer = drip(slow, b"{", (0.9, 10.0));
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("body_too_slow"), "{answer}");
    // One that sends the head and nothing of its body, and one that nobody wants a body of.
    let silent = rest(shop.send(&shop.head("POST /api/v1/customers", 10)));
    assert!(silent.contains("body_too_slow"), "{silent}");
    let unasked = drip(shop.send(&shop.head("GET /api/v1/customers", 100_000)), b"{", (0.0, 10.0));
    assert!(unasked.starts_with("HTTP/1.1 200 OK"), "{unasked}");
    assert_eq!(batches(), before, "the writer worked for them");
    shop.works();
    shop.finish();
}

#[test]
fn answers_that_nobody_takes_are_cut_off_and_those_taken_slowly_are_not() {
    let shop = Shop::serve(&[("write_seconds", "1")]);
    // A long answer again and again, until all buffers between are full.
    let ask = "GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    let started = now();
    let mut never = shop.connect();
    never.write_all(ask.repeat(200).as_bytes()).unwrap();
    let cut_off = || figure(&shop.server, "kontor_http_connections_cut_off_total");
    while cut_off() == "0" {
        assert!(started.elapsed() < Duration::from_secs(20), "it was not cut off");
        std::thread::sleep(Duration::from_millis(100));
    }
    shop.works();
    // What lay in the buffers comes, and then the end.
    let taken = rest(never).matches("HTTP/1.1 200 OK").count();
    assert!(taken < 200, "everything was sent");
    // Who takes 64 KB in that time gets all of it.
    let mut slow = shop.connect();
    let closing = ask.replace("host: x", "host: x\r\nconnection: close");
    slow.write_all((ask.repeat(30) + &closing).as_bytes()).unwrap();
    let (mut all, mut part) = (Vec::new(), vec![0; 256 << 10]);
    loop {
        std::thread::sleep(Duration::from_millis(20));
        let count = slow.read(&mut part).unwrap();
        if count == 0 {
            break;
        }
        all.extend_from_slice(&part[..count]);
    }
    assert_eq!(String::from_utf8_lossy(&all).matches("HTTP/1.1 200 OK").count(), 31);
    assert_eq!(cut_off(), "1");
    shop.finish();
}

#[test]
fn who_goes_away_in_the_middle_leaves_nothing_behind() {
    let shop = Shop::serve(&[]);
    for _ in 0..20 {
        let mut leaves = shop.send("GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n");
        leaves.read_exact(&mut [0; 100]).unwrap();
        drop(leaves);
        drop(shop.send(&shop.head("POST /api/v1/customers", 100_000)));
        // What was sent whole is carried out, whether or not somebody waits for the answer.
        let body = r#"{"contact":{"name":"Ben"}}"#;
        drop(shop.send(&(shop.head("POST /api/v1/customers", body.len()) + body)));
    }
    shop.works();
    let started = now();
    while figure(&shop.server, "kontor_http_connections") != "1" {
        assert!(started.elapsed() < Duration::from_secs(10), "connections were left open");
        std::thread::sleep(Duration::from_millis(50));
    }
    shop.finish();
}

#[test]
fn an_idle_connection_is_kept_for_its_time() {
    let shop = Shop::serve(&[("header_seconds", "1"), ("idle_seconds", "4")]);
    let mut client = shop.client();
    client.see("/readyz");
    // Longer than headers may take: it is idle, not slow.
    std::thread::sleep(Duration::from_millis(1_800));
    client.see("/readyz");
    let idle = shop.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    let started = now();
    assert!(rest(idle).contains("alive"));
    let kept = started.elapsed().as_secs_f64();
    assert!((3.5..9.0).contains(&kept), "{kept} s");
    // Nobody was too slow.
    assert_eq!(figure(&shop.server, "kontor_http_connections_cut_off_total"), "0");
    shop.finish();
}

#[test]
fn a_hundred_slow_ones_keep_nobody_waiting_and_don_t_hold_up_the_end() {
    let shop = Shop::serve(&[("drain_seconds", "2")]);
    let mut slow = Vec::new();
    for _ in 0..25 {
        slow.push(shop.send("GET /healthz HTTP/1.1\r\nx: "));
        slow.push(shop.send(&shop.head("POST /api/v1/customers", 100_000)));
        slow.push(shop.send(&"GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100)));
        slow.push(shop.connect());
    }
    let batches = || figure(&shop.server, "kontor_writer_batches_total").parse::<u64>().unwrap();
    let before = calm(batches);
    for _ in 0..10 {
        shop.works();
    }
    // One for each, and one for what the search writes down of it.
    assert!(batches() - before <= 20, "the writer worked for others");
    let started = now();
    shop.server.signal(Signal::HUP);
    shop.server.wait();
    // The drain, and what the process needs to end on a busy machine.
    assert!(started.elapsed() < Duration::from_secs(2 + 5), "{:?}", started.elapsed());
    drop(slow);
    shop.place.finish();
}

#[test]
fn who_is_told_twice_to_stop_does_so_at_once() {
    let shop = Shop::serve(&[("drain_seconds", "60")]);
    let _slow = shop.send(&shop.head("POST /api/v1/customers", 100_000));
    shop.works();
    shop.server.signal(Signal::TERM);
    shop.server.wait_for_log("stopping: answering what is under way");
    let started = now();
    shop.server.signal(Signal::TERM);
    let log = shop.server.log();
    shop.server.wait();
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}: {log}", started.elapsed());
    shop.place.finish();
}
