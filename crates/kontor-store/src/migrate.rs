//! Migrations: numbered steps that make the tables, each run once, one process at a time.
//!
//! Who holds data for which an older program made the tables has a [backup](crate::backup) made first: see
//! [`crate::backup::upgrade`].

use kontor_kernel::Timestamp;

use crate::db::{Dialect, Value, WriteDb};
use crate::room::Schema;
use crate::{Fault, FaultKind};

/// One step. A released step is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number, over the whole workspace.
    pub number: u16,
    /// `room_what`.
    pub name: &'static str,
    /// The statements, in PostgreSQL's dialect with `/*sqlite … */` and `/*pg … */` for what differs.
    pub sql: &'static str,
}

/// Makes a migration of a file of the calling crate: `migration!("0003_catalog_product")` is
/// `migrations/0003_catalog_product.sql`.
#[macro_export]
macro_rules! migration {
    ($name:literal) => {
        $crate::migrate::Migration {
            number: const { $crate::migrate::number_of($name) },
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }
    };
}

/// The number that a migration's name starts with: four digits.
///
/// # Panics
/// When the name does not start so; at compile time, where it is called.
#[doc(hidden)]
#[must_use]
pub const fn number_of(name: &str) -> u16 {
    match u16::from_str_radix(name.split_at(4).0, 10) {
        Ok(number) => number,
        Err(_) => panic!("a migration's name starts with four digits"),
    }
}

/// What must be done before older data is migrated, with the steps to come. When it fails, nothing is migrated.
pub(crate) type Before<'a> = &'a mut dyn FnMut(&[Migration]) -> Result<(), Fault>;

pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (\
     number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL, \
     CONSTRAINT schema_migration_pk PRIMARY KEY (number)) /*sqlite STRICT*/";

/// The steps that a database has.
pub(crate) const APPLIED: &str = "SELECT number FROM schema_migration ORDER BY number";

/// Notes a step.
pub(crate) const NOTE: &str = "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)";

/// Holds off every other process that would migrate, until the transaction ends, while anybody may go on reading.
const QUEUE: &str = "/*pg LOCK TABLE schema_migration IN SHARE UPDATE EXCLUSIVE MODE*/ /*sqlite SELECT 1*/";

/// Holds writers up while a backup is made, so that it holds all that was written before the migration. The wait for
/// the backup is none of this connection's own sleep.
const HOLD_WRITERS: &str = "/*pg SET LOCAL idle_in_transaction_session_timeout = 0; \
     LOCK TABLE journal_head IN EXCLUSIVE MODE*/ /*sqlite SELECT 1*/";

/// Waits for backups that others are making: they read this table first and hold on to it.
const GUARD: &str = "/*pg LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE*/ /*sqlite SELECT 1*/";

/// Runs the steps that the database lacks; returns their names. A step that fails leaves nothing of any.
pub(crate) fn run(db: &mut WriteDb, schema: &Schema, now: Timestamp) -> Result<Vec<&'static str>, Fault> {
    run_after(db, schema, now, &mut |_| Ok(()))
}

/// As [`run`], and has something done first when there is data already.
pub(crate) fn run_after(
    db: &mut WriteDb,
    schema: &Schema,
    now: Timestamp,
    before: Before<'_>,
) -> Result<Vec<&'static str>, Fault> {
    // Two processes that create the table at the same moment: one of them is told so by a constraint.
    if let Err(fault) = db.script(&db.dialect().schema_text(TABLE))
        && !matches!(fault.kind(), FaultKind::Constraint(_))
    {
        return Err(fault);
    }
    // Whoever has nothing to do locks nothing: a backup that is being made would keep it waiting.
    if pending(&applied(db)?, schema)?.is_empty() {
        return Ok(Vec::new());
    }
    db.script(match db.dialect() {
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
    })?;
    let outcome = steps(db, schema, now, before);
    match outcome {
        Ok(done) => {
            db.script("COMMIT")?;
            Ok(done)
        }
        Err(fault) => {
            db.rollback();
            Err(fault)
        }
    }
}

fn steps(
    db: &mut WriteDb,
    schema: &Schema,
    now: Timestamp,
    before: Before<'_>,
) -> Result<Vec<&'static str>, Fault> {
    db.script(QUEUE)?;
    // Somebody else may have been quicker.
    let applied = applied(db)?;
    let pending = pending(&applied, schema)?;
    if !pending.is_empty() && holds_data(db, &applied)? {
        db.script(HOLD_WRITERS)?;
        before(&pending)?;
    }
    db.script(GUARD)?;
    for migration in &pending {
        db.script(&db.dialect().schema_text(migration.sql))?;
        db.query(NOTE, &note(migration, now))?;
    }
    if !pending.is_empty() {
        db.inform_planner()?;
    }
    Ok(pending.iter().map(|migration| migration.name).collect())
}

fn applied(db: &mut WriteDb) -> Result<Vec<i64>, Fault> {
    db.query(APPLIED, &[])?.into_iter().map(|mut row| row.take()).collect()
}

/// Whether somebody's journal has begun: every merchant has a head.
fn holds_data(db: &mut WriteDb, applied: &[i64]) -> Result<bool, Fault> {
    Ok(!applied.is_empty() && !db.query("SELECT org_id FROM journal_head LIMIT 1", &[])?.is_empty())
}

/// What is noted of a step: the parameters of [`NOTE`].
pub(crate) fn note(migration: &Migration, now: Timestamp) -> [Value; 3] {
    [Value::Int(migration.number.into()), Value::from(migration.name), Value::of(&now)]
}

/// The steps that a database with these lacks, by number.
///
/// # Errors
/// When it has one that this program doesn't know: a newer program made it.
pub(crate) fn pending(applied: &[i64], schema: &Schema) -> Result<Vec<Migration>, Fault> {
    let newest = schema.version();
    if let Some(number) = applied.iter().find(|number| **number > newest) {
        return Err(Fault::setting(format!(
            "the database has migration {number}, this program knows {newest}: start a newer Kontor on it"
        )));
    }
    let lacks = |known: &&Migration| !applied.contains(&i64::from(known.number));
    Ok(schema.migrations().into_iter().filter(lacks).copied().collect())
}
