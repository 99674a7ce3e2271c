//! A hot product: all clients order one and the same, in turn with 1,000 different ones, in one server process.

use std::sync::Arc;

use kontor_store::Fault;
use serde_json::Value;

use super::Bed;
use super::clients::{self, Basket, Run, Shop, Stop};
use super::processes::{Database, Mark, Server};
use super::report::{Report, decimal, hundredths, median, tenths};

/// How often both are measured.
const PAIRS: usize = 5;
/// The one product.
const HOT: Basket = Basket { lines: 1, among: 1 };
/// How many different ones it is compared with.
const SPREAD: u32 = 1_000;

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let args = bed.args;
    let (server, database, shop) = bed.start().await?;
    let spread = Basket { lines: 1, among: SPREAD.min(shop.skus) };
    for basket in [HOT, spread] {
        clients::place(&shop, args.clients, basket, &Stop::after_time(args.warm_up())).await?;
    }
    eprintln!("measuring:  {PAIRS} times one product and {}, {} s each", spread.among, args.seconds);
    let (mut pairs, mut ratios, mut refused) = (Vec::new(), Vec::new(), 0);
    for _ in 0..PAIRS {
        let (hot, hot_cost, run) = once(bed, (&server, &database, &shop), HOT).await?;
        let (spread, spread_cost, other) = once(bed, (&server, &database, &shop), spread).await?;
        let ratio = hundredths(hot_cost, spread_cost);
        refused += run.refused + other.refused;
        let mut pair = Report::part();
        pair.set("hot", hot);
        pair.set("spread", spread);
        pair.set("cpu_ratio", decimal(ratio, 100));
        pairs.push(pair.value());
        ratios.push(ratio);
    }
    server.stop().await?;
    let mut report = Report::of("hot-sku", bed);
    report.set("spread_skus", spread.among);
    report.set("pairs", pairs);
    report.set("hot_to_spread_cpu_ratio", decimal(median(ratios), 100));
    report.set("refused", refused);
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

/// Measures one basket: the figures, the cost of an order in tenths of microseconds, and what the clients saw.
async fn once(
    bed: &Bed<'_>,
    (server, database, shop): (&Server, &Database, &Arc<Shop>),
    basket: Basket,
) -> Result<(Value, u64, Run), Fault> {
    let mark = Mark::now(server, database).await?;
    let mut run = clients::place(shop, bed.args.clients, basket, &Stop::after_time(bed.args.time())).await?;
    let spent = mark.spent(server, database).await?;
    let mut part = Report::part();
    part.run(&run);
    part.percentiles("", &mut run, 0);
    part.cpu("order", &spent, run.done);
    Ok((part.value(), tenths(spent.cpu_micros(), run.done), run))
}
