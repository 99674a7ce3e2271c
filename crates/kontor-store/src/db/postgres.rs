//! PostgreSQL: one writing connection, driven on the writer's own thread; a batch is written in one flight.

use std::time::Duration;

use futures_util::future::join_all;
use hashbrown::HashMap;
use kontor_kernel::{Cell, ColumnKind, WrongCell, limits};
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_postgres::Client;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::types::ToSql;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::dialect::{Dialect, Statement};
use super::read::{Row, Value};
use super::tls::Security;
use super::url::{DatabaseUrl, Servers};
use super::{CommitFault, Loader, Write};
use crate::desk::{Record, RowCells};
use crate::journal::Head;
use crate::{Fault, FaultKind};

/// A column's values for all rows of a statement.
enum Array<'a> {
    Int(Vec<Option<i64>>),
    Text(Vec<Option<&'a str>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

impl<'a> Array<'a> {
    fn new(kind: ColumnKind, rows: usize) -> Self {
        match kind {
            ColumnKind::Int => Self::Int(Vec::with_capacity(rows)),
            ColumnKind::Text => Self::Text(Vec::with_capacity(rows)),
            ColumnKind::Bytes => Self::Bytes(Vec::with_capacity(rows)),
        }
    }

    fn push(&mut self, cell: Cell<'a>) -> Result<(), Fault> {
        match (self, cell) {
            (Self::Int(values), Cell::Int(int)) => values.push(Some(int)),
            (Self::Int(values), Cell::Null) => values.push(None),
            (Self::Text(values), Cell::Text(text)) => values.push(Some(text)),
            (Self::Text(values), Cell::Null) => values.push(None),
            (Self::Bytes(values), Cell::Bytes(bytes)) => values.push(Some(bytes)),
            (Self::Bytes(values), Cell::Null) => values.push(None),
            _ => return Err(Fault::bug("a cell is of another kind than its column")),
        }
        Ok(())
    }

    fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Int(values) => values,
            Self::Text(values) => values,
            Self::Bytes(values) => values,
        }
    }
}

fn arrays<'a>(statement: &Statement, width: usize, cells: &[Cell<'a>]) -> Result<Vec<Array<'a>>, Fault> {
    let rows = cells.len().checked_div(width).unwrap_or(0);
    let mut arrays: Vec<Array<'a>> = statement.kinds.iter().map(|kind| Array::new(*kind, rows)).collect();
    for row in cells.chunks_exact(width.max(1)) {
        for (array, cell) in arrays.iter_mut().zip(row) {
            array.push(*cell)?;
        }
    }
    Ok(arrays)
}

fn parameters<'p>(org: &'p i64, arrays: &'p [Array<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    let org: &(dyn ToSql + Sync) = org;
    std::iter::once(org).chain(arrays.iter().map(Array::parameter)).collect()
}

/// A row on its way out of a statement.
pub(crate) struct PostgresCells<'a> {
    pub(crate) row: &'a tokio_postgres::Row,
    pub(crate) next: usize,
}

impl RowCells for PostgresCells<'_> {
    fn next_cell(&mut self, kind: ColumnKind) -> Result<Cell<'_>, WrongCell> {
        let index = self.next;
        self.next += 1;
        match kind {
            ColumnKind::Int => {
                self.row.try_get::<_, Option<i64>>(index).map(|int| int.map_or(Cell::Null, Cell::Int))
            }
            ColumnKind::Text => {
                self.row.try_get::<_, Option<&str>>(index).map(|text| text.map_or(Cell::Null, Cell::Text))
            }
            ColumnKind::Bytes => {
                self.row.try_get::<_, Option<&[u8]>>(index).map(|bytes| bytes.map_or(Cell::Null, Cell::Bytes))
            }
        }
        .map_err(|_| WrongCell { expected: super::dialect::postgres_type(kind) })
    }
}

/// The writing connection.
pub(crate) struct PostgresWriter {
    url: String,
    runtime: Runtime,
    client: Client,
    prepared: HashMap<String, tokio_postgres::Statement>,
    org: i64,
    /// The server left something without an answer: nothing more is said on this connection.
    is_silent: bool,
}

/// Whether the server is a standby, and whether sessions are read-only.
const WRITABLE: &str =
    "SELECT pg_is_in_recovery()::int, (current_setting('transaction_read_only') = 'on')::int";

