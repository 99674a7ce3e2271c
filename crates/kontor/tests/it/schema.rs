//! The whole schema of each database as one readable file. A change in a migration shows there, and a reviewer sees
//! what it does. Written with KONTOR_WRITE_SCHEMA=1, compared without.

use std::path::Path;

use kontor::schema::rooms;
use kontor_testkit::{Backend, TestDb, on_both_alone};

/// Every table with its statement, every index, by name.
const SQLITE: &str = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name";

/// Every column, constraint and index, by table.
const POSTGRES: &str = "SELECT line FROM (\
    SELECT table_name::text AS tbl, 1 AS part, ordinal_position::bigint AS place, \
        '  ' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line \
        FROM information_schema.columns WHERE table_schema = 'public' \
    UNION ALL SELECT table_name::text, 0, 0, table_name::text FROM information_schema.tables WHERE table_schema = 'public' \
    UNION ALL SELECT c.relname::text, 2, 0, '  ' || k.conname || ' ' || pg_get_constraintdef(k.oid) \
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = 'public' AND k.contype <> 'n' \
    UNION ALL SELECT tablename::text, 3, 0, '  ' || indexdef FROM pg_indexes WHERE schemaname = 'public'\
    ) lines ORDER BY tbl COLLATE \"C\", part, place, line COLLATE \"C\"";

async fn written(db: &TestDb) -> String {
    let query = if db.backend == Backend::Sqlite { SQLITE } else { POSTGRES };
    let mut text =
        "-- Written by a test from the migrations: change those, then run it with KONTOR_WRITE_SCHEMA=1.\n"
            .to_owned();
    for mut row in db.reads.query(query, Vec::new()).await.unwrap() {
        let line: String = row.take().unwrap();
        if db.backend == Backend::Sqlite || !line.starts_with(' ') {
            text.push('\n');
        }
        text.push_str(&line);
        text.push_str(if db.backend == Backend::Sqlite { ";\n" } else { "\n" });
    }
    text
}

#[test]
fn the_schema_is_what_the_migrations_make() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one who runs the test says that the files are to be written"
    )]
    let is_to_write = std::env::var("KONTOR_WRITE_SCHEMA").is_ok();
    on_both_alone(rooms, |db| async move {
        let name = if db.backend == Backend::Sqlite { "schema.sqlite.sql" } else { "schema.postgres.sql" };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let now = written(&db).await;
        if is_to_write {
            std::fs::write(&path, &now).unwrap();
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stored == now,
            "crates/kontor/{name} differs from what the migrations make: run \
             `KONTOR_WRITE_SCHEMA=1 cargo nextest run -p kontor the_schema` and look at the difference"
        );
    });
}

#[test]
fn every_statement_can_be_prepared() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let db = TestDb::new(backend, rooms());
        // The test's writer must let go of the file first.
        small_runtime().block_on(db.writer.close());
        let prepared = kontor_store::db::prepare_all(&db.url, &db.schema);
        let prepared = prepared.unwrap_or_else(|fault| panic!("{}", fault.chain()));
        assert!(prepared > 100, "{prepared}");
    }
}

fn small_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}
