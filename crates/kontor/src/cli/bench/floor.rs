//! The floor: the rows of the last orders written once more by hand, in batches of the same size.
//!
//! They are written for a merchant of their own in the same tables, which has all products in stock and all customers
//! before the clock starts, so that the same pages are as far apart as for the real one. Meanwhile as many clients as
//! before call an idle server, so that the floor shares cores and caches with others as the write path did.

use std::collections::{BTreeMap, BTreeSet};

use kontor_customers::records::Customer;
use kontor_inventory::records::{Reservation, Stock};
use kontor_orders::records::{Counter, Line, Order, Tally};
use kontor_store::db::select;
use kontor_store::desk::{Record, TableEntry};
use kontor_store::floor::{FloorRows, erase, write_by_hand};
use kontor_store::journal::JournalRow;
use kontor_store::{DatabaseUrl, Fault, ReadDb, Value};

use super::clients;
use super::merchant::Merchant;
use super::processes::{Database, Server};

/// Orders that are written again at most.
const ORDERS: i64 = 20_000;
/// Rows that are written at once while the floor's merchant is made.
const FILL_ROWS: usize = 5_000;

/// What the floor is measured on.
pub(super) struct Floor<'a> {
    pub(super) url: &'a DatabaseUrl,
    pub(super) reads: &'a ReadDb,
    pub(super) merchant: &'a Merchant,
    pub(super) database: &'a Database,
    /// Where the journal stood when the measurement began.
    pub(super) first_position: i64,
}

impl Floor<'_> {
    /// CPU time for each order in tenths of microseconds.
    pub(super) async fn measure(&self, batch_size: usize, clients: u16) -> Result<u64, Fault> {
        let rows = Rows::read(self.reads, self.merchant.org, self.first_position).await?;
        let orders = u64::try_from(rows.orders.len()).unwrap_or(1);
        let (fill, batches) = (rows.fill(), rows.batches(batch_size));
        let (org, url) = (self.merchant.org.saturating_add(1), self.url.clone());
        blocking(move || write_by_hand(&url, org, &fill)).await?;

        let folder =
            tempfile::tempdir().map_err(|error| Fault::setting(format!("no temporary folder: {error}")))?;
        let idle = Server::start(&DatabaseUrl::Sqlite(folder.path().join("idle.db"))).await?;
        let callers = clients::call_idly(&idle, clients);
        let before = self.database.cpu_micros();
        let url = self.url.clone();
        let own = blocking(move || write_by_hand(&url, org, &batches)).await;
        let database = self.database.cpu_micros().zip(before).map_or(0, |(after, before)| after - before);
        drop(callers);
        idle.stop().await?;
        let url = self.url.clone();
        blocking(move || erase(&url, org, &tables())).await?;
        Ok((own? + database).saturating_mul(10).checked_div(orders).unwrap_or(0))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::bug(format!("the floor panicked: {error}")))?
}

/// One order's rows.
#[derive(Default)]
struct OrderRows {
    order: Vec<Value>,
    lines: Vec<Vec<Value>>,
    reservations: Vec<Vec<Value>>,
    events: Vec<Vec<Value>>,
    /// Keys of the stock rows and the customer row that it changed.
    products: Vec<i64>,
    customer: Option<i64>,
}

/// All that is written.
struct Rows {
    orders: BTreeMap<i64, OrderRows>,
    stock: BTreeMap<i64, Vec<Value>>,
    customers: BTreeMap<i64, Vec<Value>>,
    tallies: Vec<Vec<Value>>,
    counters: Vec<Vec<Value>>,
}

fn int(row: &[Value], index: usize) -> i64 {
    match row.get(index) {
        Some(Value::Int(int)) => *int,
        _ => 0,
    }
}

/// The place of a column in a record.
fn column<R: Record>(name: &str) -> usize {
    R::SPEC.columns.iter().position(|column| column.name == name).unwrap_or(0)
}

async fn all<R: Record>(reads: &ReadDb, tail: &str, params: Vec<Value>) -> Result<Vec<Vec<Value>>, Fault> {
    Ok(reads.query(&select::<R>(tail), params).await?.iter().map(|row| row.cells().to_vec()).collect())
}