/// Plans that can't go wrong: the writer only looks rows up by their keys.
const SESSION: &str = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; \
                       SET enable_bitmapscan = off; SET jit = off; SET plan_cache_mode = force_generic_plan; \
                       SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'";

/// A runtime for the calling thread, which drives its connections.
pub(crate) fn runtime() -> Result<Runtime, Fault> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::new(FaultKind::Database, "can't start the database's runtime", error))
}

impl PostgresWriter {
    pub(crate) fn open(url: &str) -> Result<Self, Fault> {
        let runtime = runtime()?;
        let client = connect(&runtime, url)?;
        let mut db =
            Self { url: url.to_owned(), runtime, client, prepared: HashMap::new(), org: 0, is_silent: false };
        db.must_be_writable()?;
        Ok(db)
    }

    pub(crate) fn reconnect(&mut self) -> Result<(), Fault> {
        self.prepared.clear();
        self.client = connect(&self.runtime, &self.url)?;
        self.is_silent = false;
        Ok(())
    }

    /// Waits for an answer, but not for ever: a server that hangs, with its machine or its disk, still holds the
    /// connection, while another one may have taken its place.
    fn answered<T>(&mut self, answer: impl AsyncFnOnce(&Client) -> Result<T, Fault>) -> Result<T, Fault> {
        let patience = Duration::from_secs(limits::ANSWER_SECONDS);
        let waited = self.runtime.block_on(async { timeout(patience, answer(&self.client)).await });
        waited.unwrap_or_else(|_| {
            self.is_silent = true;
            Err(silent(patience))
        })
    }

    /// Says at the start what would be found out at the first write.
    fn must_be_writable(&mut self) -> Result<(), Fault> {
        let row = self.query(WRITABLE, &[])?.into_iter().next();
        let mut row = row.ok_or_else(|| Fault::bug("the server does not know its own settings"))?;
        let (is_standby, is_read_only): (i64, i64) = (row.take()?, row.take()?);
        let why = match (is_standby, is_read_only) {
            (0, 0) => return Ok(()),
            (0, _) => {
                "its sessions are read-only: see default_transaction_read_only of the server, the database and the role"
            }
            (_, _) => {
                "it is a standby: name the primary, or all servers as host1,host2 with target_session_attrs=read-write"
            }
        };
        let place = DatabaseUrl::Postgres(self.url.clone());
        Err(Fault::setting(format!("{place} takes no writes: {why}")).with_kind(FaultKind::ReadOnly))
    }

    fn prepare(&mut self, sql: &str) -> Result<tokio_postgres::Statement, Fault> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.answered(async |client| {
            let prepared = client.prepare(sql).await;
            prepared.map_err(|error| Fault::postgres(&format!("can't prepare: {sql}"), error))
        })?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn prepare_only(&mut self, sql: &str) -> Result<(), Fault> {
        self.prepare(sql).map(drop)
    }

    pub(crate) fn begin(&mut self, org: i64, create: bool) -> Result<Option<Head>, Fault> {
        let fault = |error| Fault::postgres("can't begin a transaction", error);
        self.org = org;
        let begin = self.prepare("BEGIN")?;
        let insert = self.prepare(Head::CREATE)?;
        let select = self.prepare(Head::SELECT_FOR_UPDATE)?;
        let head = self.answered(async |client| {
            if create {
                client.execute(&begin, &[]).await.map_err(fault)?;
                client.execute(&insert, &[&org, &Head::NO_HASH]).await.map_err(fault)?;
                return client.query_opt(&select, &[&org]).await.map_err(fault);
            }
            // Both in one flight: the second waits for the head while the first's answer is under way.
            let begun = async { client.execute(&begin, &[]).await.map(|_| None) };
            let locked = async { client.query_opt(&select, &[&org]).await };
            let (begun, locked) = futures_util::future::join(begun, locked).await;
            let begun: Option<()> = begun.map_err(fault)?;
            debug_assert!(begun.is_none(), "BEGIN returns no row");
            locked.map_err(fault)
        })?;
        match head {
            Some(row) => Ok(Some(Head::read(&mut PostgresCells { row: &row, next: 0 })?)),
            None => Ok(None),
        }
    }

