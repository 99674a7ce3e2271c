//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

pub(crate) fn checks() -> Vec<Check> {
    [lines(), orders()].concat()
}

fn lines() -> Vec<Check> {
    vec![
        Check {
            name: "order_lines_add_up",
            about: "Each line: ordered = open + reserved + backordered + shipped + cancelled, none below zero, \
                    and no more invoiced than ordered less cancelled.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM orders_line",
                offenders: "SELECT org_id, sku, 'the quantities of an order line do not add up' FROM orders_line \
                    WHERE quantity <> open + reserved + backordered + shipped + cancelled \
                    OR open < 0 OR reserved < 0 OR backordered < 0 OR shipped < 0 OR cancelled < 0 OR invoiced < 0 \
                    OR credited < 0 OR credited > invoiced OR invoiced - credited > quantity - cancelled",
            },
        },
        Check {
            name: "order_lines_are_reserved_in_stock",
            about: "Each line's reserved and backordered quantities are those of its reservation.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM orders_line WHERE reserved > 0 OR backordered > 0",
                offenders: "SELECT l.org_id, l.sku, 'the line and its reservation differ' FROM orders_line l \
                    LEFT JOIN inventory_reservation r \
                    ON r.org_id = l.org_id AND r.holder = l.order_id AND r.line = l.line \
                    WHERE l.reserved <> COALESCE(r.reserved, 0) OR l.backordered <> COALESCE(r.waiting, 0)",
            },
        },
    ]
}

fn orders() -> Vec<Check> {
    vec![
        Check {
            name: "orders_are_the_sum_of_their_lines",
            about: "Each order: net, tax and gross are those of its lines, net + tax = gross, and the counts of lines \
                    to ship and to invoice are right.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM orders_order",
                offenders: "SELECT o.org_id, o.number, 'the order and its lines differ' FROM orders_order o \
                    JOIN (SELECT org_id, order_id, CAST(SUM(net) AS BIGINT) AS net, CAST(SUM(tax) AS BIGINT) AS tax, \
                        CAST(SUM(gross) AS BIGINT) AS gross, COUNT(*) AS lines, \
                        CAST(SUM(CASE WHEN open + reserved + backordered > 0 THEN 1 ELSE 0 END) AS BIGINT) AS to_ship, \
                        CAST(SUM(CASE WHEN quantity - cancelled - invoiced > 0 THEN 1 ELSE 0 END) AS BIGINT) AS to_invoice \
                        FROM orders_line GROUP BY org_id, order_id) s \
                    ON s.org_id = o.org_id AND s.order_id = o.id \
                    WHERE o.net <> s.net OR o.tax <> s.tax OR o.gross <> s.gross OR o.net + o.tax <> o.gross \
                    OR o.line_count <> s.lines OR o.lines_to_ship <> s.to_ship OR o.lines_to_invoice <> s.to_invoice",
            },
        },
        Check {
            name: "order_states_are_right",
            about: "An order is complete exactly when nothing is left to deliver, invoice or pay, unless all of it was \
                    cancelled.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM orders_order",
                offenders: "SELECT org_id, number, 'the state is not what its lines and invoices say' FROM orders_order \
                    WHERE (state = 'placed' AND lines_to_ship = 0 AND lines_to_invoice = 0 \
                        AND invoiced - credited - paid <= 0) \
                    OR (state <> 'placed' AND (lines_to_ship > 0 OR lines_to_invoice > 0))",
            },
        },
        Check {
            name: "order_tallies_are_right",
            about: "Each tab's count is the number of orders it shows.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM orders_tally",
                offenders: "SELECT t.org_id, t.tab, 'the count differs from the orders' FROM orders_tally t \
                    WHERE t.count <> (SELECT COUNT(*) FROM orders_order o WHERE o.org_id = t.org_id AND ( \
                        (t.tab = 'placed' AND o.state = 'placed') \
                        OR (t.tab = 'to_ship' AND o.state = 'placed' AND o.lines_to_ship > 0) \
                        OR (t.tab = 'to_invoice' AND o.state = 'placed' AND o.lines_to_invoice > 0) \
                        OR (t.tab = 'completed' AND o.state = 'completed') \
                        OR (t.tab = 'cancelled' AND o.state = 'cancelled')))",
            },
        },
        Check {
            name: "customer_figures_are_right",
            about: "Each customer's order count, volume and open orders are those of their orders, and of the duplicates merged \
                    into them.",
            kind: CheckKind::Sql {
                count: "SELECT COUNT(*) FROM customers_customer",
                offenders: "SELECT c.org_id, c.number, 'order count, volume or open orders differ from the orders' \
                    FROM customers_customer c LEFT JOIN (SELECT o.org_id, COALESCE(k.merged_into, k.id) AS customer, \
                        CAST(SUM(CASE WHEN o.state = 'cancelled' THEN 0 ELSE 1 END) AS BIGINT) AS orders, \
                        CAST(SUM(o.gross - o.cancelled_gross) AS BIGINT) AS volume, \
                        CAST(SUM(o.open_gross) AS BIGINT) AS open_orders \
                        FROM orders_order o JOIN customers_customer k ON k.org_id = o.org_id AND k.id = o.customer \
                        GROUP BY o.org_id, COALESCE(k.merged_into, k.id)) s \
                    ON s.org_id = c.org_id AND s.customer = c.id \
                    WHERE c.order_count <> COALESCE(s.orders, 0) OR c.volume <> COALESCE(s.volume, 0) \
                    OR c.open_orders <> COALESCE(s.open_orders, 0)",
            },
        },
    ]
}
