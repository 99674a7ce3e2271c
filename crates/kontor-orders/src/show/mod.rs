//! See one order with its lines.

pub mod http;

use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::OrderId;
use crate::records::{Line, Order};

pub(crate) const ONE: &str = "org_id = $1 AND id = $2";
const LINES: &str = "org_id = $1 AND order_id = $2 ORDER BY line";

/// An order and its lines, by number.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64, id: OrderId) -> Result<Option<(Order, Vec<Line>)>, Fault> {
    let found = reads.records::<Order>(ONE, vec![org.into(), Value::of(&id)]).await?;
    let Some(order) = found.into_iter().next() else { return Ok(None) };
    let lines = reads.records::<Line>(LINES, vec![org.into(), Value::of(&id)]).await?;
    Ok(Some((order, lines)))
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<Order>(ONE), db::select::<Line>(LINES)]
}
