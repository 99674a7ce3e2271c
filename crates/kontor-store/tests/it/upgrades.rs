//! Upgrades: data of an older program is backed up, then migrated, and whatever happens in between, the next start
//! goes on from there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join;
use kontor_kernel::{Clock, FixedClock, Timestamp};
use kontor_store::backup::{self, BeforeUpgrade, Outlook, Upgraded};
use kontor_store::migrate::Migration;
use kontor_store::{DatabaseUrl, Envelope, Fault, ReadDb, Room, Schema, Writer};
use kontor_testkit::{TestDb, on_both_alone, on_postgres};
use rusqlite::types::Value;

use crate::copies::{
    Picture, assert_same, blocking, empty_postgres, fill, listed, make, new_file, opened, picture, restore,
};
use crate::play::{ALONE, until, without_checks};
use crate::room::{put, rooms};

/// 2026-11-24 at noon.
const NOW: Timestamp = Timestamp::from_micros(1_795_521_600_000_000);

/// A step that makes a table, moves data into it, changes another one and renames a third.
const TAGS: &str = "
    CREATE TABLE tags_tag (org_id BIGINT NOT NULL, jar BIGINT NOT NULL, tag TEXT NOT NULL,
        CONSTRAINT tags_tag_pk PRIMARY KEY (org_id, jar)) /*sqlite STRICT, WITHOUT ROWID*/;
    INSERT INTO tags_tag (org_id, jar, tag) SELECT org_id, id, CAST(count AS TEXT) || ' marbles' FROM jars_jar;
    ALTER TABLE jars_note ADD COLUMN colour TEXT;
    ALTER TABLE jars_word RENAME TO tags_word;
    CREATE INDEX tags_tag_tag ON tags_tag (org_id, tag);";

/// The rooms of the next version.
fn next_rooms() -> Vec<Room> {
    with_step(TAGS)
}

fn with_step(sql: &'static str) -> Vec<Room> {
    let migrations = vec![Migration { number: 902, name: "tags_tag", sql }];
    rooms().into_iter().chain([Room { name: "tags", migrations, ..Room::default() }]).collect()
}

/// What is done when the program starts; the backup goes into the test's folder.
async fn upgrade(db: &TestDb, rooms: Vec<Room>) -> Result<Upgraded, Fault> {
    upgrade_with(db, rooms, BeforeUpgrade { backup: true, folder: Some(db.folder()) }).await
}

async fn upgrade_with(db: &TestDb, rooms: Vec<Room>, before: BeforeUpgrade) -> Result<Upgraded, Fault> {
    let url = db.url.clone();
    blocking(move || backup::upgrade(&url, &Schema::new(rooms).unwrap(), NOW, &before)).await
}

async fn outlook(db: &TestDb) -> Outlook {
    let (url, before) = (db.url.clone(), BeforeUpgrade { backup: true, folder: Some(db.folder()) });
    blocking(move || backup::outlook(&url, &Schema::new(next_rooms()).unwrap(), NOW, &before).unwrap()).await
}

async fn schema_of(url: &DatabaseUrl) -> i64 {
    count(url, "SELECT MAX(number) FROM schema_migration").await
}

async fn count(url: &DatabaseUrl, sql: &str) -> i64 {
    ReadDb::new(url).query(sql, Vec::new()).await.unwrap().remove(0).take().unwrap()
}

fn backups(db: &TestDb) -> Vec<String> {
    listed(db).into_iter().filter(|name| name.contains(".before-")).collect()
}

/// A backup of the database, as rows.
async fn rows_of(db: &TestDb, url: &DatabaseUrl, name: &str, rooms: Vec<Room>) -> Picture {
    let (file, _) = new_file(db, name);
    make(url, &Arc::new(Schema::new(rooms).unwrap()), &file).await.unwrap();
    let mut rows = picture(&file);
    // When a step was run is not the same each time.
    rows.get_mut("schema_migration").unwrap().iter_mut().for_each(|row| row[2] = Value::Null);
    rows
}

/// The same database, with another program's rooms.
async fn open(db: &TestDb, rooms: Vec<Room>) -> TestDb {
    let url = db.url.clone();
    let mut other = blocking(move || opened(&url, rooms)).await;
    other.org = db.org;
    other
}

