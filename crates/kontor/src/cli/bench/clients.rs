//! The clients: each keeps one connection and sends one request after the other.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kontor_store::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::merchant::Merchant;
use super::processes::Server;

/// What the clients saw.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Orders placed.
    pub(super) placed: u64,
    /// Orders refused.
    pub(super) refused: u64,
    /// How long it took in all.
    pub(super) millis: u64,
    /// The time of each request in microseconds, sorted.
    latencies: Vec<u32>,
}

impl Run {
    /// The time that so many percent of the requests stayed within, in microseconds.
    pub(super) fn percentile(&self, percent: usize) -> u64 {
        let index = self.latencies.len().saturating_sub(1).saturating_mul(percent) / 100;
        self.latencies.get(index).map_or(0, |micros| u64::from(*micros))
    }
}

/// A small generator of chance: the same seed gives the same orders.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `bound` (xorshift64).
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.checked_rem(bound).unwrap_or(0)
    }
}

/// Has clients place orders of three lines until the time is up.
pub(super) async fn place(
    server: &Server,
    merchant: &Merchant,
    clients: u16,
    time: Duration,
) -> Result<Run, Fault> {
    let (started, until) = span(time);
    let shop = Arc::new((merchant.token.clone(), merchant.customers.clone(), merchant.skus));
    let mut tasks = JoinSet::new();
    for client in 0..clients {
        let (address, shop) = (server.address(), Arc::clone(&shop));
        let seed = u64::from(client) + 1 + u64::from(std::process::id()) + micros_of(time);
        tasks.spawn(async move { one_client(&address, &shop, seed, until).await });
    }
    let mut run = Run::default();
    while let Some(joined) = tasks.join_next().await {
        let part = joined.map_err(|error| Fault::bug(format!("a client panicked: {error}")))?;
        let part = part.map_err(|error| Fault::setting(format!("a client lost the server: {error}")))?;
        run.placed += part.placed;
        run.refused += part.refused;
        run.latencies.extend(part.latencies);
    }
    run.millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    run.latencies.sort_unstable();
    if run.placed == 0 {
        return Err(Fault::setting(
            "no order was placed: run it with RUST_LOG=info and look at the server's log",
        ));
    }
    Ok(run)
}

/// Has clients ask an idle server for its health, one request after the other, until the set is dropped.
pub(super) fn call(server: &Server, clients: u16) -> JoinSet<std::io::Result<()>> {
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let address = server.address();
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(&address).await?;
            stream.set_nodelay(true)?;
            let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
            let mut answer = Vec::new();
            loop {
                stream.write_all(request.as_bytes()).await?;
                answered(&mut stream, &mut answer).await?;
                // About the pace at which orders are answered.
                tokio::time::sleep(Duration::from_millis(6)).await;
            }
        });
    }
    tasks
}

fn micros_of(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn span(time: Duration) -> (Instant, Instant) {
    let now = Instant::now();
    (now, now + time)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn one_client(
    address: &str,
    shop: &(String, Vec<String>, u32),
    seed: u64,
    until: Instant,
) -> std::io::Result<Run> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut dice = Dice::new(seed);
    let mut run = Run::default();
    let mut answer = Vec::with_capacity(4_096);
    loop {
        let started = Instant::now();
        if started >= until {
            return Ok(run);
        }
        let body = order(&mut dice, &shop.1, shop.2);
        let request = format!(
            "POST /api/v1/orders HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            shop.0,
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        match answered(&mut stream, &mut answer).await? {
            201 => run.placed += 1,
            _ => run.refused += 1,
        }
        run.latencies.push(u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
}

/// An order of three different products for one of the customers.
fn order(dice: &mut Dice, customers: &[String], skus: u32) -> String {
    let customer = usize::try_from(dice.below(u64::try_from(customers.len()).unwrap_or(1))).unwrap_or(0);
    let customer = customers.get(customer).map_or("", String::as_str);
    let skus = u64::from(skus);
    let first = dice.below(skus);
    // Steps below a third of the range never meet.
    let second = (first + 1 + dice.below(skus / 3)) % skus;
    let third = (second + 1 + dice.below(skus / 3)) % skus;
    format!(
        r#"{{"customer":"{customer}","lines":[{{"sku":"SKU-{first:06}","quantity":"1"}},{{"sku":"SKU-{second:06}","quantity":"2"}},{{"sku":"SKU-{third:06}","quantity":"1"}}]}}"#
    )
}

/// Reads one answer to its end and returns its status.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> std::io::Result<u16> {
    let bad = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
    buffer.clear();
    let mut wanted = None;
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(bad("the server closed the connection"));
        }
        if wanted.is_none() {
            let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(buffer.get(..end).unwrap_or(&[])).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            wanted = Some(end + 4 + length.unwrap_or(0_usize));
        }
        if wanted.is_some_and(|wanted| buffer.len() >= wanted) {
            let status = buffer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
            return status.and_then(|digits| digits.parse().ok()).ok_or_else(|| bad("no status"));
        }
    }
}
