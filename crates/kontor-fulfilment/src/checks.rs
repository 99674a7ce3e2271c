//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

const fn sql(name: &'static str, about: &'static str, count: &'static str, offenders: &'static str) -> Check {
    Check { name, about, kind: CheckKind::Sql { count, offenders } }
}

pub(crate) fn checks() -> Vec<Check> {
    vec![
        sql(
            "shipments_match_order_lines",
            "What each order line has shipped is the sum of its shipments; a sale at the counter has none and hands \
             over the whole line.",
            "SELECT COUNT(*) FROM orders_line",
            "SELECT l.org_id, o.number || ' line ' || CAST(l.line AS TEXT), \
                'what is shipped is not the sum of the shipments' \
             FROM orders_line l JOIN orders_order o ON o.org_id = l.org_id AND o.id = l.order_id \
             LEFT JOIN (SELECT s.org_id, s.order_id, i.line, SUM(i.quantity) AS quantity \
                FROM fulfilment_shipment s JOIN fulfilment_shipment_line i \
                ON i.org_id = s.org_id AND i.shipment = s.id GROUP BY s.org_id, s.order_id, i.line) h \
             ON h.org_id = l.org_id AND h.order_id = l.order_id AND h.line = l.line \
             WHERE l.shipped <> COALESCE(h.quantity, 0) \
             AND NOT (o.channel = 'counter' AND h.quantity IS NULL AND l.shipped = l.quantity)",
        ),
        sql(
            "shipments_match_stock_issues",
            "The goods of each shipment, and of each sale at the counter, are those that left stock for it.",
            "SELECT COUNT(*) FROM inventory_movement WHERE kind = 'issue'",
            // Both sides with opposite signs: what has no partner shows as well.
            "SELECT b.org_id, 'document ' || CAST(b.document AS TEXT) || ', product ' || CAST(b.product AS TEXT), \
                'shipped and issued from stock differ by ' || CAST(SUM(b.quantity) AS TEXT) || ' thousandths' \
             FROM (SELECT i.org_id, i.shipment AS document, l.product, i.quantity \
                FROM fulfilment_shipment_line i \
                JOIN fulfilment_shipment s ON s.org_id = i.org_id AND s.id = i.shipment \
                JOIN orders_line l ON l.org_id = s.org_id AND l.order_id = s.order_id AND l.line = i.line \
                WHERE l.kind = 'goods' \
                UNION ALL SELECT l.org_id, l.order_id, l.product, l.shipped FROM orders_line l \
                JOIN orders_order o ON o.org_id = l.org_id AND o.id = l.order_id \
                WHERE l.kind = 'goods' AND o.channel = 'counter' AND NOT EXISTS (SELECT 1 FROM fulfilment_shipment s \
                    WHERE s.org_id = o.org_id AND s.order_id = o.id) \
                UNION ALL SELECT m.org_id, m.document, m.product, m.quantity FROM inventory_movement m \
                WHERE m.kind = 'issue') b \
             GROUP BY b.org_id, b.document, b.product HAVING SUM(b.quantity) <> 0",
        ),
        sql(
            "shipment_numbers_have_no_gaps",
            "The shipments of each year have the numbers of their series, all of them and each once.",
            "SELECT COUNT(*) FROM fulfilment_shipment",
            "SELECT s.org_id, s.name, 'the series has given ' || CAST(s.next - 1 AS TEXT) || ' numbers, the shipments have ' \
                || CAST(COALESCE(n.numbers, 0) AS TEXT) \
             FROM ledger_series s LEFT JOIN (SELECT org_id, substr(number, 1, 8) AS prefix, \
                COUNT(*) AS numbers, MAX(CAST(substr(number, 9) AS BIGINT)) AS last \
                FROM fulfilment_shipment GROUP BY org_id, substr(number, 1, 8)) n \
             ON n.org_id = s.org_id AND n.prefix = s.prefix \
             WHERE s.name LIKE 'shipment-%' \
             AND (COALESCE(n.numbers, 0) <> s.next - 1 OR COALESCE(n.last, 0) <> s.next - 1)",
        ),
    ]
}
