//! What is bounded: commands, batches, the queue, the time somebody waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use kontor_kernel::limits;
use kontor_store::{Envelope, Failure, Writer, journal, system_actor};
use kontor_testkit::{TestDb, on_both, on_both_alone, on_postgres, on_sqlite};

use crate::play::{
    ALONE, another_server, counted, in_one_batch, picture, plainly_in_one_batch, rows, until, while_held,
    without_checks, word, words,
};
use crate::room::{Act, Echoed, Jar, JarTables, Put, ShelfTables, act, empty_shelf, pour, put, rooms};

/// Puts so many jars down at once: four rows each, their events among them.
fn put_many(first: i64, count: i64) -> Act {
    act(move |desk, _| {
        desk.shelves().want(&(7,));
        desk.ready()?;
        (first..first + count)
            .try_for_each(|jar| desk.record(Put { jar, shelf: 7, label: format!("jar {jar}"), count: 1 }))
    })
}

#[test]
fn a_command_that_fills_more_than_a_batch_is_too_large() {
    on_sqlite(rooms, |db| async move {
        // TooLarge: alone or among others, in rows, in bytes, in ids, and in a dry run as well.
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        let too_many_rows = || put_many(100, 6_001);
        let too_many_bytes = || put(2, 0, &"x".repeat(limits::BATCH_BYTES), 1);
        let too_many_ids = || {
            act(|desk, context| {
                let ids: Vec<i64> = (0..=limits::IDS_PER_COMMAND).map(|_| context.id()).collect();
                desk.record(Put { jar: ids[0], shelf: 0, label: "ids".to_owned(), count: 1 })
            })
        };
        assert_eq!(word(&db.submit(too_many_rows()).await), "command_too_large");
        assert_eq!(word(&db.submit(too_many_bytes()).await), "command_too_large");
        let dry = db.writer.submit(db.envelope().dry(true), too_many_rows()).await;
        assert_eq!(word(&dry), "command_too_large");
        let outcomes = plainly_in_one_batch(
            &db,
            vec![pour(1, 1), too_many_rows(), too_many_bytes(), too_many_ids(), pour(1, 1)],
        )
        .await;
        let (large, poured) = ("command_too_large", "jars.poured");
        assert_eq!(words(&outcomes), [poured, large, large, large, poured]);
        assert_eq!(picture(&db).await, "1@0=3");
        // Just small enough, with the head and the shelf.
        db.submit(put_many(100, 5_999)).await.unwrap();
    });
}

#[test]
fn a_batch_that_holds_too_much_is_split_and_all_of_it_is_done() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        let before = counted(&db).await.batches;
        let commands = vec![
            put_many(10_000, 3_000),
            put_many(20_000, 3_000),
            pour(1, 1),
            put_many(30_000, 3_000),
            put_many(40_000, 1_000),
            pour(1, 1),
        ];
        let outcomes = plainly_in_one_batch(&db, commands).await;
        assert!(outcomes.iter().all(Result::is_ok), "{:?}", words(&outcomes));
        assert_eq!(rows::<Jar>(&db).await.len(), 10_001);
        assert_eq!(rows::<Jar>(&db).await[0].count, 3);
        // Two holds, the batch, and two more for what had no room.
        assert_eq!(counted(&db).await.batches - before, 5);
    });
}

#[test]
fn what_the_bulk_lane_has_no_room_for_keeps_its_order() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        let commands = vec![
            put_many(10_000, 3_000),
            pour(1, 1),
            put_many(20_000, 3_000),
            pour(1, 1),
            put_many(30_000, 7_000),
            pour(1, 1),
            put_many(40_000, 1_000),
            pour(1, 1),
        ];
        let bulk = commands.into_iter().map(|command| (db.envelope().bulk(), command)).collect();
        let outcomes = in_one_batch(&db, bulk).await;
        let mut positions = Vec::new();
        for (index, outcome) in outcomes.iter().enumerate() {
            match outcome {
                Ok(reply) => positions.push(reply.position),
                Err(_) => assert_eq!((index, word(outcome).as_str()), (4, "command_too_large")),
            }
        }
        assert_eq!((positions.len(), positions.is_sorted()), (7, true), "{positions:?}");
        assert_eq!(rows::<Jar>(&db).await.len(), 7_001);
    });
}

