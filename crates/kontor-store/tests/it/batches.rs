//! What a batch keeps and what it leaves no trace of.

use kontor_store::desk::KeyPart;
use kontor_store::{Envelope, Failure, Stop};
use kontor_testkit::{TestDb, on_both, on_both_alone};

use crate::play::{another_server, counted, in_one_batch, picture, plainly_in_one_batch, rows, word, words};
use crate::room::{
    Act, CURSED, Counted, Echoed, FULL, Jar, JarTables, Label, Note, Poured, Put, Reject, Shelf, UNTELLABLE,
    Unwritable, act, empty_shelf, jot, note, pour, put, rooms, shift, smash,
};

/// Does much, and then ends as the function says.
fn much_ado(end: impl Fn() -> Result<(), Stop> + Send + 'static) -> Act {
    act(move |desk, _| {
        for jar in [1, 2] {
            desk.jars().want(&(jar,));
        }
        desk.jars().want_set(&Jar::ON_SHELF, &vec![KeyPart::Int(7)]);
        desk.ready()?;
        desk.record(Poured { jar: 1, by: 100, shelf: 7 })?;
        desk.record(Put { jar: 9, shelf: 7, label: "nine".to_owned(), count: 5 })?;
        desk.record(Counted { shelf: 7, by: 105 })?;
        desk.put_side(note(9, "x"));
        end()
    })
}

#[test]
fn a_refused_command_in_a_batch_leaves_nothing() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let outcomes = plainly_in_one_batch(
            &db,
            vec![
                pour(1, 5),
                much_ado(|| Err(Reject::Never.into())),
                pour(1, -15),
                pour(1, -1),
                put(2, 7, "one", 1),
                put(2, 7, "two", 3),
                pour(3, 1),
            ],
        )
        .await;
        let expected = [
            "jars.poured shelves.counted",
            "never",
            "jars.poured shelves.counted",
            "not_enough",
            "label_taken",
            "jars.put shelves.counted",
            "unknown_jar",
        ];
        assert_eq!(words(&outcomes), expected);
        assert_eq!(picture(&db).await, "1@7=0 2@7=3 7:3");
        assert_eq!(rows::<Note>(&db).await, []);
        assert_eq!(db.events().await.len(), 8);
    });
}

#[test]
fn undo_brings_back_rows_sets_and_what_is_to_be_saved() {
    on_both_alone(rooms, |db| async move {
        for (jar, shelf) in [(1, 7), (2, 7), (3, 8)] {
            db.submit(put(jar, shelf, &format!("jar {jar}"), 10)).await.unwrap();
        }
        // Loads the set, then changes who is in it: one leaves, one enters, one is new, one is gone.
        let confuse = || {
            act(|desk, _| {
                let key = vec![KeyPart::Int(7)];
                for jar in [1, 2, 3] {
                    desk.jars().want(&(jar,));
                }
                desk.jars().want_set(&Jar::ON_SHELF, &key);
                desk.labels().want(&("jar 2".to_owned(),));
                desk.ready()?;
                desk.record(crate::room::Moved { jar: 1, from: 7, shelf: 8, count: 10 })?;
                desk.record(crate::room::Moved { jar: 3, from: 8, shelf: 7, count: 10 })?;
                desk.record(crate::room::Broken { jar: 2, shelf: 7, count: 10 })?;
                desk.record(Put { jar: 4, shelf: 7, label: "jar 4".to_owned(), count: 10 })?;
                let ids: Vec<i64> =
                    desk.jars().set(&Jar::ON_SHELF, &key)?.into_iter().map(|jar| jar.id).collect();
                assert_eq!(ids, [3, 4]);
                Err(Reject::Never.into())
            })
        };
        let before = counted(&db).await.rows;
        // What a batch changed before is not taken back by the undo of a later command of the same batch.
        let outcomes =
            plainly_in_one_batch(&db, vec![confuse(), pour(1, 1), confuse(), empty_shelf(7), confuse()])
                .await;
        let expected = [
            "never",
            "jars.poured shelves.counted",
            "never",
            "jars.poured jars.poured shelves.counted shelves.counted",
            "never",
        ];
        assert_eq!(words(&outcomes), expected);
        assert_eq!(picture(&db).await, "1@7=0 2@7=0 3@8=10 7:0 8:10");
        let labels: Vec<_> = rows::<Label>(&db).await.into_iter().map(|label| label.jar).collect();
        assert_eq!(labels, [1, 2, 3]);
        // Two jars, a shelf, six events and the head: nothing that was undone is written.
        assert_eq!(counted(&db).await.rows - before, 10);
    });
}

