//! The clients: each keeps one connection and sends one request after the other.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use kontor_store::Fault;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::processes::Server;
use crate::cli::generate::{Dice, sku_text};

/// Where the clients buy.
#[derive(Debug)]
pub(super) struct Shop {
    /// The server's address.
    pub(super) address: String,
    /// A token of the merchant's owner, for the API.
    pub(super) token: String,
    /// The cookie of a session of the owner, for pages.
    pub(super) cookie: String,
    /// The customers' ids.
    pub(super) customers: Vec<String>,
    /// How many products there are.
    pub(super) skus: u32,
}

/// When the clients have done enough.
#[derive(Debug)]
pub(super) struct Stop {
    started: Instant,
    until: Instant,
    /// How many orders may still be begun.
    left: AtomicI64,
}

impl Stop {
    /// After a time, or after so many orders, whatever comes first.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(super) fn after(time: Duration, orders: u64) -> Arc<Self> {
        let started = Instant::now();
        let left = AtomicI64::new(i64::try_from(orders).unwrap_or(i64::MAX));
        Arc::new(Self { started, until: started + time, left })
    }

    /// After a time.
    pub(super) fn after_time(time: Duration) -> Arc<Self> {
        Self::after(time, u64::MAX)
    }

    /// Whether one more may be begun.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(super) fn lets_begin(&self) -> bool {
        Instant::now() < self.until && self.left.fetch_sub(1, Ordering::Relaxed) > 0
    }
}

/// The times of many calls, in microseconds.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<u32>);

impl Times {
    pub(super) fn push(&mut self, micros: u32) {
        self.0.push(micros);
    }

    /// The time that so many percent of the calls stayed within, in microseconds.
    pub(super) fn percentile(&mut self, percent: usize) -> u64 {
        let index = self.0.len().saturating_sub(1).saturating_mul(percent) / 100;
        if self.0.is_empty() {
            return 0;
        }
        let (_, found, _) = self.0.select_nth_unstable(index);
        u64::from(*found)
    }
}

/// What the clients saw.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Orders that came to what the scenario wants of them.
    pub(super) done: u64,
    /// Calls that were refused.
    pub(super) refused: u64,
    /// How long it took in all.
    pub(super) millis: u64,
    /// The time of each call, by the step of the scenario.
    pub(super) steps: Vec<Times>,
}

impl Run {
    /// Notes a call of a step.
    pub(super) fn took(&mut self, step: usize, micros: u32) {
        if self.steps.len() <= step {
            self.steps.resize_with(step + 1, Times::default);
        }
        if let Some(times) = self.steps.get_mut(step) {
            times.push(micros);
        }
    }

    /// The time that so many percent of a step's calls stayed within, in microseconds.
    pub(super) fn percentile(&mut self, step: usize, percent: usize) -> u64 {
        self.steps.get_mut(step).map_or(0, |times| times.percentile(percent))
    }

    /// Orders for each second.
    pub(super) fn per_second(&self) -> u64 {
        (self.done * 1_000).checked_div(self.millis).unwrap_or(0)
    }

    fn add(&mut self, part: Self) {
        self.done += part.done;
        self.refused += part.refused;
        for (step, times) in part.steps.into_iter().enumerate() {
            if self.steps.len() <= step {
                self.steps.resize_with(step + 1, Times::default);
            }
            if let Some(all) = self.steps.get_mut(step) {
                all.0.extend(times.0);
            }
        }
    }
}

/// What an order is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Basket {
    /// Lines, each of a product of its own.
    pub(super) lines: u32,
    /// Products to choose from: the first so many of the merchant.
    pub(super) among: u32,
}

/// One client with its connection.
pub(super) struct Client {
    stream: TcpStream,
    shop: Arc<Shop>,
    dice: Dice,
    answer: Vec<u8>,
    /// Where the body of the answer begins.
    body_at: usize,
}

impl Client {
    pub(super) async fn connect(shop: &Arc<Shop>, seed: u64) -> io::Result<Self> {
        let stream = TcpStream::connect(&shop.address).await?;
        stream.set_nodelay(true)?;
        let (shop, dice) = (Arc::clone(shop), Dice::new(seed));
        Ok(Self { stream, shop, dice, answer: Vec::with_capacity(4_096), body_at: 0 })
    }

    /// Sends a request and reads its answer: the status, and how long it took in microseconds.
    pub(super) async fn call(&mut self, method: &str, path: &str, body: &str) -> io::Result<(u16, u32)> {
        self.call_with(method, path, "", body).await
    }