#[test]
fn commands_that_read_too_much_together_are_done_one_by_one() {
    on_sqlite(rooms, |db| async move {
        for shelf in [7, 8, 9] {
            for part in 0..4 {
                let first = shelf * 100_000 + part * 10_000;
                let put_many = act(move |desk, _| {
                    desk.shelves().want(&(shelf,));
                    desk.ready()?;
                    (first..first + 3_000).try_for_each(|jar| {
                        desk.record(Put { jar, shelf, label: format!("jar {jar}"), count: 0 })
                    })
                });
                db.submit(put_many).await.unwrap();
            }
        }
        let outcomes =
            plainly_in_one_batch(&db, vec![empty_shelf(7), empty_shelf(8), pour(1, 1), empty_shelf(9)]).await;
        assert_eq!(words(&outcomes), ["nothing", "nothing", "unknown_jar", "nothing"]);
        // What is named is bounded before it is read: the third waits for the next batch.
        let before = counted(&db).await.batches;
        let greedy = |from: i64| {
            act(move |desk, _| {
                (from..from + 15_000).for_each(|jar| desk.jars().want(&(jar,)));
                desk.ready()?;
                desk.record(Echoed { left: 0 })
            })
        };
        let outcomes =
            plainly_in_one_batch(&db, vec![greedy(1_000_000), greedy(2_000_000), greedy(3_000_000)]).await;
        assert_eq!(words(&outcomes), ["shelves.echoed"; 3]);
        assert_eq!(counted(&db).await.batches - before, 2 + 2);
    });
}

#[test]
fn a_violated_constraint_fails_the_culprit_alone_and_is_counted() {
    without_checks(ALONE, |db| async move {
        for jar in 1..=9 {
            db.submit(put(jar, 0, &format!("jar {jar}"), 1)).await.unwrap();
        }
        db.writer.close().await;
        let db = another_server(&db);
        // Puts jars down that exist, without looking.
        let blind = |jar: i64| {
            act(move |desk, _| desk.record(Put { jar, shelf: 0, label: format!("new {jar}"), count: 1 }))
        };
        let commands =
            vec![pour(1, 1), pour(2, 1), blind(8), pour(3, 1), pour(4, 1), blind(50), blind(9), pour(5, 1)];
        let outcomes = plainly_in_one_batch(&db, commands).await;
        let fine: Vec<_> = outcomes.iter().map(Result::is_ok).collect();
        assert_eq!(fine, [true, true, false, true, true, true, false, true], "{:?}", words(&outcomes));
        assert!(word(&outcomes[2]).starts_with("fault: can't write"), "{}", word(&outcomes[2]));
        assert_eq!(db.writer.counts().read().constraint_bugs, 2);
        assert_eq!(picture(&db).await, "1@0=2 2@0=2 3@0=2 4@0=2 5@0=2 6@0=1 7@0=1 8@0=1 9@0=1 50@0=1");
        assert_eq!(db.broken().await, []);
        db.writer.close().await;
    });
}

#[test]
fn a_value_that_the_database_refuses_fails_its_command_alone() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 1)).await.unwrap();
        let outcomes = plainly_in_one_batch(&db, vec![pour(1, 1), put(2, 7, "N\0UL", 1), pour(1, 1)]).await;
        let fine: Vec<_> = outcomes.iter().map(Result::is_ok).collect();
        assert_eq!(fine, [true, false, true], "{:?}", words(&outcomes));
        assert_eq!(picture(&db).await, "1@7=3 7:3");
    });
}