async fn put_one(db: &TestDb, jar: i64) {
    let envelope = Envelope::new(db.org, db.actor());
    db.writer.submit(envelope, put(jar, 1, &format!("later {jar}"), 1)).await.unwrap();
}

#[test]
fn an_older_database_is_migrated_behind_a_backup_of_all_that_it_held() {
    without_checks(ALONE, |db| async move {
        fill(&db).await;
        db.writer.close().await;
        let before = rows_of(&db, &db.url, "before.backup", rooms()).await;

        let names = listed(&db);
        let seen = outlook(&db).await;
        assert_eq!(
            (seen.schema, seen.then, &seen.pending[..], seen.merchants),
            (901, 902, &["tags_tag"][..], 1)
        );
        let rows: usize = before.iter().filter(|(table, _)| is_own(table)).map(|(_, rows)| rows.len()).sum();
        assert_eq!(seen.rows, i64::try_from(rows).unwrap());
        let planned = seen.backup.unwrap();
        assert_eq!((planned.exists, planned.obstacle, schema_of(&db.url).await), (false, None, 901));
        assert!(listed(&db) == names && planned.free > planned.bytes && planned.bytes <= seen.bytes);

        let done = upgrade(&db, next_rooms()).await.unwrap();
        assert_eq!((&done.migrated[..], done.backup.as_ref()), (&["tags_tag"][..], Some(&planned.file)));
        assert!(std::fs::metadata(&planned.file).unwrap().len() <= planned.bytes);
        let (name, file) = (planned.file.display().to_string(), planned.file.as_path());
        assert!(name.ends_with(".before-0902-2026-11-24.backup"), "{name}");
        let mut kept = picture(file);
        kept.get_mut("schema_migration").unwrap().iter_mut().for_each(|row| row[2] = Value::Null);
        assert_same(&kept, &before, "the backup");
        let tags = "SELECT COUNT(*) FROM tags_tag WHERE tag = '35 marbles' OR jar <> 3";
        assert_eq!((schema_of(&db.url).await, count(&db.url, tags).await), (902, 40));

        // The next start finds nothing to do.
        let again = upgrade(&db, next_rooms()).await.unwrap();
        assert_eq!((again.migrated.len(), again.backup, outlook(&db).await.backup), (0, None, None));
        restored_and_migrated(&db, file).await;
        let served = open(&db, next_rooms()).await;
        put_one(&served, 500).await;
        served.finish().await;
        assert_eq!(backups(&db).len(), 1);
    });
}

fn is_own(table: &str) -> bool {
    !table.starts_with("sqlite_") && table != "the schema"
}

/// What the next version makes of an older backup is what it makes of the older database.
async fn restored_and_migrated(db: &TestDb, backup: &Path) {
    let next = Arc::new(Schema::new(next_rooms()).unwrap());
    let migrated = rows_of(db, &db.url, "migrated.backup", next_rooms()).await;
    let (_, file) = new_file(db, "restored.db");
    let postgres = empty_postgres(db, "restored").await;
    for (number, url) in (1..).zip([file, postgres]) {
        let restored = restore(backup, &url, &next, Ok(())).await.unwrap();
        assert_eq!((restored.contents.schema, &restored.migrated[..]), (901, &["tags_tag"][..]));
        let rows = rows_of(db, &url, &format!("restored-{number}.backup"), next_rooms()).await;
        assert_same(&rows, &migrated, &url.to_string());
    }
    let (_, old) = new_file(db, "old.db");
    let newer = db.folder().join("migrated.backup");
    let said = restore(&newer, &old, &db.schema, Ok(())).await.unwrap_err().chain();
    assert!(said.contains("start a newer Kontor on it"), "{said}");
}