    /// As [`call`](Self::call), with more headers, each with its line's end.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(super) async fn call_with(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> io::Result<(u16, u32)> {
        let Shop { address, token, cookie, .. } = &*self.shop;
        let proof = if path.starts_with("/api/") {
            format!("authorization: Bearer {token}\r\ncontent-type: application/json")
        } else {
            format!("cookie: {cookie}\r\naccept: text/html\r\naccept-language: de")
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{proof}\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let started = Instant::now();
        self.stream.write_all(request.as_bytes()).await?;
        let (status, body_at) = answered(&mut self.stream, &mut self.answer).await?;
        self.body_at = body_at;
        Ok((status, u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX)))
    }

    /// A header of the last answer that holds a number.
    pub(super) fn header(&self, name: &str) -> Option<i64> {
        let head =
            String::from_utf8_lossy(self.answer.get(..self.body_at).unwrap_or_default()).to_ascii_lowercase();
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")?.trim().parse().ok())
    }

    /// The body of the last answer.
    pub(super) fn body(&self) -> &[u8] {
        self.answer.get(self.body_at..).unwrap_or_default()
    }

    /// A number below `bound`.
    pub(super) fn chance(&mut self, bound: u64) -> u64 {
        self.dice.below(bound)
    }

    /// An order of different products for one of the customers.
    pub(super) fn order(&mut self, basket: Basket) -> String {
        let customers = u64::try_from(self.shop.customers.len()).unwrap_or(1);
        let customer = usize::try_from(self.dice.below(customers)).unwrap_or(0);
        let customer = self.shop.customers.get(customer).map_or("", String::as_str);
        let mut body = format!(r#"{{"customer":"{customer}","lines":["#);
        let (lines, among) = (u64::from(basket.lines), u64::from(basket.among));
        // The products lie in a ring with one sector for each line, so that no two lines meet.
        let (sector, first) = ((among / lines.max(1)).max(1), self.dice.below(among));
        for line in 0..lines {
            let product = (first + line * sector + self.dice.below(sector)) % among.max(1);
            let (comma, quantity) = (if line == 0 { "" } else { "," }, 1 + line % 2);
            body.push_str(&format!(r#"{comma}{{"sku":"{}","quantity":"{quantity}"}}"#, sku_text(product)));
        }
        body.push_str("]}");
        body
    }
}

/// Has clients do the same until it is enough, and adds up what they saw.
pub(super) async fn crowd<T>(
    shop: &Arc<Shop>,
    clients: u16,
    stop: &Arc<Stop>,
    one: impl Fn(Client, Arc<Stop>) -> T,
) -> Result<Run, Fault>
where
    T: Future<Output = io::Result<Run>> + Send + 'static,
{
    let lost = |error: io::Error| Fault::setting(format!("a client lost the server: {error}"));
    let mut seed = [0; 8];
    kontor_store::random(&mut seed)?;
    let mut tasks = JoinSet::new();
    for number in 0..clients {
        let seed = u64::from_le_bytes(seed).wrapping_add(number.into());
        tasks.spawn(one(Client::connect(shop, seed).await.map_err(lost)?, Arc::clone(stop)));
    }
    let mut run = Run::default();
    while let Some(joined) = tasks.join_next().await {
        let part = joined.map_err(|error| Fault::bug(format!("a client panicked: {error}")))?;
        run.add(part.map_err(lost)?);
    }
    run.millis = u64::try_from(stop.started.elapsed().as_millis()).unwrap_or(u64::MAX);
    if run.done == 0 {
        return Err(Fault::setting(
            "nothing was done: run it with RUST_LOG=info and look at the server's log",
        ));
    }
    Ok(run)
}

/// Has clients place orders.
pub(super) async fn place(
    shop: &Arc<Shop>,
    clients: u16,
    basket: Basket,
    stop: &Arc<Stop>,
) -> Result<Run, Fault> {
    crowd(shop, clients, stop, move |client, stop| post_one_by_one(client, stop, basket, ORDERS)).await
}

/// Has clients place orders that are decided and answered, but not stored: the server's memory knows products and
/// customers afterwards, and the database is as it was.
pub(super) async fn rehearse(
    shop: &Arc<Shop>,
    clients: u16,
    basket: Basket,
    stop: &Arc<Stop>,
) -> Result<Run, Fault> {
    crowd(shop, clients, stop, move |client, stop| post_one_by_one(client, stop, basket, DRY_ORDERS)).await
}

const ORDERS: &str = "/api/v1/orders";
const DRY_ORDERS: &str = "/api/v1/orders?dry_run=true";

async fn post_one_by_one(mut client: Client, stop: Arc<Stop>, basket: Basket, path: &str) -> io::Result<Run> {
    let mut run = Run::default();
    while stop.lets_begin() {
        let body = client.order(basket);
        let (status, micros) = client.call("POST", path, &body).await?;
        match status {
            200 | 201 => run.done += 1,
            _ => run.refused += 1,
        }
        run.took(0, micros);
    }
    Ok(run)
}

/// Has clients ask an idle server for its health, one request after the other, until the set is dropped.
pub(super) fn call_idly(server: &Server, clients: u16) -> JoinSet<io::Result<()>> {
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

/// Reads one answer to its end: its status, and where its body begins.
async fn answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<(u16, usize)> {
    let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
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
            wanted = Some((end + 4, length.unwrap_or(0_usize)));
        }
        if let Some((body_at, length)) = wanted
            && buffer.len() >= body_at.saturating_add(length)
        {
            let status = buffer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
            let status = status.and_then(|digits| digits.parse().ok()).ok_or_else(|| bad("no status"))?;
            return Ok((status, body_at));
        }
    }
}
