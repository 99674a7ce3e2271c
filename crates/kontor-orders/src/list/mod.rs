//! The order board: the newest orders of a tab, a customer's orders, an order by its number.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_customers::model::CustomerId;
use kontor_kernel::limits;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{Channel, ExternalNumber, OrderId, OrderState, Tab};
use crate::records::{External, Order, Tally};

const ALL: &str = "org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const OF_STATE: &str = "org_id = $1 AND state = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
// Without the state: who has a line left to ship or to invoice is placed, and neither cancelled nor completed. The indexes
// of these two hold such orders alone: however many are shipped and wait for their money, the next to ship are found at once.
const TO_SHIP: &str = "org_id = $1 AND lines_to_ship > 0 AND id < $2 ORDER BY id DESC LIMIT $3";
const TO_INVOICE: &str = "org_id = $1 AND lines_to_invoice > 0 AND id < $2 ORDER BY id DESC LIMIT $3";
const BY_NUMBER: &str = "org_id = $1 AND number = $2";
const BY_EXTERNAL: &str = "org_id = $1 AND id = (SELECT order_id FROM orders_external WHERE org_id = $1 AND channel = $2 AND external = $3)";
const TALLIES: &str = "org_id = $1 ORDER BY tab";

/// A customer's orders are a chain from the newest back: one look-up an order, and no index to keep.
const OF_CUSTOMER_START: &str =
    "SELECT last_order, duplicates FROM customers_customer WHERE org_id = $1 AND id = $2";

/// Which orders.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A tab of the board.
    pub tab: Option<Tab>,
    /// The number.
    pub number: Option<String>,
    /// The channel and the number there.
    pub external: Option<(Channel, ExternalNumber)>,
    /// The customer.
    pub customer: Option<CustomerId>,
}

/// The order with this number.
///
/// # Errors
/// When the database can't be read.
pub async fn by_number(reads: &ReadDb, org: i64, number: &str) -> Result<Option<Order>, Fault> {
    let found = reads.records::<Order>(BY_NUMBER, vec![org.into(), number.into()]).await?;
    Ok(found.into_iter().next())
}

/// A page of orders, newest first, older than `before`; one more than `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    filter: &Filter,
    before: i64,
    size: usize,
) -> Result<Vec<Order>, Fault> {
    if let Some(number) = &filter.number {
        return Ok(by_number(reads, org, number).await?.into_iter().collect());
    }
    if let Some((channel, external)) = &filter.external {
        return reads.records(BY_EXTERNAL, vec![org.into(), Value::of(channel), Value::of(external)]).await;
    }
    let limit = kontor_store::db::one_more(size);
    if let Some(customer) = filter.customer {
        return of_customer(reads, org, customer, before, limit).await;
    }
    let mut params = vec![Value::Int(org), Value::Int(before), Value::Int(limit)];
    let (tail, state) = match filter.tab {
        None => (ALL, None),
        Some(Tab::Placed) => (OF_STATE, Some(OrderState::Placed)),
        Some(Tab::Completed) => (OF_STATE, Some(OrderState::Completed)),
        Some(Tab::Cancelled) => (OF_STATE, Some(OrderState::Cancelled)),
        Some(Tab::ToShip) => (TO_SHIP, None),
        Some(Tab::ToInvoice) => (TO_INVOICE, None),
    };
    params.extend(state.map(|state| Value::of(&state)));
    reads.records(tail, params).await
}

async fn of_customer(
    reads: &ReadDb,
    org: i64,
    customer: CustomerId,
    before: i64,
    limit: i64,
) -> Result<Vec<Order>, Fault> {
    let found = reads.query(OF_CUSTOMER_START, vec![org.into(), Value::of(&customer)]).await?;
    let Some(mut row) = found.into_iter().next() else { return Ok(Vec::new()) };
    let (newest, duplicates): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
    if duplicates.is_some() {
        return of_merged(reads, org, (customer, newest), before, limit).await;
    }
    // The chain starts behind the cursor, which is an order of this customer, or at their newest order.
    let start = if before == i64::MAX {
        newest
    } else {
        let cursor = reads.records::<Order>(crate::show::ONE, vec![org.into(), before.into()]).await?;
        let cursor = cursor.into_iter().find(|order| order.customer == Some(customer));
        cursor.and_then(|order| order.customer_prev).map(OrderId::raw)
    };
    walk(reads, org, start, before, limit).await
}

/// The orders of a customer and of the duplicates that were merged into it: a page of each chain, put in one order. A
/// chain that the cursor is not in is walked from its newest order.
async fn of_merged(
    reads: &ReadDb,
    org: i64,
    (customer, newest): (CustomerId, Option<i64>),
    before: i64,
    limit: i64,
) -> Result<Vec<Order>, Fault> {
    let mut orders = walk(reads, org, newest, before, limit).await?;
    for duplicate in kontor_customers::show::duplicates(reads, org, customer).await? {
        orders.extend(walk(reads, org, duplicate.last_order, before, limit).await?);
    }
    orders.sort_unstable_by_key(|order| std::cmp::Reverse(order.id));
    orders.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(orders)
}

async fn walk(
    reads: &ReadDb,
    org: i64,
    start: Option<i64>,
    before: i64,
    limit: i64,
) -> Result<Vec<Order>, Fault> {
    let Some(start) = start else { return Ok(Vec::new()) };
    let params = vec![org.into(), start.into(), before.into(), limit.into()];
    let rows = reads.query(&chain(), params).await?;
    rows.into_iter().map(|mut row| row.record()).collect()
}

/// Walks the chain, one order after the other, until there are enough.
fn chain() -> String {
    let columns = {
        use kontor_store::desk::Record;
        Order::SPEC.column_list()
    };
    let of_o = columns.split(", ").map(|column| format!("o.{column}")).collect::<Vec<_>>().join(", ");
    format!(
        "WITH RECURSIVE chain AS (SELECT {columns} FROM orders_order WHERE org_id = $1 AND id = $2 \
         UNION ALL SELECT {of_o} FROM chain c JOIN orders_order o ON o.org_id = $1 AND o.id = c.customer_prev) \
         SELECT {columns} FROM chain WHERE id < $3 LIMIT $4"
    )
}

/// The newest order of a customer, or of a duplicate that was merged into it, that is not over: not delivered, not
/// invoiced or not paid. Walks their whole history: for what is done once, not for pages.
///
/// # Errors
/// When the database can't be read.
pub async fn unfinished(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Option<OrderId>, Fault> {
    let mut before = i64::MAX;
    loop {
        let page = of_customer(reads, org, customer, before, limits::EXPORT_PAGE).await?;
        if let Some(order) = page.iter().find(|order| order.state == OrderState::Placed) {
            return Ok(Some(order.id));
        }
        match page.last() {
            Some(last) => before = last.id.raw(),
            None => return Ok(None),
        }
    }
}

/// How many orders each tab shows.
///
/// # Errors
/// When the database can't be read.
pub async fn tallies(reads: &ReadDb, org: i64) -> Result<Vec<Tally>, Fault> {
    reads.records(TALLIES, vec![org.into()]).await
}

pub(crate) fn queries() -> Vec<String> {
    let orders = [ALL, OF_STATE, TO_SHIP, TO_INVOICE, BY_NUMBER, BY_EXTERNAL];
    let mut queries: Vec<String> = orders.iter().map(|tail| db::select::<Order>(tail)).collect();
    queries.extend([
        db::select::<Tally>(TALLIES),
        db::select::<External>("org_id = $1 AND channel = $2 AND external = $3"),
        OF_CUSTOMER_START.to_owned(),
        chain(),
    ]);
    queries
}
