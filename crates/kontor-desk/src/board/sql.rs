//! The board's statements: a source (where orders come from, newest first), perhaps filtered, with the cards joined.
//!
//! Parameters: `$1` the merchant, `$2` below which place, `$3` from which order id on, `$4` how many places are looked
//! at; then those of [`FILTERS`]. A source's `place` is what the page is ordered by and its cursor: the order's id, on
//! the tab of unpaid orders that of the invoice.

use kontor_orders::records::Order;
use kontor_store::desk::Record;

use super::BoardTab;

/// Orders that a statement finds by their ids.
pub(super) const IDS: usize = 100;

/// What is left of a source: `$5` channel, `$6` payment method, `$7` location, `$8` and `$9` least and most gross,
/// `$10` below which order id, `$11` how many. An empty one lets all pass.
const FILTERS: &str = "(CAST($5 AS TEXT) IS NULL OR channel = $5) \
     AND (CAST($6 AS TEXT) IS NULL OR payment_method = $6) \
     AND (CAST($7 AS TEXT) IS NULL OR location = $7) \
     AND (CAST($8 AS BIGINT) IS NULL OR gross >= $8) \
     AND (CAST($9 AS BIGINT) IS NULL OR gross <= $9) AND id < $10 LIMIT $11";

/// What is left to pay of an invoice.
const OPEN: &str = "kind = 'invoice' AND gross > paid + credited";

fn columns(of: &str) -> String {
    let columns = Order::SPEC.columns.iter().map(|column| format!("{of}{}", column.name));
    columns.collect::<Vec<_>>().join(", ")
}

/// The orders of a tab, newest first.
fn source(tab: BoardTab) -> String {
    let by_id = |condition: &str| {
        format!(
            "SELECT id AS place, {} FROM orders_order WHERE org_id = $1{condition} AND id < $2 AND id >= $3 \
             ORDER BY id DESC LIMIT $4",
            columns("")
        )
    };
    match tab {
        BoardTab::All => by_id(""),
        // Without the state: who has a line left to ship or to invoice is placed. Each has an index of its own.
        BoardTab::ToShip => by_id(" AND lines_to_ship > 0"),
        BoardTab::ToInvoice => by_id(" AND lines_to_invoice > 0"),
        BoardTab::Placed => by_id(" AND state = 'placed'"),
        BoardTab::Completed => by_id(" AND state = 'completed'"),
        BoardTab::Cancelled => by_id(" AND state = 'cancelled'"),
        // By the index of open invoices; an order with several of them stands where the newest is.
        BoardTab::Unpaid => format!(
            "SELECT i.id AS place, {} FROM (SELECT id, order_id FROM billing_invoice i WHERE org_id = $1 \
             AND kind = 'invoice' AND gross > paid + credited AND id < $2 AND id >= $3 AND order_id >= $3 \
             AND NOT EXISTS (SELECT 1 FROM billing_invoice n WHERE n.org_id = $1 AND n.order_id = i.order_id \
             AND n.id > i.id AND n.kind = 'invoice' AND n.gross > n.paid + n.credited) \
             ORDER BY id DESC LIMIT $4) i JOIN orders_order o ON o.org_id = $1 AND o.id = i.order_id \
             ORDER BY i.id DESC LIMIT $4",
            columns("o.")
        ),
        // By the index of reservations that wait, which are few: the plus keeps SQLite from walking all by their holder.
        BoardTab::Backordered => format!(
            "SELECT o.id AS place, {} FROM (SELECT DISTINCT +holder AS holder FROM inventory_reservation \
             WHERE org_id = $1 AND waiting > 0 AND +holder < $2 AND +holder >= $3 ORDER BY 1 DESC LIMIT $4) w \
             JOIN orders_order o ON o.org_id = $1 AND o.id = w.holder ORDER BY o.id DESC LIMIT $4",
            columns("o.")
        ),
    }
}

/// Whether an order that was found in another way is on a tab.
fn condition(tab: BoardTab) -> &'static str {
    match tab {
        BoardTab::All => "",
        BoardTab::ToShip => " AND lines_to_ship > 0",
        BoardTab::ToInvoice => " AND lines_to_invoice > 0",
        BoardTab::Placed => " AND state = 'placed'",
        BoardTab::Completed => " AND state = 'completed'",
        BoardTab::Cancelled => " AND state = 'cancelled'",
        BoardTab::Unpaid => " AND invoiced > credited + paid",
        BoardTab::Backordered => {
            " AND EXISTS (SELECT 1 FROM inventory_reservation r WHERE r.org_id = $1 AND r.holder = f.id \
             AND r.waiting > 0)"
        }
    }
}

