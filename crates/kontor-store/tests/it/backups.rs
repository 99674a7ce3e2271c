//! Backups: one file of one form, from either database into either, whole or not there.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join;
use kontor_kernel::limits;
use kontor_store::backup::{self, Contents};
use kontor_store::{DatabaseUrl, Schema, journal};
use kontor_testkit::{on_both_alone, on_sqlite};
use rusqlite::Connection;

use crate::copies::{
    WORDS, assert_same, blocking, empty_postgres, execute, fill, listed, make, new_file, opened, picture,
    restore, write_much,
};
use crate::log::log_pages;
use crate::play::{ALONE, without_checks};
use crate::room::{put, rooms};

/// The same rows of every table, and the same schema: only leases are nobody's.
#[test]
fn a_backup_holds_every_row_and_goes_into_either_database_and_back() {
    on_both_alone(rooms, |db| async move {
        fill(&db).await;
        let (first, _) = new_file(&db, "first.backup");
        let held = make(&db.url, &db.schema, &first).await.unwrap();
        let heads = journal::heads(&db.reads).await.unwrap();
        assert_eq!((held.schema, &held.schema_name[..], &held.journals), (901, "shelves_shelf", &heads));
        assert_eq!(held.bytes, std::fs::metadata(&first).unwrap().len());
        assert_eq!(
            std::fs::metadata(&first).unwrap().permissions().mode() & 0o077,
            0,
            "it holds personal data"
        );
        let rows = picture(&first);
        assert_eq!(rows["jars_word"].len(), usize::try_from(WORDS).unwrap());
        assert!(rows["lease"].contains(&vec![
            "follower-words".to_owned().into(),
            String::new().into(),
            7.into(),
            0.into()
        ]));

        let (_, file) = new_file(&db, "restored.db");
        let postgres = empty_postgres(&db, "restored").await;
        for (number, url) in (1..).zip([&file, &postgres]) {
            let restored = restore(&first, url, &db.schema, Ok(())).await.unwrap();
            assert_eq!((restored.contents.journals, restored.migrated.len()), (held.journals.clone(), 0));
            // Every check is clean, a replay agrees, and the merchant goes on working; the backup is as it was before.
            let (again, _) = new_file(&db, &format!("again-{number}.backup"));
            make(url, &db.schema, &again).await.unwrap();
            assert_same(&picture(&again), &rows, &url.to_string());
            serve_once(url, db.org).await;
        }
        assert_same(&picture(&first), &rows, "the backup that was restored");
        assert_eq!(backup::examine(&first, &db.schema).unwrap(), held);
        // Nothing is left of the work.
        assert!(!listed(&db).iter().any(|name| name.contains(".part")), "{:?}", listed(&db));
    });
}

/// Opens a restored database, writes to it, and has it checked and replayed.
async fn serve_once(url: &DatabaseUrl, org: i64) {
    let url = url.clone();
    let mut db = blocking(move || opened(&url, rooms())).await;
    db.org = org;
    let envelope = kontor_store::Envelope::new(org, db.actor());
    db.writer.submit(envelope, put(1_000, 3, "one more", 1)).await.unwrap();
    db.finish().await;
}

#[test]
fn a_backup_from_postgres_and_from_sqlite_are_of_the_same_form() {
    without_checks(ALONE, |db| async move {
        let postgres = empty_postgres(&db, "form").await;
        let (first, _) = new_file(&db, "first.backup");
        make(&db.url, &db.schema, &first).await.unwrap();
        restore(&first, &postgres, &db.schema, Ok(())).await.unwrap();
        let (second, _) = new_file(&db, "second.backup");
        make(&postgres, &db.schema, &second).await.unwrap();
        let settings = |file: &Path| {
            let db = Connection::open(file).unwrap();
            ["application_id", "user_version", "page_size", "encoding", "journal_mode", "auto_vacuum"].map(
                |name| {
                    db.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap()
                },
            )
        };
        assert_eq!(settings(&first), settings(&second));
        assert_eq!(picture(&first)["sqlite_stat1"], picture(&second)["sqlite_stat1"]);
    });
}

