//! What must always hold in this room.

use kontor_store::check::{Check, CheckKind};

const STOCK: &str = "SELECT COUNT(*) FROM inventory_stock";
const VALUES: &str = "SELECT COUNT(*) FROM inventory_value";
const RESERVATIONS: &str = "SELECT COUNT(*) FROM inventory_reservation";

const fn sql(name: &'static str, about: &'static str, count: &'static str, offenders: &'static str) -> Check {
    Check { name, about, kind: CheckKind::Sql { count, offenders } }
}

pub(crate) fn checks() -> Vec<Check> {
    vec![
        sql(
            "stock_reserved_within_on_hand",
            "For every product and location, 0 ≤ reserved ≤ on hand.",
            STOCK,
            "SELECT s.org_id, s.sku || ' at ' || s.location, 'more is reserved than is on hand, or less than nothing' \
             FROM inventory_stock s WHERE s.reserved < 0 OR s.reserved > s.on_hand",
        ),
        sql(
            "stock_on_hand_is_sum_of_movements",
            "For every product and location, on hand is the sum of the movements.",
            STOCK,
            // Both sides with opposite signs: what has no partner shows as well.
            "SELECT b.org_id, 'product ' || CAST(b.product AS TEXT) || ' at ' || b.location, \
             'on hand differs from the movements by ' || CAST(SUM(b.quantity) AS TEXT) || ' thousandths' \
             FROM (SELECT org_id, product, location, on_hand AS quantity FROM inventory_stock \
                   UNION ALL SELECT org_id, product, location, -quantity FROM inventory_movement) b \
             GROUP BY b.org_id, b.product, b.location HAVING SUM(b.quantity) <> 0",
        ),
        sql(
            "stock_reserved_is_sum_of_reservations",
            "For every product and location, reserved is the sum of the open reservations.",
            STOCK,
            "SELECT b.org_id, 'product ' || CAST(b.product AS TEXT) || ' at ' || b.location, \
             'reserved differs from the reservations by ' || CAST(SUM(b.quantity) AS TEXT) || ' thousandths' \
             FROM (SELECT org_id, product, location, reserved AS quantity FROM inventory_stock \
                   UNION ALL SELECT org_id, product, location, -reserved FROM inventory_reservation) b \
             GROUP BY b.org_id, b.product, b.location HAVING SUM(b.quantity) <> 0",
        ),
        sql(
            "stock_reservations_are_open",
            "Each reservation holds or waits for something, and where one waits nothing is available.",
            RESERVATIONS,
            "SELECT r.org_id, 'line ' || CAST(r.line AS TEXT) || ' of ' || CAST(r.holder AS TEXT), \
             'holds nothing, or waits although goods are available' \
             FROM inventory_reservation r LEFT JOIN inventory_stock s \
             ON s.org_id = r.org_id AND s.product = r.product AND s.location = r.location \
             WHERE r.reserved < 0 OR r.waiting < 0 OR r.reserved + r.waiting = 0 \
             OR (r.waiting > 0 AND s.on_hand > s.reserved)",
        ),
        sql(
            "stock_value_matches_movements",
            "For every product, quantity and value are the sums of the movements', and an empty stock is worth nothing.",
            VALUES,
            "SELECT b.org_id, 'product ' || CAST(b.product AS TEXT), \
             'the movements differ by ' || CAST(SUM(b.quantity) AS TEXT) || ' thousandths and ' \
             || CAST(SUM(b.value) AS TEXT) || ' minor units, or an empty stock is worth something' \
             FROM (SELECT org_id, product, on_hand AS quantity, value, \
                          CASE WHEN on_hand = 0 AND value <> 0 OR value < 0 THEN 1 ELSE 0 END AS unsound \
                   FROM inventory_value \
                   UNION ALL SELECT org_id, product, -quantity, -value, 0 FROM inventory_movement) b \
             GROUP BY b.org_id, b.product \
             HAVING SUM(b.quantity) <> 0 OR SUM(b.value) <> 0 OR SUM(b.unsound) <> 0",
        ),
        sql(
            "stock_value_equals_ledger",
            "The value of the stock is the balance of the stock account.",
            VALUES,
            "SELECT b.org_id, 'stock account', \
             'the stock is worth ' || CAST(SUM(b.value) AS TEXT) || ' minor units more than the account says' \
             FROM (SELECT org_id, value FROM inventory_value \
                   UNION ALL SELECT l.org_id, l.credit - l.debit FROM ledger_balance l \
                   JOIN ledger_account a ON a.org_id = l.org_id AND a.number = l.account \
                   WHERE a.role = 'stock') b \
             GROUP BY b.org_id HAVING SUM(b.value) <> 0",
        ),
    ]
}
