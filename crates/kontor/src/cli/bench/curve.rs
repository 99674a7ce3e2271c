//! The curve: what placing costs as one database grows.

use kontor_store::{DatabaseUrl, Fault};
use serde_json::Value;

use super::clients::{self, Stop};
use super::processes::Mark;
use super::report::{Report, decimal, hundredths, tenths};
use super::{Bed, Bench};

pub(super) fn measure(args: &Bench, url: &DatabaseUrl) -> Result<Value, Fault> {
    let mut sizes = args.curve.clone();
    sizes.sort_unstable();
    sizes.dedup();
    let mut bed = Bed::ready(args, url, sizes.first().copied().unwrap_or(0))?;
    let (mut points, mut costs) = (Vec::new(), Vec::new());
    for size in sizes {
        bed.merchant.grow(url, size)?;
        let (point, cost) = bed.run(point)?;
        points.push(point);
        costs.push(cost);
    }
    let mut report = Report::of("place", &bed);
    report.set("lines_per_order", args.lines);
    report.set("curve", points);
    let (first, last) = (costs.first().copied().unwrap_or(0), costs.last().copied().unwrap_or(0));
    report.set("last_to_first_cpu_ratio", decimal(hundredths(last, first), 100));
    report.set("oversold", bed.run(async |bed| bed.merchant.oversold(&bed.reads).await)?);
    Ok(report.value())
}

/// Measures at one size: the figures, and the cost of an order in tenths of microseconds.
async fn point(bed: &Bed<'_>) -> Result<(Value, u64), Fault> {
    let (args, before) = (bed.args, bed.merchant.size.orders);
    eprintln!("measuring:  at {before} orders, {} clients", args.clients);
    let (server, database, shop) = bed.start().await?;
    let basket = args.basket(bed);
    // What is placed here must not make the database much larger than it is meant to be, so it is warmed up dry, and
    // then long enough that each product was asked for once: at every size the server knows the same.
    let dry = u64::from(bed.merchant.size.skus).max(100);
    clients::rehearse(&shop, args.clients, basket, &Stop::after(3 * args.warm_up(), dry)).await?;
    let few = Stop::after(args.warm_up(), u64::from(before / 10).max(1));
    clients::place(&shop, args.clients, basket, &few).await?;
    let mark = Mark::now(&server, &database).await?;
    let stop = Stop::after(args.time(), u64::from(before).max(1));
    let mut run = clients::place(&shop, args.clients, basket, &stop).await?;
    let spent = mark.spent(&server, &database).await?;
    server.stop().await?;
    let mut point = Report::part();
    point.set("orders_before", before);
    point.run(&run);
    point.percentiles("", &mut run, 0);
    point.cpu("order", &spent, run.done);
    Ok((point.value(), tenths(spent.cpu_micros(), run.done)))
}
