//! The journal: whole or found out, in order of time, with ids that never repeat, and enough to make the tables again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use kontor_kernel::{Clock, Timestamp};
use kontor_store::check::Found;
use kontor_store::replay::{self, Replay};
use kontor_store::{Schema, db, journal};
use kontor_testkit::{TestDb, on_both, on_both_alone, on_postgres};

use crate::play::{ALONE, another_server, picture, plainly_in_one_batch, rows, tamper, without_checks};
use crate::room::{Act, Jar, Put, Shelf, act, pour, put, rooms, shift, smash};

/// What the check finds in this merchant's journal: what it names, in order.
async fn found_in(db: &TestDb) -> Vec<String> {
    let snapshot = db.reads.snapshot().await.unwrap();
    let check = db.schema.checks().find(|check| check.name == "journal_is_whole").unwrap();
    let Found { offenders, .. } = check.run(&snapshot).await.unwrap();
    offenders.into_iter().filter(|found| found.org == db.org).map(|found| found.subject).collect()
}

#[test]
fn whatever_is_altered_in_the_journal_is_found_and_named() {
    let cases: &[(&str, &[&str])] = &[
        (
            "UPDATE journal SET payload = REPLACE(payload, '\"by\":1', '\"by\":2') WHERE org_id = $ AND position = 3",
            &["event 3"],
        ),
        ("UPDATE journal SET payload = payload || ' ' WHERE org_id = $ AND position = 6", &["event 6"]),
        ("UPDATE journal SET actor = 'system:other' WHERE org_id = $ AND position = 2", &["event 2"]),
        ("UPDATE journal SET recorded_at = recorded_at - 1 WHERE org_id = $ AND position = 1", &["event 1"]),
        ("UPDATE journal SET kind = 'jars.moved' WHERE org_id = $ AND position = 4", &["event 4"]),
        ("UPDATE journal SET version = 2 WHERE org_id = $ AND position = 4", &["event 4"]),
        ("UPDATE journal SET subject = 9 WHERE org_id = $ AND position = 4", &["event 4"]),
        ("UPDATE journal SET cause = 1 WHERE org_id = $ AND position = 4", &["event 4"]),
        // Both rules name the event behind the gap.
        ("DELETE FROM journal WHERE org_id = $ AND position = 3", &["event 4", "event 4"]),
        ("DELETE FROM journal WHERE org_id = $ AND position = 1", &["event 2", "event 2"]),
        ("DELETE FROM journal WHERE org_id = $ AND position = 6", &["journal head"]),
        (
            "UPDATE journal SET position = 7 WHERE org_id = $ AND position = 6",
            &["event 7", "event 7", "journal head"],
        ),
        ("UPDATE journal_head SET position = 7 WHERE org_id = $", &["journal head"]),
        (
            "UPDATE journal_head SET hash = (SELECT hash FROM journal WHERE org_id = $ AND position = 5) WHERE org_id = $",
            &["journal head"],
        ),
        ("DELETE FROM journal_head WHERE org_id = $", &["journal head"]),
        (
            "UPDATE journal SET hash = (SELECT hash FROM journal WHERE org_id = $ AND position = 5) \
             WHERE org_id = $ AND position = 6",
            &["event 6", "journal head"],
        ),
    ];
    without_checks(ALONE, |db| async move {
        for (number, (sql, expected)) in (1..).zip(cases) {
            let mut merchant = db.clone();
            merchant.org = number;
            let founding = kontor_store::Envelope::new(number, db.actor()).founding();
            for command in [put(1, 7, "one", 10), pour(1, 1), pour(1, 1)] {
                db.writer.submit(founding.clone(), command).await.unwrap();
            }
            assert_eq!(found_in(&merchant).await, [""; 0]);
            tamper(&merchant, &sql.replace('$', &number.to_string())).await;
            assert_eq!(found_in(&merchant).await, *expected, "{sql}");
        }
    });
}

/// A jar whose number is the next id.
fn put_next(count: usize) -> Act {
    act(move |desk, context| {
        (0..count).try_for_each(|_| {
            let jar = context.id();
            desk.record(Put { jar, shelf: 0, label: jar.to_string(), count: context.now.micros() })
        })
    })
}

#[test]
fn time_never_runs_backwards_when_the_clock_does() {
    on_both(rooms, |db| async move {
        let start = db.clock.now();
        for seconds in [0, 10, -3_600, 5, -86_400, 20] {
            let moment = start.micros() + seconds * 1_000_000;
            db.clock.set(Timestamp::from_micros(moment));
            db.submit(put_next(1)).await.unwrap();
        }
        let events = journal::page(&db.reads, db.org, 0, 100).await.unwrap();
        let times: Vec<_> =
            events.iter().map(|event| (event.recorded_at.micros() - start.micros()) / 1_000_000).collect();
        assert_eq!(times, [0, 10, 10, 10, 10, 20]);
        // The decision was told the same time.
        let told: Vec<_> = rows::<Jar>(&db).await.iter().map(|jar| jar.count).collect();
        assert_eq!(told, events.iter().map(|event| event.recorded_at.micros()).collect::<Vec<_>>());
    });
}