#[test]
fn a_backup_that_is_made_while_orders_come_in_is_of_one_moment() {
    on_both_alone(rooms, |db| async move {
        fill(&db).await;
        let (file, _) = new_file(&db, "busy.backup");
        let stopped = AtomicBool::new(false);
        let writes = async {
            let mut jar = 10_000;
            while !stopped.load(Ordering::SeqCst) {
                jar += 1;
                db.submit(put(jar, 3, &format!("busy {jar}"), 1)).await.unwrap();
            }
            jar
        };
        let backup = async {
            let mut held = Vec::new();
            for number in 0..3 {
                held.push(make(&db.url, &db.schema, &file.with_extension(number.to_string())).await.unwrap());
            }
            stopped.store(true, Ordering::SeqCst);
            held
        };
        let (written, held) = join(writes, backup).await;
        assert!(written > 10_010, "nothing was written meanwhile: {written}");
        let position = |held: &Contents| held.journals.iter().find(|(org, _)| *org == db.org).unwrap().1;
        assert!(position(&held[0]) < position(&held[2]), "{held:?}");
        let (_, restored) = new_file(&db, "restored.db");
        restore(&file.with_extension("1"), &restored, &db.schema, Ok(())).await.unwrap();
        let end = journal::heads(&kontor_store::ReadDb::new(&restored)).await.unwrap();
        assert_eq!(end, held[1].journals);
        // Whole commands only, and the tables that the journal makes.
        serve_once(&restored, db.org).await;
    });
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long the log is held is real time")]
fn a_backup_of_sqlite_holds_the_log_only_as_long_as_it_is_made() {
    on_sqlite(rooms, |db| async move {
        write_much(&db, 1, 20_000).await;
        let before = log_pages(&db);
        let (file, _) = new_file(&db, "log.backup");
        let is_made = AtomicBool::new(false);
        let started = Instant::now();
        let backup = async {
            let held = make(&db.url, &db.schema, &file).await.unwrap();
            is_made.store(true, Ordering::SeqCst);
            (held.bytes, started.elapsed())
        };
        let writes = async {
            let mut longest = 0;
            for first in (100_000..).step_by(1_000) {
                write_much(&db, first, 300).await;
                longest = longest.max(log_pages(&db));
                if is_made.load(Ordering::SeqCst) {
                    break;
                }
            }
            longest
        };
        let ((bytes, took), longest) = join(backup, writes).await;
        eprintln!("{bytes} bytes in {took:?}; log before {before}, at most {longest} pages");
        assert!(took < Duration::from_secs(30), "{took:?} for {bytes} bytes");
        // Behind it the log starts anew by itself: it does not grow by what is written.
        write_much(&db, 1_000_000, 10 * limits::WAL_RESTART_PAGES).await;
        let after = log_pages(&db);
        assert!(after < 8 * u64::try_from(limits::WAL_RESTART_PAGES).unwrap(), "{after} pages");
    });
}

#[test]
fn a_log_that_has_been_long_is_cut_down_once_its_reader_is_gone() {
    on_sqlite(rooms, |db| async move {
        let keep = u64::try_from(limits::WAL_KEEP_BYTES).unwrap() / 4_096;
        write_much(&db, 1, 100).await;
        let reader = db.reads.snapshot().await.unwrap();
        reader.query("SELECT COUNT(*) FROM jars_note", &[]).await.unwrap();
        write_much(&db, 1_000, i64::try_from(keep).unwrap() + 4_000).await;
        assert!(log_pages(&db) > keep, "{} pages", log_pages(&db));
        drop(reader);
        write_much(&db, 1_000_000, 4 * limits::WAL_RESTART_PAGES).await;
        assert!(log_pages(&db) <= keep + 1, "{} pages", log_pages(&db));
    });
}

#[test]
fn a_backup_never_takes_a_name_that_is_taken_and_leaves_nothing_when_it_fails() {
    without_checks(ALONE, |db| async move {
        let (file, _) = new_file(&db, "shop.backup");
        let part = db.folder().join("shop.backup.part");
        let said = async |url: &DatabaseUrl, schema: &Arc<Schema>| {
            make(url, schema, &file).await.map_or_else(|fault| fault.chain(), |held| format!("{held:?}"))
        };
        // What a killed process has left is written over.
        std::fs::write(&part, "half a backup").unwrap();
        std::fs::write(db.folder().join("shop.backup.part-journal"), "and its journal").unwrap();
        make(&db.url, &db.schema, &file).await.unwrap();
        assert!(!listed(&db).iter().any(|name| name.contains("part")), "{:?}", listed(&db));
        let rows = picture(&file);
        assert!(said(&db.url, &db.schema).await.contains("exists already: nothing is written over it"));
        assert_same(&picture(&file), &rows, "the file that was there");
        std::fs::remove_file(&file).unwrap();
        // Two at a time.
        let other = std::fs::File::create(&part).unwrap();
        other.lock().unwrap();
        assert!(said(&db.url, &db.schema).await.contains("somebody is writing"));
        drop(other);
        // A newer program's data, no data, no database.
        let older = Arc::new(Schema::new(Vec::new()).unwrap());
        assert!(said(&db.url, &older).await.contains("start a newer Kontor on it"));
        let (_, missing) = new_file(&db, "missing.db");
        assert!(said(&missing, &db.schema).await.contains("there is no database"));
        let empty = empty_postgres(&db, "nothing").await;
        assert!(said(&empty, &db.schema).await.contains("there is no data of Kontor's in this database"));
        let nowhere = db.folder().join("no folder").join("x.backup");
        let fault = make(&db.url, &db.schema, &nowhere).await.unwrap_err().chain();
        assert!(fault.contains("can't write"), "{fault}");
        assert!(!listed(&db).iter().any(|name| name.starts_with("shop.")), "{:?}", listed(&db));
    });
}

#[test]
fn a_file_that_is_no_whole_backup_is_not_restored() {
    on_both_alone(rooms, |db| async move {
        fill(&db).await;
        let (good, _) = new_file(&db, "good.backup");
        make(&db.url, &db.schema, &good).await.unwrap();
        let bytes = std::fs::read(&good).unwrap();
        let broken = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = bytes.clone();
            change(&mut bytes);
            let path = db.folder().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let plain = db.folder().join("plain.db");
        std::fs::copy(&good, &plain).unwrap();
        Connection::open(&plain).unwrap().execute_batch("PRAGMA application_id = 0").unwrap();
        let live = db.folder().join("live.db");
        std::fs::copy(&good, &live).unwrap();
        let mode = Connection::open(&live)
            .unwrap()
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .unwrap();
        assert_eq!(mode, "wal");
        let cases = [
            (live, "is a database that is worked with: make a backup of it"),
            (
                broken("text", &|bytes| *bytes = b"a,b,c\n".repeat(500)),
                "is no backup that `kontor backup` has made",
            ),
            (broken("empty", &|bytes| bytes.clear()), "is no backup that"),
            (plain, "is no backup that"),
            (broken("cut", &|bytes| bytes.truncate(bytes.len() - 5_000)), "is not whole: it has"),
            (broken("longer", &|bytes| bytes.extend([0; 4_096])), "is not whole: it has"),
            (broken("damaged", &|bytes| bytes[8_192..12_288].fill(0xaa)), "is damaged: take another backup"),
            (db.folder().join("missing"), "can't read"),
        ];
        let postgres = empty_postgres(&db, "refused").await;
        let (path, file) = new_file(&db, "target.db");
        for (backup, says) in cases {
            for url in [&file, &postgres] {
                let said = restore(&backup, url, &db.schema, Ok(())).await.unwrap_err().chain();
                assert!(said.contains(says), "{}: {said}", backup.display());
            }
            assert!(backup::examine(&backup, &db.schema).unwrap_err().chain().contains(says));
        }
        let older = Arc::new(Schema::new(Vec::new()).unwrap());
        for url in [&file, &postgres] {
            let said = restore(&good, url, &older, Ok(())).await.unwrap_err().chain();
            assert!(said.contains("start a newer Kontor on it"), "{said}");
            restore(&good, url, &db.schema, Ok(())).await.unwrap();
        }
        assert!(path.exists());
    });
}

#[test]
fn a_restore_never_touches_data_and_happens_as_a_whole() {
    on_both_alone(rooms, |db| async move {
        fill(&db).await;
        let (backup, _) = new_file(&db, "good.backup");
        make(&db.url, &db.schema, &backup).await.unwrap();
        let said = async |url: &DatabaseUrl, verdict| {
            restore(&backup, url, &db.schema, verdict).await.map(|_| ()).map_err(|fault| fault.chain())
        };
        let refused = async |url: &DatabaseUrl| said(url, Ok(())).await.unwrap_err();

        let (path, file) = new_file(&db, "target.db");
        assert_eq!(said(&file, Err("it is not right")).await, Err("it is not right".to_owned()));
        assert!(!listed(&db).iter().any(|name| name.starts_with("target")), "{:?}", listed(&db));
        std::fs::write(db.folder().join("target.db-wal"), "of a database that was deleted").unwrap();
        assert!(refused(&file).await.contains("target.db-wal is left of a database that lay here before"));
        std::fs::remove_file(db.folder().join("target.db-wal")).unwrap();
        std::fs::write(&path, "").unwrap();
        assert!(refused(&file).await.contains("target.db exists already"));

        let postgres = empty_postgres(&db, "foreign").await;
        execute(&postgres, "CREATE TABLE journal (page BIGINT)").await;
        assert!(refused(&postgres).await.contains("has a table journal that is not Kontor's"));
        execute(&postgres, "ALTER TABLE journal RENAME TO diary").await;
        said(&postgres, Ok(())).await.unwrap();
        assert!(refused(&postgres).await.contains("the database holds data already"));
        if let DatabaseUrl::Postgres(_) = db.url {
            assert!(refused(&db.url).await.contains("a Kontor process holds this database"));
        }
    });
}

#[test]
fn a_database_whose_tables_are_empty_is_as_good_as_an_empty_one() {
    without_checks(ALONE, |db| async move {
        let (backup, _) = new_file(&db, "good.backup");
        fill(&db).await;
        make(&db.url, &db.schema, &backup).await.unwrap();
        let rows = picture(&backup);
        let postgres = empty_postgres(&db, "started").await;
        let url = postgres.clone();
        // A server was started on it once, and ended.
        let started = blocking(move || opened(&url, rooms())).await;
        let held = restore(&backup, &postgres, &db.schema, Ok(())).await.unwrap_err().chain();
        assert!(held.contains("a Kontor process holds this database"), "{held}");
        started.writer.close().await;
        restore(&backup, &postgres, &db.schema, Ok(())).await.unwrap();
        let (again, _) = new_file(&db, "again.backup");
        make(&postgres, &db.schema, &again).await.unwrap();
        assert_same(&picture(&again), &rows, "restored");
    });
}

#[test]
fn a_row_that_postgres_can_not_hold_leaves_the_database_as_it_was() {
    on_sqlite(rooms, |db| async move {
        fill(&db).await;
        let (backup, _) = new_file(&db, "good.backup");
        make(&db.url, &db.schema, &backup).await.unwrap();
        // SQLite takes a text with a zero byte, PostgreSQL takes none; it comes behind thousands of good rows.
        let changed = Connection::open(&backup).unwrap();
        changed.execute("UPDATE shelves_shelf SET count = 1 WHERE shelf = 3", []).unwrap();
        changed.execute("UPDATE jars_word SET word = char(0) || word WHERE jar = 24000", []).unwrap();
        drop(changed);
        let postgres = empty_postgres(&db, "zero").await;
        let said = restore(&backup, &postgres, &db.schema, Ok(())).await.unwrap_err().chain();
        assert!(said.contains("can't write jars_word"), "{said}");
        let tables = kontor_store::ReadDb::new(&postgres)
            .query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", Vec::new())
            .await
            .unwrap();
        assert_eq!(tables, []);
    });
}
