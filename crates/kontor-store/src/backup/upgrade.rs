//! An older database is brought up to date: first a backup, then the migrations.

use std::path::{Path, PathBuf};

use kontor_kernel::{Timestamp, limits};
use rusqlite::OpenFlags;

use super::part::folder_of;
use super::tables::{self, quoted};
use super::{file, from_postgres, make};
use crate::db::{DatabaseUrl, Row, WriteDb, beside, postgres, sqlite};
use crate::migrate::{self, Migration};
use crate::room::Schema;
use crate::{Fault, FaultKind};

/// What is done before an older database is migrated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeUpgrade {
    /// Whether a backup is made.
    pub backup: bool,
    /// The folder that it goes to; beside an SQLite file, or into the working folder, when there is none.
    pub folder: Option<PathBuf>,
}

impl Default for BeforeUpgrade {
    /// A backup at the usual place.
    fn default() -> Self {
        Self { backup: true, folder: None }
    }
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    /// The migrations that were run.
    pub migrated: Vec<&'static str>,
    /// Where the database lies as it was before.
    pub backup: Option<PathBuf>,
}

/// What an upgrade would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The newest migration of the database; 0 when there is none.
    pub schema: i64,
    /// The newest migration that this program knows.
    pub then: i64,
    /// The migrations that would be run.
    pub pending: Vec<&'static str>,
    /// How many merchants there are.
    pub merchants: i64,
    /// How many rows all tables hold.
    pub rows: i64,
    /// How large the database is.
    pub bytes: u64,
    /// The backup that would be made first, when there is something to do, and data.
    pub backup: Option<PlannedBackup>,
}

/// A backup that would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedBackup {
    /// The file.
    pub file: PathBuf,
    /// Whether it exists already, and holds the data as it is.
    pub exists: bool,
    /// How many bytes it would have, at most.
    pub bytes: u64,
    /// How many bytes there is room for.
    pub free: u64,
    /// Why it can't be made.
    pub obstacle: Option<String>,
}

/// Brings a database up to date, whatever state it is in: it makes the tables of a new one, and has a backup made of
/// data that an older program has left. Blocks; must not run on a thread of an async runtime.
///
/// # Errors
/// When the backup can't be made: then nothing is migrated. When a migration fails: then nothing of any stays, and the
/// backup lies there for the next attempt. When the database was made by a newer program, or another process writes to
/// it (SQLite).
pub fn upgrade(
    url: &DatabaseUrl,
    schema: &Schema,
    now: Timestamp,
    before: &BeforeUpgrade,
) -> Result<Upgraded, Fault> {
    let mut db = WriteDb::open(url)?;
    let mut backup = None;
    let migrated = migrate::run_after(&mut db, schema, now, &mut |pending| {
        if before.backup {
            backup = Some(back_up(url, schema, pending, (now, before))?);
        }
        Ok(())
    })?;
    Ok(Upgraded { migrated, backup })
}

fn back_up(
    url: &DatabaseUrl,
    schema: &Schema,
    pending: &[Migration],
    (now, before): (Timestamp, &BeforeUpgrade),
) -> Result<PathBuf, Fault> {
    let made = Found::read(url).and_then(|found| {
        let place = found.place(&file_name(url, before, pending, now)?)?;
        if place.exists {
            tracing::info!(file = %place.file.display(), "a backup of just this data exists already");
            return Ok(place.file);
        }
        tracing::info!(file = %place.file.display(), "making a backup before the upgrade");
        make(url, schema, &place.file, &mut |_| ()).map(|_| place.file)
    });
    made.map_err(|fault| {
        let what = "the database was not upgraded, because no backup could be made first: make room, name another \
                    folder (setting backups), or do without it (backup_before_upgrade = false)";
        Fault::new(FaultKind::Setting, what, fault)
    })
}