#[test]
fn ids_never_repeat_whatever_clocks_and_restarts_do() {
    on_both(rooms, |db| async move {
        let start = db.clock.now();
        let mut serving = db.clone();
        for seconds in [0, 0, -3_600, 0, 86_400, -86_400] {
            serving.writer.close().await;
            serving = another_server(&db);
            let moment = start.micros() + seconds * 1_000_000;
            db.clock.set(Timestamp::from_micros(moment));
            // More blocks than fit into the millisecond at which the clock stands.
            let batch = (0..300).map(|_| put_next(2)).collect();
            for outcome in plainly_in_one_batch(&serving, batch).await {
                outcome.unwrap();
            }
            serving.submit(put_next(64)).await.unwrap();
        }
        serving.writer.close().await;
        let events = journal::page(&db.reads, db.org, 0, 10_000).await.unwrap();
        let ids: Vec<i64> = events.iter().map(|event| event.subject).collect();
        assert_eq!(ids.len(), 6 * 664);
        assert!(ids.is_sorted(), "a later event has an earlier id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    });
}

#[test]
fn two_servers_write_one_merchants_journal_in_one_order() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let other = another_server(&db);
        let (servers, clients, each) = ([&db, &other], 8, 9_usize);
        let client = |number: usize| {
            let server = servers[number % 2];
            async move {
                for round in 0..each {
                    let by = i64::from(round % 2 == 0) + 1;
                    server.submit(pour(1, by)).await.unwrap();
                    server.submit(put_next(1)).await.unwrap();
                }
            }
        };
        join_all((0..2 * clients).map(client)).await;
        let poured = 2 * clients * (each / 2 * 3 + each % 2 * 2);
        let jars = rows::<Jar>(&db).await;
        assert_eq!(jars.len(), 1 + 2 * clients * each);
        assert_eq!(jars[0].count, i64::try_from(poured).unwrap());
        let events = journal::page(&db.reads, db.org, 0, 10_000).await.unwrap();
        let positions: Vec<_> = events.iter().map(|event| event.position).collect();
        assert_eq!(positions, (1..).take(positions.len()).collect::<Vec<i64>>());
        assert_eq!(positions.len(), 2 + 2 * clients * each * 3);
        assert_eq!(found_in(&db).await, [""; 0]);
        // Their ids carry two node numbers and still follow each other.
        let ids: Vec<_> =
            events.iter().filter(|event| event.kind == "jars.put").map(|event| event.subject).collect();
        assert!(ids.is_sorted());
        other.writer.close().await;
    });
}

/// A scratch database with the merchant's journal replayed, up to a moment.
async fn replayed(db: &TestDb, until: Option<Timestamp>) -> (Replay, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let (schema, path, now) = (Arc::clone(&db.schema), folder.path().to_owned(), db.clock.now());
    let journal = journal::page(&db.reads, db.org, 0, 10_000).await.unwrap();
    let org = db.org;
    let work = tokio::task::spawn_blocking(move || {
        let mut scratch = Replay::new(schema, &path, now).unwrap();
        for page in journal.chunks(3) {
            if scratch.apply(org, page, until).unwrap() != page.last().map(|row| row.position) {
                break;
            }
        }
        scratch
    });
    (work.await.unwrap(), folder)
}

async fn picture_as_of(db: &TestDb, until: Option<Timestamp>) -> String {
    let (scratch, _folder) = replayed(db, until).await;
    let mut then = db.clone();
    then.reads = scratch.reads();
    picture(&then).await
}

#[test]
fn a_replay_shows_the_tables_as_of_any_moment() {
    on_both(rooms, |db| async move {
        let mut pictures = Vec::new();
        let steps = vec![
            put(1, 7, "jar 1", 10),
            put(2, 8, "jar 2", 5),
            pour(1, -3),
            shift(2, 7),
            smash(1),
            put(3, 0, "jar 1", 1),
        ];
        for step in steps {
            db.advance(Duration::from_secs(60));
            db.submit(step).await.unwrap();
            pictures.push((db.clock.now(), picture(&db).await));
        }
        for (moment, picture) in &pictures {
            assert_eq!(picture_as_of(&db, Some(*moment)).await, *picture);
            let a_little_later = moment.plus(Duration::from_secs(59));
            assert_eq!(picture_as_of(&db, Some(a_little_later)).await, *picture);
        }
        assert_eq!(picture_as_of(&db, Some(Timestamp::from_micros(0))).await, "");
        assert_eq!(picture_as_of(&db, None).await, pictures.last().unwrap().1);
    });
}

