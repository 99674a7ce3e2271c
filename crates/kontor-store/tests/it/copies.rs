//! What the tests of backups look at: databases filled with rows of every sort, and files row by row.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kontor_kernel::{Actor, Timestamp};
use kontor_store::backup::{self, Contents, Restore, Restored};
use kontor_store::own::{ContactVersion, FollowerCursor, UsedKey};
use kontor_store::{DatabaseUrl, Fault, Schema};
use kontor_testkit::{Backend, TestDb};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::room::{jot, note, pour, put, shift};

/// Words of a table that is copied in several pages; texts that databases sort in different ways.
pub(crate) const WORDS: i64 = 25_000;

/// Fills every table: what may stand in a column, and more rows than a page has.
pub(crate) async fn fill(db: &TestDb) {
    for jar in 1..=40 {
        db.submit(put(jar, jar % 7, &format!("jar {jar} 'ä\"ß\n–🫙"), jar * 10)).await.unwrap();
    }
    db.submit(pour(3, 5)).await.unwrap();
    db.submit(shift(5, 6)).await.unwrap();
    for (id, text) in [(i64::MIN, ""), (0, "\t\\N \\. %"), (i64::MAX, "ı\u{301}\u{1F469}\u{200D}\u{1F680}")]
    {
        db.submit(jot(note(id, text))).await.unwrap();
    }
    let moment = Timestamp::from_micros(1_795_521_600_123_456);
    for (id, erased_at) in [(7, None), (8, Some(moment))] {
        let salt = if erased_at.is_some() { Vec::new() } else { (0..=255).collect() };
        let data = format!("{{\"name\":\"Anna {id}\"}}");
        db.submit(jot(ContactVersion { id, subject: -id, data, salt, written_at: moment, erased_at }))
            .await
            .unwrap();
    }
    let (actor, key) = (Actor::new("token:tok_1"), "call-0815".to_owned());
    db.submit(jot(UsedKey { actor, key, digest: [0xfe; 32], position: 3, events: 2, used_at: moment }))
        .await
        .unwrap();
    let parked = Some("it fails".to_owned());
    db.submit(jot(FollowerCursor { name: "words".into(), position: 4, attempts: 10, parked, fence: 7 }))
        .await
        .unwrap();
    let words = format!(
        "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {WORDS}) \
         INSERT INTO jars_word (org_id, word, jar, position) \
         SELECT {}, CASE i % 5 WHEN 0 THEN 'ä' WHEN 1 THEN 'Z' WHEN 2 THEN 'a-' WHEN 3 THEN '' ELSE 'a' END || \
             CAST(i / 3 AS TEXT), i, i FROM n",
        db.org
    );
    assert_eq!(execute(&db.url, &words).await, u64::try_from(WORDS).unwrap());
    let leases = "INSERT INTO lease (name, holder, fence, until) VALUES ('follower-words', '1-abc', 7, 1795521660000000)";
    assert_eq!(execute(&db.url, leases).await, 1);
}

/// Changes a database behind the program's back.
pub(crate) async fn execute(url: &DatabaseUrl, sql: &str) -> u64 {
    match url {
        DatabaseUrl::Sqlite(path) => {
            u64::try_from(Connection::open(path).unwrap().execute(sql, []).unwrap()).unwrap()
        }
        DatabaseUrl::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::select! {
                changed = client.execute(sql, &[]) => changed.unwrap(),
                ended = connection => panic!("the connection ended: {ended:?}"),
            }
        }
    }
}

/// All rows of all tables of an SQLite file, each table in the order of its columns; and the statements of the schema.
pub(crate) type Picture = BTreeMap<String, Vec<Vec<Value>>>;

