//! The form of a backup: an SQLite file that says that it is one, and whether it is whole.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::Contents;
use super::tables::{self, Table};
use crate::db::{sqlite, statistics};
use crate::migrate::{self, Migration};
use crate::room::Schema;
use crate::{Fault, FaultKind};

/// What SQLite's header says of the application: "Kntr". A database that is worked with has none.
const MARK: i64 = 0x4b6e_7472;
const NO_MARK: i64 = 0;

/// Leases are of the processes that hold them, and none of these works with the copy. The rows travel, free: their
/// fences must go on rising, or followers would take every new runner for one that is too late.
const FREE_LEASES: &str = "UPDATE lease SET holder = '', until = 0";

/// An empty file with the tables that these steps make, to be filled quickly: it is of use only once it is whole.
pub(super) fn new(path: &Path, schema: &Schema, applied: &[i64]) -> Result<Connection, Fault> {
    let file = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let fault = |error| Fault::sqlite("can't make the tables of a backup", error);
    file.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; \
         PRAGMA locking_mode = EXCLUSIVE; BEGIN;",
    )
    .map_err(fault)?;
    tables::make(&file, schema, applied)?;
    Ok(file)
}

const INDEXES: &str =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid";

/// Takes the indexes away that are made faster once all rows are there; returns how to make them.
pub(super) fn drop_indexes(file: &Connection) -> Result<Vec<String>, Fault> {
    let fault = |error| Fault::sqlite("can't set the indexes of a backup aside", error);
    let mut listed = file.prepare(INDEXES).map_err(fault)?;
    let rows = listed.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(fault)?;
    let indexes: Vec<(String, String)> = rows.collect::<Result<_, _>>().map_err(fault)?;
    for (name, _) in &indexes {
        file.execute_batch(&format!("DROP INDEX {}", tables::quoted(name))).map_err(fault)?;
    }
    Ok(indexes.into_iter().map(|(_, sql)| sql).collect())
}

/// Ends the filling of a [`new`] file.
pub(super) fn fill_ends(file: &Connection, indexes: &[String]) -> Result<(), Fault> {
    let fault = |error| Fault::sqlite("can't make the indexes of a backup", error);
    for index in indexes {
        file.execute_batch(index).map_err(fault)?;
    }
    statistics::write(file)?;
    file.execute_batch("COMMIT").map_err(fault)
}

/// Makes a copy a backup: nobody's leases, one file, marked as such.
pub(super) fn mark(path: &Path) -> Result<(), Fault> {
    settle(path, &format!("{FREE_LEASES}; PRAGMA application_id = {MARK}"))
}

/// Makes a copy of a backup a database to work with.
pub(super) fn unmark(path: &Path) -> Result<(), Fault> {
    settle(path, &format!("PRAGMA application_id = {NO_MARK}"))
}

/// Changes a copy, and sees to it that all of it lies in its one file.
fn settle(path: &Path, text: &str) -> Result<(), Fault> {
    let fault = |error| Fault::sqlite("can't finish a copy of the database", error);
    let file = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mode: String = file.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(fault)?;
    if mode != "delete" {
        return Err(Fault::bug(format!("a copy of the database keeps a log of its own: {mode}")));
    }
    file.execute_batch(text).map_err(fault)
}

/// A backup that has been looked at.
pub(super) struct Backup {
    pub(super) file: Connection,
    pub(super) tables: Vec<Table>,
    /// The steps that made its tables.
    pub(super) applied: Vec<i64>,
    /// The steps of this program that it lacks.
    pub(super) pending: Vec<Migration>,
}

impl Backup {
    /// Opens a backup to read it: is it one, is it whole, can this program read it?
    ///
    /// # Errors
    /// When it is not so; says which.
    pub(super) fn open(path: &Path, schema: &Schema) -> Result<Self, Fault> {
        is_whole_file(path)?;
        let file = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let damaged = |why: Box<dyn Error + Send + Sync>| {
            let what = format!("{} is damaged: take another backup", path.display());
            Fault::new(FaultKind::Setting, what, why)
        };
        if !is_marked(&file).map_err(|fault| damaged(fault.into()))? {
            return Err(not_one(path));
        }
        let found: String = file
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|error| damaged(error.into()))?;
        if found != "ok" {
            return Err(damaged(found.into()));
        }
        let applied = applied(&file)?;
        let pending = migrate::pending(&applied, schema)?;
        let tables = tables::made_by(schema, &applied)?;
        Ok(Self { file, tables, applied, pending })
    }

    /// Whether this step has made a part of its tables.
    pub(super) fn has(&self, step: &Migration) -> bool {
        self.applied.contains(&i64::from(step.number))
    }

    /// What it holds.
    pub(super) fn contents(&self) -> Result<Contents, Fault> {
        contents(&self.file)
    }
}

/// Whether a file, which must be whole, is a backup.
pub(super) fn is_marked(file: &Connection) -> Result<bool, Fault> {
    let mark = file.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0));
    mark.map(|mark| mark == MARK).map_err(|error| Fault::sqlite("can't read a file", error))
}

/// The steps that made the tables of a file.
pub(super) fn applied(file: &Connection) -> Result<Vec<i64>, Fault> {
    let rows = sqlite::query(file, migrate::APPLIED, &[])?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

/// What a file with Kontor's tables holds.
pub(super) fn contents(file: &Connection) -> Result<Contents, Fault> {
    let mut newest =
        sqlite::query(file, "SELECT number, name FROM schema_migration ORDER BY number DESC LIMIT 1", &[])?;
    let Some(newest) = newest.first_mut() else { return Err(Fault::data("no migration was ever run on it")) };
    let (schema, schema_name) = (newest.take()?, newest.take()?);
    let heads = sqlite::query(file, crate::journal::HEADS, &[])?;
    let journals = heads.into_iter().map(|mut row| Ok((row.take()?, row.take()?)));
    let bytes = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    let bytes: i64 = match sqlite::query(file, bytes, &[])?.first_mut() {
        Some(row) => row.take()?,
        None => 0,
    };
    Ok(Contents {
        schema,
        schema_name,
        journals: journals.collect::<Result<_, Fault>>()?,
        bytes: u64::try_from(bytes).unwrap_or(0),
    })
}

/// Bytes of SQLite's header that are looked at.
const HEADER: usize = 32;

/// Looks at the file as such: is it SQLite's, and as long as it says?
fn is_whole_file(path: &Path) -> Result<(), Fault> {
    let unreadable = |error| Fault::new(FaultKind::Setting, format!("can't read {}", path.display()), error);
    let mut header = [0; HEADER];
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if length < 512 || file.read_exact(&mut header).is_err() || !header.starts_with(b"SQLite format 3\0") {
        return Err(not_one(path));
    }
    let number = |from: usize, to: usize| {
        header.get(from..to).unwrap_or_default().iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    // Whoever works with a file gives it a log beside it, where the newest rows are.
    if number(18, 19) != 1 {
        return Err(Fault::setting(format!(
            "{} is a database that is worked with: make a backup of it with `kontor backup`",
            path.display()
        )));
    }
    // A page of 65,536 bytes is written as 1.
    let page = match number(16, 18) {
        1 => 65_536,
        page => page,
    };
    let whole = page.saturating_mul(number(28, 32));
    if length == whole {
        return Ok(());
    }
    Err(Fault::setting(format!(
        "{} is not whole: it has {length} of {whole} bytes, take another backup",
        path.display()
    )))
}

fn not_one(path: &Path) -> Fault {
    Fault::setting(format!(
        "{} is no backup that `kontor backup` has made: check the file's name",
        path.display()
    ))
}
