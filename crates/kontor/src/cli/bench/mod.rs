//! `kontor bench`: what an order costs, measured from outside.
//!
//! A merchant is generated, the server is started as a process of its own, and this process plays the clients. CPU
//! time is read from the operating system for the server and, on PostgreSQL, for the database's processes.

mod clients;
mod floor;
mod merchant;
mod processes;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use kontor_store::{DatabaseUrl, Fault, ReadDb};
use serde_json::{Value, json};

use self::merchant::Merchant;
use self::processes::{Database, Server};
use super::out;

/// Measure what an order costs: CPU time of server and database, and how long it takes.
#[derive(Debug, clap::Args)]
pub(super) struct Bench {
    /// What to measure.
    #[arg(value_enum)]
    scenario: Scenario,
    /// The database to fill and use; left out, a SQLite file in a temporary folder.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Clients that send one request after the other.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    clients: u16,
    /// How long to measure.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3_600))]
    seconds: u16,
    /// Products of the merchant.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(3..=1_000_000))]
    skus: u32,
    /// Orders that the merchant has before the measurement.
    #[arg(long, default_value_t = 200_000)]
    orders_before: u32,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// The scenarios.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Scenario {
    /// Placing orders of three lines over HTTP.
    Place,
}

impl Bench {
    pub(super) fn run(&self) -> Result<ExitCode, Fault> {
        run(self)
    }
}

/// Runs a benchmark and prints what it found.
fn run(args: &Bench) -> Result<ExitCode, Fault> {
    let Scenario::Place = args.scenario;
    let (url, _folder) = place_of(args)?;
    let durability = match &url {
        DatabaseUrl::Sqlite(_) => "WAL, synchronous=FULL",
        DatabaseUrl::Postgres(_) => "as the server is set (fsync and synchronous_commit shown by the server)",
    };
    eprintln!("machine:    {}", processes::machine());
    eprintln!("database:   {url}");
    eprintln!("durability: {durability}");
    eprintln!("preparing:  {} products, {} orders", args.skus, args.orders_before);
    let merchant = Merchant::generate(&url, args.skus, args.orders_before)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| Fault::setting(format!("can't start the clients: {error}")))?;
    let report = runtime.block_on(measure(args, &url, &merchant))?;
    print(args, &report)
}

/// The database to use, and the folder that goes with it when it is a temporary one.
fn place_of(args: &Bench) -> Result<(DatabaseUrl, Option<tempfile::TempDir>), Fault> {
    if let Some(url) = &args.database {
        return Ok((url.parse()?, None));
    }
    let folder =
        tempfile::tempdir().map_err(|error| Fault::setting(format!("no temporary folder: {error}")))?;
    Ok((DatabaseUrl::Sqlite(folder.path().join("bench.db")), Some(folder)))
}

async fn measure(args: &Bench, url: &DatabaseUrl, merchant: &Merchant) -> Result<Value, Fault> {
    let reads = ReadDb::new(url);
    let database = Database::find(url, &reads).await?;
    let server = Server::start(url).await?;
    let warm_up = Duration::from_secs(u64::from(args.seconds.min(20)) / 10 + 1);
    eprintln!("warming up: {} s", warm_up.as_secs());
    clients::place(&server, merchant, args.clients, warm_up).await?;

    eprintln!("measuring:  {} clients, {} s", args.clients, args.seconds);
    let first_position = merchant.position(&reads).await?;
    let (server_before, database_before) = (server.cpu_micros()?, database.cpu_micros());
    let writer_before = server.writer().await?;
    let run =
        clients::place(&server, merchant, args.clients, Duration::from_secs(args.seconds.into())).await?;
    let (server_cpu, database_cpu) = (
        server.cpu_micros()? - server_before,
        database.cpu_micros().zip(database_before).map(|(a, b)| a - b),
    );
    let writer = server.writer().await?.since(writer_before);

    let alone_seconds = Duration::from_secs(u64::from(args.seconds.min(5)));
    eprintln!("measuring:  1 client, {} s", alone_seconds.as_secs());
    let alone = clients::place(&server, merchant, 1, alone_seconds).await?;
    server.stop().await?;
    let fdatasync_ms = processes::fdatasync_p50_ms(&scratch_beside(url))?;
    eprintln!("measuring:  the floor");
    let floor = floor::Floor { url, reads: &reads, merchant, database: &database, first_position };
    let floor_cpu = floor.measure(writer.batch_size(&run), args.clients).await?;
    let oversold = merchant.oversold(&reads).await?;
    let per_order = |micros: u64| tenths(micros, run.placed);
    let write_path = writer.cpu_micros + database_cpu.unwrap_or(0);
    let write_path_tenths = per_order(write_path);
    Ok(json!({
        "scenario": "place",
        "database": reads.dialect().name(),
        "clients": args.clients,
        "orders": run.placed,
        "orders_before": args.orders_before,
        "refused": run.refused,
        "orders_per_s": run.placed * 1_000 / run.millis.max(1),
        "p50_ms": decimal(run.percentile(50), 1_000),
        "p99_ms": decimal(run.percentile(99), 1_000),
        "server_cpu_us_per_order": decimal(per_order(server_cpu), 10),
        "database_cpu_us_per_order": database_cpu.map(|cpu| decimal(per_order(cpu), 10)),
        "cpu_us_per_order": decimal(per_order(server_cpu + database_cpu.unwrap_or(0)), 10),
        "write_path_cpu_us_per_order": decimal(write_path_tenths, 10),
        "save_cpu_us_per_order": decimal(per_order(writer.save_cpu_micros), 10),
        "floor_cpu_us_per_order": decimal(floor_cpu, 10),
        "floor_to_write_path": decimal(floor_cpu * 100 / write_path_tenths.max(1), 100),
        "commands_per_batch": decimal(run.placed * 10 / writer.batches.max(1), 10),
        "rows_per_order": decimal(tenths(writer.rows, run.placed), 10),
        "event_bytes_per_order": writer.bytes / run.placed.max(1),
        "longest_batch_ms": decimal(writer.longest_micros, 1_000),
        "single_client_p50_ms": decimal(alone.percentile(50), 1_000),
        "fdatasync_p50_ms": decimal(fdatasync_ms, 1_000),
        "oversold": oversold,
    }))
}

/// A folder on the disk whose speed the commits depend on.
fn scratch_beside(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => path.parent().map_or_else(|| PathBuf::from("."), PathBuf::from),
        DatabaseUrl::Postgres(_) => std::env::temp_dir(),
    }
}

/// Tenths of microseconds for each of so many.
fn tenths(micros: u64, count: u64) -> u64 {
    micros.saturating_mul(10).checked_div(count).unwrap_or(0)
}

/// A fixed-point figure as a JSON number, without arithmetic on floats.
fn decimal(value: u64, unit: u64) -> Value {
    let (whole, rest) = (value.checked_div(unit).unwrap_or(0), value.checked_rem(unit).unwrap_or(0));
    let width = unit.ilog10();
    let text = format!("{whole}.{rest:0width$}", width = usize::try_from(width).unwrap_or(0));
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

fn print(args: &Bench, report: &Value) -> Result<ExitCode, Fault> {
    if args.json {
        out::json(report)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = report.as_object().ok_or_else(|| Fault::bug("a report is an object"))?;
    for (name, value) in report {
        out::line(&format!("{name:<28} {value}"))?;
    }
    Ok(ExitCode::SUCCESS)
}
