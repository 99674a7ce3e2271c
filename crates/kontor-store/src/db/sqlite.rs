//! SQLite: one writing connection, statements run one row at a time from the cache.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kontor_kernel::{Cell, ColumnKind, WrongCell, limits};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use super::dialect::{Dialect, Statement};
use super::disk::Disk;
use super::read::{Row, Value};
use super::{CommitFault, Loader, PREPARED, Write};
use crate::Fault;
use crate::desk::{Record, RowCells};
use crate::journal::Head;

/// A cell on its way into a statement.
pub(crate) struct Bound<'a>(pub(crate) Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Cell::Null => ValueRef::Null,
            Cell::Int(int) => ValueRef::Integer(int),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A row on its way out of a statement.
struct SqliteCells<'a> {
    row: &'a rusqlite::Row<'a>,
    next: usize,
}

impl RowCells for SqliteCells<'_> {
    fn next_cell(&mut self, _kind: ColumnKind) -> Result<Cell<'_>, WrongCell> {
        let cell = self.row.get_ref(self.next).map_err(|_| WrongCell { expected: "one more column" })?;
        self.next += 1;
        cell_of(cell)
    }
}

pub(crate) fn cell_of(value: ValueRef<'_>) -> Result<Cell<'_>, WrongCell> {
    match value {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(int) => Ok(Cell::Int(int)),
        ValueRef::Real(_) => Err(WrongCell { expected: "an integer, a text or bytes, not a float" }),
        ValueRef::Text(text) => {
            std::str::from_utf8(text).map(Cell::Text).map_err(|_| WrongCell { expected: "UTF-8 text" })
        }
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
    }
}

/// The writing connection, its lock, and the thread that checkpoints.
pub(crate) struct SqliteWriter {
    connection: Connection,
    disk: Disk,
    org: i64,
    checkpointer: Checkpointer,
    /// Held as long as this process writes; a second process is told so.
    _lock: File,
}

impl SqliteWriter {
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        let disk = Disk::of(path);
        let lock = disk.lock()?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // A log that a long reader has made long is cut down when it starts anew.
        let keep = limits::WAL_KEEP_BYTES;
        // SQLite opens what it may not write for reading, and says so when it is too late.
        if connection.is_readonly(rusqlite::MAIN_DB).unwrap_or(false) {
            return Err(disk.unwritable());
        }
        connection
            .execute_batch(&format!(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; \
                 PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = {keep};",
            ))
            .map_err(|error| disk.fault("can't set up the database file", error))?;
        let checkpointer = Checkpointer::start(path)?;
        Ok(Self { connection, disk, org: 0, checkpointer, _lock: lock })
    }

    pub(crate) fn begin(&mut self, org: i64, create: bool) -> Result<Option<Head>, Fault> {
        self.org = org;
        let fault = |error| self.disk.fault("can't begin a transaction", error);
        self.connection
            .prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut begin| begin.execute([]))
            .map_err(fault)?;
        if create {
            let mut insert = self.connection.prepare_cached(Head::CREATE).map_err(fault)?;
            insert.execute(rusqlite::params![org, Head::NO_HASH]).map_err(fault)?;
        }
        let mut select = self.connection.prepare_cached(Head::SELECT).map_err(fault)?;
        let mut rows = select.query([org]).map_err(fault)?;
        match rows.next().map_err(fault)? {
            Some(row) => Ok(Some(Head::read(&mut SqliteCells { row, next: 0 })?)),
            None => Ok(None),
        }
    }

    pub(crate) fn commit(&mut self, writes: &[Write<'_>]) -> Result<(), CommitFault> {
        for write in writes {
            self.write(write).map_err(CommitFault::NotCommitted)?;
        }
        // A COMMIT that fails in SQLite has not committed: the caller rolls back.
        let commit = self.connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        commit.map_err(|error| CommitFault::NotCommitted(self.disk.fault("can't commit", error)))?;
        self.checkpointer.count(writes.iter().map(weight).sum());
        Ok(())
    }

    fn write(&self, write: &Write<'_>) -> Result<(), Fault> {
        let fault = |error| self.disk.fault("can't write", error);
        let mut statement = self.connection.prepare_cached(&write.statement.sql).map_err(fault)?;
        if write.width == 0 {
            statement.raw_bind_parameter(1, self.org).map_err(fault)?;
            statement.raw_execute().map_err(fault)?;
            return Ok(());
        }
        for row in write.cells.chunks_exact(write.width) {
            bind(&mut statement, self.org, row).map_err(fault)?;
            statement.raw_execute().map_err(fault)?;
        }
        Ok(())
    }

    pub(crate) fn rollback(&mut self) {
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::warn!(error = %error, "a transaction could not be rolled back");
        }
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.connection
            .execute_batch(&Dialect::Sqlite.text(sql))
            .map_err(|error| self.disk.fault(&format!("can't run: {}", first_line(sql)), error))
    }

    /// Copies what can be copied of the log: when that is all of it, the next batch begins it anew, and takes no room that
    /// it has not had before.
    pub(crate) fn make_room(&mut self) {
        checkpoint(&self.connection);
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        query(&self.connection, sql, params)
    }

    pub(crate) fn inform_planner(&mut self) -> Result<(), Fault> {
        super::statistics::write(&self.connection)
    }

    pub(crate) fn prepare_only(&self, sql: &str) -> Result<(), Fault> {
        let prepared = self.connection.prepare(sql);
        prepared.map(drop).map_err(|error| Fault::sqlite(&format!("can't prepare: {sql}"), error))
    }

    /// Copies the rest of the log when it is small. A log that is copied whole starts anew with the next batch, all by
    /// itself, unless somebody still reads it; asking for the restart would wait for them.
    pub(crate) fn between_batches(&mut self) {
        if self.checkpointer.take_restart() {
            checkpoint(&self.connection);
        }
    }
}

