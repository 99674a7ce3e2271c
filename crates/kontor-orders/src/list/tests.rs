//! The board's queries find their rows by an index, however many orders there are.

use kontor_store::db::select;
use kontor_testkit::on_sqlite;

use super::{ALL, BY_EXTERNAL, BY_NUMBER, OF_STATE, TO_INVOICE, TO_SHIP};
use crate::records::Order;
use crate::samples::rooms;

/// SQLite plans with the statistics that every database is given: those of a merchant with a million orders.
#[test]
fn every_tab_of_the_board_is_read_by_an_index_and_in_its_order() {
    on_sqlite(rooms, |db| async move {
        for (tail, index) in [
            (ALL, "USING PRIMARY KEY"),
            (OF_STATE, "orders_order_state"),
            (TO_SHIP, "orders_order_to_ship"),
            (TO_INVOICE, "orders_order_to_invoice"),
            (BY_NUMBER, "orders_order_number"),
            (BY_EXTERNAL, "USING PRIMARY KEY"),
        ] {
            let statement = select::<Order>(tail);
            let params = (1..=4).filter(|number| statement.contains(&format!("${number}"))).map(|_| 1.into());
            let explained =
                db.reads.query(&format!("EXPLAIN QUERY PLAN {statement}"), params.collect()).await;
            let plan: Vec<String> =
                explained.unwrap().iter().map(|row| format!("{:?}", row.cells().last())).collect();
            let plan = plan.join("; ");
            assert!(plan.contains(index), "{tail}: {plan}");
            assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{tail}: {plan}");
        }
    });
}
