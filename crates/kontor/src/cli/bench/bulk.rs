//! A bulk import beside the shop's traffic: how much longer the shop's buyers wait.

use std::io;
use std::sync::Arc;

use kontor_store::Fault;
use serde_json::Value;

use super::Bed;
use super::clients::{self, Basket, Client, Run, Shop, Stop};
use super::report::{Report, decimal, hundredths, median};

/// How often both are measured.
const PAIRS: usize = 5;
/// Orders of a batch request: as many as one may have.
const ORDERS: u64 = 1_000;
/// What the answer says of each order of a batch that was placed.
const PLACED: &[u8] = br#""status":201"#;

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let args = bed.args;
    let (server, _, shop) = bed.start().await?;
    let basket = args.basket(bed);
    clients::place(&shop, args.clients, basket, &Stop::after_time(args.warm_up())).await?;
    eprintln!("measuring:  {PAIRS} times without and with an import, {} s each", args.seconds);
    let (mut pairs, mut ratios, mut refused, mut imported) = (Vec::new(), Vec::new(), 0, 0);
    for _ in 0..PAIRS {
        let stop = Stop::after_time(args.time());
        let mut alone = clients::place(&shop, args.clients, basket, &stop).await?;
        let stop = Stop::after_time(args.time());
        let import = import(&shop, basket, &stop);
        let (beside, import) = tokio::join!(clients::place(&shop, args.clients, basket, &stop), import);
        let (mut beside, import) = (beside?, import?);
        let ratio = hundredths(beside.percentile(0, 99), alone.percentile(0, 99));
        refused += alone.refused + beside.refused + import.refused;
        imported += import.done;
        let mut pair = Report::part();
        for (name, run) in [("alone", &mut alone), ("beside", &mut beside)] {
            let mut part = Report::part();
            part.run(run);
            part.percentiles("", run, 0);
            pair.set(name, part.value());
        }
        pair.set("imported_per_s", import.per_second());
        pair.set("p99_ratio", decimal(ratio, 100));
        pairs.push(pair.value());
        ratios.push(ratio);
    }
    server.stop().await?;
    let mut report = Report::of("bulk-beside", bed);
    report.set("lines_per_order", args.lines);
    report.set("pairs", pairs);
    report.set("beside_to_alone_p99_ratio", decimal(median(ratios), 100));
    report.set("imported", imported);
    report.set("refused", refused);
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

/// One importer that sends one batch after the other.
async fn import(shop: &Arc<Shop>, basket: Basket, stop: &Arc<Stop>) -> Result<Run, Fault> {
    clients::crowd(shop, 1, stop, move |client, stop| import_one_by_one(client, stop, basket)).await
}

async fn import_one_by_one(mut client: Client, stop: Arc<Stop>, basket: Basket) -> io::Result<Run> {
    let mut run = Run::default();
    while stop.lets_begin() {
        let orders: Vec<String> = (0..ORDERS).map(|_| client.order(basket)).collect();
        let body = format!(r#"{{"orders":[{}]}}"#, orders.join(","));
        let (_, micros) = client.call("POST", "/api/v1/orders/batch", &body).await?;
        let placed = client.body().windows(PLACED.len()).filter(|part| *part == PLACED).count();
        let placed = u64::try_from(placed).unwrap_or(0);
        run.done += placed;
        run.refused += ORDERS.saturating_sub(placed);
        run.took(0, micros);
    }
    Ok(run)
}
