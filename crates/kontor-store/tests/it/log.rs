//! SQLite's write-ahead log: copied beside the writer, started anew, and never waited for.

use futures_util::future::join_all;
use kontor_kernel::limits;
use kontor_store::{DatabaseUrl, Value};
use kontor_testkit::{TestDb, on_sqlite};

use crate::play::counted;
use crate::room::{put, rooms};

/// Bytes of a page of SQLite's.
const PAGE: u64 = 4_096;

/// Writes about so many pages to the log: 4,000 letters lie in the jar, in its label and in its event.
async fn write_pages(db: &TestDb, first: i64, pages: i64) {
    let commands: Vec<i64> = (first..first + pages / 4).collect();
    for part in commands.chunks(64) {
        let puts = part.iter().map(|jar| db.submit(put(*jar, 0, &format!("{jar:04000}"), 1)));
        join_all(puts).await.into_iter().for_each(|outcome| drop(outcome.unwrap()));
    }
}

/// How long the log has been, in pages.
pub(crate) fn log_pages(db: &TestDb) -> u64 {
    let DatabaseUrl::Sqlite(path) = &db.url else { panic!("only SQLite has a log of its own") };
    let mut log = path.clone().into_os_string();
    log.push("-wal");
    std::fs::metadata(log).unwrap().len() / PAGE
}

async fn jars(snapshot: &kontor_store::db::Snapshot) -> i64 {
    let rows = snapshot.query("SELECT COUNT(*) FROM jars_jar WHERE id < $1", &[Value::Int(1_000_000)]).await;
    rows.unwrap().remove(0).take().unwrap()
}

#[test]
fn a_long_reader_on_sqlite_holds_nobody_up_and_sees_one_moment() {
    on_sqlite(rooms, |db| async move {
        write_pages(&db, 1, 400).await;
        let snapshot = db.reads.snapshot().await.unwrap();
        let before = jars(&snapshot).await;
        write_pages(&db, 1_000, 2 * limits::WAL_RESTART_PAGES).await;
        assert_eq!(jars(&snapshot).await, before);
        assert!(before < jars(&db.reads.snapshot().await.unwrap()).await);
        // The log can't be started anew under the reader, and the writer does not wait for that.
        let longest = counted(&db).await.longest_micros;
        assert!(longest < limits::SQLITE_BUSY_MS * 1_000 / 2, "a batch took {longest} µs");
        assert!(log_pages(&db) > u64::try_from(limits::WAL_RESTART_PAGES).unwrap());
    });
}

#[test]
fn the_log_on_sqlite_is_started_anew_and_does_not_grow_for_ever() {
    on_sqlite(rooms, |db| async move {
        write_pages(&db, 1, 8 * limits::WAL_RESTART_PAGES).await;
        let pages = log_pages(&db);
        assert!(pages < 4 * u64::try_from(limits::WAL_RESTART_PAGES).unwrap(), "the log has {pages} pages");
    });
}
