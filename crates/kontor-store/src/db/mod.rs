//! The database layer: SQLite and PostgreSQL behind one body of SQL. The only place that knows a dialect, beside the
//! [backup](crate::backup), which carries data from one database to the other.

mod dialect;
mod disk;
pub(crate) mod postgres;
mod read;
pub(crate) mod sqlite;
pub(crate) mod statistics;
mod tls;
mod url;

pub use dialect::Dialect;
pub(crate) use dialect::{Statement, Statements};
pub use disk::beside;
pub use read::{ReadDb, Row, Snapshot, Value, one_more, select};
pub use url::DatabaseUrl;

use kontor_kernel::{Cell, limits};

use crate::Fault;
use crate::desk::RowCells;
use crate::journal::Head;

/// Rows that one statement writes: cells one row after the other.
#[derive(Debug)]
pub(crate) struct Write<'a> {
    pub(crate) statement: &'a Statement,
    pub(crate) width: usize,
    pub(crate) cells: Vec<Cell<'a>>,
}

impl<'a> Write<'a> {
    pub(crate) fn new(statement: &'a Statement, width: usize) -> Self {
        Self { statement, width, cells: Vec::new() }
    }

    pub(crate) fn rows(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }
}

/// Reads described rows by their keys.
pub(crate) trait Loader {
    /// Runs the statement for all keys and hands over each row found.
    fn load(
        &mut self,
        statement: &Statement,
        width: usize,
        keys: &[Cell<'_>],
        each: &mut dyn FnMut(&mut dyn RowCells) -> Result<(), Fault>,
    ) -> Result<(), Fault>;
}

/// What came of a commit.
#[derive(Debug)]
pub(crate) enum CommitFault {
    /// Nothing was committed.
    NotCommitted(Fault),
    /// The connection broke while the answer was awaited: it may have been.
    Unknown(Fault),
}

/// The one connection that writes.
pub(crate) enum WriteDb {
    Sqlite(Box<sqlite::SqliteWriter>),
    Postgres(Box<postgres::PostgresWriter>),
}

impl WriteDb {
    /// Opens the writing connection. Blocks; must not run on a thread of an async runtime.
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, Fault> {
        match url {
            DatabaseUrl::Sqlite(path) => Ok(Self::Sqlite(Box::new(sqlite::SqliteWriter::open(path)?))),
            DatabaseUrl::Postgres(url) => Ok(Self::Postgres(Box::new(postgres::PostgresWriter::open(url)?))),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Begins a transaction and locks the merchant's journal head; `create` makes the head of a new merchant.
    /// `None`: there is no such merchant.
    pub(crate) fn begin(&mut self, org: i64, create: bool) -> Result<Option<Head>, Fault> {
        match self {
            Self::Sqlite(db) => db.begin(org, create),
            Self::Postgres(db) => db.begin(org, create),
        }
    }

    /// A loader for the merchant whose transaction is open.
    pub(crate) fn loader(&mut self) -> &mut dyn Loader {
        match self {
            Self::Sqlite(db) => &mut **db,
            Self::Postgres(db) => &mut **db,
        }
    }

    /// Writes everything and commits.
    pub(crate) fn commit(&mut self, writes: &[Write<'_>]) -> Result<(), CommitFault> {
        match self {
            Self::Sqlite(db) => db.commit(writes),
            Self::Postgres(db) => db.commit(writes),
        }
    }

    /// Ends the transaction without a trace. Never fails: a broken connection has done so already.
    pub(crate) fn rollback(&mut self) {
        match self {
            Self::Sqlite(db) => db.rollback(),
            Self::Postgres(db) => db.rollback(),
        }
    }

    /// Runs statements outside of any merchant: migrations and leases.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(db) => db.script(sql),
            Self::Postgres(db) => db.script(sql),
        }
    }

    /// Queries outside of any merchant's desk.
    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(db) => db.query(sql, params),
            Self::Postgres(db) => db.query(sql, params),
        }
    }

    /// Tells the planner what to reckon with, after the tables were made or changed.
    pub(crate) fn inform_planner(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(db) => db.inform_planner(),
            // PostgreSQL keeps its own statistics; the writer only looks rows up by key.
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Connects anew after a fault.
    pub(crate) fn reconnect(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(db) => db.reconnect(),
        }
    }

    /// Uses again what room there is: a log that has been copied starts anew.
    pub(crate) fn make_room(&mut self) {
        if let Self::Sqlite(db) = self {
            db.make_room();
        }
    }

    /// Housekeeping between batches: restarts SQLite's log when the checkpointer says that little is left to do.
    pub(crate) fn between_batches(&mut self) {
        if let Self::Sqlite(db) = self {
            db.between_batches();
        }
    }
}

/// How many prepared statements a connection keeps.
pub(crate) const PREPARED: usize = limits::PREPARED_STATEMENTS;

/// Makes a database on a PostgreSQL server, if there is none of this name: for tests and first set-ups.
///
/// # Errors
/// When the server can't be reached or refuses. Must not be called inside a runtime.
pub fn create_database(server: &str, name: &str) -> Result<(), Fault> {
    let mut db = postgres::PostgresWriter::open(server)?;
    let there = db.query("SELECT 1::bigint FROM pg_database WHERE datname = $1", &[Value::from(name)])?;
    if !there.is_empty() {
        return Ok(());
    }
    match db.script(&format!("CREATE DATABASE \"{}\" TEMPLATE template0", name.replace('"', ""))) {
        // Somebody else was quicker: 42P04 duplicate_database, 23505 on the catalog.
        Err(fault) if fault.chain().contains("already exists") || fault.chain().contains("pg_database") => {
            Ok(())
        }
        outcome => outcome,
    }
}

/// Prepares every statement of a schema on a database, and says which one it does not take.
///
/// # Errors
/// The first statement that can't be prepared. Must not be called inside a runtime.
pub fn prepare_all(url: &DatabaseUrl, schema: &crate::Schema) -> Result<usize, Fault> {
    let mut db = WriteDb::open(url)?;
    let dialect = db.dialect();
    let mut texts: Vec<String> = Vec::new();
    for table in schema.tables() {
        texts.extend(table.statements(dialect).each().map(|statement| statement.sql.clone()));
    }
    for room in schema.rooms() {
        texts.extend(room.queries.iter().map(|query| dialect.text(query)));
    }
    for check in schema.checks() {
        if let crate::check::CheckKind::Sql { count, offenders } = check.kind {
            texts.extend([dialect.text(count), dialect.text(offenders)]);
        }
    }
    for text in &texts {
        match &mut db {
            WriteDb::Sqlite(db) => db.prepare_only(text)?,
            WriteDb::Postgres(db) => db.prepare_only(text)?,
        }
    }
    Ok(texts.len())
}