#[test]
fn without_its_backup_nothing_is_migrated_unless_none_is_wanted() {
    without_checks(ALONE, |db| async move {
        fill(&db).await;
        db.writer.close().await;
        let nowhere = Some(db.folder().join("no folder"));
        let before = BeforeUpgrade { backup: true, folder: nowhere.clone() };
        let said = upgrade_with(&db, next_rooms(), before.clone()).await.unwrap_err().chain();
        assert!(
            said.contains("the database was not upgraded, because no backup could be made first"),
            "{said}"
        );
        assert!(said.contains("backup_before_upgrade = false") && said.contains("No such file"), "{said}");
        assert_eq!(schema_of(&db.url).await, 901);
        let url = db.url.clone();
        let seen =
            blocking(move || backup::outlook(&url, &Schema::new(next_rooms()).unwrap(), NOW, &before)).await;
        let obstacle = seen.unwrap().backup.unwrap().obstacle.unwrap();
        assert!(obstacle.contains("no folder can't be written to"), "{obstacle}");
        // The older program goes on with it.
        let old = open(&db, rooms()).await;
        put_one(&old, 500).await;
        old.finish().await;
        let done =
            upgrade_with(&db, next_rooms(), BeforeUpgrade { backup: false, folder: nowhere }).await.unwrap();
        assert_eq!((done.migrated.len(), done.backup, backups(&db).len()), (1, None, 0));
        assert_eq!(schema_of(&db.url).await, 902);
    });
}

#[test]
fn a_database_without_data_is_just_migrated() {
    without_checks(ALONE, |db| async move {
        db.writer.close().await;
        assert_eq!(outlook(&db).await.backup, None);
        let done = upgrade(&db, next_rooms()).await.unwrap();
        assert_eq!((done.migrated, done.backup), (vec!["tags_tag"], None));
        let (path, file) = new_file(&db, "new.db");
        for url in [file, empty_postgres(&db, "new").await] {
            let mut other = db.clone();
            other.url = url.clone();
            let seen = outlook(&other).await;
            assert_eq!(
                (seen.schema, seen.pending.len(), seen.rows, seen.bytes, seen.backup),
                (0, 5, 0, 0, None)
            );
            assert!(!path.exists() || matches!(url, DatabaseUrl::Postgres(_)), "looking makes no file");
            let done = upgrade(&other, next_rooms()).await.unwrap();
            assert_eq!((done.migrated.len(), done.backup), (5, None));
        }
        assert_eq!(backups(&db).len(), 0);
    });
}

#[test]
fn a_migration_that_fails_leaves_the_data_and_one_backup_for_each_state_of_it() {
    without_checks(ALONE, |db| async move {
        fill(&db).await;
        db.writer.close().await;
        let before = rows_of(&db, &db.url, "before.backup", rooms()).await;
        let broken = || {
            with_step("CREATE TABLE tags_tag (org_id BIGINT NOT NULL); DELETE FROM jars_jar; SELECT nothing")
        };
        // However often it is started: the data is as it was, and so it needs no further backup.
        for _ in 0..3 {
            let said = upgrade(&db, broken()).await.unwrap_err().chain();
            assert!(said.contains("nothing"), "{said}");
            assert_eq!((schema_of(&db.url).await, backups(&db).len()), (901, 1));
        }
        assert_same(&rows_of(&db, &db.url, "failed.backup", rooms()).await, &before, "the database");
        assert!(outlook(&db).await.backup.unwrap().exists);
        // The older program writes on the same day: another state, another backup.
        let old = open(&db, rooms()).await;
        put_one(&old, 500).await;
        old.writer.close().await;
        upgrade(&db, broken()).await.unwrap_err();
        let done = upgrade(&db, next_rooms()).await.unwrap();
        let names = backups(&db);
        assert!(
            names[0].ends_with("-2026-11-24-2.backup") && names[1].ends_with("-2026-11-24.backup"),
            "{names:?}"
        );
        assert_eq!((names.len(), done.backup), (2, Some(db.folder().join(&names[0]))));
        assert_eq!(count(&db.url, "SELECT COUNT(*) FROM tags_tag").await, 41);
        let kept = backup::examine(&db.folder().join(&names[1]), &db.schema).unwrap();
        let moved = backup::examine(&db.folder().join(&names[0]), &db.schema).unwrap();
        assert_eq!((kept.schema, moved.schema, moved.journals[0].1 - kept.journals[0].1), (901, 901, 2));
    });
}

/// Plays the killed process: this very test, run once more with the address of the database.
const VICTIM: &str = "KONTOR_TEST_VICTIM";

