//! Today: what needs a person now, and how the day goes.
//!
//! *As anybody who begins to work I see what waits for me, how much and since when, and whether today is a good day.*
//!
//! 1. What waits is counted from rows that are kept, or from indexes that hold nothing else; a count that would go on
//!    beyond [`limits::COUNTED`] stops there and says "and more".
//! 2. Today is the merchant's own day so far; it is compared with the same weekday a week before, up to the same time.
//! 3. Who may not read something does not see its tile.

pub mod page;
#[cfg(test)]
mod tests;

use std::time::Duration;

use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Date, Quantity, Timestamp, first_id_at, limits};
use kontor_orders::model::Tab;
use kontor_orders::records::Tally;
use kontor_store::db::Row;
use kontor_store::{Fault, ReadDb, Value, db};
use kontor_web::Caller;

const TALLIES: &str = "org_id = $1 ORDER BY tab";
const OLDEST_TO_SHIP: &str =
    "SELECT placed_at FROM orders_order WHERE org_id = $1 AND lines_to_ship > 0 ORDER BY id LIMIT 1";
const SHORT: &str = "SELECT p.sku, w.location, w.waiting, w.lines, j.recorded_at FROM ( \
     SELECT product, location, CAST(SUM(waiting) AS BIGINT) AS waiting, CAST(COUNT(*) AS BIGINT) AS lines, \
            MIN(since) AS since \
     FROM (SELECT product, location, waiting, since FROM inventory_reservation \
           WHERE org_id = $1 AND waiting > 0 ORDER BY product, location, since LIMIT $2) r \
     GROUP BY product, location) w \
     JOIN catalog_product p ON p.org_id = $1 AND p.id = w.product \
     JOIN journal j ON j.org_id = $1 AND j.position = w.since \
     ORDER BY w.lines DESC, p.sku, w.location";
const OVERDUE: &str = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(open), 0) AS BIGINT), MIN(due_date) FROM ( \
     SELECT gross - paid - credited AS open, due_date FROM billing_invoice \
     WHERE org_id = $1 AND kind = 'invoice' AND gross > paid + credited AND due_date < $2 LIMIT $3) o";
const UNASSIGNED: &str = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(unassigned), 0) AS BIGINT) FROM ( \
     SELECT unassigned FROM billing_payment WHERE org_id = $1 AND unassigned > 0 LIMIT $2) p";
const PARKED: &str =
    "SELECT name, parked FROM follower WHERE org_id = $1 AND parked IS NOT NULL ORDER BY name";
const ORDERS: &str = "SELECT placed_at, gross FROM orders_order WHERE org_id = $1 AND id >= $2 AND id < $3";
const SHIPMENTS: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM fulfilment_shipment WHERE org_id = $1 AND id >= $2 AND id < $3";
const CUSTOMERS: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM customers_customer WHERE org_id = $1 AND id >= $2 AND id < $3";

pub(crate) fn queries() -> Vec<String> {
    let own = [OLDEST_TO_SHIP, SHORT, OVERDUE, UNASSIGNED, PARKED, ORDERS, SHIPMENTS, CUSTOMERS];
    own.into_iter().map(str::to_owned).chain([db::select::<Tally>(TALLIES)]).collect()
}

/// A count with what it comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many; [`limits::COUNTED`] and no more, where there are more.
    pub count: i64,
    /// What they come to.
    pub amount: Amount,
}

impl Waiting {
    /// Whether there may be more than were counted.
    #[must_use]
    pub fn is_cut(self) -> bool {
        self.count >= limits::COUNTED
    }
}

/// A product that orders wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The product.
    pub sku: String,
    /// Where it is missing.
    pub location: LocationCode,
    /// How much is waited for.
    pub waiting: Quantity,
    /// How many order lines wait.
    pub lines: i64,
    /// Since when the first of them waits.
    pub since: Timestamp,
}

/// What waits for a person.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// Orders with something to ship.
    pub to_ship: i64,
    /// When the oldest of them was placed.
    pub oldest_to_ship: Option<Timestamp>,
    /// Orders with something to invoice.
    pub to_invoice: i64,
    /// Products that orders wait for, those with the most lines first.
    pub short: Vec<Short>,
    /// Invoices that are overdue.
    pub overdue: Waiting,
    /// Since when the oldest of them is due.
    pub oldest_due: Option<Date>,
    /// Money that came and settles nothing yet.
    pub unassigned: Waiting,
    /// Work that stands still until somebody sees to it: its name and the reason.
    pub failed: Vec<(String, String)>,
}

