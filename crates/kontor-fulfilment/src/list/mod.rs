//! See shipments: the newest, those of an order, one by its number.

pub mod http;

use kontor_orders::model::OrderId;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::records::Shipment;

const ALL: &str = "org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const OF_ORDER: &str = "org_id = $1 AND order_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
const BY_NUMBER: &str = "org_id = $1 AND number = $2";

/// Which shipments.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The order.
    pub order: Option<OrderId>,
    /// The number.
    pub number: Option<String>,
}

/// A page of shipments, newest first, older than `before`; one more than `size`, to see whether there is a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    filter: &Filter,
    before: i64,
    size: usize,
) -> Result<Vec<Shipment>, Fault> {
    if let Some(number) = &filter.number {
        let found = reads.records::<Shipment>(BY_NUMBER, vec![org.into(), number.as_str().into()]).await?;
        return Ok(found
            .into_iter()
            .filter(|row| filter.order.is_none_or(|id| id == row.order_id))
            .collect());
    }
    let limit = kontor_store::db::one_more(size);
    let mut params = vec![Value::Int(org), Value::Int(before), Value::Int(limit)];
    match filter.order {
        None => reads.records(ALL, params).await,
        Some(order) => {
            params.push(Value::of(&order));
            reads.records(OF_ORDER, params).await
        }
    }
}

pub(crate) fn queries() -> Vec<String> {
    [ALL, OF_ORDER, BY_NUMBER].iter().map(|tail| db::select::<Shipment>(tail)).collect()
}