impl Rows {
    async fn read(reads: &ReadDb, org: i64, first_position: i64) -> Result<Self, Fault> {
        let newest = "org_id = $1 ORDER BY id DESC LIMIT $2";
        let mut orders: BTreeMap<i64, OrderRows> = BTreeMap::new();
        for order in all::<Order>(reads, newest, vec![org.into(), ORDERS.into()]).await? {
            let customer = int(&order, column::<Order>("customer"));
            let rows = OrderRows { customer: Some(customer), order, ..OrderRows::default() };
            orders.insert(int(&rows.order, 0), rows);
        }
        let first = orders.keys().next().copied().unwrap_or(0);
        for line in
            all::<Line>(reads, "org_id = $1 AND order_id >= $2", vec![org.into(), first.into()]).await?
        {
            if let Some(rows) = orders.get_mut(&int(&line, 0)) {
                rows.products.push(int(&line, column::<Line>("product")));
                rows.lines.push(line);
            }
        }
        let held = "org_id = $1 AND holder >= $2";
        for reservation in all::<Reservation>(reads, held, vec![org.into(), first.into()]).await? {
            if let Some(rows) = orders.get_mut(&int(&reservation, 0)) {
                rows.reservations.push(reservation);
            }
        }
        let events = "org_id = $1 AND position > $2 AND subject >= $3";
        let params = vec![org.into(), first_position.into(), first.into()];
        for event in all::<JournalRow>(reads, events, params).await? {
            if let Some(rows) = orders.get_mut(&int(&event, column::<JournalRow>("subject"))) {
                rows.events.push(event);
            }
        }
        // An order that was placed before the measurement has no events here: it does not count.
        orders.retain(|_, rows| !rows.events.is_empty());
        let own = vec![Value::Int(org)];
        let by_key = |rows: Vec<Vec<Value>>| rows.into_iter().map(|row| (int(&row, 0), row)).collect();
        Ok(Self {
            orders,
            stock: by_key(all::<Stock>(reads, "org_id = $1", own.clone()).await?),
            customers: by_key(all::<Customer>(reads, "org_id = $1", own.clone()).await?),
            tallies: all::<Tally>(reads, "org_id = $1", own.clone()).await?,
            counters: all::<Counter>(reads, "org_id = $1", own).await?,
        })
    }

    /// What the floor's merchant has before the clock starts.
    fn fill(&self) -> Vec<Vec<FloorRows>> {
        let mut batches = Vec::new();
        let stock: Vec<_> = self.stock.values().cloned().collect();
        let customers: Vec<_> = self.customers.values().cloned().collect();
        for part in stock.chunks(FILL_ROWS) {
            batches.push(vec![rows_of::<Stock>(true, part.to_vec())]);
        }
        for part in customers.chunks(FILL_ROWS) {
            batches.push(vec![rows_of::<Customer>(true, part.to_vec())]);
        }
        batches.push(vec![
            rows_of::<Tally>(true, self.tallies.clone()),
            rows_of::<Counter>(true, self.counters.clone()),
        ]);
        batches
    }

    fn batches(self, size: usize) -> Vec<Vec<FloorRows>> {
        let orders: Vec<OrderRows> = self.orders.into_values().collect();
        let mut batches = Vec::new();
        for part in orders.chunks(size) {
            let products: BTreeSet<i64> =
                part.iter().flat_map(|order| order.products.iter().copied()).collect();
            let customers: BTreeSet<i64> = part.iter().filter_map(|order| order.customer).collect();
            let changed = |rows: &BTreeMap<i64, Vec<Value>>, keys: &BTreeSet<i64>| {
                keys.iter().filter_map(|key| rows.get(key).cloned()).collect::<Vec<_>>()
            };
            batches.push(vec![
                rows_of::<Customer>(true, changed(&self.customers, &customers)),
                rows_of::<Stock>(true, changed(&self.stock, &products)),
                rows_of::<Tally>(true, self.tallies.clone()),
                rows_of::<Counter>(true, self.counters.clone()),
                rows_of::<Order>(false, part.iter().map(|order| order.order.clone()).collect()),
                rows_of::<Line>(false, part.iter().flat_map(|order| order.lines.clone()).collect()),
                rows_of::<Reservation>(
                    false,
                    part.iter().flat_map(|order| order.reservations.clone()).collect(),
                ),
                rows_of::<JournalRow>(false, part.iter().flat_map(|order| order.events.clone()).collect()),
            ]);
        }
        batches
    }
}

/// The tables that the floor writes.
fn tables() -> Vec<TableEntry> {
    vec![
        TableEntry::of::<Customer>(),
        TableEntry::of::<Stock>(),
        TableEntry::of::<Tally>(),
        TableEntry::of::<Counter>(),
        TableEntry::of::<Order>(),
        TableEntry::of::<Line>(),
        TableEntry::of::<Reservation>(),
        TableEntry::of::<JournalRow>(),
    ]
}

fn rows_of<R: Record>(change: bool, rows: Vec<Vec<Value>>) -> FloorRows {
    FloorRows { table: TableEntry::of::<R>(), change, rows }
}