/// Says what an upgrade would do, and does nothing. Blocks; must not run on a thread of an async runtime.
///
/// # Errors
/// When the database can't be read, or was made by a newer program.
pub fn outlook(
    url: &DatabaseUrl,
    schema: &Schema,
    now: Timestamp,
    before: &BeforeUpgrade,
) -> Result<Outlook, Fault> {
    let found = Found::read(url)?;
    let pending = migrate::pending(&found.applied, schema)?;
    let tables = tables::made_by(schema, &found.applied)?;
    let size = if found.applied.is_empty() { Size::default() } else { found.size(&tables)? };
    let backup = if pending.is_empty() || found.heads.is_empty() || !before.backup {
        None
    } else {
        let place = found.place(&file_name(url, before, &pending, now)?)?;
        Some(planned(place, size.backup_bytes))
    };
    Ok(Outlook {
        schema: found.applied.last().copied().unwrap_or(0),
        then: schema.version(),
        pending: pending.iter().map(|step| step.name).collect(),
        merchants: i64::try_from(found.heads.len()).unwrap_or(i64::MAX),
        rows: size.rows,
        bytes: size.bytes,
        backup,
    })
}

fn planned(place: Place, bytes: u64) -> PlannedBackup {
    let folder = folder_of(&place.file);
    let shown = folder.display();
    let free = rustix::fs::statvfs(&folder).map(|found| found.f_bavail.saturating_mul(found.f_frsize));
    let writable = rustix::fs::access(&folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK);
    let obstacle = match (free, writable) {
        _ if place.exists => None,
        (Err(error), _) | (_, Err(error)) => Some(format!("{shown} can't be written to: {error}")),
        (Ok(free), _) if free < bytes => {
            Some(format!("{shown} has room for {free} bytes, the backup may need {bytes}"))
        }
        (Ok(_), Ok(())) => None,
    };
    PlannedBackup { file: place.file, exists: place.exists, bytes, free: free.unwrap_or(0), obstacle }
}

/// Where the backup lies, without what tells several of a day apart.
fn file_name(
    url: &DatabaseUrl,
    before: &BeforeUpgrade,
    pending: &[Migration],
    now: Timestamp,
) -> Result<PathBuf, Fault> {
    let number = pending.first().map_or(0, |step| step.number);
    let moment = now.to_string();
    let (day, _) = moment.split_once('T').unwrap_or((&moment, ""));
    let suffix = format!(".before-{number:04}-{day}");
    let (folder, name) = match url {
        DatabaseUrl::Sqlite(path) => {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            (folder_of(path), name)
        }
        DatabaseUrl::Postgres(url) => (PathBuf::from("."), PathBuf::from(database_name(url)?)),
    };
    let folder = before.folder.clone().unwrap_or(folder);
    Ok(folder.join(beside(&name, &suffix)))
}

/// The name of a PostgreSQL database, as far as it fits a file's.
fn database_name(url: &str) -> Result<String, Fault> {
    let config: tokio_postgres::Config = url
        .parse()
        .map_err(|error| Fault::new(FaultKind::Setting, "the database address can't be read", error))?;
    let name = config.get_dbname().or(config.get_user()).unwrap_or("kontor");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    Ok(name.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect())
}

/// A file for a backup: free, or taken by one of just this data.
struct Place {
    file: PathBuf,
    exists: bool,
}

/// The state of a database.
struct Found {
    url: DatabaseUrl,
    applied: Vec<i64>,
    /// All heads: whatever is written moves one of them.
    heads: Vec<Row>,
}

#[derive(Default)]
struct Size {
    rows: i64,
    bytes: u64,
    backup_bytes: u64,
}

const HEADS: &str =
    "SELECT org_id, position, hash, last_time, schema_version, last_id FROM journal_head ORDER BY org_id";

impl Found {
    fn read(url: &DatabaseUrl) -> Result<Self, Fault> {
        let mut found = Self { url: url.clone(), applied: Vec::new(), heads: Vec::new() };
        let there = match url {
            DatabaseUrl::Sqlite(path) if !path.exists() => return Ok(found),
            DatabaseUrl::Sqlite(_) => {
                "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'"
            }
            DatabaseUrl::Postgres(_) => {
                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migration'"
            }
        };
        if first(query_all(url, &[there])?)? == 0 {
            return Ok(found);
        }
        let applied = query_all(url, &[migrate::APPLIED])?.into_iter().flatten();
        found.applied = applied.map(|mut row| row.take()).collect::<Result<_, _>>()?;
        if !found.applied.is_empty() {
            found.heads = query_all(url, &[HEADS])?.into_iter().flatten().collect();
        }
        Ok(found)
    }

