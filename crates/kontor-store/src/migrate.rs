//! Migrations: numbered steps that make the tables, each run once, one process at a time.

use kontor_kernel::Timestamp;

use crate::db::{DatabaseUrl, Dialect, Value, WriteDb};
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

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (\
     number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL, \
     CONSTRAINT schema_migration_pk PRIMARY KEY (number)) /*sqlite STRICT*/";

/// Holds every other process off until the transaction ends.
const GUARD: &str = "/*pg LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE*/ /*sqlite SELECT 1*/";

/// Runs the steps that the database lacks; returns their names.
///
/// # Errors
/// When a step fails: nothing of it stays. When the database was made by a newer program.
pub fn migrate(url: &DatabaseUrl, schema: &Schema, now: Timestamp) -> Result<Vec<&'static str>, Fault> {
    let mut db = WriteDb::open(url)?;
    run(&mut db, schema, now)
}

pub(crate) fn run(db: &mut WriteDb, schema: &Schema, now: Timestamp) -> Result<Vec<&'static str>, Fault> {
    // Two processes that create the table at the same moment: one of them is told so by a constraint.
    if let Err(fault) = db.script(&db.dialect().schema_text(TABLE))
        && !matches!(fault.kind(), FaultKind::Constraint(_))
    {
        return Err(fault);
    }
    db.script(match db.dialect() {
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
    })?;
    let outcome = steps(db, schema, now);
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

fn steps(db: &mut WriteDb, schema: &Schema, now: Timestamp) -> Result<Vec<&'static str>, Fault> {
    db.script(GUARD)?;
    let mut applied = Vec::new();
    for mut row in db.query("SELECT number FROM schema_migration ORDER BY number", &[])? {
        applied.push(row.take::<i64>()?);
    }
    let known = schema.migrations();
    let newest = i64::from(known.last().map_or(0, |migration| migration.number));
    if let Some(number) = applied.iter().find(|number| **number > newest) {
        return Err(Fault::setting(format!(
            "the database has migration {number}, this program knows {newest}: start a newer Kontor on it"
        )));
    }
    let mut done = Vec::new();
    for migration in known {
        if applied.contains(&i64::from(migration.number)) {
            continue;
        }
        db.script(&db.dialect().schema_text(migration.sql))?;
        db.query(
            "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)",
            &[Value::Int(migration.number.into()), Value::from(migration.name), Value::of(&now)],
        )?;
        done.push(migration.name);
    }
    if !done.is_empty() {
        db.inform_planner()?;
    }
    Ok(done)
}