impl Loader for SqliteWriter {
    fn load(
        &mut self,
        statement: &Statement,
        width: usize,
        keys: &[Cell<'_>],
        each: &mut dyn FnMut(&mut dyn RowCells) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let fault = |error| Fault::sqlite("can't read", error);
        let mut prepared = self.connection.prepare_cached(&statement.sql).map_err(fault)?;
        // A table whose only row is the merchant's own has no key columns: one look-up with none.
        let lookups = if width == 0 { 1 } else { keys.len().checked_div(width).unwrap_or(0) };
        for lookup in 0..lookups {
            let from = lookup.saturating_mul(width);
            let key = keys.get(from..from.saturating_add(width)).unwrap_or(&[]);
            bind(&mut prepared, self.org, key).map_err(fault)?;
            let mut rows = prepared.raw_query();
            while let Some(row) = rows.next().map_err(fault)? {
                each(&mut SqliteCells { row, next: 0 })?;
            }
        }
        Ok(())
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, org: i64, cells: &[Cell<'_>]) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(1, org)?;
    for (index, cell) in cells.iter().enumerate() {
        statement.raw_bind_parameter(index.saturating_add(2), Bound(*cell))?;
    }
    Ok(())
}

/// Connects and sets what holds for every connection.
pub(crate) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| Fault::sqlite(&format!("can't open the database file {}", path.display()), error))?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    connection
        .busy_timeout(Duration::from_millis(limits::SQLITE_BUSY_MS))
        .map_err(|error| Fault::sqlite("can't set the busy timeout", error))?;
    Ok(connection)
}

/// Runs a query and takes all its rows.
pub(crate) fn query(connection: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
    let fault = |error| Fault::sqlite(&format!("can't run: {}", first_line(sql)), error);
    let mut statement = connection.prepare_cached(&Dialect::Sqlite.text(sql)).map_err(fault)?;
    for (index, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(index.saturating_add(1), Bound(param.cell())).map_err(fault)?;
    }
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let mut cells = Vec::with_capacity(width);
        for index in 0..width {
            cells.push(Value::from(cell_of(row.get_ref(index).map_err(fault)?)?));
        }
        out.push(Row::new(cells));
    }
    Ok(out)
}

fn first_line(sql: &str) -> &str {
    sql.trim().lines().next().unwrap_or_default()
}

/// Copies the log into the database on a thread of its own, and tells the writer when little of it is left.
struct Checkpointer {
    wake: Option<std::sync::mpsc::SyncSender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
    restart: Arc<AtomicBool>,
    /// Rows written since it was woken last.
    rows: usize,
}

impl Checkpointer {
    fn start(path: &Path) -> Result<Self, Fault> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let (wake, woken) = std::sync::mpsc::sync_channel::<()>(1);
        let restart = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&restart);
        let spawned = std::thread::Builder::new().name("checkpointer".into()).spawn(move || {
            let mut long = false;
            while woken.recv().is_ok() {
                copy_log(&connection, &flag, &mut long);
            }
        });
        let thread = spawned
            .map_err(|error| Fault::new(crate::FaultKind::Database, "can't start the checkpointer", error))?;
        Ok(Self { wake: Some(wake), thread: Some(thread), restart, rows: 0 })
    }

    /// A checkpoint behind every few commits would write the same pages again and again, and compete for disk and
    /// caches: it took a seventh of all CPU time.
    fn count(&mut self, rows: usize) {
        self.rows = self.rows.saturating_add(rows);
        if self.rows >= limits::CHECKPOINT_ROWS
            && let Some(wake) = &self.wake
        {
            self.rows = 0;
            // Full means that it has been woken already; gone means that the process is ending.
            let _ = wake.try_send(());
        }
    }

    fn take_restart(&self) -> bool {
        self.restart.load(Ordering::Acquire) && self.restart.swap(false, Ordering::AcqRel)
    }
}

/// How much a write adds to the log, in rows of usual size: long texts and bytes count for more.
fn weight(write: &Write<'_>) -> usize {
    let bytes = |cell: &Cell<'_>| match cell {
        Cell::Text(text) => text.len(),
        Cell::Bytes(bytes) => bytes.len(),
        Cell::Null | Cell::Int(_) => 0,
    };
    write.rows().saturating_add(write.cells.iter().map(bytes).sum::<usize>() / limits::CHECKPOINT_ROW_BYTES)
}

impl Drop for Checkpointer {
    /// Who closes the writer may open the file anew: by then nobody else has it open.
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Copies the log. Once it is long, it is copied again at once, until what was written meanwhile is little.
/// `long`: somebody has been told of its length.
fn copy_log(connection: &Connection, restart: &AtomicBool, long: &mut bool) {
    for _ in 0..limits::CHECKPOINT_ROUNDS {
        let Some((log, copied)) = checkpoint(connection) else { return };
        let was_long = std::mem::replace(long, log >= limits::WAL_WARN_PAGES);
        if *long && !was_long {
            tracing::warn!(
                pages = log,
                "the write-ahead log is long: something reads the database for too long"
            );
        }
        if log < limits::WAL_RESTART_PAGES {
            return;
        }
        if log - copied <= limits::WAL_REST_PAGES {
            restart.store(true, Ordering::Release);
            return;
        }
    }
}

/// Copies what can be copied without waiting for anybody: the log's pages, and how many of them are copied by now.
fn checkpoint(connection: &Connection) -> Option<(i64, i64)> {
    let outcome =
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| Ok((row.get(1)?, row.get(2)?)));
    match outcome {
        Ok(pages) => Some(pages),
        Err(error) => {
            tracing::warn!(error = %error, "a checkpoint failed");
            None
        }
    }
}