/// A customer's orders on a tab: chains from the newest back, their own and those of duplicates that were merged into
/// them, which `$12` names. No index is kept for it. SQLite walks the chains side by side, the newest first, and ends when
/// there are enough; PostgreSQL walks them to their ends.
fn of_customer(tab: BoardTab) -> String {
    format!(
        "SELECT id AS place, {columns} FROM (WITH RECURSIVE chain AS (SELECT {columns} FROM orders_order \
         WHERE org_id = $1 AND id IN (SELECT last_order FROM customers_customer WHERE org_id = $1 AND id = $12 \
         UNION SELECT last_order FROM customers_customer WHERE org_id = $1 AND merged_into = $12) \
         UNION ALL SELECT {of_o} FROM chain c JOIN orders_order o ON o.org_id = $1 AND o.id = c.customer_prev \
         /*sqlite ORDER BY 1 DESC*/) SELECT {columns} FROM chain /*pg ORDER BY id DESC*/) f WHERE id < $2 AND id >= $3{condition} LIMIT $4",
        columns = columns(""),
        of_o = columns("o."),
        condition = condition(tab),
    )
}

/// Orders by their ids, from `$12` on, on a tab.
fn of_ids(tab: BoardTab) -> String {
    let places: Vec<String> = (12..).take(IDS).map(|number| format!("${number}")).collect();
    format!(
        "SELECT id AS place, {} FROM orders_order f WHERE org_id = $1 AND id IN ({}) AND id < $2 AND id >= $3{} \
         ORDER BY id DESC LIMIT $4",
        columns(""),
        places.join(", "),
        condition(tab),
    )
}

/// The cards of a source's orders: each with its customer and what its badge needs, which are look-ups by keys.
fn cards(source: &str) -> String {
    format!(
        "SELECT {columns}, o.place, c.number, v.data, \
         CAST(CASE WHEN o.lines_to_ship > 0 AND EXISTS (SELECT 1 FROM inventory_reservation r \
         WHERE r.org_id = $1 AND r.holder = o.id AND r.waiting > 0) THEN 1 ELSE 0 END AS BIGINT), \
         CAST(CASE WHEN o.lines_to_ship > 0 AND EXISTS (SELECT 1 FROM fulfilment_shipment s \
         WHERE s.org_id = $1 AND s.order_id = o.id) THEN 1 ELSE 0 END AS BIGINT), \
         CASE WHEN o.invoiced > o.credited + o.paid THEN (SELECT MIN(i.due_date) FROM billing_invoice i \
         WHERE i.org_id = $1 AND i.order_id = o.id AND i.kind = 'invoice' AND i.gross > i.paid + i.credited) END \
         FROM ({source}) o LEFT JOIN customers_customer c ON c.org_id = $1 AND c.id = o.customer \
         LEFT JOIN contact_version v ON v.org_id = $1 AND v.id = c.contact",
        columns = columns("o."),
    )
}

fn filtered(source: &str) -> String {
    format!("SELECT * FROM ({source}) f WHERE {FILTERS}")
}

/// The cards of a tab.
pub(super) fn plain(tab: BoardTab) -> String {
    cards(&source(tab))
}

/// The cards of a tab that pass the filters.
pub(super) fn sifted(tab: BoardTab) -> String {
    cards(&filtered(&source(tab)))
}

/// The cards of a customer's orders on a tab that pass the filters.
pub(super) fn customers(tab: BoardTab) -> String {
    cards(&filtered(&of_customer(tab)))
}

/// The cards of some orders, by their ids, on a tab, that pass the filters.
pub(super) fn named(tab: BoardTab) -> String {
    cards(&filtered(&of_ids(tab)))
}

/// How many places a source has behind a place, and where it ends.
pub(super) fn edge(tab: BoardTab) -> String {
    format!("SELECT COUNT(*), MIN(place) FROM ({}) f", source(tab))
}

/// The tabs' counts: those that are kept, and the two that are counted up to a bound.
pub(super) fn counts() -> String {
    format!(
        "SELECT tab, count FROM orders_tally WHERE org_id = $1 \
         UNION ALL SELECT 'unpaid', COUNT(*) FROM (SELECT 1 FROM billing_invoice WHERE org_id = $1 AND {OPEN} LIMIT $2) u \
         UNION ALL SELECT 'backordered', COUNT(*) FROM (SELECT DISTINCT +holder FROM inventory_reservation \
         WHERE org_id = $1 AND waiting > 0 LIMIT $2) b"
    )
}

pub(super) fn queries() -> Vec<String> {
    let per_tab = [plain, sifted, customers, named, edge];
    let mut queries: Vec<String> =
        BoardTab::ALL.iter().flat_map(|tab| per_tab.iter().map(move |make| make(*tab))).collect();
    queries.push(counts());
    queries
}
