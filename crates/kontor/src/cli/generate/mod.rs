//! `kontor generate`: a merchant of any size, to try things and to measure on.
//!
//! The same seed, size and version make the same journal, byte for byte, on an empty database of either kind: chance comes
//! from the seed, and the time from a clock that ends on a given day. What was generated is real: every event is that of
//! a command which a door could have sent.

mod chance;
mod goods;
mod maker;
mod trade;

use std::process::ExitCode;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use kontor_desk::found::FoundMerchant;
use kontor_identity::model::{CountryCode, OrgId, OrgName, TokenName};
use kontor_identity::permissions::{Role, Scopes};
use kontor_kernel::{Clock, Currency, Date, FixedClock, IdGenerator, SystemClock, Timestamp, Zone};
use kontor_ledger::model::Chart;
use kontor_store::backup::BeforeUpgrade;
use kontor_store::journal::{self, Sha256Digest, digest};
use kontor_store::{DatabaseUrl, Fault};
use serde_json::json;

use self::maker::Maker;
use self::trade::Trade;
use super::{Database, out, small_runtime, token};
use crate::app::{self, House};
use crate::config::Config;
use crate::sample::read;

pub(super) use chance::Dice;
pub(super) use goods::{Buyer, buyers, sku_text};

/// Make a merchant of any size, with a year of orders; prints its id and a token of its owner.
///
/// The same arguments make the same journal on any empty database.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// How many orders.
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    orders: u32,
    /// What all chance comes from.
    #[arg(long)]
    seed: u64,
    /// How many products.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    skus: u32,
    /// How many customers.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    customers: u32,
    /// How many orders of a hundred are shipped, invoiced and paid; some of the others are cancelled, the rest is open.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    to_cash: u8,
    /// The last day of its year of trading; not in the future.
    #[arg(long, value_name = "DATE", default_value = UNTIL, value_parser = Date::from_str)]
    until: Date,
    /// The registered name.
    #[arg(long, default_value = "Muster Kaffee & Tee GmbH", value_parser = OrgName::from_str)]
    org_name: OrgName,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

/// The last day of trading, when none is given.
pub(super) const UNTIL: &str = "2026-11-01";
/// Where its days begin.
const ZONE: &str = "Europe/Berlin";
/// Days of trading.
const DAYS: i64 = 365;

/// What is to be made.
#[derive(Debug, Clone)]
pub(super) struct Size {
    pub(super) orders: u32,
    pub(super) seed: u64,
    pub(super) skus: u32,
    pub(super) customers: u32,
    pub(super) to_cash: u8,
    pub(super) until: Date,
    pub(super) name: OrgName,
}

/// What was made.
pub(super) struct Made {
    pub(super) org: OrgId,
    /// The position of the last event.
    position: i64,
    /// Its hash: the same for the same size.
    hash: Sha256Digest,
}

impl Generate {
    pub(super) fn database(&self) -> Option<String> {
        self.database.database.clone()
    }

    pub(super) fn run(self, config: &Config) -> Result<ExitCode, Fault> {
        let url = config.database()?;
        let size = Size {
            orders: self.orders,
            seed: self.seed,
            skus: self.skus,
            customers: self.customers,
            to_cash: self.to_cash,
            until: self.until,
            name: self.org_name,
        };
        let before = config.before_upgrade();
        let made = make(&url, &before, &size)?;
        let token = owner_token(&app::open(&url, &before)?, made.org)?;
        if self.json {
            let Made { org, position, hash } = made;
            out::json(&json!({ "org": org, "token": token, "position": position, "hash": hash }))?;
        } else {
            out::line(&format!("merchant  {}", made.org))?;
            out::line(&format!("token     {token}"))?;
            out::line(&format!("journal   {} events, hash {}", made.position, made.hash))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Makes a merchant. Must not be called inside a runtime.
pub(super) fn make(url: &DatabaseUrl, before: &BeforeUpgrade, size: &Size) -> Result<Made, Fault> {
    let zone: Zone = read(ZONE)?;
    if size.until > zone.date_at(SystemClock.now()) {
        return Err(Fault::setting(
            "--until lies in the future: nothing can be recorded before what is recorded already",
        ));
    }
    let first = size.until.add_days(1 - DAYS).ok_or_else(|| Fault::setting("--until is too early"))?;
    let begin = zone.start_of(first);
    let clock = Arc::new(FixedClock::new(begin.minus(Duration::from_secs(86_400))));
    let org = org_of(size, clock.now());
    let its_clock: Arc<dyn Clock> = clock.clone();
    let house = app::open_by(url, before, its_clock)?;
    small_runtime()?.block_on(async {
        let maker = Maker::new(house.app.writer.clone(), org.raw(), Some(clock));
        let filled = fill(&maker, size, (org, zone, begin)).await;
        house.app.writer.close().await;
        filled?;
        let head = journal::head(&house.app.reads, org.raw()).await?;
        let head = head.ok_or_else(|| Fault::bug("what was generated is gone"))?;
        Ok(Made { org, position: head.position, hash: Sha256Digest(head.hash) })
    })
}

async fn fill(maker: &Maker, size: &Size, (org, zone, begin): (OrgId, Zone, Timestamp)) -> Result<(), Fault> {
    let founding = FoundMerchant {
        org,
        name: size.name.clone(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone,
        chart: Chart::Skr03,
        warehouse: kontor_desk::set_up::main_warehouse()?,
        tax_status: kontor_identity::model::TaxStatus::Regular,
    };
    maker.found(founding).await?;
    goods::stock_up(maker, size).await?;
    let buyers = goods::register(maker, size).await?;
    Trade::new(maker, size, &buyers, 0)?.year(begin).await
}

/// Places more orders for a merchant that was generated, today: from `placed` up to the size's number; closes the house.
/// Must not be called inside a runtime.
pub(super) fn grow(house: &House, size: &Size, org: i64, placed: u32, buyers: &[Buyer]) -> Result<(), Fault> {
    small_runtime()?.block_on(async {
        let maker = Maker::new(house.app.writer.clone(), org, None);
        let grown = grow_by(&maker, size, buyers, placed).await;
        house.app.writer.close().await;
        grown
    })
}

async fn grow_by(maker: &Maker, size: &Size, buyers: &[Buyer], placed: u32) -> Result<(), Fault> {
    Trade::new(maker, size, buyers, placed)?.grow().await
}

/// Makes a token of a merchant's owner, and closes the house. Must not be called inside a runtime.
pub(super) fn owner_token(house: &House, org: OrgId) -> Result<String, Fault> {
    small_runtime()?.block_on(async {
        let name = read::<TokenName>("generated")?;
        let made = token::create(&house.app, org, (name, Role::Owner, Scopes::default())).await;
        house.app.writer.close().await;
        made.map(|(_, text)| text)
    })
}

/// The merchant's id: of the day before its first, and another one for each size.
fn org_of(size: &Size, moment: Timestamp) -> OrgId {
    let Size { orders, seed, skus, customers, to_cash, until, name } = size;
    let [node, a, b, c, ..] =
        digest(format!("{orders} {seed} {skus} {customers} {to_cash} {until} {name}").as_bytes());
    let moment = moment.minus(Duration::from_millis(u64::from(u32::from_be_bytes([0, a, b, c]))));
    OrgId::new(IdGenerator::new(node).block(moment, 1))
}