#[test]
fn a_replay_names_every_row_that_differs() {
    without_checks(ALONE, |db| async move {
        for jar in [-20, -3, 1, 2, 10] {
            db.submit(put(jar, 7, &format!("Jär {jar}"), 10)).await.unwrap();
        }
        db.submit(put(11, 0, "zoo", 10)).await.unwrap();
        for label in ["a", "Z", "ä", "é", "-", "_"] {
            db.submit(put(100 + i64::from(label.as_bytes()[0]), 0, label, 1)).await.ok();
        }
        assert_eq!(db.replay_differences().await, []);
        let org = db.org;
        tamper(&db, &format!("UPDATE jars_jar SET count = 11, version = 9 WHERE org_id = {org} AND id = -3"))
            .await;
        tamper(&db, &format!("DELETE FROM jars_jar WHERE org_id = {org} AND id = -20")).await;
        tamper(&db, &format!("UPDATE jars_label SET label = 'Zoo' WHERE org_id = {org} AND label = 'zoo'"))
            .await;
        tamper(
            &db,
            &format!("INSERT INTO shelves_shelf (org_id, shelf, count, rings) VALUES ({org}, -1, 0, 0)"),
        )
        .await;
        let differences = db.replay_differences().await;
        let named: Vec<_> = differences
            .iter()
            .flat_map(|table| &table.found.offenders)
            .map(|found| format!("{} {}", found.subject, found.detail))
            .collect();
        let expected = [
            "jars_jar -20 is missing, but the journal makes it",
            "jars_jar -3 count is 11, the journal makes it 10; version is 9, the journal makes it 3",
            "jars_label Zoo is stored, but the journal does not make it",
            "jars_label zoo is missing, but the journal makes it",
            "shelves_shelf -1 is stored, but the journal does not make it",
        ];
        assert_eq!(named, expected);
    });
}

#[test]
fn a_replay_says_which_event_does_not_fit() {
    without_checks(ALONE, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        db.submit(pour(1, 1)).await.unwrap();
        let org = db.org;
        tamper(&db, &format!("UPDATE journal SET payload = REPLACE(payload, '1', '2') WHERE org_id = {org} AND position = 3"))
            .await;
        let folder = tempfile::tempdir().unwrap();
        let page = journal::page(&db.reads, org, 0, 10).await.unwrap();
        let (schema, path, now) = (Arc::clone(&db.schema), folder.path().to_owned(), db.clock.now());
        let apply = move || Replay::new(schema, &path, now).unwrap().apply(org, &page, None);
        let fault = tokio::task::spawn_blocking(apply).await.unwrap().unwrap_err();
        assert_eq!(fault.chain(), "event 3 (jars.poured) does not fit: jars_jar has no row (2,)");
    });
}

#[test]
fn a_database_that_was_migrated_further_is_left_alone() {
    without_checks(ALONE, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        db.writer.close().await;
        let older = Arc::new(Schema::new(Vec::new()).unwrap());
        let clock = Arc::clone(&db.clock) as Arc<dyn Clock>;
        let fault = kontor_store::Writer::start(&db.url, older, clock).err().unwrap().chain();
        assert!(fault.contains("start a newer Kontor"), "{fault}");
        // A migration that fails leaves nothing, and the database can be used as before.
        let broken = kontor_store::Room {
            name: "broken",
            migrations: vec![kontor_store::migrate::Migration {
                number: 999,
                name: "broken_table",
                sql: "CREATE TABLE broken_one (org_id BIGINT NOT NULL); CREATE TABLE broken_one (org_id BIGINT NOT NULL)",
            }],
            ..kontor_store::Room::default()
        };
        let with_broken = Arc::new(Schema::new(rooms().into_iter().chain([broken]).collect()).unwrap());
        let clock = Arc::clone(&db.clock) as Arc<dyn Clock>;
        assert!(kontor_store::Writer::start(&db.url, with_broken, clock).is_err());
        let db = another_server(&db);
        db.submit(pour(1, 1)).await.unwrap();
        assert_eq!(db.broken().await, []);
        assert_eq!(rows::<Shelf>(&db).await.len(), 1);
        db.writer.close().await;
    });
}

#[test]
fn every_statement_can_be_prepared_on_both_databases() {
    on_both_alone(rooms, |db| async move {
        db.writer.close().await;
        let (url, schema) = (db.url.clone(), Arc::clone(&db.schema));
        let prepare = move || db::prepare_all(&url, &schema);
        let prepared = tokio::task::spawn_blocking(prepare).await.unwrap().unwrap();
        let tables = db.schema.tables().count();
        assert!(prepared > 4 * tables, "{prepared} statements for {tables} tables");
        // One that can't be is named.
        let mut rooms = rooms();
        rooms[0].queries.push("SELECT nothing FROM nowhere WHERE org_id = $1".to_owned());
        let (url, schema) = (db.url.clone(), Schema::new(rooms).unwrap());
        let prepare = move || db::prepare_all(&url, &schema);
        let fault = tokio::task::spawn_blocking(prepare).await.unwrap().unwrap_err();
        assert!(fault.chain().contains("nowhere"), "{}", fault.chain());
        assert_eq!(replay::business_tables(&db.schema).count(), 3);
    });
}