/// How a day went, up to a time of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// Orders that came in.
    pub orders: i64,
    /// What they come to, with tax.
    pub gross: Amount,
    /// The same by the hour of the merchant's clock, 24 of them.
    pub hours: Vec<Amount>,
    /// Shipments.
    pub shipments: i64,
    /// Customers who are new.
    pub customers: i64,
}

/// What waits for a person now.
///
/// # Errors
/// When the database can't be read.
pub async fn work(reads: &ReadDb, caller: &Caller, now: Timestamp) -> Result<Work, Fault> {
    let org = caller.org;
    let mut work = Work::default();
    for tally in reads.records::<Tally>(TALLIES, vec![org.into()]).await? {
        match tally.tab {
            Tab::ToShip => work.to_ship = tally.count,
            Tab::ToInvoice => work.to_invoice = tally.count,
            Tab::Placed | Tab::Completed | Tab::Cancelled => {}
        }
    }
    let oldest = reads.query(OLDEST_TO_SHIP, vec![org.into()]).await?;
    work.oldest_to_ship = oldest.into_iter().next().map(|mut row| row.take()).transpose()?;
    let short = reads.query(SHORT, vec![org.into(), limits::COUNTED.into()]).await?;
    work.short = short.into_iter().map(short_of).collect::<Result<_, Fault>>()?;
    let today = caller.zone.date_at(now);
    let overdue = reads.query(OVERDUE, vec![org.into(), Value::of(&today), limits::COUNTED.into()]).await?;
    if let Some(mut row) = overdue.into_iter().next() {
        work.overdue = Waiting { count: row.take()?, amount: row.take()? };
        work.oldest_due = row.take()?;
    }
    let unassigned = reads.query(UNASSIGNED, vec![org.into(), limits::COUNTED.into()]).await?;
    if let Some(mut row) = unassigned.into_iter().next() {
        work.unassigned = Waiting { count: row.take()?, amount: row.take()? };
    }
    let failed = reads.query(PARKED, vec![org.into()]).await?;
    work.failed =
        failed.into_iter().map(|mut row| Ok((row.take()?, row.take()?))).collect::<Result<_, Fault>>()?;
    Ok(work)
}

fn short_of(mut row: Row) -> Result<Short, Fault> {
    Ok(Short {
        sku: row.take()?,
        location: row.take()?,
        waiting: row.take()?,
        lines: row.take()?,
        since: row.take()?,
    })
}

/// How the day of a moment went until that moment.
///
/// # Errors
/// When the database can't be read.
pub async fn day(reads: &ReadDb, caller: &Caller, until: Timestamp) -> Result<Day, Fault> {
    // Ids are ordered by time, so a day is a range of them: no index has to be kept for it.
    let start = caller.zone.start_of(caller.zone.date_at(until));
    // To the end of the millisecond: all ids of one share its beginning.
    let end = first_id_at(until.plus(Duration::from_millis(1)));
    let range = || vec![caller.org.into(), first_id_at(start).into(), end.into()];
    let mut day = Day { hours: vec![Amount::ZERO; 24], ..Day::default() };
    for mut row in reads.query(ORDERS, range()).await? {
        let (placed_at, gross): (Timestamp, Amount) = (row.take()?, row.take()?);
        day.orders = day.orders.saturating_add(1);
        day.gross = plus(day.gross, gross);
        let (hour, _) = caller.zone.clock_at(placed_at);
        if let Some(sum) = usize::try_from(hour).ok().and_then(|hour| day.hours.get_mut(hour)) {
            *sum = plus(*sum, gross);
        }
    }
    day.shipments = count(reads, SHIPMENTS, range()).await?;
    day.customers = count(reads, CUSTOMERS, range()).await?;
    Ok(day)
}

/// The sum; beyond all bounds, what there was before: a figure to look at, not one to book.
fn plus(sum: Amount, amount: Amount) -> Amount {
    sum.checked_add(amount).unwrap_or(sum)
}

async fn count(reads: &ReadDb, sql: &str, range: Vec<Value>) -> Result<i64, Fault> {
    let rows = reads.query(sql, range).await?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.take())
}
