//! Idempotency: the same key acts once.

use std::time::Duration;

use kontor_store::own::UsedKey;
use kontor_store::{Envelope, journal, system_actor};
use kontor_testkit::{TestDb, on_both, on_both_alone};

use crate::play::{another_server, in_one_batch, picture, rows, word, words};
use crate::room::{Note, jot, note, pour, put, rooms};

fn keyed(db: &TestDb, key: &str, request: &str) -> Envelope {
    db.envelope().with_key(Some((key.to_owned(), journal::digest(request.as_bytes()))))
}

#[test]
fn the_same_key_with_the_same_request_acts_once() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let first = db.writer.submit(keyed(&db, "k", "pour 1"), pour(1, 1)).await.unwrap();
        db.submit(pour(1, 5)).await.unwrap();
        db.advance(Duration::from_secs(3_600));
        let again = db.writer.submit(keyed(&db, "k", "pour 1"), pour(1, 1)).await.unwrap();
        assert_eq!((first.replayed, again.replayed), (false, true));
        assert_eq!((&again.answer, again.position), (&first.answer, first.position));
        assert_eq!(again.recorded.first_position(), first.recorded.first_position());

        // KeyReused: the key came with another request; another's key is another key.
        let other = db.writer.submit(keyed(&db, "k", "pour 2"), pour(1, 2)).await;
        assert_eq!(word(&other), "idempotency_key_reused");
        let mut elsewhere = keyed(&db, "k", "pour 2");
        elsewhere.actor = system_actor("somebody");
        assert_eq!(word(&db.writer.submit(elsewhere, pour(1, 2)).await), "jars.poured shelves.counted");
        assert_eq!(picture(&db).await, "1@7=18 7:18");

        // It is checked before every rule, and after a restart.
        db.writer.close().await;
        let db = another_server(&db);
        db.submit(crate::room::smash(1)).await.unwrap();
        let again = db.writer.submit(keyed(&db, "k", "pour 1"), pour(1, 1)).await.unwrap();
        assert_eq!((again.replayed, again.answer), (true, first.answer));
        // A dry run of a command that has acted is answered with what it did.
        let dry = db.writer.submit(keyed(&db, "k", "pour 1").dry(true), pour(1, 1)).await.unwrap();
        assert!(dry.replayed);
        db.writer.close().await;
    });
}

#[test]
fn the_same_key_twice_in_one_batch_acts_once() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let outcomes = in_one_batch(
            &db,
            vec![
                (keyed(&db, "k", "a").dry(true), pour(1, 1)),
                (keyed(&db, "k", "a"), pour(1, 1)),
                (db.envelope(), pour(1, 5)),
                (keyed(&db, "k", "a"), pour(1, 1)),
                (keyed(&db, "k", "b"), pour(1, 1)),
                (keyed(&db, "l", "a"), pour(1, 1)),
            ],
        )
        .await;
        let poured = "jars.poured shelves.counted";
        assert_eq!(words(&outcomes), [poured, poured, poured, poured, "idempotency_key_reused", poured]);
        let replayed: Vec<_> = outcomes.iter().flatten().map(|reply| reply.replayed).collect();
        assert_eq!(replayed, [false, false, false, true, false]);
        let (first, again) = (outcomes[1].as_ref().unwrap(), outcomes[3].as_ref().unwrap());
        assert_eq!((&again.answer, again.position), (&first.answer, first.position));
        assert_eq!(picture(&db).await, "1@7=17 7:17");
    });
}

#[test]
fn a_key_whose_command_records_nothing_acts_once_too() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 10)).await.unwrap();
        let write = |text: &str| jot(note(1, text));
        // The event behind the key's position is another command's.
        let outcomes = in_one_batch(
            &db,
            vec![
                (keyed(&db, "k", "a"), write("first")),
                (db.envelope(), pour(1, 1)),
                (keyed(&db, "k", "a"), write("second")),
            ],
        )
        .await;
        assert_eq!(words(&outcomes), ["nothing", "jars.poured shelves.counted", "nothing"]);
        let again = db.writer.submit(keyed(&db, "k", "a"), write("third")).await.unwrap();
        assert!(again.replayed && again.answer.is_empty());
        assert_eq!(rows::<Note>(&db).await, [note(1, "first")]);
    });
}

#[test]
fn a_refusal_is_not_stored_with_its_key() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 1)).await.unwrap();
        let too_much = || db.writer.submit(keyed(&db, "k", "a"), pour(1, -5));
        assert_eq!(word(&too_much().await), "not_enough");
        let panics = db.writer.submit(keyed(&db, "k", "a"), crate::room::act(|_, _| panic!("oh"))).await;
        assert_eq!(word(&panics), "fault: panicked: oh");
        assert_eq!(rows::<UsedKey>(&db).await, []);
        db.submit(pour(1, 9)).await.unwrap();
        assert_eq!(word(&too_much().await), "jars.poured shelves.counted");
        assert!(too_much().await.unwrap().replayed);
        assert_eq!(picture(&db).await, "1@7=5 7:5");
    });
}