#[test]
fn a_full_queue_answers_busy_and_carries_out_what_waits() {
    on_sqlite(rooms, |db| async move {
        db.submit(put(1, 0, "one", 0)).await.unwrap();
        while_held(&db, async |hold| {
            let all = (0..limits::QUEUE_COMMANDS).map(|_| db.writer.submit(db.envelope(), pour(1, 1)));
            let conduct = async {
                until(|| db.writer.waiting() == limits::QUEUE_COMMANDS).await;
                let one_more = db.writer.submit(db.envelope(), pour(1, 1)).await;
                assert!(matches!(one_more, Err(Failure::Busy)), "{}", word(&one_more));
                // The bulk lane waits instead.
                let bulk = db.writer.submit(db.envelope().bulk(), pour(1, 1));
                let let_go = async {
                    until(|| db.writer.waiting() == limits::QUEUE_COMMANDS + 1).await;
                    hold.let_go();
                };
                assert_eq!(word(&join(bulk, let_go).await.0), "jars.poured");
            };
            let (outcomes, ()) = join(join_all(all), conduct).await;
            assert!(outcomes.iter().all(Result::is_ok));
        })
        .await;
        assert_eq!(db.writer.counts().read().turned_away, 1);
        assert_eq!(picture(&db).await, format!("1@0={}", limits::QUEUE_COMMANDS + 1));
    });
}

#[test]
fn the_bulk_lane_waits_and_gets_half_of_each_batch() {
    on_sqlite(rooms, |db| async move {
        db.submit(put(1, 0, "one", 0)).await.unwrap();
        let (front, bulk) = (300, limits::BULK_COMMANDS + 50);
        let importer = || {
            let mut envelope = db.envelope().bulk();
            envelope.actor = system_actor("import");
            envelope
        };
        while_held(&db, async |hold| {
            let people = (0..front).map(|_| db.writer.submit(db.envelope(), pour(1, 1)));
            let import = (0..bulk).map(|_| db.writer.submit(importer(), pour(1, 1)));
            let conduct = async {
                until(|| db.writer.waiting() == front + limits::BULK_COMMANDS).await;
                // The other fifty wait before the queue.
                tokio::time::sleep(Duration::from_millis(20)).await;
                assert_eq!(db.writer.waiting(), front + limits::BULK_COMMANDS);
                hold.let_go();
            };
            let ((people, import), ()) = join(join(join_all(people), join_all(import)), conduct).await;
            assert!(people.iter().chain(&import).all(Result::is_ok));
        })
        .await;
        let actors: Vec<bool> = journal::page(&db.reads, db.org, 1, 512)
            .await
            .unwrap()
            .into_iter()
            .map(|event| event.actor == system_actor("import"))
            .collect();
        let half = limits::BATCH_COMMANDS / 2;
        let (one_half, other_half) = (vec![false; half], vec![true; half]);
        assert_eq!(actors, [one_half.clone(), other_half.clone(), one_half, other_half].concat());
    });
}

#[test]
fn a_command_past_its_deadline_is_dropped_undecided() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 0, "one", 0)).await.unwrap();
        let decided = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&decided);
        let late = act(move |_, _| {
            seen.store(true, Ordering::SeqCst);
            Ok(())
        });
        let until_then = |millis| {
            #[expect(clippy::disallowed_methods, reason = "a deadline is real time")]
            let deadline = Some(Instant::now() + Duration::from_millis(millis));
            Envelope { deadline, ..db.envelope() }
        };
        while_held(&db, async |hold| {
            let late = db.writer.submit(until_then(1), late);
            let in_time = db.writer.submit(until_then(60_000), pour(1, 1));
            let conduct = async {
                until(|| db.writer.waiting() == 2).await;
                tokio::time::sleep(Duration::from_millis(5)).await;
                hold.let_go();
            };
            let ((late, in_time), ()) = join(join(late, in_time), conduct).await;
            assert!(matches!(late, Err(Failure::Expired)), "{}", word(&late));
            assert_eq!(word(&in_time), "jars.poured");
        })
        .await;
        assert!(!decided.load(Ordering::SeqCst));
    });
}

