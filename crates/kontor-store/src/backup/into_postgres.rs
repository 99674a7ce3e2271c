//! An SQLite file into PostgreSQL: one transaction, each table by one COPY, a row at a time in memory.

use kontor_kernel::{Cell, ColumnKind, Timestamp, limits};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{Client, CopyInSink};

use super::file::Backup;
use super::from_postgres::query;
use super::tables::{Table, quoted};
use super::{Told, tables};
use crate::db::sqlite::cell_of;
use crate::db::{Dialect, Value, postgres};
use crate::room::Schema;
use crate::{Fault, FaultKind, migrate};

const BEGIN: &str = "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; \
     SET LOCAL client_min_messages = warning; SET LOCAL jit = off";

/// A cell on its way into COPY.
#[derive(Debug)]
struct Field<'a>(Cell<'a>);

impl ToSql for Field<'_> {
    fn to_sql(
        &self,
        of_type: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self.0, of_type) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(int), &Type::INT8) => int.to_sql(of_type, out),
            (Cell::Text(text), &Type::TEXT) => text.to_sql(of_type, out),
            (Cell::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(of_type, out),
            (cell, _) => Err(format!("{cell:?} is of another kind than its column, {of_type}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// Fills a database that has no tables of Kontor's, or empty ones; brings an older schema up to date. Returns the
/// names of the steps that did so. All of it happens, or nothing.
pub(super) fn restore(
    url: &str,
    backup: &Backup,
    schema: &Schema,
    now: Timestamp,
    told: Told<'_>,
) -> Result<Vec<&'static str>, Fault> {
    postgres::runtime()?.block_on(async {
        let client = postgres::open(url).await?;
        run(&client, BEGIN).await?;
        clear(&client, backup, schema, now).await?;
        run(&client, migrate::TABLE).await?;
        for step in schema.migrations().into_iter().filter(|step| backup.has(step)) {
            run(&client, step.sql).await?;
        }
        let indexes = drop_indexes(&client, backup).await?;
        for table in &backup.tables {
            run(&client, &format!("DELETE FROM {}", quoted(&table.name))).await?;
            copy_table(&client, backup, table, told).await?;
        }
        told("making indexes");
        for index in indexes {
            run(&client, &index).await?;
        }
        for step in &backup.pending {
            told(step.name);
            run(&client, step.sql).await?;
            query(&client, migrate::NOTE, &migrate::note(step, now)).await?;
        }
        told("informing the planner");
        // A step may have made or renamed some.
        for table in newest_tables(schema)? {
            run(&client, &format!("ANALYZE {}", quoted(&table.name))).await?;
        }
        run(&client, "COMMIT").await?;
        Ok(backup.pending.iter().map(|step| step.name).collect())
    })
}

async fn run(client: &Client, sql: &str) -> Result<(), Fault> {
    let text = Dialect::Postgres.schema_text(sql);
    client.batch_execute(&text).await.map_err(|error| {
        Fault::postgres(&format!("can't run: {}", text.trim().lines().next().unwrap_or_default()), error)
    })
}

const TABLES: &str = "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

/// Takes empty tables of Kontor's away, and refuses a database with others.
async fn clear(client: &Client, backup: &Backup, schema: &Schema, now: Timestamp) -> Result<(), Fault> {
    let ours: Vec<String> = newest_tables(schema)?
        .into_iter()
        .chain(backup.tables.iter().cloned())
        .map(|table| table.name)
        .collect();
    let mut there = Vec::new();
    for mut row in query(client, TABLES, &[]).await? {
        let name: String = row.take()?;
        if ours.contains(&name) {
            there.push(name);
        }
    }
    let Some(first) = there.first() else { return Ok(()) };
    if !there.iter().any(|name| name == MIGRATIONS) {
        return Err(Fault::setting(format!(
            "the database has a table {first} that is not Kontor's: restore into an empty database"
        )));
    }
    let names = there.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let wait = limits::RESTORE_LOCK_SECONDS;
    run(client, &format!("SET LOCAL lock_timeout = '{wait}s'; LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        .await
        .map_err(|fault| match fault.kind() {
            FaultKind::Again => Fault::setting(format!("somebody works with this database: {IN_USE}")),
            _ => fault,
        })?;
    let applied = query(client, migrate::APPLIED, &[]).await?;
    let applied: Vec<i64> = applied.into_iter().map(|mut row| row.take()).collect::<Result<_, _>>()?;
    migrate::pending(&applied, schema)?;
    if there.iter().any(|name| name == LEASES)
        && !query(client, "SELECT name FROM lease WHERE until > $1", &[Value::of(&now)]).await?.is_empty()
    {
        return Err(Fault::setting(format!("a Kontor process holds this database: {IN_USE}")));
    }
    for name in there.iter().filter(|name| *name != MIGRATIONS && *name != LEASES) {
        let row = query(client, &format!("SELECT 1 FROM {} LIMIT 1", quoted(name)), &[]).await?;
        if !row.is_empty() {
            return Err(Fault::setting(format!(
                "the database holds data already, in {name}: restore into an empty database"
            )));
        }
    }
    run(client, &format!("DROP TABLE {names}")).await
}

/// The tables that this program works with.
fn newest_tables(schema: &Schema) -> Result<Vec<Table>, Fault> {
    let steps: Vec<i64> = schema.migrations().iter().map(|step| i64::from(step.number)).collect();
    tables::made_by(schema, &steps)
}

const MIGRATIONS: &str = "schema_migration";
const LEASES: &str = "lease";
const IN_USE: &str = "stop it first; after a crash, wait a minute";

const INDEXES: &str = "SELECT c.relname::text, t.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i \
     JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
     JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema() \
     AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY c.relname";

/// Takes the indexes away that are made faster once all rows are there; returns how to make them.
async fn drop_indexes(client: &Client, backup: &Backup) -> Result<Vec<String>, Fault> {
    let mut made = Vec::new();
    for mut row in query(client, INDEXES, &[]).await? {
        let (name, table, definition): (String, String, String) = (row.take()?, row.take()?, row.take()?);
        if backup.tables.iter().any(|ours| ours.name == table) {
            run(client, &format!("DROP INDEX {}", quoted(&name))).await?;
            made.push(definition);
        }
    }
    Ok(made)
}

async fn copy_table(client: &Client, backup: &Backup, table: &Table, told: Told<'_>) -> Result<(), Fault> {
    let (name, columns) = (quoted(&table.name), table.column_list());
    let unread = |error| Fault::sqlite(&format!("can't read {} of the backup", table.name), error);
    let unwritten = |error| Fault::postgres(&format!("can't write {}", table.name), error);
    let mut stored = backup.file.prepare(&format!("SELECT {columns} FROM {name}")).map_err(unread)?;
    let mut rows = stored.query([]).map_err(unread)?;
    let copy = format!("COPY {name} ({columns}) FROM STDIN (FORMAT binary)");
    let sink: CopyInSink<_> = client.copy_in(&copy).await.map_err(unwritten)?;
    let types: Vec<Type> = table.columns.iter().map(|column| type_of(column.kind)).collect();
    let mut writer = std::pin::pin!(BinaryCopyInWriter::new(sink, &types));
    let mut copied = 0_i64;
    while let Some(row) = rows.next().map_err(unread)? {
        let mut fields = Vec::with_capacity(types.len());
        for place in 0..types.len() {
            fields.push(Field(cell_of(row.get_ref(place).map_err(unread)?)?));
        }
        writer.as_mut().write_raw(fields).await.map_err(unwritten)?;
        copied = copied.saturating_add(1);
        if copied % limits::BACKUP_PAGE == 0 {
            told(&format!("{}: {copied} rows", table.name));
        }
    }
    writer.finish().await.map_err(unwritten)?;
    Ok(())
}

fn type_of(kind: ColumnKind) -> Type {
    match kind {
        ColumnKind::Int => Type::INT8,
        ColumnKind::Text => Type::TEXT,
        ColumnKind::Bytes => Type::BYTEA,
    }
}
