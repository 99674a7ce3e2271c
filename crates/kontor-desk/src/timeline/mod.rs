//! What happened, for people: an order with all its documents in one line of time, or everything at a merchant.
//!
//! *As whoever talks to the buyer I see who did what to this order and when, and what came of it.*
//!
//! 1. An entry is what one event says, as typed facts, so that a page puts it into its reader's words.
//! 2. What is only a consequence of another event of the same command is not told twice.
//! 3. Nothing is shown to those who may not read what it is about.
//! 4. What this program has no words for is shown by its kind, not left out.

mod facts;
pub mod http;
mod read;
#[cfg(test)]
mod tests;
mod texts;
mod who;
mod words;

pub use facts::Fact;
pub use who::Names;
pub use words::{Told, words};

use kontor_identity::permissions::Scope;
use kontor_kernel::{Actor, Timestamp, limits};
use kontor_orders::model::OrderId;
use kontor_store::journal::JournalRow;
use kontor_store::{Fault, ReadDb, Schema, Value, db};

/// An order and its documents: shipments, invoices and credit notes, payments and refunds.
pub(crate) const DOCUMENTS: &str = "SELECT CAST($2 AS BIGINT) AS id \
     UNION SELECT id FROM fulfilment_shipment WHERE org_id = $1 AND order_id = $2 \
     UNION SELECT id FROM billing_invoice WHERE org_id = $1 AND order_id = $2 \
     UNION SELECT id FROM billing_payment WHERE org_id = $1 AND order_id = $2 \
     UNION SELECT a.payment FROM billing_invoice i JOIN billing_allocation a ON a.org_id = $1 AND a.invoice = i.id \
     WHERE i.org_id = $1 AND i.order_id = $2";

/// Events of these subjects below a position, the newest first. The inner query is fenced off, or PostgreSQL may
/// rather walk the journal backwards until enough is found.
fn of_order() -> String {
    format!(
        "org_id = $1 AND position IN (SELECT position FROM (SELECT j.position FROM ({DOCUMENTS}) d \
         JOIN journal j ON j.org_id = $1 AND j.subject = d.id /*pg OFFSET 0*/) e WHERE e.position < $3) \
         ORDER BY position DESC LIMIT $4"
    )
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the journal.
    pub position: i64,
    /// The position of the first event of the same command: what belongs together has the same.
    pub cause: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// `room.what_happened`.
    pub kind: String,
    /// What it says.
    pub fact: Fact,
}

/// A part of what happened, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// What happened.
    pub entries: Vec<Entry>,
    /// Below which position the next part begins, when there is one.
    pub next: Option<i64>,
}

/// What happened to an order and its documents below a position, the newest first.
///
/// # Errors
/// When the database can't be read, or an event was written by a newer program.
pub async fn of(
    (reads, schema): (&ReadDb, &Schema),
    org: i64,
    order: OrderId,
    before: i64,
    sees: impl Fn(Scope) -> bool,
) -> Result<Timeline, Fault> {
    let params = vec![org.into(), Value::of(&order), before.into(), limits::TIMELINE_EVENTS.into()];
    let rows = reads.records::<JournalRow>(&of_order(), params).await?;
    told(schema, rows, limits::TIMELINE_EVENTS, sees)
}

/// The entries of rows, which are all there are, or the newest `limit` of more.
pub(crate) fn told(
    schema: &Schema,
    rows: Vec<JournalRow>,
    limit: i64,
    sees: impl Fn(Scope) -> bool,
) -> Result<Timeline, Fault> {
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count >= limit);
    let next = rows.last().filter(|_| is_full).map(|row| row.position);
    // Goods that left in a shipment are told by the shipment.
    let sent: Vec<i64> =
        rows.iter().filter(|row| row.kind == "fulfilment.shipped").map(|row| row.cause).collect();
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        if !sees(Scope::of_event(&row.kind)) || (row.kind == "orders.shipped" && sent.contains(&row.cause)) {
            continue;
        }
        let event = schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        let Some(fact) = Fact::of(&*event) else { continue };
        let JournalRow { position, cause, recorded_at: at, actor, kind, .. } = row;
        entries.push(Entry { position, cause, at, actor, kind, fact });
    }
    Ok(Timeline { entries, next })
}

pub(crate) fn queries() -> Vec<String> {
    let mut queries = who::queries();
    queries.push(db::select::<JournalRow>(&of_order()));
    queries
}
