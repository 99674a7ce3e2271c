//! What SQLite's planner is told of the tables: that merchants are large and keys select.
//!
//! Without statistics it takes `org_id` for as selective as any other column, and reads a whole merchant where an
//! index would have led to a few rows. Measured statistics would be those of an empty database, so they are written
//! by hand: a merchant has a million rows, each further column of an index leaves ten, the last one row; a partial
//! index, which holds what is open now, is a thousandth of its table.

use rusqlite::Connection;

use crate::Fault;

/// Rows of a table that the planner is to reckon with.
const ROWS: i64 = 1_000_000;
/// The part of them that a partial index holds: what is open now.
const PARTIAL_ROWS: i64 = 1_000;

/// Every index with its table, whether it is partial, and how many columns it has.
const INDEXES: &str = "SELECT t.name, i.name, i.partial, \
     (SELECT COUNT(*) FROM pragma_index_xinfo(i.name) c WHERE c.key = 1) \
     FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table'";

/// Writes the planner's statistics anew. Connections that open later see them.
pub(crate) fn write(connection: &Connection) -> Result<(), Fault> {
    let fault = |error| Fault::sqlite("can't write the planner's statistics", error);
    // This ANALYZE makes the tables of statistics, and measures nothing: that would take long on a large database.
    connection
        .execute_batch("ANALYZE sqlite_schema; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4")
        .map_err(fault)?;
    let mut indexes = connection.prepare(INDEXES).map_err(fault)?;
    let mut rows = indexes.query([]).map_err(fault)?;
    let mut statistics = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let partial: bool = row.get(2).map_err(fault)?;
        let columns: i64 = row.get(3).map_err(fault)?;
        let table: String = row.get(0).map_err(fault)?;
        let index: String = row.get(1).map_err(fault)?;
        statistics.push((table, index, figures(if partial { PARTIAL_ROWS } else { ROWS }, columns)));
    }
    for statistic in statistics {
        connection
            .execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)", statistic)
            .map_err(fault)?;
    }
    connection.execute_batch("ANALYZE sqlite_schema").map_err(fault)
}

/// The rows of an index, then how many are left with one, two, … of its columns given.
fn figures(rows: i64, columns: i64) -> String {
    let mut figures = rows.to_string();
    for column in 1..=columns {
        let left = match column {
            last if last == columns => 1,
            1 => rows,
            _ => 10,
        };
        figures.push_str(&format!(" {left}"));
    }
    figures
}
