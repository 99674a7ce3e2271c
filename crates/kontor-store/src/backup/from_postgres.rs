//! PostgreSQL into an SQLite file: one snapshot, each table read by pages of its key, a row at a time in memory.

use std::path::Path;

use futures_util::TryStreamExt;
use kontor_kernel::limits;
use rusqlite::Connection;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use super::tables::{Table, quoted};
use super::{Told, file, tables};
use crate::db::Value;
use crate::db::postgres::{self, PostgresCells};
use crate::db::sqlite::Bound;
use crate::desk::RowCells;
use crate::room::Schema;
use crate::{Fault, migrate};

/// The lock comes before the snapshot: no migration may come in between, nor as long as this lasts. Pages are read by
/// the key's index, whatever the statistics say.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
     SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; \
     SET LOCAL idle_in_transaction_session_timeout = 0; \
     SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; \
     SET LOCAL jit = off; LOCK TABLE schema_migration IN ACCESS SHARE MODE";

/// Copies the database into a file.
pub(super) fn copy(url: &str, schema: &Schema, part: &Path, told: Told<'_>) -> Result<(), Fault> {
    postgres::runtime()?.block_on(async {
        let client = postgres::open(url).await?;
        client.batch_execute(BEGIN).await.map_err(|error| match error.code() {
            Some(&tokio_postgres::error::SqlState::UNDEFINED_TABLE) => {
                Fault::setting("there is no data of Kontor's in this database: check --database")
            }
            _ => Fault::postgres("can't begin to read", error),
        })?;
        let applied = query(&client, migrate::APPLIED, &[]).await?;
        let applied: Vec<i64> = applied.into_iter().map(|mut row| row.take()).collect::<Result<_, _>>()?;
        migrate::pending(&applied, schema)?;
        let file = file::new(part, schema, &applied)?;
        let all = tables::made_by(schema, &applied)?;
        let indexes = file::drop_indexes(&file)?;
        for table in &all {
            copy_table(&client, &file, table, told).await?;
        }
        told("making indexes");
        file::fill_ends(&file, &indexes)
    })
}

/// Runs a query and takes all its rows.
pub(super) async fn query(
    client: &Client,
    sql: &str,
    params: &[Value],
) -> Result<Vec<crate::db::Row>, Fault> {
    let statement = prepare(client, sql).await?;
    postgres::query_prepared(client, &statement, params).await
}

async fn prepare(client: &Client, sql: &str) -> Result<tokio_postgres::Statement, Fault> {
    client.prepare(sql).await.map_err(|error| Fault::postgres(&format!("can't prepare: {sql}"), error))
}

async fn copy_table(client: &Client, file: &Connection, table: &Table, told: Told<'_>) -> Result<(), Fault> {
    let (name, columns, key) = (quoted(&table.name), table.column_list(), table.key_list());
    let limit = limits::BACKUP_PAGE;
    // In the order of the key's own index, which may sort texts otherwise than SQLite does.
    let first = format!("SELECT {columns} FROM {name} ORDER BY {key} LIMIT {limit}");
    let places: Vec<String> = (1..=table.key.len()).map(|number| format!("${number}")).collect();
    let next = format!(
        "SELECT {columns} FROM {name} WHERE ({key}) > ({}) ORDER BY {key} LIMIT {limit}",
        places.join(", ")
    );
    let places: Vec<String> = (1..=table.columns.len()).map(|number| format!("?{number}")).collect();
    let insert = format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", "));
    let mut insert = file.prepare(&insert).map_err(|error| Fault::sqlite("can't write a backup", error))?;
    let (first, next) = (prepare(client, &first).await?, prepare(client, &next).await?);
    let mut copied = 0_i64;
    let mut last: Option<Vec<Value>> = None;
    loop {
        let (statement, params) = match &last {
            None => (&first, Vec::new()),
            Some(last) => (&next, last.iter().map(Value::parameter).collect()),
        };
        let (rows, end) = copy_page(client, (statement, &params), &mut insert, table).await?;
        copied = copied.saturating_add(rows);
        told(&format!("{}: {copied} rows", table.name));
        if rows < limit {
            return Ok(());
        }
        last = end;
    }
}

/// Copies one page; how many rows it has, and the key of the last one.
async fn copy_page(
    client: &Client,
    (statement, params): (&tokio_postgres::Statement, &[&(dyn ToSql + Sync)]),
    insert: &mut rusqlite::Statement<'_>,
    table: &Table,
) -> Result<(i64, Option<Vec<Value>>), Fault> {
    let unread = |error| Fault::postgres(&format!("can't read {}", table.name), error);
    let unwritten = |error| Fault::sqlite("can't write a backup", error);
    // Rows come as fast as they are written: what is not taken yet stays with the server.
    let rows = client.query_raw(statement, params.iter().copied()).await.map_err(unread)?;
    let mut rows = std::pin::pin!(rows);
    let mut count = 0_i64;
    let mut key = None;
    while let Some(row) = rows.try_next().await.map_err(unread)? {
        count = count.saturating_add(1);
        let mut cells = PostgresCells { row: &row, next: 0 };
        let mut values = Vec::new();
        for (number, column) in (1..).zip(&table.columns) {
            let cell = cells.next_cell(column.kind)?;
            insert.raw_bind_parameter(number, Bound(cell)).map_err(unwritten)?;
            if count == limits::BACKUP_PAGE {
                values.push(Value::from(cell));
            }
        }
        insert.raw_execute().map_err(unwritten)?;
        if count == limits::BACKUP_PAGE {
            key = Some(table.key.iter().filter_map(|place| values.get(*place).cloned()).collect());
        }
    }
    Ok((count, key))
}
