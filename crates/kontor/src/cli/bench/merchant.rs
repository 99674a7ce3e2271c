//! The merchant of a benchmark: generated, or the one that an earlier benchmark left in the database.

use kontor_customers::model::CustomerId;
use kontor_identity::model::{OrgId, OrgName};
use kontor_kernel::Date;
use kontor_store::backup::BeforeUpgrade;
use kontor_store::{DatabaseUrl, Fault, ReadDb, journal};

use super::Bench;
use crate::app;
use crate::cli::generate::{self, Buyer, Size};
use crate::cli::small_runtime;
use crate::sample;

/// The merchant.
pub(super) struct Merchant {
    /// Its id.
    pub(super) org: i64,
    /// A token of its owner.
    pub(super) token: String,
    /// The cookie of a session of its owner.
    pub(super) cookie: String,
    /// Its customers.
    buyers: Vec<Buyer>,
    /// What was generated; the orders are those that it has before the measurement.
    pub(super) size: Size,
}

/// What of a merchant is in the database.
struct Found {
    org: i64,
    orders: u32,
    skus: u32,
}

impl Merchant {
    /// Finds or makes the merchant, in this process, before the server starts.
    pub(super) fn ready(url: &DatabaseUrl, args: &Bench, orders: u32) -> Result<Self, Fault> {
        let name = format!("Benchmark {}", args.seed);
        let bad = |error: &dyn std::fmt::Display| Fault::bug(error.to_string());
        let mut size = Size {
            orders,
            seed: args.seed,
            skus: args.skus,
            customers: args.customers,
            to_cash: args.to_cash(),
            until: generate::UNTIL.parse::<Date>().map_err(|error| bad(&error))?,
            name: OrgName::parse(&name).map_err(|error| bad(&error))?,
        };
        let found = if args.reuse { find(url, &name)? } else { None };
        let org = match found {
            Some(found) => {
                size.skus = found.skus;
                size.orders = found.orders;
                found.org
            }
            None => generate::make(url, &BeforeUpgrade::default(), &size)?.org.raw(),
        };
        let reads = ReadDb::new(url);
        let buyers = small_runtime()?.block_on(generate::buyers(&reads, org))?;
        let house = app::open(url, &BeforeUpgrade::default())?;
        let cookie = small_runtime()?.block_on(sample::owner_cookie(&house.app, OrgId::new(org)))?;
        let token = generate::owner_token(&house, OrgId::new(org))?;
        let mut merchant = Self { org, token, cookie, buyers, size };
        merchant.fill_up(url, orders)?;
        Ok(merchant)
    }

    /// Places orders until it has so many, those of the clients among them.
    pub(super) fn grow(&mut self, url: &DatabaseUrl, orders: u32) -> Result<(), Fault> {
        if let Some(found) = find(url, self.size.name.as_str())? {
            self.size.orders = found.orders;
        }
        self.fill_up(url, orders)
    }

    fn fill_up(&mut self, url: &DatabaseUrl, orders: u32) -> Result<(), Fault> {
        let placed = self.size.orders;
        if placed < orders {
            self.size.orders = orders;
            let house = app::open(url, &BeforeUpgrade::default())?;
            generate::grow(&house, &self.size, self.org, placed, &self.buyers)?;
        }
        Ok(())
    }

    /// The ids of its customers as the API shows them.
    pub(super) fn customers(&self) -> Vec<String> {
        self.buyers.iter().map(|buyer| CustomerId::to_string(&buyer.customer)).collect()
    }

    /// Where its journal ends.
    pub(super) async fn position(&self, reads: &ReadDb) -> Result<i64, Fault> {
        let head = journal::head(reads, self.org).await?;
        head.map(|head| head.position).ok_or_else(|| Fault::bug("the benchmark's merchant is gone"))
    }

    /// Products of which more is reserved than is there: always none.
    pub(super) async fn oversold(&self, reads: &ReadDb) -> Result<i64, Fault> {
        let sql = "SELECT COUNT(*) FROM inventory_stock WHERE org_id = $1 AND reserved > on_hand";
        let rows = reads.query(sql, vec![self.org.into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |mut row| row.take())
    }
}

/// Looks for a merchant that was generated under this name.
fn find(url: &DatabaseUrl, name: &str) -> Result<Option<Found>, Fault> {
    let house = app::open(url, &BeforeUpgrade::default())?;
    small_runtime()?.block_on(async {
        house.app.writer.close().await;
        let reads = &house.app.reads;
        let sql = "SELECT org_id FROM identity_org WHERE name = $1 ORDER BY org_id";
        let Some(mut row) = reads.query(sql, vec![name.into()]).await?.into_iter().next() else {
            return Ok(None);
        };
        let org: i64 = row.take()?;
        let sql = "SELECT COUNT(*), (SELECT COUNT(*) FROM catalog_product WHERE org_id = $1) \
                   FROM orders_order WHERE org_id = $1";
        let counts = reads.query(sql, vec![org.into()]).await?.into_iter().next();
        let Some(mut counts) = counts else { return Ok(None) };
        Ok(Some(Found { org, orders: counts.take()?, skus: counts.take()? }))
    })
}