#[test]
fn a_batch_of_refusals_writes_nothing_at_all() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let before = counted(&db).await.rows;
        plainly_in_one_batch(&db, vec![much_ado(|| Err(Reject::Never.into())), pour(1, -11)]).await;
        assert_eq!(counted(&db).await.rows, before);
        assert_eq!(picture(&db).await, "1@7=10 7:10");
    });
}

#[test]
fn a_panic_is_a_fault_of_its_command_and_leaves_nothing() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let over = act(|desk, _| {
            desk.jars().want(&(1,));
            desk.ready()?;
            desk.record(Put { jar: 1, shelf: 7, label: "over".to_owned(), count: 5 })
        });
        let in_a_set = act(|desk, _| {
            desk.jars().want_set(&Jar::ON_SHELF, &vec![KeyPart::Int(7)]);
            desk.ready()?;
            desk.record(Poured { jar: 1, by: 1, shelf: 7 })?;
            desk.record(Put { jar: 5, shelf: CURSED, label: "cursed".to_owned(), count: 0 })
        });
        let unwritable = act(|desk, _| {
            desk.jars().want(&(1,));
            desk.ready()?;
            desk.record(Poured { jar: 1, by: 1, shelf: 7 })?;
            desk.record(Unwritable { jar: 1, odd: [(vec![1], 1)].into() })
        });
        let outcomes = plainly_in_one_batch(
            &db,
            vec![
                pour(1, 1),
                much_ado(|| panic!("in decide")),
                over,
                in_a_set,
                unwritable,
                much_ado(|| Err(Stop::Broken("by its own account".to_owned()))),
                pour(1, 1),
            ],
        )
        .await;
        let words = words(&outcomes);
        assert_eq!(words[0], "jars.poured shelves.counted");
        assert_eq!(words[1], "fault: panicked: in decide");
        assert_eq!(words[2], "fault: panicked: jars_jar has a row (1,) already");
        assert!(words[3].contains("this shelf has no place in any set"), "{words:?}");
        assert!(words[4].starts_with("fault: jars.unwritable as JSON"), "{words:?}");
        assert_eq!(words[5], "fault: by its own account");
        assert_eq!(words[6], "jars.poured shelves.counted");
        assert_eq!(picture(&db).await, "1@7=12 7:12");
        assert_eq!(rows::<Note>(&db).await, []);
    });
}

#[test]
fn a_panic_behind_the_decision_fails_its_command_alone_and_the_writer_lives() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let outcomes = plainly_in_one_batch(
            &db,
            vec![
                pour(1, 1),
                jot(note(1, "told")),
                jot(note(2, UNTELLABLE)),
                pour(1, 1),
                jot(note(3, "told")),
            ],
        )
        .await;
        let words = words(&outcomes);
        let poured = "jars.poured shelves.counted";
        assert_eq!([&*words[0], &words[1], &words[3], &words[4]], [poured, "nothing", poured, "nothing"]);
        assert!(words[2].starts_with("fault: the writer panicked"), "{words:?}");
        assert_eq!(rows::<Note>(&db).await, [note(1, "told"), note(3, "told")]);
        assert_eq!(picture(&db).await, "1@7=12 7:12");
    });
}

#[test]
fn an_error_that_a_decision_swallows_still_stops_it() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        db.writer.close().await;
        let db = another_server(&db);
        // A row that is not in hand is taken for one that does not exist: it is loaded, and decided again.
        let hasty = act(|desk, _| {
            desk.ready()?;
            let seen = desk.jars().find(&(1,)).unwrap_or(None).is_some();
            desk.record(Echoed { left: i64::from(seen) })
        });
        let reply = db.submit(hasty).await.unwrap();
        assert_eq!(reply.answer.len(), 2, "{:?}", reply.answer);
        let careless = act(|desk, _| {
            desk.jars().want(&(9,));
            desk.ready()?;
            let _ = desk.record(Poured { jar: 9, by: 1, shelf: 7 });
            desk.record(Echoed { left: 0 })
        });
        assert_eq!(word(&db.submit(careless).await), "fault: jars_jar has no row (9,)");
        db.writer.close().await;
    });
}