    pub(crate) fn commit(&mut self, writes: &[Write<'_>]) -> Result<(), CommitFault> {
        let mut flight = Vec::with_capacity(writes.len());
        for write in writes {
            let statement = self.prepare(&write.statement.sql).map_err(CommitFault::NotCommitted)?;
            let arrays =
                arrays(write.statement, write.width, &write.cells).map_err(CommitFault::NotCommitted)?;
            flight.push((statement, arrays));
        }
        let commit = self.prepare("COMMIT").map_err(CommitFault::NotCommitted)?;
        let org = self.org;
        let parameters: Vec<_> = flight.iter().map(|(_, arrays)| parameters(&org, arrays)).collect();
        let flown = self.answered(async |client| {
            let writes = flight
                .iter()
                .zip(&parameters)
                .map(|((statement, _), parameters)| client.execute(statement, parameters));
            // Polled in order, so the statements are sent in order and COMMIT behind them, without waiting.
            Ok(futures_util::future::join(join_all(writes), client.execute(&commit, &[])).await)
        });
        let (written, committed) = flown.map_err(CommitFault::Unknown)?;
        for result in written {
            if let Err(error) = result {
                // COMMIT behind a failed statement rolls back, unless the connection broke in between.
                let fault = Fault::postgres("can't write", error);
                return Err(match fault.kind() {
                    FaultKind::Connection => CommitFault::Unknown(fault),
                    _ => CommitFault::NotCommitted(fault),
                });
            }
        }
        match committed {
            Ok(_) => Ok(()),
            Err(error) => {
                let fault = Fault::postgres("can't commit", error);
                Err(match fault.kind() {
                    FaultKind::Connection => CommitFault::Unknown(fault),
                    _ => CommitFault::NotCommitted(fault),
                })
            }
        }
    }

    pub(crate) fn rollback(&mut self) {
        if self.is_silent {
            return;
        }
        let rolled_back = self.answered(async |client| {
            let rolled_back = client.batch_execute("ROLLBACK").await;
            rolled_back.map_err(|error| Fault::postgres("can't roll back", error))
        });
        if let Err(fault) = rolled_back {
            tracing::debug!(fault = fault.chain(), "nothing to roll back: the connection is gone");
        }
    }

    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Fault> {
        self.runtime.block_on(self.client.batch_execute(&Dialect::Postgres.text(sql))).map_err(|error| {
            Fault::postgres(&format!("can't run: {}", sql.trim().lines().next().unwrap_or("")), error)
        })
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, Fault> {
        let statement = self.prepare(&Dialect::Postgres.text(sql))?;
        self.answered(async |client| query_prepared(client, &statement, params).await)
    }
}

impl Loader for PostgresWriter {
    fn load(
        &mut self,
        statement: &Statement,
        width: usize,
        keys: &[Cell<'_>],
        each: &mut dyn FnMut(&mut dyn RowCells) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let prepared = self.prepare(&statement.sql)?;
        let arrays = arrays(statement, width, keys)?;
        let org = self.org;
        let rows = self.answered(async |client| {
            let rows = client.query(&prepared, &parameters(&org, &arrays)).await;
            rows.map_err(|error| Fault::postgres("can't read", error))
        })?;
        for row in &rows {
            each(&mut PostgresCells { row, next: 0 })?;
        }
        Ok(())
    }
}

fn connect(runtime: &Runtime, url: &str) -> Result<Client, Fault> {
    // A process that was stopped in the middle of a batch lets the merchant go after a while.
    let session =
        format!("{SESSION}; SET idle_in_transaction_session_timeout = '{}s'", limits::BATCH_SECONDS);
    runtime.block_on(async {
        let client = open(url).await?;
        client
            .batch_execute(&session)
            .await
            .map_err(|error| Fault::postgres("can't set up the database session", error))?;
        Ok(client)
    })
}

/// Opens a connection to the first server that takes one; its traffic is driven by a task of the runtime it is called in.
pub(crate) async fn open(url: &str) -> Result<Client, Fault> {
    let servers = Servers::read(url)?;
    let connector = servers.security.connector()?;
    let mut refused: Vec<(String, Fault)> = Vec::new();
    let is_one_of_several = servers.each.len() > 1;
    for mut server in servers.each {
        set_up(&mut server.config, &servers.security);
        if is_one_of_several && server.config.get_target_session_attrs() == TargetSessionAttrs::Any {
            // Only the primary will do, so it need not be asked for.
            server.config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        match open_one(&server.config, connector.clone()).await {
            Ok(client) => return Ok(client),
            Err(fault) => refused.push((server.name, fault)),
        }
    }
    Err(no_server(url, refused))
}

fn set_up(config: &mut tokio_postgres::Config, security: &Security) {
    if config.get_application_name().is_none() {
        config.application_name("kontor");
    }
    // On the machine's own sockets PostgreSQL speaks no TLS, whatever was asked for.
    let is_local = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
    config.ssl_mode(if is_local { SslMode::Disable } else { security.mode() });
    config.connect_timeout(Duration::from_secs(limits::CONNECT_SECONDS));
    // A server that is gone without a word is noticed in half a minute, whether or not something is under way.
    config.tcp_user_timeout(Duration::from_secs(limits::SILENCE_SECONDS));
    config.keepalives_idle(Duration::from_secs(limits::SILENCE_SECONDS / 3));
    config.keepalives_interval(Duration::from_secs(limits::SILENCE_SECONDS / 6));
    config.keepalives_retries(4);
}

/// A server that takes the connection and then says nothing must not keep the next one from being tried.
async fn open_one(config: &tokio_postgres::Config, connector: MakeRustlsConnect) -> Result<Client, Fault> {
    let patience = Duration::from_secs(limits::LOGIN_SECONDS);
    let connected = timeout(patience, config.connect(connector)).await.map_err(|_| silent(patience))?;
    let (client, connection) =
        connected.map_err(|error| Fault::postgres("it can't be reached", error).of_connecting())?;
    #[expect(clippy::disallowed_methods, reason = "drives the connection; ends by itself with its client")]
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = %error, "a database connection ended");
        }
    });
    Ok(client)
}

