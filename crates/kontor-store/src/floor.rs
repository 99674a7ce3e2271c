//! The floor of a benchmark: what the same rows cost when they are written by hand, without desk, events or hashes.
//!
//! It uses the prepared statements and the commits of the database layer and nothing else, so the distance between it
//! and the write path is what the engine itself costs.

use crate::Fault;
use crate::db::{CommitFault, DatabaseUrl, Value, Write, WriteDb};
use crate::desk::{Record, TableEntry};
use crate::journal::Head;

/// Rows of one table in one transaction.
pub struct FloorRows {
    /// The table.
    pub table: TableEntry,
    /// Whether the rows exist already and are changed.
    pub change: bool,
    /// The rows: all columns behind the merchant, in the order of the description.
    pub rows: Vec<Vec<Value>>,
}

/// Writes batches of rows for a merchant, each in one transaction with its journal head, and returns the CPU time of
/// the calling thread in microseconds. Blocks; must not run on a thread of an async runtime.
///
/// # Errors
/// When the database refuses.
pub fn write_by_hand(url: &DatabaseUrl, org: i64, batches: &[Vec<FloorRows>]) -> Result<u64, Fault> {
    let mut db = WriteDb::open(url)?;
    let dialect = db.dialect();
    if db.begin(org, false)?.is_none() {
        db.rollback();
        db.begin(org, true)?;
        db.commit(&[]).map_err(fault)?;
    } else {
        db.rollback();
    }
    let head_statements = crate::db::Statements::of(dialect, &Head::SPEC, &[]);
    let statements: Vec<Vec<_>> = batches
        .iter()
        .map(|batch| batch.iter().map(|rows| rows.table.statements(dialect)).collect())
        .collect();
    let started = crate::writer::thread_cpu_micros();
    for (batch, statements) in batches.iter().zip(&statements) {
        let head = db.begin(org, false)?.ok_or_else(|| Fault::bug("the floor's merchant is gone"))?;
        let head = Head { position: head.position.saturating_add(1), ..head };
        let mut writes = Vec::with_capacity(batch.len().saturating_add(1));
        for (rows, statements) in batch.iter().zip(statements) {
            let statement = if rows.change { &statements.update } else { &statements.insert };
            let mut write = Write::new(statement, rows.table.spec.columns.len());
            write.cells.extend(rows.rows.iter().flatten().map(Value::cell));
            writes.push(write);
        }
        let mut head_write = Write::new(&head_statements.update, crate::journal::HEAD_COLUMNS);
        head.cells(&mut head_write.cells);
        writes.push(head_write);
        db.commit(&writes).map_err(fault)?;
        db.between_batches();
    }
    Ok(crate::writer::thread_cpu_micros().saturating_sub(started))
}

/// Takes all rows of the floor's merchant away again. Blocks as [`write_by_hand`].
///
/// # Errors
/// When the database refuses.
pub fn erase(url: &DatabaseUrl, org: i64, tables: &[TableEntry]) -> Result<(), Fault> {
    let mut db = WriteDb::open(url)?;
    for name in tables.iter().map(|table| table.spec.name).chain([Head::SPEC.name]) {
        db.query(&format!("DELETE FROM {name} WHERE org_id = $1"), &[Value::Int(org)])?;
    }
    Ok(())
}

fn fault(fault: CommitFault) -> Fault {
    match fault {
        CommitFault::NotCommitted(fault) | CommitFault::Unknown(fault) => fault,
    }
}
