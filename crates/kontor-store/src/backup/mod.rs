//! Backups: all of a database, of either kind, in one file of one form, and from there into either kind.
//!
//! A backup is an SQLite file with Kontor's tables, as of one moment. It is made beside whoever reads and writes:
//! SQLite copies itself; PostgreSQL is read in one snapshot, table by table, a page at a time. Everything travels:
//! business, operational and derived rows, the journal, idempotency keys, contact versions, followers' cursors. Only
//! leases are given back, since they are of the processes that hold them.
//!
//! Which tables there are is read from the database, so that a backup of an older one can be made, restored, and
//! migrated then.

mod file;
mod from_postgres;
mod into_postgres;
mod part;
mod restore;
mod tables;
mod upgrade;

use std::path::Path;

use rusqlite::OpenFlags;

use self::file::Backup;
use self::part::{Access, Part};
use crate::db::{DatabaseUrl, sqlite};
use crate::room::Schema;
use crate::{Fault, FaultKind, migrate};

pub use restore::{Restore, Restored, Verify};
pub use upgrade::{BeforeUpgrade, Outlook, PlannedBackup, Upgraded, outlook, upgrade};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The number of the newest migration that made its tables.
    pub schema: i64,
    /// The name of that migration.
    pub schema_name: String,
    /// Each merchant, and the position at which its journal ends.
    pub journals: Vec<(i64, i64)>,
    /// The size of the file.
    pub bytes: u64,
}

/// Who is told how far a long work is.
pub type Told<'a> = &'a mut dyn FnMut(&str);

/// Makes a backup of a database, beside whoever works with it. The file appears under its name when it is whole.
/// Blocks; must not run on a thread of an async runtime.
///
/// # Errors
/// When there is such a file already, or no such database; when the database was made by a newer program; when the
/// disk is full. Then there is no file.
pub fn make(url: &DatabaseUrl, schema: &Schema, file: &Path, told: Told<'_>) -> Result<Contents, Fault> {
    let part = Part::begin(file, Access::Owner)?;
    match url {
        DatabaseUrl::Sqlite(path) => copy_sqlite(path, schema, part.path(), told)?,
        DatabaseUrl::Postgres(url) => from_postgres::copy(url, schema, part.path(), told)?,
    }
    file::mark(part.path())?;
    let contents = file::contents(&sqlite::connect(part.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?)?;
    let bytes = part.finish()?;
    Ok(Contents { bytes, ..contents })
}

/// Looks at a backup: is it one, is it whole, can this program read it? What it holds.
///
/// # Errors
/// When it is not so.
pub fn examine(file: &Path, schema: &Schema) -> Result<Contents, Fault> {
    Backup::open(file, schema)?.contents()
}

/// One statement and one moment: the log can't be started anew until it is done.
fn copy_sqlite(path: &Path, schema: &Schema, part: &Path, told: Told<'_>) -> Result<(), Fault> {
    if !path.is_file() {
        return Err(Fault::setting(format!("there is no database {}: check --database", path.display())));
    }
    let database = sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    migrate::pending(&file::applied(&database)?, schema)?;
    let to = part
        .to_str()
        .ok_or_else(|| Fault::setting(format!("{} is no UTF-8: name the file otherwise", part.display())))?;
    told("copying");
    let copied = database.execute("VACUUM INTO ?1", [to]);
    copied.map(drop).map_err(|error| {
        Fault::new(FaultKind::Database, format!("can't copy the database into {}", part.display()), error)
    })
}
