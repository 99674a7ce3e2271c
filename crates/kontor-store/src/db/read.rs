//! Reading beside the writer: pages, API answers, reports. Cannot write.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hashbrown::HashMap;
use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, limits};
use rusqlite::{Connection, OpenFlags};
use tokio::sync::RwLock;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use super::{DatabaseUrl, Dialect, postgres, sqlite};
use crate::desk::{Record, RowCells};
use crate::{Fault, FaultKind};

/// A value of a query: a parameter or a cell of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// An integer.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Value {
    /// The value of anything that stands in a column.
    pub fn of(value: &impl Column) -> Self {
        Self::from(value.to_cell())
    }

    /// The value as a cell.
    #[must_use]
    pub fn cell(&self) -> Cell<'_> {
        match self {
            Self::Null => Cell::Null,
            Self::Int(int) => Cell::Int(*int),
            Self::Text(text) => Cell::Text(text),
            Self::Bytes(bytes) => Cell::Bytes(bytes),
        }
    }

    pub(crate) fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Null => &Nothing,
            Self::Int(int) => int,
            Self::Text(text) => text,
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(int) => Self::Int(int),
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Bytes(bytes) => Self::Bytes(bytes.to_owned()),
        }
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// No value, for a parameter of any type.
#[derive(Debug)]
struct Nothing;

impl ToSql for Nothing {
    fn to_sql(
        &self,
        _: &tokio_postgres::types::Type,
        _: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Ok(tokio_postgres::types::IsNull::Yes)
    }

    fn accepts(_: &tokio_postgres::types::Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// One row of an answer, read from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    cells: Vec<Value>,
    next: usize,
}

impl Row {
    pub(super) fn new(cells: Vec<Value>) -> Self {
        Self { cells, next: 0 }
    }

    /// The next cell as a value of this type.
    ///
    /// # Errors
    /// When there is no further cell, or it does not fit.
    pub fn take<T: Column>(&mut self) -> Result<T, Fault> {
        Ok(crate::desk::next_value(self)?)
    }

    /// The next cells as a described row; its columns were selected in order.
    ///
    /// # Errors
    /// When a cell does not fit.
    pub fn record<R: Record>(&mut self) -> Result<R, Fault> {
        Ok(R::read(self)?)
    }

    /// All cells.
    #[must_use]
    pub fn cells(&self) -> &[Value] {
        &self.cells
    }
}

impl RowCells for Row {
    fn next_cell(&mut self, _kind: ColumnKind) -> Result<Cell<'_>, WrongCell> {
        let cell = self.cells.get(self.next).ok_or(WrongCell { expected: "one more column" })?;
        self.next += 1;
        Ok(cell.cell())
    }
}

/// Connections that read. Cheap to clone.
#[derive(Clone)]
pub struct ReadDb {
    inner: Inner,
}

#[derive(Clone)]
enum Inner {
    Sqlite(Arc<SqlitePool>),
    Postgres(Arc<PostgresPool>),
}

struct SqlitePool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

struct PostgresPool {
    url: String,
    connections: Vec<RwLock<Option<Arc<Prepared>>>>,
    next: AtomicUsize,
}

struct Prepared {
    client: Client,
    statements: tokio::sync::Mutex<HashMap<String, tokio_postgres::Statement>>,
}

impl ReadDb {
    /// Reads from this database. Connects when first asked.
    #[must_use]
    pub fn new(url: &DatabaseUrl) -> Self {
        let inner = match url {
            DatabaseUrl::Sqlite(path) => {
                Inner::Sqlite(Arc::new(SqlitePool { path: path.clone(), idle: Mutex::default() }))
            }
            DatabaseUrl::Postgres(url) => Inner::Postgres(Arc::new(PostgresPool {
                url: url.clone(),
                connections: (0..limits::READ_CONNECTIONS).map(|_| RwLock::new(None)).collect(),
                next: AtomicUsize::new(0),
            })),
        };
        Self { inner }
    }

    /// The database's dialect.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The database's file; `None` on a server.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.inner {
            Inner::Sqlite(pool) => Some(&pool.path),
            Inner::Postgres(_) => None,
        }
    }

    /// Runs a query and takes all its rows: the query itself names its limit.
    ///
    /// # Errors
    /// A [`Fault`] when the database can't be reached or refuses.
    pub async fn query(&self, sql: &str, params: Vec<Value>) -> Result<Vec<Row>, Fault> {
        match &self.inner {
            Inner::Sqlite(pool) => {
                let (pool, sql) = (Arc::clone(pool), sql.to_owned());
                let run = tokio::task::spawn_blocking(move || {
                    let connection = pool.take()?;
                    let rows = sqlite::query(&connection, &sql, &params);
                    pool.give(connection);
                    rows
                });
                run.await.map_err(|error| Fault::new(FaultKind::Bug, "a query ended badly", error))?
            }
            Inner::Postgres(pool) => pool.query(sql, &params).await,
        }
    }

    /// The described rows that a condition selects. `tail` follows `SELECT … FROM table WHERE `.
    ///
    /// # Errors
    /// As [`ReadDb::query`].
    pub async fn records<R: Record>(&self, tail: &str, params: Vec<Value>) -> Result<Vec<R>, Fault> {
        let rows = self.query(&select::<R>(tail), params).await?;
        rows.into_iter().map(|mut row| row.record()).collect()
    }

    /// A view of the database as of one moment, for checks and exports.
    ///
    /// # Errors
    /// As [`ReadDb::query`].
    pub async fn snapshot(&self) -> Result<Snapshot, Fault> {
        match &self.inner {
            Inner::Sqlite(pool) => {
                let connection = pool.take()?;
                connection
                    .execute_batch("BEGIN")
                    .map_err(|error| Fault::sqlite("can't begin to read", error))?;
                Ok(Snapshot { inner: SnapshotInner::Sqlite(connection) })
            }
            Inner::Postgres(pool) => {
                let client = postgres::open(&pool.url).await?;
                client
                    .batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await
                    .map_err(|error| Fault::postgres("can't begin to read", error))?;
                Ok(Snapshot { inner: SnapshotInner::Postgres(Box::new(client)) })
            }
        }
    }
}