/// The fault of a server that gives no answer.
pub(super) fn silent(patience: Duration) -> Fault {
    Fault::connection(format!("the database gave no answer for {} s", patience.as_secs()))
}

/// None of the servers took a connection: why each did not.
fn no_server(url: &str, mut refused: Vec<(String, Fault)>) -> Fault {
    let what = format!("can't connect to {}", DatabaseUrl::Postgres(url.to_owned()));
    match (refused.pop(), refused.is_empty()) {
        (None, _) => Fault::setting(format!("{what}: the address names no server")),
        (Some((_, fault)), true) => Fault::new(fault.kind().clone(), what, fault),
        (Some((name, last)), false) => {
            let kind = last.kind().clone();
            refused.push((name, last));
            let each = refused.iter().map(|(name, fault)| format!("{name}: {}", fault.chain()));
            Fault::new(kind, what, each.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Runs a prepared query and takes all its rows.
pub(crate) async fn query_prepared(
    client: &Client,
    statement: &tokio_postgres::Statement,
    params: &[Value],
) -> Result<Vec<Row>, Fault> {
    let bound: Vec<&(dyn ToSql + Sync)> = params.iter().map(Value::parameter).collect();
    let rows =
        client.query(statement, &bound).await.map_err(|error| Fault::postgres("can't run a query", error))?;
    rows.iter().map(row_of).collect()
}

fn row_of(row: &tokio_postgres::Row) -> Result<Row, Fault> {
    use tokio_postgres::types::Type;
    let fault = |error| Fault::postgres("can't read a row", error);
    let mut cells = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(index).map_err(fault)?.map(Value::Int),
            Type::INT4 => {
                row.try_get::<_, Option<i32>>(index).map_err(fault)?.map(|int| Value::Int(int.into()))
            }
            Type::BOOL => {
                row.try_get::<_, Option<bool>>(index).map_err(fault)?.map(|yes| Value::Int(yes.into()))
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).map_err(fault)?.map(Value::Bytes),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => {
                row.try_get::<_, Option<String>>(index).map_err(fault)?.map(Value::Text)
            }
            ref other => {
                let what =
                    format!("the column {} is of type {other}: cast it to bigint or text", column.name());
                return Err(Fault::bug(what));
            }
        };
        cells.push(value.unwrap_or(Value::Null));
    }
    Ok(Row::new(cells))
}