#[test]
fn closing_carries_out_what_waits_and_takes_no_more() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        while_held(&db, async |hold| {
            let waiting = (0..600).map(|_| db.writer.submit(db.envelope(), pour(1, 1)));
            let conduct = async {
                until(|| db.writer.waiting() == 600).await;
                let close = db.writer.close();
                let refuse = async {
                    // The writer closes at once for newcomers, however long it still works.
                    let closing = db.writer.submit(db.envelope(), pour(1, 1)).await;
                    assert!(matches!(closing, Err(Failure::Closing)), "{}", word(&closing));
                    hold.let_go();
                };
                join(close, refuse).await;
            };
            let (outcomes, ()) = join(join_all(waiting), conduct).await;
            assert!(outcomes.iter().all(Result::is_ok));
        })
        .await;
        assert_eq!(picture(&db).await, "1@7=600 7:600");
        assert!(matches!(db.submit(pour(1, 1)).await, Err(Failure::Closing)));
    });
}

#[test]
fn a_command_is_carried_out_though_its_caller_has_gone() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        while_held(&db, async |hold| {
            let submit = db.writer.submit(db.envelope(), pour(1, 1));
            assert!(tokio::time::timeout(Duration::from_millis(10), submit).await.is_err());
            assert_eq!(db.writer.waiting(), 1);
            hold.let_go();
        })
        .await;
        db.submit(pour(1, 1)).await.unwrap();
        assert_eq!(picture(&db).await, "1@7=2 7:2");
    });
}

#[test]
fn a_second_process_on_one_file_is_told_so() {
    on_sqlite(rooms, |db| async move {
        let clock = Arc::clone(&db.clock) as Arc<dyn kontor_kernel::Clock>;
        let second = Writer::start(&db.url, Arc::clone(&db.schema), clock);
        let fault = second.err().unwrap().chain();
        assert!(
            fault.contains("another Kontor process writes to") && fault.contains("`--server URL --token …`"),
            "{fault}"
        );
        // Who closes gives the file free.
        db.submit(put(1, 7, "one", 1)).await.unwrap();
        db.writer.close().await;
        let db = another_server(&db);
        assert_eq!(word(&db.submit(pour(1, 1)).await), "jars.poured shelves.counted");
        db.writer.close().await;
    });
}

fn other_merchant(db: &TestDb, org: i64) -> TestDb {
    let mut other = db.clone();
    other.org = org;
    other
}

#[test]
fn merchants_are_served_in_turn_and_more_of_them_than_there_are_desks() {
    on_both_alone(rooms, |db| async move {
        let others: Vec<TestDb> = (0..i64::try_from(limits::DESKS).unwrap() + 9)
            .map(|number| other_merchant(&db, 1_000 + number))
            .collect();
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        for round in 0..2 {
            for other in &others {
                let command = if round == 0 { put(1, 7, "one", 0) } else { pour(1, other.org) };
                let mut envelope = other.envelope();
                envelope.founds = round == 0;
                db.writer.submit(envelope, command).await.unwrap();
            }
        }
        for other in &others {
            assert_eq!(picture(other).await, format!("1@7={0} 7:{0}", other.org));
        }
        // While one of them has much to do, the others need not wait for all of it.
        let (busy, quick) = (&others[0], &others[1]);
        while_held(&db, async |hold| {
            let much = (0..1_000).map(|_| db.writer.submit(busy.envelope(), pour(1, 1)));
            let one = db.writer.submit(quick.envelope(), pour(1, 1));
            let conduct = async {
                until(|| db.writer.waiting() == 1_001).await;
                hold.let_go();
            };
            let watch = async {
                let one = one.await.unwrap();
                (one.position, db.writer.waiting())
            };
            let ((much, (_, left)), ()) = join(join(join_all(much), watch), conduct).await;
            assert!(left > 0, "the one command waited for all others");
            assert!(much.iter().all(Result::is_ok));
        })
        .await;
    });
}