#[test]
fn rows_beside_the_journal_are_saved_without_an_event_or_undone_with_their_command() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let position = db.submit(jot(note(1, "x"))).await.unwrap().position;
        let refused = act(|desk, _| {
            desk.put_side(note(2, "x"));
            desk.remove_side::<Note>((1,));
            Err(Reject::Never.into())
        });
        let outcomes = plainly_in_one_batch(&db, vec![jot(note(3, "x")), refused, jot(note(3, "x"))]).await;
        assert_eq!(words(&outcomes), ["nothing", "never", "nothing"]);
        assert_eq!(rows::<Note>(&db).await, [note(1, "x"), note(3, "x")]);
        let gone = act(|desk, _| {
            desk.remove_side::<Note>((1,));
            Ok(())
        });
        db.submit(gone).await.unwrap();
        assert_eq!(rows::<Note>(&db).await, [note(3, "x")]);
        assert_eq!((position, db.events().await.len()), (2, 2));
    });
}

#[test]
fn reactions_run_in_the_same_transaction_and_chain() {
    on_both_alone(rooms, |db| async move {
        let outcomes = plainly_in_one_batch(
            &db,
            vec![put(1, 7, "one", FULL - 1), pour(1, 1), pour(1, -1), pour(1, 2), shift(1, 8), smash(1)],
        )
        .await;
        let expected = [
            "jars.put shelves.counted",
            "jars.poured shelves.counted shelves.bell_rung",
            "jars.poured shelves.counted",
            "jars.poured shelves.counted shelves.bell_rung",
            "jars.moved shelves.counted shelves.counted shelves.bell_rung",
            "jars.broken shelves.counted",
        ];
        assert_eq!(words(&outcomes), expected);
        let rings: Vec<_> = rows::<Shelf>(&db).await.iter().map(|shelf| (shelf.count, shelf.rings)).collect();
        assert_eq!(rings, [(0, 2), (0, 1)]);
        // All events of one command have the position of its first as their cause.
        let journal = kontor_store::journal::page(&db.reads, db.org, 0, 100).await.unwrap();
        let causes: Vec<_> = journal.iter().map(|event| event.cause).collect();
        assert_eq!(causes, [1, 1, 3, 3, 3, 6, 6, 8, 8, 8, 11, 11, 11, 11, 15, 15]);
    });
}

#[test]
fn reactions_without_end_are_a_fault() {
    on_both(rooms, |db| async move {
        let echo = |left| act(move |desk, _| desk.record(Echoed { left }));
        assert_eq!(db.submit(echo(99)).await.unwrap().recorded.len(), 100);
        let outcome = db.submit(echo(-1)).await;
        assert!(word(&outcome).starts_with("fault: reactions to shelves.echoed don't come to an end"));
        assert_eq!(db.events().await.len(), 100);
    });
}

#[test]
fn a_dry_run_answers_the_same_and_stores_nothing() {
    on_both_alone(rooms, |db| async move {
        // Even founding a merchant can be tried.
        let founding = db.envelope();
        let dry = db.writer.submit(founding.clone().dry(true), put(1, 7, "one", 5)).await.unwrap();
        assert_eq!(dry.recorded.len(), 2);
        assert_eq!(dry.position, 0);
        assert_eq!(word(&db.submit(pour(1, 1)).await), "unknown_org");

        let real = db.writer.submit(founding, put(1, 7, "one", 5)).await.unwrap();
        assert_eq!(real.answer, dry.answer);
        let plain = db.envelope();
        let dry = |command| (plain.clone().dry(true), command);
        let outcomes = in_one_batch(
            &db,
            vec![
                dry(pour(1, 1)),
                (plain.clone(), pour(1, 1)),
                dry(pour(1, -7)),
                dry(jot(note(1, "x"))),
                dry(pour(1, 1)),
                (plain.clone(), pour(1, 1)),
            ],
        )
        .await;
        let poured = "jars.poured shelves.counted";
        assert_eq!(words(&outcomes), [poured, poured, "not_enough", "nothing", poured, poured]);
        let answers: Vec<_> = outcomes.iter().flatten().map(|reply| reply.answer.clone()).collect();
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[3], answers[4]);
        assert_eq!(picture(&db).await, "1@7=7 7:7");
        assert_eq!(rows::<Note>(&db).await, []);
    });
}

