//! Everything of one order: itself, its lines with the stock there is, its customer, documents, money and books; and the
//! order as it was.
//!
//! *As whoever has the buyer on the phone I see the whole order on one page.*
//!
//! 1. What is shown is of now; of documents the newest [`limits::OVERVIEW_DOCUMENTS`].
//! 2. The order as of an event is what its events up to that one make: no row is kept for it.

pub mod http;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kontor_billing::records::{Invoice, Payment};
use kontor_customers::show::Shown;
use kontor_fulfilment::records::{Shipment, ShipmentLine};
use kontor_kernel::{Amount, Date, Quantity, limits};
use kontor_ledger::entries::{WholeEntry, joined};
use kontor_ledger::records::{Entry, PostingRow};
use kontor_orders::model::OrderId;
use kontor_orders::records::{Line, Order, OrderTables};
use kontor_store::desk::Record;
use kontor_store::journal::JournalRow;
use kontor_store::{Fault, Memory, ReadDb, Schema, Value, db};

use crate::board::{Card, cards};
use crate::timeline::DOCUMENTS;

/// An order with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The order as a card: with its badge and the day on which its money is due.
    pub card: Card,
    /// Its lines, by number.
    pub lines: Vec<StockedLine>,
    /// Who ordered.
    pub customer: Option<Shown>,
    /// What has left, the oldest first.
    pub shipments: Vec<Sent>,
    /// Its invoices and credit notes, the oldest first.
    pub invoices: Vec<Invoice>,
    /// Payments and refunds for it, the oldest first.
    pub payments: Vec<Money>,
    /// What its documents moved in the books, the oldest first.
    pub entries: Vec<WholeEntry>,
}

/// A line with the stock of its product where the order is shipped from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockedLine {
    /// The line.
    pub line: Line,
    /// What lies there; none for what was never in stock there, and for services.
    pub stock: Option<StockNow>,
}

/// The stock of a product at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockNow {
    /// What lies there.
    pub on_hand: Quantity,
    /// What of it is promised to orders, this one among them.
    pub reserved: Quantity,
}

impl StockNow {
    /// What is promised to nobody.
    #[must_use]
    pub fn available(self) -> Quantity {
        Quantity::new(self.on_hand.thousandths().saturating_sub(self.reserved.thousandths()))
    }
}

/// A shipment with what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The shipment.
    pub shipment: Shipment,
    /// What is in it.
    pub lines: Vec<ShipmentLine>,
}

/// A payment or refund, and what of it settles this order's invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// The payment or refund.
    pub payment: Payment,
    /// What of it settles this order's invoices.
    pub settles: Amount,
}

fn columns<R: Record>(of: &str) -> String {
    let columns = R::SPEC.columns.iter().map(|column| format!("{of}.{}", column.name));
    columns.collect::<Vec<_>>().join(", ")
}

fn lines_with_stock() -> String {
    format!(
        "SELECT {}, s.on_hand, s.reserved FROM orders_line l LEFT JOIN inventory_stock s \
         ON s.org_id = $1 AND s.product = l.product AND s.location = $3 \
         WHERE l.org_id = $1 AND l.order_id = $2 ORDER BY l.line",
        columns::<Line>("l")
    )
}

const SHIPMENTS: &str = "org_id = $1 AND order_id = $2 ORDER BY id DESC LIMIT $3";
const SHIPMENT_LINES: &str = "org_id = $1 AND shipment IN (SELECT id FROM fulfilment_shipment \
     WHERE org_id = $1 AND order_id = $2 ORDER BY id DESC LIMIT $3) ORDER BY shipment, line";
const INVOICES: &str = "org_id = $1 AND order_id = $2 ORDER BY id DESC LIMIT $3";

/// Payments for the order or its invoices, with what they settle of these.
fn payments() -> String {
    format!(
        "SELECT {}, CAST(COALESCE((SELECT SUM(a.amount) FROM billing_allocation a JOIN billing_invoice i \
         ON i.org_id = $1 AND i.id = a.invoice WHERE a.org_id = $1 AND a.payment = p.id AND i.order_id = $2), 0) AS BIGINT) \
         FROM (SELECT id FROM billing_payment WHERE org_id = $1 AND order_id = $2 \
         UNION SELECT a.payment FROM billing_invoice i JOIN billing_allocation a \
         ON a.org_id = $1 AND a.invoice = i.id WHERE i.org_id = $1 AND i.order_id = $2) d \
         JOIN billing_payment p ON p.org_id = $1 AND p.id = d.id ORDER BY p.id DESC LIMIT $3",
        columns::<Payment>("p")
    )
}

fn entry_numbers() -> String {
    format!(
        "SELECT e.number FROM ({DOCUMENTS}) d JOIN ledger_entry e ON e.org_id = $1 AND e.source_id = d.id \
         WHERE e.source_kind <> 'manual' ORDER BY e.number DESC LIMIT $3"
    )
}