#[test]
fn crash_in_the_middle_of_a_migration_is_mended_by_the_next_start() {
    #[expect(clippy::disallowed_methods, reason = "how the test tells its victim what to do")]
    if let Ok(told) = std::env::var(VICTIM) {
        let (folder, url) = told.split_once(' ').unwrap();
        let before = BeforeUpgrade { backup: true, folder: Some(PathBuf::from(folder)) };
        // Half of the work, then long enough to be killed.
        let slow = with_step(
            "CREATE TABLE tags_tag (org_id BIGINT NOT NULL); DELETE FROM jars_jar; /*pg SELECT pg_sleep(4)*/ \
             /*sqlite WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000000) \
             INSERT INTO tags_tag SELECT MAX(i) FROM n*/",
        );
        let done = backup::upgrade(&url.parse().unwrap(), &Schema::new(slow).unwrap(), NOW, &before);
        panic!("it was not killed: {done:?}");
    }
    without_checks(ALONE, |db| async move {
        fill(&db).await;
        db.writer.close().await;
        let before = rows_of(&db, &db.url, "before.backup", rooms()).await;
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "upgrades::crash_in_the_middle_of_a_migration_is_mended_by_the_next_start"])
            .env(VICTIM, format!("{} {}", db.folder().display(), address(&db.url)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until(|| backups(&db).iter().any(|name| name.ends_with(".backup"))).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(victim.try_wait().unwrap(), None, "it must be killed in the middle");
        victim.kill().unwrap();
        victim.wait().unwrap();
        assert_eq!(schema_of(&db.url).await, 901);
        let done = upgrade(&db, next_rooms()).await.unwrap();
        assert_eq!((done.migrated.len(), backups(&db).len()), (1, 1));
        let mut kept = picture(&done.backup.unwrap());
        kept.get_mut("schema_migration").unwrap().iter_mut().for_each(|row| row[2] = Value::Null);
        assert_same(&kept, &before, "the backup");
        assert_eq!(count(&db.url, "SELECT COUNT(*) FROM tags_tag").await, 40);
        let served = open(&db, next_rooms()).await;
        served.finish().await;
    });
}

/// The whole address, with its password.
fn address(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    }
}

#[test]
fn servers_that_start_at_once_upgrade_once_and_writers_wait_for_the_end() {
    on_postgres(rooms, |db| async move {
        fill(&db).await;
        // A server of the older version goes on taking orders.
        let (stopped, mut written) = (AtomicBool::new(false), 0);
        let writes = async {
            while !stopped.load(Ordering::SeqCst) {
                written += 1;
                db.submit(put(10_000 + written, 1, &format!("busy {written}"), 1)).await.unwrap();
            }
        };
        let starts = async {
            let both = join(upgrade(&db, next_rooms()), upgrade(&db, next_rooms())).await;
            stopped.store(true, Ordering::SeqCst);
            (both.0.unwrap(), both.1.unwrap())
        };
        let ((), (one, other)) = join(writes, starts).await;
        let (first, second) = if one.backup.is_some() { (one, other) } else { (other, one) };
        assert_eq!((first.migrated.len(), second.migrated.len(), second.backup), (1, 0, None));
        // Whatever was written before the migration is in the backup: as many jars as got a tag.
        let tags = count(&db.url, "SELECT COUNT(*) FROM tags_tag").await;
        let kept = picture(&first.backup.unwrap());
        assert_eq!((kept["jars_jar"].len(), backups(&db).len()), (usize::try_from(tags).unwrap(), 1));
        assert!(tags > 40 && written >= tags - 40, "{tags} tags, {written} written");
    });
}

#[test]
fn a_start_does_not_wait_for_a_backup_that_somebody_makes() {
    on_both_alone(rooms, |db| async move {
        // As a backup does, it holds on to the table of migrations.
        let reader = db.reads.snapshot().await.unwrap();
        reader.query("SELECT number FROM schema_migration", &[]).await.unwrap();
        if let DatabaseUrl::Sqlite(_) = db.url {
            db.writer.close().await;
        }
        let (url, schema) = (db.url.clone(), Arc::clone(&db.schema));
        let clock = Arc::new(FixedClock::new(NOW)) as Arc<dyn Clock>;
        let start = blocking(move || Writer::start(&url, schema, clock));
        let second = tokio::time::timeout(Duration::from_secs(10), start).await.unwrap().unwrap();
        second.close().await;
        drop(reader);
    });
}