/// The limit of a page's query: one row more than the page shows, which says that there is a next page.
#[must_use]
pub fn one_more(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1)
}

/// The text of a query for described rows.
#[must_use]
pub fn select<R: Record>(tail: &str) -> String {
    format!("SELECT {} FROM {} WHERE {tail}", R::SPEC.column_list(), R::SPEC.name)
}

impl SqlitePool {
    fn take(&self) -> Result<Connection, Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = idle {
            return Ok(connection);
        }
        let connection = sqlite::connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection
            .execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY;")
            .map_err(|error| Fault::sqlite("can't set up a reading connection", error))?;
        Ok(connection)
    }

    fn give(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < limits::READ_CONNECTIONS {
            idle.push(connection);
        }
    }
}

impl PostgresPool {
    async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let connection = self.connection().await?;
        let answer = async {
            let statement = connection.prepare(sql).await?;
            postgres::query_prepared(&connection.client, &statement, params).await
        };
        let patience = Duration::from_secs(limits::ANSWER_SECONDS);
        match tokio::time::timeout(patience, answer).await {
            Ok(answer) => answer,
            Err(_) => {
                self.drop_all().await;
                Err(postgres::silent(patience))
            }
        }
    }

    /// Has all connections opened anew: where one gets no answer, the others will get none either.
    async fn drop_all(&self) {
        for place in &self.connections {
            *place.write().await = None;
        }
    }

    /// The next connection in turn, opened anew when it broke.
    async fn connection(&self) -> Result<Arc<Prepared>, Fault> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let place = turn.checked_rem(self.connections.len()).and_then(|index| self.connections.get(index));
        let Some(place) = place else { return Err(Fault::bug("there are no reading connections")) };
        if let Some(connection) = place.read().await.as_ref().filter(|open| !open.client.is_closed()) {
            return Ok(Arc::clone(connection));
        }
        let mut place = place.write().await;
        if let Some(connection) = place.as_ref().filter(|open| !open.client.is_closed()) {
            return Ok(Arc::clone(connection));
        }
        let client = postgres::open(&self.url).await?;
        client
            .batch_execute("SET default_transaction_read_only = on; SET jit = off")
            .await
            .map_err(|error| Fault::postgres("can't set up a reading connection", error))?;
        let connection = Arc::new(Prepared { client, statements: tokio::sync::Mutex::default() });
        *place = Some(Arc::clone(&connection));
        Ok(connection)
    }
}

impl Prepared {
    async fn prepare(&self, sql: &str) -> Result<tokio_postgres::Statement, Fault> {
        let mut statements = self.statements.lock().await;
        if let Some(statement) = statements.get(sql) {
            return Ok(statement.clone());
        }
        let text = Dialect::Postgres.text(sql);
        let statement = self
            .client
            .prepare(&text)
            .await
            .map_err(|error| Fault::postgres(&format!("can't prepare: {text}"), error))?;
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// The database as of one moment. Blocks the thread it is used on while SQLite reads: for jobs and the command line.
pub struct Snapshot {
    inner: SnapshotInner,
}

enum SnapshotInner {
    Sqlite(Connection),
    Postgres(Box<Client>),
}

impl Snapshot {
    /// Runs a query and takes all its rows: page by key where there may be many.
    ///
    /// # Errors
    /// As [`ReadDb::query`].
    pub async fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        match &self.inner {
            SnapshotInner::Sqlite(connection) => sqlite::query(connection, sql, params),
            SnapshotInner::Postgres(client) => {
                let text = Dialect::Postgres.text(sql);
                let statement = client
                    .prepare(&text)
                    .await
                    .map_err(|error| Fault::postgres(&format!("can't prepare: {text}"), error))?;
                postgres::query_prepared(client, &statement, params).await
            }
        }
    }

    /// The described rows that a condition selects, as [`ReadDb::records`].
    ///
    /// # Errors
    /// As [`ReadDb::query`].
    pub async fn records<R: Record>(&self, tail: &str, params: &[Value]) -> Result<Vec<R>, Fault> {
        let rows = self.query(&select::<R>(tail), params).await?;
        rows.into_iter().map(|mut row| row.record()).collect()
    }
}
