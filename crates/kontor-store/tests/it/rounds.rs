//! How a command gets the rows it asks for: one by one, in sets, in several rounds; and which rows stay in hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kontor_kernel::limits;
use kontor_store::desk::KeyPart;
use kontor_store::{Desk, Need};
use kontor_testkit::{TestDb, on_both, on_both_alone};

use crate::play::{another_server, picture, plainly_in_one_batch, word, words};
use crate::room::{
    Act, Echoed, Jar, JarTables, Moved, Poured, Reject, act, empty_shelf, pour, put, rooms, shift, smash,
};

/// Follows the chain of jars, each of which holds the number of the next: a round for each of them.
fn follow_chain(first: i64, rounds: Arc<AtomicUsize>) -> Act {
    act(move |desk, _| {
        rounds.fetch_add(1, Ordering::SeqCst);
        let mut jar = first;
        while let Some(found) = desk.jars().find(&(jar,))? {
            jar = found.count;
        }
        desk.record(Echoed { left: 0 })
    })
}

#[test]
fn a_decision_may_ask_again_after_it_has_seen_the_first_rows() {
    on_both(rooms, |db| async move {
        for (jar, next) in [(1, 2), (2, 3), (3, 4), (4, 99)] {
            db.submit(put(jar, 0, &format!("jar {jar}"), next)).await.unwrap();
        }
        // A fresh desk: nothing is in hand.
        let db = fresh(&db).await;
        let rounds = Arc::new(AtomicUsize::new(0));
        db.submit(follow_chain(1, Arc::clone(&rounds))).await.unwrap();
        assert_eq!(rounds.load(Ordering::SeqCst), 6, "naming, and one round for each row");
        // Kept rows are in hand already.
        rounds.store(0, Ordering::SeqCst);
        db.submit(follow_chain(1, Arc::clone(&rounds))).await.unwrap();
        assert_eq!(rounds.load(Ordering::SeqCst), 2);
        db.writer.close().await;
    });
}

/// The merchant as it is served after a restart of its server.
async fn fresh(db: &TestDb) -> TestDb {
    db.writer.close().await;
    another_server(db)
}

#[test]
fn apply_and_reactions_may_ask_for_rows_too() {
    on_both_alone(rooms, |db| async move {
        for jar in 1..=2 {
            db.submit(put(jar, 7, &format!("jar {jar}"), 10)).await.unwrap();
        }
        let db = fresh(&db).await;
        // The decision names nothing: the event needs the jar, the reaction the shelf.
        let blind = |jar| act(move |desk, _| desk.record(Poured { jar, by: 1, shelf: 7 }));
        let moved = |jar, to| act(move |desk, _| desk.record(Moved { jar, from: 7, shelf: to, count: 11 }));
        let outcomes =
            plainly_in_one_batch(&db, vec![blind(1), pour(2, 1), moved(1, 8), blind(3), blind(2)]).await;
        let poured = "jars.poured shelves.counted";
        let words = words(&outcomes);
        assert_eq!(words[..3], [poured, poured, "jars.moved shelves.counted shelves.counted"]);
        assert_eq!(words[3..], ["fault: jars_jar has no row (3,)", poured]);
        assert_eq!(picture(&db).await, "1@8=11 2@7=12 7:12 8:11");
        db.writer.close().await;
    });
}

#[test]
fn a_command_that_asks_for_ever_more_ends_as_a_fault() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 1)).await.unwrap();
        let next = Arc::new(AtomicUsize::new(100));
        let counted = Arc::clone(&next);
        let endless = act(move |desk, _| {
            // Depends on more than its rows, as no decision may.
            let jar = i64::try_from(counted.fetch_add(1, Ordering::SeqCst)).unwrap();
            desk.jars().find(&(jar,))?;
            Ok(())
        });
        let stubborn = act(|_, _| Err(Need.into()));
        let outcomes = plainly_in_one_batch(&db, vec![endless, pour(1, 1), stubborn, pour(1, 1)]).await;
        let ever_more = "fault: the command asks for ever more rows";
        let poured = "jars.poured shelves.counted";
        assert_eq!(words(&outcomes), [ever_more, poured, ever_more, poured]);
        let rounds = next.load(Ordering::SeqCst) - 100;
        assert_eq!(rounds, 1 + limits::BATCH_ROUNDS + limits::ROUNDS, "naming, together, alone");
        assert_eq!(picture(&db).await, "1@7=3 7:3");
    });
}

