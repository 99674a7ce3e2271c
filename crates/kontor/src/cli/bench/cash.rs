//! Order to cash: each order is placed, shipped, invoiced and paid, in four calls.

use std::io;
use std::sync::Arc;

use kontor_store::Fault;
use serde_json::Value;

use super::Bed;
use super::clients::{self, Basket, Client, Run, Stop};
use super::processes::Mark;
use super::report::Report;

/// The calls, in their order.
const CALLS: &[&str] = &["place", "ship", "invoice", "pay"];

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let args = bed.args;
    let (server, database, shop) = bed.start().await?;
    let basket = args.basket(bed);
    let sell = move |client, stop| sell_one_by_one(client, stop, basket);
    clients::crowd(&shop, args.clients, &Stop::after_time(args.warm_up()), sell).await?;
    eprintln!("measuring:  {} clients, {} s", args.clients, args.seconds);
    let mark = Mark::now(&server, &database).await?;
    let mut run = clients::crowd(&shop, args.clients, &Stop::after_time(args.time()), sell).await?;
    let spent = mark.spent(&server, &database).await?;
    server.stop().await?;

    let mut report = Report::of("order-to-cash", bed);
    report.set("lines_per_order", args.lines);
    report.run(&run);
    report.cpu("order", &spent, run.done);
    for (step, call) in CALLS.iter().enumerate() {
        report.percentiles(&format!("{call}_"), &mut run, step);
    }
    report.writer(&spent, run.done);
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

/// Brings one order after the other to its end.
async fn sell_one_by_one(mut client: Client, stop: Arc<Stop>, basket: Basket) -> io::Result<Run> {
    let mut run = Run::default();
    while stop.lets_begin() {
        match sell(&mut client, &mut run, basket).await? {
            Some(()) => run.done += 1,
            None => run.refused += 1,
        }
    }
    Ok(run)
}

/// Brings an order to its end; `None` when a call was refused.
async fn sell(client: &mut Client, run: &mut Run, basket: Basket) -> io::Result<Option<()>> {
    let body = client.order(basket);
    if !created(client, run, 0, ("/api/v1/orders", &body)).await? {
        return Ok(None);
    }
    let placed: Value = serde_json::from_slice(client.body())?;
    let text = |name: &str| placed.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (order, gross) = (text("id"), text("gross"));
    for (step, what) in [(1, "ship"), (2, "invoice")] {
        if !created(client, run, step, (&format!("/api/v1/orders/{order}/{what}"), "{}")).await? {
            return Ok(None);
        }
    }
    let body = format!(r#"{{"method":"invoice","amount":"{gross}","order":"{order}"}}"#);
    let is_paid = created(client, run, 3, ("/api/v1/payments", &body)).await?;
    Ok(is_paid.then_some(()))
}

/// Posts, notes how long it took, and tells whether it was taken.
async fn created(
    client: &mut Client,
    run: &mut Run,
    step: usize,
    (path, body): (&str, &str),
) -> io::Result<bool> {
    let (status, micros) = client.call("POST", path, body).await?;
    run.took(step, micros);
    Ok(status == 201)
}