/// Reads a file whole.
pub(crate) fn picture(file: &Path) -> Picture {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let rows = |sql: &str| -> Vec<Vec<Value>> {
        let mut statement = db.prepare(sql).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| (0..width).map(|place| row.get(place)).collect()).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let schema =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let mut all = Picture::from([("the schema".to_owned(), rows(schema))]);
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    for name in names.map(Result::unwrap) {
        let width = db.prepare(&format!("SELECT * FROM {name}")).unwrap().column_count();
        let order: Vec<String> = (1..=width).map(|place| place.to_string()).collect();
        all.insert(name.clone(), rows(&format!("SELECT * FROM {name} ORDER BY {}", order.join(", "))));
    }
    all
}

/// Two files must hold the same; says where they don't.
pub(crate) fn assert_same(found: &Picture, expected: &Picture, what: &str) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{what}");
    for (table, rows) in expected {
        assert_eq!(found[table].len(), rows.len(), "{what}: rows of {table}");
        for (found, row) in found[table].iter().zip(rows) {
            assert_eq!(found, row, "{what}: {table}");
        }
    }
}

/// Makes a backup, away from the runtime's own threads.
pub(crate) async fn make(url: &DatabaseUrl, schema: &Arc<Schema>, file: &Path) -> Result<Contents, Fault> {
    let (url, schema, file) = (url.clone(), Arc::clone(schema), file.to_owned());
    blocking(move || backup::make(&url, &schema, &file, &mut |_| ())).await
}

/// Restores a backup, away from the runtime's own threads; `verdict` is said of it before it is handed over.
pub(crate) async fn restore(
    file: &Path,
    url: &DatabaseUrl,
    schema: &Arc<Schema>,
    verdict: Result<(), &'static str>,
) -> Result<Restored, Fault> {
    let (file, url, schema) = (file.to_owned(), url.clone(), Arc::clone(schema));
    blocking(move || {
        let now = Timestamp::from_micros(1_795_521_600_000_000);
        let restore = Restore { file: &file, url: &url, schema: &schema, now };
        restore.run(&mut |_| (), &mut |_| verdict.map_err(Fault::setting))
    })
    .await
}

pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// An empty PostgreSQL database.
pub(crate) async fn empty_postgres(db: &TestDb, name: &str) -> DatabaseUrl {
    #[expect(clippy::disallowed_methods, reason = "the test runner names its cluster this way")]
    let cluster = std::env::var("KONTOR_TEST_POSTGRES").expect("KONTOR_TEST_POSTGRES: run ./test");
    let own = db.folder().file_name().unwrap().to_string_lossy().to_lowercase();
    let own = own.replace(|letter: char| !letter.is_ascii_alphanumeric(), "");
    let name = format!("kontor_copy_{own}_{name}");
    let (server, _) = cluster.rsplit_once('/').unwrap();
    let url = format!("{server}/{name}").parse().unwrap();
    blocking(move || kontor_store::db::create_database(&cluster, &name).unwrap()).await;
    url
}

/// Writes so many pages to SQLite's log, a hundred with each note.
pub(crate) async fn write_much(db: &TestDb, first: i64, pages: i64) {
    db.submit(put(first, 0, &first.to_string(), 1)).await.unwrap();
    for number in first..first + pages / 100 {
        db.submit(jot(note(number, &"x".repeat(400_000)))).await.unwrap();
    }
}

/// An SQLite file in the test's folder.
pub(crate) fn new_file(db: &TestDb, name: &str) -> (PathBuf, DatabaseUrl) {
    let path = db.folder().join(name);
    (path.clone(), DatabaseUrl::Sqlite(path))
}

/// What lies in the test's folder, by name.
pub(crate) fn listed(db: &TestDb) -> Vec<String> {
    let entries = std::fs::read_dir(db.folder()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The same database served again, by this program or another one.
pub(crate) fn opened(url: &DatabaseUrl, rooms: Vec<kontor_store::Room>) -> TestDb {
    let mut db = TestDb::at(url.clone(), rooms);
    if let DatabaseUrl::Sqlite(_) = url {
        db.backend = Backend::Sqlite;
    }
    db
}
