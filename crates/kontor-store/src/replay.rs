//! Replay: the tables made again from the journal, in a scratch database, and compared row by row.
//!
//! Since recording an event is the only way to change a business row, the rebuilt tables must be the stored ones.
//! Replaying up to a moment shows the tables as of then.

use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use kontor_kernel::{Timestamp, limits};

use crate::check::Found;
use crate::db::{DatabaseUrl, Loader, ReadDb, Row, Snapshot, Value, Write, WriteDb};
use crate::desk::{Class, Desk, Stop, TableEntry};
use crate::event::Stamp;
use crate::journal::{Head, JournalRow};
use crate::room::Schema;
use crate::{Fault, migrate};

/// A scratch database with replayed tables.
pub struct Replay {
    schema: Arc<Schema>,
    url: DatabaseUrl,
    db: WriteDb,
}

/// How a replayed table compares with the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The table.
    pub table: &'static str,
    /// Rows compared and rows that differ.
    pub found: Found,
}

impl Replay {
    /// Makes the scratch database in this folder. Blocks; must not run on a thread of an async runtime.
    ///
    /// # Errors
    /// When the file can't be made.
    pub fn new(schema: Arc<Schema>, folder: &Path, now: Timestamp) -> Result<Self, Fault> {
        let url = DatabaseUrl::Sqlite(folder.join("replay.db"));
        let mut db = WriteDb::open(&url)?;
        // A scratch file may be lost; it need not be safe, only quick.
        db.script("PRAGMA synchronous = OFF")?;
        migrate::run(&mut db, &schema, now)?;
        Ok(Self { schema, url, db })
    }

    /// Reads the scratch database.
    #[must_use]
    pub fn reads(&self) -> ReadDb {
        ReadDb::new(&self.url)
    }

    /// Applies a page of a merchant's events in one transaction; stops at the first that was recorded after `until`.
    /// Returns the last position applied, or `None` when there was none to apply.
    ///
    /// # Errors
    /// When an event can't be read or does not fit the rows made so far.
    pub fn apply(
        &mut self,
        org: i64,
        page: &[JournalRow],
        until: Option<Timestamp>,
    ) -> Result<Option<i64>, Fault> {
        let head = self.db.begin(org, true)?;
        let head = head.ok_or_else(|| Fault::bug("a head that was made is not there"))?;
        let mut desk = Desk::new(Arc::clone(&self.schema), self.db.dialect());
        let mut last = None;
        for row in page {
            if until.is_some_and(|until| row.recorded_at > until) {
                break;
            }
            apply_one(&self.schema, self.db.loader(), &mut desk, row)?;
            last = Some(row);
        }
        let Some(last) = last else {
            self.db.rollback();
            return Ok(None);
        };
        let head = Head { position: last.position, hash: last.hash, last_time: last.recorded_at, ..head };
        self.save(desk, &head)?;
        Ok(Some(last.position))
    }

    fn save(&mut self, mut desk: Desk, head: &Head) -> Result<(), Fault> {
        use crate::desk::Record;
        let statements = crate::db::Statements::of(self.db.dialect(), &Head::SPEC, &[]);
        desk.rows_mut().prepare();
        let mut writes = Vec::new();
        desk.writes(&mut writes);
        let mut head_write = Write::new(&statements.update, crate::journal::HEAD_COLUMNS);
        head.cells(&mut head_write.cells);
        writes.push(head_write);
        let committed = self.db.commit(&writes);
        match committed {
            Ok(()) => Ok(()),
            Err(crate::db::CommitFault::NotCommitted(fault) | crate::db::CommitFault::Unknown(fault, ..)) => {
                drop(writes);
                self.db.rollback();
                Err(fault)
            }
        }
    }
}

/// Applies an event to the rows in hand, and loads what it asks for.
pub(crate) fn apply_one(
    schema: &Schema,
    loader: &mut dyn Loader,
    desk: &mut Desk,
    row: &JournalRow,
) -> Result<(), Fault> {
    let event = schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
    let stamp = Stamp { at: row.recorded_at, position: row.position };
    for _ in 0..limits::REPLAY_ROUNDS {
        let applied = catch_unwind(AssertUnwindSafe(|| event.apply(desk.rows_mut(), &stamp)));
        match applied.unwrap_or_else(|_| Err(Stop::Broken("it panicked".to_owned()))) {
            Ok(()) => {
                desk.rows_mut().keep_changes();
                return Ok(());
            }
            Err(Stop::Need) => {
                desk.rows_mut().undo_changes();
                desk.rows_mut().await_wanted();
                desk.rows_mut().load(loader)?;
            }
            Err(Stop::Broken(why)) => {
                return Err(Fault::data(format!(
                    "event {} ({}) does not fit: {why}",
                    row.position, row.kind
                )));
            }
            Err(Stop::Refused(refusal)) => {
                return Err(Fault::bug(format!("applying {} was refused: {}", row.kind, refusal.message)));
            }
        }
    }
    Err(Fault::bug(format!("applying {} asks for ever more rows", row.kind)))
}

/// The business tables that a replay makes.
pub fn business_tables(schema: &Schema) -> impl Iterator<Item = &TableEntry> {
    schema.tables().filter(|table| table.spec.class == Class::Business)
}