fn entries() -> String {
    format!("org_id = $1 AND number IN ({}) ORDER BY number", entry_numbers())
}

fn postings() -> String {
    format!("org_id = $1 AND entry IN ({}) ORDER BY entry, line", entry_numbers())
}

/// An order with all that belongs to it; `None` when there is none.
///
/// # Errors
/// When the database can't be read.
pub async fn overview(reads: &ReadDb, org: i64, today: Date, id: OrderId) -> Result<Option<Overview>, Fault> {
    let Some(card) = cards(reads, org, today, &[id]).await?.into_iter().next() else { return Ok(None) };
    let key = || vec![org.into(), Value::of(&id), limits::OVERVIEW_DOCUMENTS.into()];
    let stocked = vec![org.into(), Value::of(&id), Value::of(&card.order.location)];
    let mut lines = Vec::new();
    for mut row in reads.query(&lines_with_stock(), stocked).await? {
        let line = row.record()?;
        let (on_hand, reserved): (Option<Quantity>, Option<Quantity>) = (row.take()?, row.take()?);
        let stock = on_hand.zip(reserved).map(|(on_hand, reserved)| StockNow { on_hand, reserved });
        lines.push(StockedLine { line, stock });
    }
    let customer = match card.order.customer {
        Some(customer) => kontor_customers::show::one(reads, org, customer).await?,
        None => None,
    };
    let mut invoices = reads.records::<Invoice>(INVOICES, key()).await?;
    invoices.reverse();
    let mut payments = Vec::new();
    for mut row in reads.query(&self::payments(), key()).await? {
        payments.push(Money { payment: row.record()?, settles: row.take()? });
    }
    payments.reverse();
    let shipments = shipments(reads, key()).await?;
    let postings = reads.records::<PostingRow>(&postings(), key()).await?;
    let entries = joined(reads.records::<Entry>(&entries(), key()).await?, postings);
    Ok(Some(Overview { card, lines, customer, shipments, invoices, payments, entries }))
}

async fn shipments(reads: &ReadDb, key: Vec<Value>) -> Result<Vec<Sent>, Fault> {
    let mut shipments = reads.records::<Shipment>(SHIPMENTS, key.clone()).await?;
    let lines = reads.records::<ShipmentLine>(SHIPMENT_LINES, key).await?;
    shipments.reverse();
    let with_lines = |shipment: Shipment| {
        let lines = lines.iter().filter(|line| line.shipment == shipment.id).cloned().collect();
        Sent { shipment, lines }
    };
    Ok(shipments.into_iter().map(with_lines).collect())
}

/// What happened to an order, in order, up to a position.
const PAST: &str =
    "org_id = $1 AND subject = $2 AND position > $3 AND position <= $4 ORDER BY position LIMIT $5";

/// An order and its lines as of an event: behind everything that was recorded up to that position. `None` when it had
/// not been placed by then.
///
/// # Errors
/// When the database can't be read, or the order has more than [`limits::HISTORY_EVENTS`] events.
pub async fn as_of(
    (reads, schema): (&ReadDb, &Arc<Schema>),
    org: i64,
    id: OrderId,
    position: i64,
) -> Result<Option<(Order, Vec<Line>)>, Fault> {
    let mut memory = Memory::new(Arc::clone(schema));
    let (mut after, mut applied) = (0, 0);
    loop {
        let params =
            vec![org.into(), Value::of(&id), after.into(), position.into(), limits::JOURNAL_PAGE.into()];
        let page = reads.records::<JournalRow>(PAST, params).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        // The subject of other rooms' events may be the order as well: they change other rooms' rows.
        for row in page.iter().filter(|row| row.kind.starts_with("orders.")) {
            memory.apply(row)?;
            applied += 1;
        }
        if applied > limits::HISTORY_EVENTS {
            return Err(Fault::data(format!("{id} has too many events to be shown as it was")));
        }
    }
    let Ok(Some(order)) = memory.orders().find(&(id,)) else { return Ok(None) };
    let numbers = 1..=i32::try_from(order.line_count).unwrap_or(i32::MAX);
    let line = |number| memory.order_lines().find(&(id, number)).ok().flatten().cloned();
    Ok(Some((order.clone(), numbers.map_while(line).collect())))
}

pub(crate) fn queries() -> Vec<String> {
    vec![
        lines_with_stock(),
        payments(),
        db::select::<Shipment>(SHIPMENTS),
        db::select::<ShipmentLine>(SHIPMENT_LINES),
        db::select::<Invoice>(INVOICES),
        db::select::<Entry>(&entries()),
        db::select::<PostingRow>(&postings()),
        db::select::<JournalRow>(PAST),
    ]
}
