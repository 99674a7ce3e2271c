//! Live pages: so many boards are open while orders come in. Measured is how long after an order was answered each of
//! them shows it, and what the pages cost the server beside the orders alone.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kontor_store::Fault;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

use super::Bed;
use super::clients::{Basket, Client, Run, Shop, Stop, Times};
use super::processes::Mark;
use super::report::{Report, decimal, tenths};

/// Connections over which the orders come, in turn.
const BUYERS: u16 = 16;
/// Orders a second that count as few: each is told at once.
const FEW: u16 = 2;
/// How long pages get to hear of the last order.
const LAST: Duration = Duration::from_secs(3);
/// Orders that are remembered until every page has shown them.
const REMEMBERED: usize = 100_000;

/// When orders were answered, by the journal's position behind them, in order.
#[derive(Default)]
struct Answered(Mutex<VecDeque<(i64, Instant)>>);

impl Answered {
    fn add(&self, position: i64, at: Instant) {
        let mut answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answered.len() >= REMEMBERED {
            answered.pop_front();
        }
        answered.push_back((position, at));
    }

    /// When those were answered that a page shows now and did not show before.
    fn between(&self, before: i64, now: i64) -> Vec<Instant> {
        let answered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = answered.iter().rev().take_while(|(position, _)| *position > before);
        shown.filter(|(position, _)| *position <= now).map(|(_, at)| *at).collect()
    }
}

/// What one stretch of time showed.
struct Stretch {
    orders: u64,
    millis: u64,
    cpu_micros: u64,
    refreshes: u64,
    bytes: u64,
    delays: Times,
}

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let (server, database, shop) = bed.start().await?;
    let basket = bed.args.basket(bed);
    let mut report = Report::of("live", bed);
    report.set("pages", bed.args.pages);
    for (name, rate, pages) in [
        ("alone", bed.args.rate, 0),
        ("watched", bed.args.rate, bed.args.pages),
        ("few_orders_watched", FEW, bed.args.pages),
    ] {
        eprintln!("measuring:  {rate} orders a second, {pages} pages open, {} s", bed.args.seconds);
        let mark = Mark::now(&server, &database).await?;
        let mut stretch = stretch(&shop, basket, (rate, pages), bed.args.time()).await?;
        stretch.cpu_micros = mark.spent(&server, &database).await?.server_micros;
        report.set(name, shown(stretch));
    }
    server.stop().await?;
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