/// Writes down who is on the shelf, as events whose number is the jar's, and which only the test reads.
fn list(shelf: i64) -> Act {
    act(move |desk, _| {
        let ids = on_shelf(desk, shelf)?;
        assert!(ids.is_sorted());
        let all = ids.into_iter().fold(0, |all, id| all * 10 + id);
        // Negative: an echo that would not end is not recorded, but told by the refusal.
        Err(Reject::NotEnough { left: all }.into())
    })
}

fn on_shelf(desk: &Desk, shelf: i64) -> Result<Vec<i64>, Need> {
    let key = vec![KeyPart::Int(shelf)];
    desk.jars().want_set(&Jar::ON_SHELF, &key);
    desk.ready()?;
    Ok(desk.jars().set(&Jar::ON_SHELF, &key)?.into_iter().map(|jar| jar.id).collect())
}

/// What `list` told: the jars' numbers as digits.
fn told(outcome: &crate::play::Outcome) -> String {
    match outcome {
        Err(kontor_store::Failure::Refused(refusal)) => refusal.detail[0].1.clone(),
        _ => word(outcome),
    }
}

#[test]
fn sets_are_read_whole_and_rows_in_hand_win() {
    on_both_alone(rooms, |db| async move {
        for (jar, shelf) in [(1, 7), (2, 7), (3, 8), (4, 0)] {
            db.submit(put(jar, shelf, &format!("jar {jar}"), 10)).await.unwrap();
        }
        let db = fresh(&db).await;
        // All in one batch: the sets are loaded first, then members come and go.
        let steps = vec![
            list(7),
            put(5, 7, "jar 5", 10),
            list(7),
            shift(1, 8),
            list(7),
            list(8),
            smash(2),
            list(7),
            shift(4, 7),
            list(7),
            shift(4, 0),
            list(7),
            list(8),
        ];
        let outcomes = plainly_in_one_batch(&db, steps).await;
        let lists: Vec<_> = outcomes.iter().filter(|outcome| outcome.is_err()).map(told).collect();
        assert_eq!(lists, ["12", "125", "25", "13", "5", "45", "5", "13"]);
        // The other way round: rows are changed in the batch before the set is read.
        let late_list = |shelf| {
            act(move |desk, _| {
                // Named only when decided, so the set is loaded after the others have changed its rows.
                desk.labels().find(&(format!("late {shelf}"),))?;
                on_shelf(desk, shelf).map_err(kontor_store::Stop::from).and_then(|ids| {
                    let all = ids.into_iter().fold(0, |all, id| all * 10 + id);
                    Err(Reject::NotEnough { left: all }.into())
                })
            })
        };
        let steps = vec![
            shift(3, 7),
            smash(1),
            put(6, 8, "jar 6", 1),
            put(9, 7, "jar 9", 1),
            smash(9),
            late_list(7),
            late_list(8),
        ];
        let outcomes = plainly_in_one_batch(&db, steps).await;
        let lists: Vec<_> = outcomes.iter().filter(|outcome| outcome.is_err()).map(told).collect();
        assert_eq!(lists, ["35", "6"]);
        // An empty set is known to be empty, and filled in hand.
        let outcomes = plainly_in_one_batch(
            &db,
            vec![list(30), put(7, 30, "jar 7", 1), list(30), empty_shelf(30), smash(7), list(30)],
        )
        .await;
        assert_eq!([told(&outcomes[0]), told(&outcomes[2]), told(&outcomes[5])], ["0", "7", "0"]);
        assert_eq!(picture(&db).await, "3@7=10 4@0=10 5@7=10 6@8=1 7:20 8:1 30:0");
        db.writer.close().await;
    });
}

#[test]
fn kept_rows_are_dropped_when_somebody_else_has_written() {
    kontor_testkit::on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let other = another_server(&db);
        for round in 1..=5 {
            other.submit(pour(1, 1)).await.unwrap();
            db.submit(pour(1, 1)).await.unwrap();
            assert_eq!(picture(&db).await, format!("1@7={0} 7:{0}", 10 + 2 * round));
        }
        // A row that is known to be missing here is made there.
        assert_eq!(word(&db.submit(pour(2, 1)).await), "unknown_jar");
        other.submit(put(2, 7, "two", 1)).await.unwrap();
        assert_eq!(word(&db.submit(pour(2, 1)).await), "jars.poured shelves.counted");
        assert_eq!(word(&db.submit(put(3, 7, "two", 1)).await), "label_taken");
        other.writer.close().await;
    });
}