#[test]
fn a_merchant_is_there_from_its_first_event_on() {
    on_both(rooms, |db| async move {
        let stranger = Envelope::new(db.org, db.actor());
        let founding = stranger.clone().founding();
        // UnknownOrg: nobody has founded it.
        assert_eq!(word(&db.writer.submit(stranger.clone(), put(1, 7, "one", 1)).await), "unknown_org");
        // A founding that is refused, that records nothing or is only tried founds nothing.
        let outcomes = in_one_batch(
            &db,
            vec![
                (stranger.clone(), put(1, 7, "one", 1)),
                (founding.clone(), pour(1, 1)),
                (founding.clone().dry(true), put(1, 7, "one", 1)),
                (stranger.clone(), put(1, 7, "one", 1)),
            ],
        )
        .await;
        assert_eq!(
            words(&outcomes),
            ["unknown_org", "unknown_jar", "jars.put shelves.counted", "unknown_org"]
        );
        // Others of the same batch wait for a founding that needs more rows.
        let slow = act(|desk, _| {
            desk.labels().find(&("a".to_owned(),))?;
            desk.labels().find(&("b".to_owned(),))?;
            desk.record(Put { jar: 1, shelf: 0, label: "a".to_owned(), count: 1 })
        });
        let outcomes =
            in_one_batch(&db, vec![(founding.clone(), slow), (stranger.clone(), pour(1, 1))]).await;
        assert_eq!(words(&outcomes), ["jars.put", "jars.poured"]);
        // A second founding finds the first.
        assert_eq!(word(&db.writer.submit(founding, put(1, 7, "a", 1)).await), "label_taken");
        assert_eq!(picture(&db).await, "1@0=2");
        let elsewhere = Envelope::new(db.org ^ (1 << 59), db.actor());
        let outcome = db.writer.submit(elsewhere, pour(1, 1)).await;
        assert!(matches!(outcome, Err(Failure::Refused(_))));
        assert_founded_once(&db).await;
    });
}

async fn assert_founded_once(db: &TestDb) {
    let heads = kontor_store::journal::heads(&db.reads).await.unwrap();
    let ours: Vec<_> = heads.into_iter().filter(|(org, _)| *org == db.org).collect();
    assert_eq!(ours, [(db.org, 2)]);
}

/// What a file brings is numbered in the order of the file, whatever each of its parts has to wait for.
#[test]
fn the_bulk_lane_keeps_its_order() {
    on_both_alone(rooms, |db| async move {
        let jars = 40;
        let putting = (1..=jars).map(|jar| put(jar, 0, &format!("jar {jar}"), 1)).collect();
        plainly_in_one_batch(&db, putting).await;
        // Many ask for one label after the other, each of which has to be read.
        let chain = |jar: i64| {
            act(move |desk, _| {
                for step in 0..=jar % 3 {
                    let key = (format!("label {step} of {jar}"),);
                    desk.labels().want(&key);
                    desk.ready()?;
                    desk.labels().find(&key)?;
                }
                desk.record(Poured { jar, by: 1, shelf: 0 })
            })
        };
        let all = (1..=jars).map(|jar| (db.envelope().bulk(), chain(jar))).collect();
        let outcomes = in_one_batch(&db, all).await;
        let positions: Vec<i64> = outcomes.iter().map(|reply| reply.as_ref().unwrap().position).collect();
        assert!(positions.is_sorted(), "{positions:?}");
    });
}

#[test]
fn commands_that_are_handed_in_together_are_one_batch_in_their_order() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let before = counted(&db).await.batches;
        let commands =
            (0..256).map(|number| if number == 3 { pour(1, -1_000) } else { pour(1, 1) }).collect();
        let outcomes = db.writer.submit_all(&db.envelope(), commands).await;
        let positions: Vec<_> = outcomes.iter().flatten().map(|reply| reply.position).collect();
        assert_eq!((positions.len(), positions.is_sorted()), (255, true));
        assert_eq!(word(&outcomes[3]), "not_enough");
        // The batch, and the hold of the reading before; the reading's own is not counted yet.
        assert_eq!(counted(&db).await.batches - before, 2);
        assert_eq!(picture(&db).await, "1@7=265 7:265");
        // More than the queue holds: nothing of it is carried out.
        let many = (0..10_001).map(|_| pour(1, 1)).collect();
        let outcomes = db.writer.submit_all(&db.envelope(), many).await;
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(Failure::Busy))));
        assert_eq!(picture(&db).await, "1@7=265 7:265");
        let none = db.writer.submit_all(&db.envelope(), Vec::<Act>::new()).await;
        assert!(none.is_empty());
    });
}