/// Compares one table row by row, streaming both sides in the order of the key.
///
/// # Errors
/// When one of the databases can't be read.
pub async fn compare(stored: &Snapshot, replayed: &Snapshot, table: &TableEntry) -> Result<Compared, Fault> {
    let mut found = Found::default();
    let (mut left, mut right) = (Pages::new(stored, table), Pages::new(replayed, table));
    let (mut a, mut b) = (left.next().await?, right.next().await?);
    loop {
        let order = match (&a, &b) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => left.order(a, b),
        };
        found.checked = found.checked.saturating_add(1);
        match order {
            Ordering::Less => {
                note(&mut found, &left, a.as_ref(), "is stored, but the journal does not make it");
                a = left.next().await?;
            }
            Ordering::Greater => {
                note(&mut found, &left, b.as_ref(), "is missing, but the journal makes it");
                b = right.next().await?;
            }
            Ordering::Equal => {
                if let (Some(a), Some(b)) = (&a, &b)
                    && a.cells() != b.cells()
                {
                    let what = left.difference(a, b);
                    note(&mut found, &left, Some(a), &what);
                }
                a = left.next().await?;
                b = right.next().await?;
            }
        }
    }
    Ok(Compared { table: table.spec.name, found })
}

fn note(found: &mut Found, pages: &Pages<'_>, row: Option<&Row>, detail: &str) {
    let Some(row) = row else { return };
    let (org, key) = match pages.key(row) {
        [Value::Int(org), key @ ..] => (*org, key),
        key => (0, key),
    };
    let key: Vec<String> = key.iter().map(shown).collect();
    found.offend(org, format!("{} {}", pages.table.spec.name, key.join(" ")), detail);
}

/// A table's rows in the order of merchant and key, page by page.
struct Pages<'a> {
    snapshot: &'a Snapshot,
    table: &'a TableEntry,
    sql: (String, String),
    page: std::vec::IntoIter<Row>,
    last: Option<Vec<Value>>,
    ended: bool,
}

impl<'a> Pages<'a> {
    fn new(snapshot: &'a Snapshot, table: &'a TableEntry) -> Self {
        let spec = &table.spec;
        let columns = spec.column_list();
        let keys: Vec<&str> =
            std::iter::once("org_id").chain(spec.key().iter().map(|column| column.name)).collect();
        // Both databases must walk in the same order: text by its bytes.
        let order: Vec<String> = std::iter::once("org_id".to_owned())
            .chain(spec.key().iter().map(|column| match column.kind {
                kontor_kernel::ColumnKind::Text => format!("{} /*pg COLLATE \"C\"*/", column.name),
                kontor_kernel::ColumnKind::Int | kontor_kernel::ColumnKind::Bytes => column.name.to_owned(),
            }))
            .collect();
        let order = order.join(", ");
        let places: Vec<String> = (1..=keys.len()).map(|number| format!("${number}")).collect();
        let name = spec.name;
        let separator = if columns.is_empty() { "" } else { ", " };
        let limit = limits::REPLAY_PAGE;
        let first = format!("SELECT org_id{separator}{columns} FROM {name} ORDER BY {order} LIMIT {limit}");
        let next = format!(
            "SELECT org_id{separator}{columns} FROM {name} WHERE ({order}) > ({}) ORDER BY {order} LIMIT {limit}",
            places.join(", ")
        );
        Self { snapshot, table, sql: (first, next), page: Vec::new().into_iter(), last: None, ended: false }
    }

    async fn next(&mut self) -> Result<Option<Row>, Fault> {
        if let Some(row) = self.page.next() {
            self.remember(&row);
            return Ok(Some(row));
        }
        if self.ended {
            return Ok(None);
        }
        let rows = match &self.last {
            None => self.snapshot.query(&self.sql.0, &[]).await?,
            Some(last) => self.snapshot.query(&self.sql.1, last).await?,
        };
        self.ended = rows.is_empty();
        self.page = rows.into_iter();
        let row = self.page.next();
        if let Some(row) = &row {
            self.remember(row);
        }
        Ok(row)
    }

    fn remember(&mut self, row: &Row) {
        self.last = Some(self.key(row).to_vec());
    }

    /// The merchant and the key.
    fn key<'r>(&self, row: &'r Row) -> &'r [Value] {
        let keys = self.table.spec.key_columns.saturating_add(1);
        row.cells().get(..keys).unwrap_or(row.cells())
    }

    /// Which of two rows comes first in the databases: both sort integers as such, and text by its bytes.
    fn order(&self, a: &Row, b: &Row) -> Ordering {
        let pairs = self.key(a).iter().zip(self.key(b));
        pairs.map(|(a, b)| order_of(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    fn difference(&self, stored: &Row, replayed: &Row) -> String {
        let columns = self.table.spec.columns.iter().map(|column| column.name);
        let cells = stored.cells().iter().zip(replayed.cells()).skip(1);
        let differing = columns.zip(cells).filter(|(_, (stored, replayed))| stored != replayed);
        let texts = differing.map(|(name, (stored, replayed))| {
            format!("{name} is {}, the journal makes it {}", shown(stored), shown(replayed))
        });
        texts.collect::<Vec<_>>().join("; ")
    }
}

fn order_of(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        // A column holds one kind of value, and a key's columns are never empty.
        _ => Ordering::Equal,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "empty".to_owned(),
        Value::Int(int) => int.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}