    /// The first file that is free or holds this data already.
    fn place(&self, name: &Path) -> Result<Place, Fault> {
        for number in 1..=limits::BACKUPS_OF_A_DAY {
            let suffix = if number == 1 { ".backup".to_owned() } else { format!("-{number}.backup") };
            let file = beside(name, &suffix);
            if file.symlink_metadata().is_err() {
                return Ok(Place { file, exists: false });
            }
            if self.is_in(&file).unwrap_or(false) {
                return Ok(Place { file, exists: true });
            }
        }
        Err(Fault::setting(format!(
            "{}.backup and {} more exist already: move them away",
            name.display(),
            limits::BACKUPS_OF_A_DAY.saturating_sub(1)
        )))
    }

    /// Whether a backup holds just this data.
    fn is_in(&self, file: &Path) -> Result<bool, Fault> {
        let backup = sqlite::connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if !file::is_marked(&backup)? || file::applied(&backup)? != self.applied {
            return Ok(false);
        }
        let heads = sqlite::query(&backup, HEADS, &[])?;
        Ok(heads == self.heads)
    }

    fn size(&self, tables: &[tables::Table]) -> Result<Size, Fault> {
        let counts: Vec<String> =
            tables.iter().map(|table| format!("SELECT COUNT(*) FROM {}", quoted(&table.name))).collect();
        let bytes = match self.url {
            DatabaseUrl::Sqlite(_) => {
                "SELECT page_count * page_size, (page_count - freelist_count) * page_size \
                 FROM pragma_page_count(), pragma_page_size(), pragma_freelist_count()"
                    .to_owned()
            }
            // An SQLite file of the same rows takes less: its rows have no headers of 24 bytes.
            DatabaseUrl::Postgres(_) => {
                let names: Vec<String> = tables.iter().map(|table| format!("'{}'", table.name)).collect();
                format!(
                    "SELECT CAST(b AS BIGINT), CAST(b AS BIGINT) FROM (SELECT SUM(pg_total_relation_size(c.oid)) AS b \
                     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                     WHERE n.nspname = current_schema() AND c.relname IN ({})) AS s",
                    names.join(", ")
                )
            }
        };
        let queries: Vec<&str> = counts.iter().chain([&bytes]).map(String::as_str).collect();
        let mut answers = query_all(&self.url, &queries)?;
        let mut size = Size::default();
        if let Some(mut row) = answers.pop().and_then(|rows| rows.into_iter().next()) {
            size.bytes = u64::try_from(row.take::<i64>()?).unwrap_or(0);
            size.backup_bytes = u64::try_from(row.take::<i64>()?).unwrap_or(0);
        }
        for rows in answers {
            size.rows = size.rows.saturating_add(first(vec![rows])?);
        }
        Ok(size)
    }
}

fn first(answers: Vec<Vec<Row>>) -> Result<i64, Fault> {
    let row = answers.into_iter().flatten().next();
    row.ok_or_else(|| Fault::bug("a count gave no row")).and_then(|mut row| row.take())
}

/// Runs queries on a connection of their own, one after the other.
fn query_all(url: &DatabaseUrl, queries: &[&str]) -> Result<Vec<Vec<Row>>, Fault> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let database = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            queries.iter().map(|sql| sqlite::query(&database, sql, &[])).collect()
        }
        DatabaseUrl::Postgres(url) => postgres::runtime()?.block_on(async {
            let client = postgres::open(url).await?;
            let mut answers = Vec::new();
            for sql in queries {
                answers.push(from_postgres::query(&client, sql, &[]).await?);
            }
            Ok(answers)
        }),
    }
}
