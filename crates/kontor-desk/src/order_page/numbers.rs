//! The numbers by which people know orders.

use std::collections::BTreeMap;

use kontor_orders::model::OrderId;
use kontor_store::{Fault, ReadDb, Value};

/// Orders that one statement looks up.
const AT_ONCE: usize = 100;

fn statement() -> String {
    let places: Vec<String> = (2..).take(AT_ONCE).map(|number| format!("${number}")).collect();
    format!("SELECT id, number FROM orders_order WHERE org_id = $1 AND id IN ({})", places.join(", "))
}

/// The numbers of orders.
pub(super) async fn of(
    reads: &ReadDb,
    org: i64,
    ids: &[OrderId],
) -> Result<BTreeMap<OrderId, String>, Fault> {
    let mut numbers = BTreeMap::new();
    for part in ids.chunks(AT_ONCE) {
        // No order has the id 0: it fills up what is left of the statement.
        let ids = part.iter().map(Value::of).chain(std::iter::repeat(Value::Int(0))).take(AT_ONCE);
        let params = std::iter::once(Value::Int(org)).chain(ids).collect();
        for mut row in reads.query(&statement(), params).await? {
            numbers.insert(row.take()?, row.take()?);
        }
    }
    Ok(numbers)
}

pub(super) fn queries() -> Vec<String> {
    vec![statement()]
}
