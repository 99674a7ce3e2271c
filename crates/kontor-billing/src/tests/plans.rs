//! Hot statements find their rows by an index, however many there are.
//!
//! SQLite chooses by statistics. They are set here as those of a database in which one merchant has a million rows of
//! everything: whoever reads by the merchant alone reads all of them.

use kontor_store::DatabaseUrl;
use kontor_store::desk::{Record, SetSpec};
use kontor_testkit::{TestDb, on_sqlite};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::records::{Allocation, Invoice, InvoiceLine, InvoiceTax, Payment};
use crate::samples::rooms;

const ROWS: i64 = 1_000_000;

/// The database with such statistics.
fn large(db: &TestDb) -> Connection {
    let DatabaseUrl::Sqlite(path) = &db.url else { panic!("no file") };
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("ANALYZE; DELETE FROM sqlite_stat1").unwrap();
    let indexes = "SELECT t.name, i.name, i.partial, (SELECT COUNT(*) FROM pragma_index_xinfo(i.name) c WHERE c.key = 1) \
        FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table'";
    let mut statement = connection.prepare(indexes).unwrap();
    let indexes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    for index in indexes.unwrap() {
        let (table, name, partial, columns): (String, String, bool, i64) = index.unwrap();
        // A partial index holds what is open now, which is little.
        let rows = if partial { ROWS / 1_000 } else { ROWS };
        let mut figures = vec![rows.to_string()];
        figures.extend((1..=columns).map(|place| match place {
            place if place == columns => "1".to_owned(),
            1 => rows.to_string(),
            _ => "10".to_owned(),
        }));
        let values = (table, name, figures.join(" "));
        connection.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)", values).unwrap();
    }
    drop(statement);
    connection.execute_batch("ANALYZE sqlite_schema").unwrap();
    connection
}

fn plan(connection: &Connection, sql: &str) -> String {
    let sql = format!("EXPLAIN QUERY PLAN {}", sql.replace('$', "?"));
    let mut statement = connection.prepare(&sql).unwrap();
    let params = vec![Value::Integer(1); statement.parameter_count()];
    let steps = statement.query_map(rusqlite::params_from_iter(params), |row| row.get::<_, String>(3));
    steps.unwrap().collect::<Result<Vec<_>, _>>().unwrap().join("; ")
}

/// The statement by which a set is loaded.
fn set<R: Record>(number: usize) -> String {
    let SetSpec { columns, filter, .. } = &R::SETS[number];
    let filter = if filter.is_empty() { String::new() } else { format!(" AND ({filter})") };
    let conditions = (2..).zip(*columns).map(|(number, column)| format!(" AND {} = ${number}", column.name));
    let conditions: String = conditions.collect();
    format!("SELECT {} FROM {} WHERE org_id = $1{conditions}{filter}", R::SPEC.column_list(), R::SPEC.name)
}

#[test]
fn sets_and_pages_use_their_indexes() {
    on_sqlite(rooms, |db| async move {
        let connection = large(&db);
        for (sql, index) in [
            (set::<Invoice>(0), "billing_invoice_order"),
            (set::<Invoice>(1), "billing_invoice_customer_open"),
            (set::<InvoiceLine>(0), "PRIMARY KEY (org_id=? AND invoice=?)"),
            (set::<InvoiceTax>(0), "PRIMARY KEY (org_id=? AND invoice=?)"),
            (set::<Payment>(0), "billing_payment_order"),
            (set::<Allocation>(0), "billing_allocation_invoice"),
        ] {
            let plan = plan(&connection, &sql);
            assert!(plan.contains(index), "{sql}: {plan}");
        }
        for sql in [crate::list::queries(), crate::show::queries(), crate::payments::queries()].concat() {
            let plan = plan(&connection, &sql);
            for step in plan.split("; ") {
                let whole_table = step.starts_with("SCAN") && !["SCAN c", "SCAN chain"].contains(&step);
                let sorts = step.contains("TEMP B-TREE") && !sql.contains("billing_invoice_tax");
                // By the merchant alone, without a key or a limit behind it.
                let whole_merchant = step.ends_with("(org_id=?)") && !sql.contains("LIMIT");
                assert!(!whole_table && !sorts && !whole_merchant, "{sql}: {plan}");
            }
        }
        let open = crate::list::queries()
            .into_iter()
            .find(|sql| sql.contains("gross > paid") && !sql.contains("$4"));
        let plan = plan(&connection, &open.unwrap());
        assert!(plan.contains("billing_invoice_open"), "{plan}");
    });
}
