//! A backup becomes a database again: a new SQLite file, or an empty PostgreSQL database.

use std::fs::File;
use std::io;
use std::path::Path;

use kontor_kernel::Timestamp;

use super::file::{self, Backup};
use super::part::{Access, Part, refuse_existing, unwritable};
use super::{Contents, Told, into_postgres};
use crate::db::{DatabaseUrl, WriteDb, beside};
use crate::room::Schema;
use crate::{Fault, migrate};

/// What is restored, and where to.
pub struct Restore<'a> {
    /// The backup.
    pub file: &'a Path,
    /// A file that does not exist, or a PostgreSQL database with no table of Kontor's but empty ones.
    pub url: &'a DatabaseUrl,
    /// What this program knows.
    pub schema: &'a Schema,
    /// When it is.
    pub now: Timestamp,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup holds.
    pub contents: Contents,
    /// The migrations that were run on it, because an older program made it.
    pub migrated: Vec<&'static str>,
}

/// Looks at a restored database before it is handed over.
pub type Verify<'a> = &'a mut dyn FnMut(&DatabaseUrl) -> Result<(), Fault>;

impl Restore<'_> {
    /// Restores all of it, or nothing. Blocks; must not run on a thread of an async runtime.
    ///
    /// `verify` is asked before an SQLite file gets its name; a file that it does not like is gone. A PostgreSQL
    /// database can be looked at by others once it is committed, so there it stays.
    ///
    /// # Errors
    /// When the file is no backup, not whole, or of a newer program; when there is data already where it should go;
    /// when the disk is full; what `verify` says.
    pub fn run(&self, told: Told<'_>, verify: Verify<'_>) -> Result<Restored, Fault> {
        told("looking at the backup");
        let backup = Backup::open(self.file, self.schema)?;
        let contents = backup.contents()?;
        let migrated = match self.url {
            DatabaseUrl::Sqlite(path) => self.restore_file(path, &backup, told, verify)?,
            DatabaseUrl::Postgres(url) => {
                let migrated = into_postgres::restore(url, &backup, self.schema, self.now, told)?;
                verify(self.url)?;
                migrated
            }
        };
        Ok(Restored { contents, migrated })
    }

    fn restore_file(
        &self,
        path: &Path,
        backup: &Backup,
        told: Told<'_>,
        verify: Verify<'_>,
    ) -> Result<Vec<&'static str>, Fault> {
        refuse_existing(path)?;
        // SQLite would take the log of a database that lay here before for this one's, and write it into it.
        for log in ["-wal", "-journal"].map(|suffix| beside(path, suffix)) {
            if log.exists() {
                let log = log.display();
                return Err(Fault::setting(format!(
                    "{log} is left of a database that lay here before: move it away with it"
                )));
            }
        }
        let part = Part::begin(path, Access::Usual)?;
        told("copying");
        let copied = File::open(self.file).and_then(|mut from| io::copy(&mut from, &mut part.file()));
        copied.map_err(|error| unwritable(part.path(), error))?;
        let url = DatabaseUrl::Sqlite(part.path().to_owned());
        let mut migrated = Vec::new();
        if !backup.pending.is_empty() {
            told("migrating");
            migrated = migrate::run(&mut WriteDb::open(&url)?, self.schema, self.now)?;
        }
        file::unmark(part.path())?;
        verify(&url)?;
        part.finish()?;
        Ok(migrated)
    }
}
