//! What tables there are, as SQLite describes what the migrations make: also those of an older program, and none that
//! somebody else has put beside them.

use kontor_kernel::ColumnKind;
use rusqlite::Connection;

use crate::db::Dialect;
use crate::room::Schema;
use crate::{Fault, migrate};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// All columns, in order.
    pub(super) columns: Vec<TableColumn>,
    /// Which of them make the key, by their places.
    pub(super) key: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableColumn {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
}

/// All but SQLite's own.
const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

const COLUMNS: &str = "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid";

/// Makes the tables of these steps, without rows.
pub(super) fn make(file: &Connection, schema: &Schema, applied: &[i64]) -> Result<(), Fault> {
    let fault = |error| Fault::sqlite("can't make the tables of a backup", error);
    file.execute_batch(&Dialect::Sqlite.schema_text(migrate::TABLE)).map_err(fault)?;
    for step in schema.migrations().into_iter().filter(|step| applied.contains(&i64::from(step.number))) {
        file.execute_batch(&Dialect::Sqlite.schema_text(step.sql)).map_err(fault)?;
    }
    // What a step puts into new tables comes with the rows.
    for table in described(file)? {
        file.execute_batch(&format!("DELETE FROM {}", quoted(&table.name))).map_err(fault)?;
    }
    Ok(())
}

/// The tables that these steps make, by name.
pub(super) fn made_by(schema: &Schema, applied: &[i64]) -> Result<Vec<Table>, Fault> {
    let scratch = Connection::open_in_memory();
    let scratch = scratch.map_err(|error| Fault::sqlite("can't make tables in memory", error))?;
    make(&scratch, schema, applied)?;
    described(&scratch)
}

fn described(file: &Connection) -> Result<Vec<Table>, Fault> {
    let fault = |error| Fault::sqlite("can't read which tables there are", error);
    let mut names = file.prepare(TABLES).map_err(fault)?;
    let names = names.query_map([], |row| row.get::<_, String>(0)).map_err(fault)?;
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(fault)?;
    names.into_iter().map(|name| one(file, name)).collect()
}

fn one(file: &Connection, name: String) -> Result<Table, Fault> {
    let fault = |error| Fault::sqlite(&format!("can't read which columns {name} has"), error);
    let mut described = file.prepare(COLUMNS).map_err(fault)?;
    let mut rows = described.query([&name]).map_err(fault)?;
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next().map_err(fault)? {
        let (column, of_type): (String, String) = (row.get(0).map_err(fault)?, row.get(1).map_err(fault)?);
        let place: i64 = row.get(2).map_err(fault)?;
        if place > 0 {
            key.push((place, columns.len()));
        }
        columns.push(TableColumn { kind: kind(&name, &column, &of_type)?, name: column });
    }
    key.sort_unstable();
    if key.is_empty() {
        return Err(Fault::bug(format!(
            "the table {name} has no primary key, so it can't be copied by pages"
        )));
    }
    drop(rows);
    drop(described);
    Ok(Table { name, columns, key: key.into_iter().map(|(_, column)| column).collect() })
}

fn kind(table: &str, column: &str, of_type: &str) -> Result<ColumnKind, Fault> {
    match of_type {
        "INTEGER" => Ok(ColumnKind::Int),
        "TEXT" => Ok(ColumnKind::Text),
        "BLOB" => Ok(ColumnKind::Bytes),
        other => Err(Fault::bug(format!(
            "the column {column} of {table} is of type {other:?}, which no backup holds"
        ))),
    }
}

impl Table {
    /// The names of all columns, separated by commas.
    pub(super) fn column_list(&self) -> String {
        list(self.columns.iter())
    }

    /// The names of the key's columns, separated by commas.
    pub(super) fn key_list(&self) -> String {
        list(self.key.iter().filter_map(|place| self.columns.get(*place)))
    }
}

fn list<'a>(columns: impl Iterator<Item = &'a TableColumn>) -> String {
    columns.map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
}

/// A name as both databases take it, whatever words they keep for themselves.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
