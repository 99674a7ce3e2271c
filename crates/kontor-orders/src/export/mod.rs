//! The orders as plain data, for files that other programs read.
//!
//! Orders are read page by page, each in a short read of its own, so that a slow reader of the file holds nothing up.
//! An order is seen with all its lines as of one moment; those that are placed meanwhile are left out.

#[cfg(test)]
mod tests;

use kontor_kernel::limits;
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb, Value};

use crate::model::{OrderId, OrderState};
use crate::records::{Line, Order};

const LAST: &str = "SELECT id FROM orders_order WHERE org_id = $1 ORDER BY id DESC LIMIT 1";
const PAGE: &str = "SELECT id, line_count FROM orders_order WHERE org_id = $1 AND id > $2 AND id <= $3 \
     ORDER BY id LIMIT $4";

/// Orders with their lines in one statement, so that both are of one moment.
fn whole() -> String {
    let columns = |of: &str, list: String| {
        list.split(", ").map(|column| format!("{of}.{column}")).collect::<Vec<_>>().join(", ")
    };
    let (orders, lines) = (columns("o", Order::SPEC.column_list()), columns("l", Line::SPEC.column_list()));
    format!(
        "SELECT {orders}, {lines} FROM orders_order o \
         JOIN orders_line l ON l.org_id = $1 AND l.order_id = o.id \
         WHERE o.org_id = $1 AND o.id > $2 AND o.id <= $3 AND o.state <> $4 ORDER BY o.id, l.line"
    )
}

/// An order with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeOrder {
    /// The order.
    pub order: Order,
    /// Its lines in order.
    pub lines: Vec<Line>,
}

/// All orders of a merchant in the order in which they were placed, page by page, so that they need not fit into
/// memory. Those that were cancelled as a whole are left out.
pub struct OrderPages {
    reads: ReadDb,
    org: i64,
    last: i64,
    end: i64,
}

impl OrderPages {
    /// The pages of what is placed by now.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn up_to_now(reads: &ReadDb, org: i64) -> Result<Self, Fault> {
        let newest = reads.query(LAST, vec![org.into()]).await?.into_iter().next();
        let end = newest.map_or(Ok(0), |mut row| row.take())?;
        Ok(Self { reads: reads.clone(), org, last: 0, end })
    }

    /// The next page; `None` at the end. A page may be empty, where all of its orders were cancelled.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next(&mut self) -> Result<Option<Vec<WholeOrder>>, Fault> {
        let Some(upto) = self.page_end().await? else { return Ok(None) };
        let cancelled = Value::of(&OrderState::Cancelled);
        let params = vec![self.org.into(), self.last.into(), upto.into(), cancelled];
        let rows = self.reads.query(&whole(), params).await?;
        self.last = upto;
        let mut orders: Vec<WholeOrder> = Vec::new();
        for mut row in rows {
            let (order, line): (Order, Line) = (row.record()?, row.record()?);
            match orders.last_mut().filter(|whole| whole.order.id == order.id) {
                Some(whole) => whole.lines.push(line),
                None => orders.push(WholeOrder { order, lines: vec![line] }),
            }
        }
        Ok(Some(orders))
    }

    /// The last order of the next page: as many as come to a bounded number of lines, but one at least.
    async fn page_end(&self) -> Result<Option<i64>, Fault> {
        let params = vec![self.org.into(), self.last.into(), self.end.into(), limits::EXPORT_PAGE.into()];
        let (mut upto, mut lines) = (None, 0_i64);
        for mut row in self.reads.query(PAGE, params).await? {
            let (order, count): (OrderId, i64) = (row.take()?, row.take()?);
            lines = lines.saturating_add(count);
            if upto.is_some() && lines > limits::EXPORT_LINES {
                break;
            }
            upto = Some(order.raw());
        }
        Ok(upto)
    }
}

pub(crate) fn queries() -> Vec<String> {
    vec![LAST.to_owned(), PAGE.to_owned(), whole()]
}
