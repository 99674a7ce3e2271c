//! Placing orders: what each costs, how long it takes, what the writer and the memory do meanwhile.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kontor_store::{DatabaseUrl, Fault};
use serde_json::Value;

use super::Bed;
use super::clients::{self, Run, Shop, Stop};
use super::floor::Floor;
use super::processes::{self, Database, Mark, Server, Spent};
use super::report::{Report, decimal, hundredths, tenths};

/// Orders of more lines than these are not written again by hand.
const FLOOR_LINES: u32 = 10;

pub(super) async fn measure(bed: &Bed<'_>) -> Result<Value, Fault> {
    let args = bed.args;
    let (server, database, shop) = bed.start().await?;
    let (start_micros, at_rest) = (server.start_micros, server.memory_tenths());
    let basket = args.basket(bed);
    let warm_up = Stop::after_time(args.warm_up());
    clients::place(&shop, args.clients, basket, &warm_up).await?;

    eprintln!("measuring:  {} clients, {} s", args.clients, args.seconds);
    let first_position = bed.merchant.position(&bed.reads).await?;
    let mark = Mark::now(&server, &database).await?;
    let mut run = clients::place(&shop, args.clients, basket, &Stop::after_time(args.time())).await?;
    let spent = mark.spent(&server, &database).await?;
    let after = server.memory_tenths();
    let alone = alone(bed, &shop, server).await?;
    let floor = floor(bed, &database, first_position, &spent, &run).await?;

    let mut report = Report::of("place", bed);
    report.set("lines_per_order", args.lines);
    report.run(&run);
    report.percentiles("", &mut run, 0);
    report.cpu("order", &spent, run.done);
    report.writer(&spent, run.done);
    report.set("commands_per_batch", decimal(tenths(run.done, spent.batches), 10));
    let write_path = tenths(spent.write_path_micros(), run.done);
    report.set("floor_cpu_us_per_order", floor.map(|floor| decimal(floor, 10)));
    report.set("floor_to_write_path", floor.map(|floor| decimal(hundredths(floor, write_path), 100)));
    report.millis("single_client_p50_ms", alone);
    report.millis("fdatasync_p50_ms", processes::fdatasync_p50_ms(&scratch_beside(bed.url))?);
    report.millis("start_ms", start_micros);
    report.set("memory_mb_at_rest", decimal(at_rest, 10));
    report.set("memory_mb_after", decimal(after, 10));
    report.set("oversold", bed.merchant.oversold(&bed.reads).await?);
    Ok(report.value())
}

/// The median time of one client that has the server for itself; ends the server.
async fn alone(bed: &Bed<'_>, shop: &Arc<Shop>, server: Server) -> Result<u64, Fault> {
    let seconds = bed.args.seconds.min(5);
    eprintln!("measuring:  1 client, {seconds} s");
    let stop = Stop::after_time(Duration::from_secs(seconds.into()));
    let mut run = clients::place(shop, 1, bed.args.basket(bed), &stop).await?;
    server.stop().await?;
    Ok(run.percentile(0, 50))
}

/// What the same rows cost when they are written by hand, in tenths of microseconds for each order.
async fn floor(
    bed: &Bed<'_>,
    database: &Database,
    first_position: i64,
    spent: &Spent,
    run: &Run,
) -> Result<Option<u64>, Fault> {
    if bed.args.lines > FLOOR_LINES {
        return Ok(None);
    }
    eprintln!("measuring:  the floor");
    let floor = Floor { url: bed.url, reads: &bed.reads, merchant: &bed.merchant, database, first_position };
    floor.measure(spent.batch_size(run.done), bed.args.clients).await.map(Some)
}

/// A folder on the disk whose speed the commits depend on.
fn scratch_beside(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => path.parent().map_or_else(|| PathBuf::from("."), PathBuf::from),
        DatabaseUrl::Postgres(_) => std::env::temp_dir(),
    }
}
