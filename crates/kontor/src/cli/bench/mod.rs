//! `kontor bench`: what an order costs, measured from outside.
//!
//! A merchant is generated, the server is started as a process of its own, and this process plays the clients. CPU
//! time is read from the server's own clock and, on PostgreSQL, from the operating system for the database's processes.

mod bulk;
mod cash;
mod clients;
mod curve;
mod floor;
mod hot;
mod list;
mod live;
mod merchant;
mod place;
mod processes;
mod report;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use kontor_store::{DatabaseUrl, Fault, ReadDb};
use serde_json::Value;

use self::clients::{Basket, Shop};
use self::merchant::Merchant;
use self::processes::{Database, Server};

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
    /// How long to measure; where several things are measured in turn, each.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3_600))]
    seconds: u16,
    /// Lines of each order that the clients place.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    lines: u32,
    /// Products of the merchant.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(3..=1_000_000))]
    skus: u32,
    /// Customers of the merchant.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    customers: u32,
    /// Orders that the merchant has before the measurement.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(0..=2_000_000))]
    orders_before: u32,
    /// How many of them in a hundred are shipped, invoiced and paid; left out, 80 for `list` and none otherwise.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    to_cash: Option<u8>,
    /// What the merchant is generated from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Use the merchant that an earlier benchmark with this seed left in the database; what it lacks is added.
    #[arg(long, requires = "database")]
    reuse: bool,
    /// Measure placing at each of these numbers of orders, such as 10000,100000,1000000, on one growing database.
    #[arg(long, value_name = "ORDERS", value_delimiter = ',', num_args = 1..)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    curve: Vec<u32>,
    /// Pages that are open in the scenario `live`.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    pages: u16,
    /// Orders a second that are placed in the scenario `live`.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=5_000))]
    rate: u16,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// The scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Scenario {
    /// Placing orders over HTTP.
    Place,
    /// Placing, shipping, invoicing and collecting each order over HTTP.
    OrderToCash,
    /// All clients ordering one product, in turn with 1,000 different ones.
    HotSku,
    /// Looking at orders, stock and books, one request after the other; and at the console's pages of them.
    List,
    /// Pages that are open while others order: how soon they show it, and what that costs the server.
    Live,
    /// Placing orders while somebody imports many at once, in turn with nobody doing so.
    BulkBeside,
}

impl Bench {
    pub(super) fn run(&self) -> Result<ExitCode, Fault> {
        self.check()?;
        let (url, _folder) = self.place()?;
        let durability = match &url {
            DatabaseUrl::Sqlite(_) => "WAL, synchronous=FULL",
            DatabaseUrl::Postgres(_) => {
                "as the server is set (fsync and synchronous_commit shown by the server)"
            }
        };
        eprintln!("machine:    {}", processes::machine());
        eprintln!("database:   {url}");
        eprintln!("durability: {durability}");
        report::print(&self.measure(&url)?, self.json)
    }

    fn check(&self) -> Result<(), Fault> {
        if !self.curve.is_empty() && self.scenario != Scenario::Place {
            return Err(Fault::setting("--curve belongs to the scenario place"));
        }
        if self.lines > self.skus {
            return Err(Fault::setting("each line has a product of its own: raise --skus or lower --lines"));
        }
        Ok(())
    }

    /// The database to use, and the folder that goes with it when it is a temporary one.
    fn place(&self) -> Result<(DatabaseUrl, Option<tempfile::TempDir>), Fault> {
        if let Some(url) = &self.database {
            return Ok((url.parse()?, None));
        }
        let folder =
            tempfile::tempdir().map_err(|error| Fault::setting(format!("no temporary folder: {error}")))?;
        Ok((DatabaseUrl::Sqlite(folder.path().join("bench.db")), Some(folder)))
    }

    fn measure(&self, url: &DatabaseUrl) -> Result<Value, Fault> {
        if !self.curve.is_empty() {
            return curve::measure(self, url);
        }
        let bed = Bed::ready(self, url, self.orders_before)?;
        match self.scenario {
            Scenario::Place => bed.run(place::measure),
            Scenario::OrderToCash => bed.run(cash::measure),
            Scenario::HotSku => bed.run(hot::measure),
            Scenario::List => bed.run(list::measure),
            Scenario::Live => bed.run(live::measure),
            Scenario::BulkBeside => bed.run(bulk::measure),
        }
    }

    fn time(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    /// How long the clients run before anything is measured.
    fn warm_up(&self) -> Duration {
        Duration::from_secs(u64::from(self.seconds.min(20)) / 10 + 1)
    }

    fn to_cash(&self) -> u8 {
        let usual = if self.scenario == Scenario::List { 80 } else { 0 };
        self.to_cash.unwrap_or(usual)
    }

    /// What a client orders.
    fn basket(&self, bed: &Bed<'_>) -> Basket {
        Basket { lines: self.lines, among: bed.merchant.size.skus }
    }
}

/// All that a scenario is measured on.
struct Bed<'a> {
    args: &'a Bench,
    url: &'a DatabaseUrl,
    reads: ReadDb,
    merchant: Merchant,
}

impl<'a> Bed<'a> {
    /// Has the merchant ready, with so many orders.
    fn ready(args: &'a Bench, url: &'a DatabaseUrl, orders: u32) -> Result<Self, Fault> {
        eprintln!("preparing:  {} products, {orders} orders", args.skus);
        let merchant = Merchant::ready(url, args, orders)?;
        Ok(Self { args, url, reads: ReadDb::new(url), merchant })
    }

    /// Runs a scenario with the clients' threads.
    fn run<T>(&self, scenario: impl AsyncFnOnce(&Self) -> Result<T, Fault>) -> Result<T, Fault> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| Fault::setting(format!("can't start the clients: {error}")))?;
        runtime.block_on(scenario(self))
    }

    /// Starts the server.
    async fn start(&self) -> Result<(Server, Database, Arc<Shop>), Fault> {
        let database = Database::find(self.url, &self.reads).await?;
        let server = Server::start(self.url).await?;
        let shop = Shop {
            address: server.address(),
            token: self.merchant.token.clone(),
            cookie: self.merchant.cookie.clone(),
            customers: self.merchant.customers(),
            skus: self.merchant.size.skus,
        };
        Ok((server, database, Arc::new(shop)))
    }
}