fn shown(mut stretch: Stretch) -> Value {
    let mut part = Report::part();
    part.set("orders", stretch.orders);
    part.set("orders_per_s", (stretch.orders * 1_000).checked_div(stretch.millis).unwrap_or(0));
    part.set("server_cpu_ms_per_s", decimal(tenths(stretch.cpu_micros, stretch.millis), 10));
    part.set("refreshes_per_s", (stretch.refreshes * 1_000).checked_div(stretch.millis).unwrap_or(0));
    part.set("refresh_bytes", stretch.bytes.checked_div(stretch.refreshes).unwrap_or(0));
    for (name, percent) in [("delay_p50_ms", 50), ("delay_p99_ms", 99), ("delay_max_ms", 100)] {
        let micros = stretch.delays.percentile(percent);
        part.millis(name, micros);
    }
    part.value()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn stretch(
    shop: &Arc<Shop>,
    basket: Basket,
    (rate, pages): (u16, u16),
    time: Duration,
) -> Result<Stretch, Fault> {
    let lost = |error: io::Error| Fault::setting(format!("a page lost the server: {error}"));
    let answered = Arc::new(Answered::default());
    let mut open = JoinSet::new();
    for _ in 0..pages {
        let client = Client::connect(shop, 1).await.map_err(lost)?;
        open.spawn(watch(Arc::clone(shop), client, Arc::clone(&answered), time + LAST));
    }
    // All pages are open before the first order.
    sleep(Duration::from_millis(u64::from(pages).max(100))).await;
    let started = Instant::now();
    let stop = Stop::after_time(time);
    let mut buyers = JoinSet::new();
    let count = BUYERS.min(rate);
    let pause = Duration::from_micros(1_000_000_u64 * u64::from(count) / u64::from(rate.max(1)));
    for number in 0..count {
        let client = Client::connect(shop, number.into()).await.map_err(lost)?;
        buyers.spawn(buy(client, (basket, pause), Arc::clone(&answered), Arc::clone(&stop)));
    }
    let mut stretch =
        Stretch { orders: 0, millis: 0, cpu_micros: 0, refreshes: 0, bytes: 0, delays: Times::default() };
    while let Some(joined) = buyers.join_next().await {
        let run = joined.map_err(|error| Fault::bug(format!("a buyer panicked: {error}")))?.map_err(lost)?;
        stretch.orders += run.done;
    }
    stretch.millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    while let Some(joined) = open.join_next().await {
        let seen = joined.map_err(|error| Fault::bug(format!("a page panicked: {error}")))?.map_err(lost)?;
        stretch.refreshes += seen.refreshes;
        stretch.bytes += seen.bytes;
        seen.delays.into_iter().for_each(|micros| stretch.delays.push(micros));
    }
    Ok(stretch)
}

/// Orders at an even pace.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn buy(
    mut client: Client,
    (basket, pause): (Basket, Duration),
    answered: Arc<Answered>,
    stop: Arc<Stop>,
) -> io::Result<Run> {
    let (mut run, mut pace) = (Run::default(), interval(pause));
    while stop.lets_begin() {
        pace.tick().await;
        let body = client.order(basket);
        let (status, _) = client.call("POST", "/api/v1/orders", &body).await?;
        match (status, client.header("kontor-position")) {
            (201, Some(position)) => {
                run.done += 1;
                answered.add(position, Instant::now());
            }
            _ => run.refused += 1,
        }
    }
    Ok(run)
}

/// What an open page saw.
#[derive(Default)]
struct Seen {
    refreshes: u64,
    bytes: u64,
    delays: Vec<u32>,
}

/// An open board: hears of changes, and asks for its content again.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn watch(
    shop: Arc<Shop>,
    mut client: Client,
    answered: Arc<Answered>,
    time: Duration,
) -> io::Result<Seen> {
    let until = Instant::now() + time;
    let mut stream = TcpStream::connect(&shop.address).await?;
    let request = format!(
        "GET /live HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\naccept: text/event-stream\r\n\r\n",
        shop.address, shop.cookie
    );
    stream.write_all(request.as_bytes()).await?;
    let (mut lines, mut seen, mut shown) = (BufReader::new(stream).lines(), Seen::default(), None);
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        let Ok(line) = tokio::time::timeout(left, lines.next_line()).await else { break };
        let Some(line) = line? else { break };
        let Some(position) = told(&line) else { continue };
        let Some(before) = shown else {
            // The first message says where the journal stands.
            shown = Some(position);
            continue;
        };
        let headers = format!("kontor-fragment: main\r\nkontor-position: {position}\r\n");
        let (status, _) = client.call_with("GET", "/orders", &headers, "").await?;
        let now = client.header("kontor-position").unwrap_or(before);
        let at = Instant::now();
        if status != 200 {
            return Err(io::Error::other(format!("the board was answered with {status}")));
        }
        seen.refreshes += 1;
        seen.bytes += u64::try_from(client.body().len()).unwrap_or(0);
        let delays =
            answered.between(before, now).into_iter().map(|order| at.saturating_duration_since(order));
        seen.delays.extend(delays.map(|delay| u32::try_from(delay.as_micros()).unwrap_or(u32::MAX)));
        shown = Some(now);
    }
    Ok(seen)
}

/// The position in a message's data.
fn told(line: &str) -> Option<i64> {
    let data: Value = serde_json::from_str(line.strip_prefix("data: ")?).ok()?;
    data.get("position")?.as_i64()
}
