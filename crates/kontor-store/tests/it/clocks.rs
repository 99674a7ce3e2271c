//! Clocks that jump by a day, back or forth, while a server runs: leases, pauses and keys go on as if nothing had been.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kontor_kernel::{Clock, FixedClock, Timestamp, limits};
use kontor_store::follower::{FollowFault, Follower, Following, Hands, Runner, catch_up};
use kontor_store::{Writer, journal};
use kontor_testkit::{TestDb, on_both, on_postgres};

use crate::followers::{Slow, Words};
use crate::play::{another_server, until, word};
use crate::room::{Put, act, pour, put, rooms};

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// The test's merchant on a server with a clock of its own, which is wrong by so much.
fn server_off_by(db: &TestDb, micros: i64) -> (TestDb, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::new(Timestamp::from_micros(db.clock.now().micros() + micros)));
    let told = Arc::clone(&clock) as Arc<dyn Clock>;
    let mut server = db.with_writer(Writer::start(&db.url, Arc::clone(&db.schema), told).unwrap());
    server.clock = Arc::clone(&clock);
    (server, clock)
}

fn turn(clock: &FixedClock, micros: i64) {
    clock.set(Timestamp::from_micros(clock.now().micros() + micros));
}

#[test]
fn a_lease_that_a_wrong_clock_took_is_free_for_others() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        let (wrong, _) = server_off_by(&db, DAY);
        let late = Arc::new(Slow { entered: AtomicBool::new(false), go_on: AtomicBool::new(false) });
        let first = Runner::start(&wrong.hands(), vec![Arc::clone(&late) as Arc<dyn Follower>]).unwrap();
        until(|| late.entered.load(Ordering::SeqCst)).await;
        // The one that holds it hangs in its step, with a lease until tomorrow. Nobody waits so long.
        let quick = Arc::new(Slow { entered: AtomicBool::new(false), go_on: AtomicBool::new(true) });
        catch_up(&db.hands(), quick).await.unwrap();
        late.go_on.store(true, Ordering::SeqCst);
        first.stop().await;
        // A lease of a server whose clock is right is respected.
        let other = another_server(&db);
        let held = Arc::new(Slow { entered: AtomicBool::new(false), go_on: AtomicBool::new(false) });
        db.submit(put(2, 0, "two", 1)).await.unwrap();
        let second = Runner::start(&db.hands(), vec![Arc::clone(&held) as Arc<dyn Follower>]).unwrap();
        until(|| held.entered.load(Ordering::SeqCst)).await;
        let refused = catch_up(&other.hands(), Arc::clone(&held) as Arc<dyn Follower>).await.unwrap_err();
        assert_eq!(refused.chain(), "another server runs this follower");
        held.go_on.store(true, Ordering::SeqCst);
        second.stop().await;
        other.writer.close().await;
        wrong.writer.close().await;
    });
}

/// Puts a jar down whose number is the next id.
async fn next_id(server: &TestDb) {
    let next = act(|desk, context| {
        let jar = context.id();
        desk.record(Put { jar, shelf: 0, label: jar.to_string(), count: 0 })
    });
    server.submit(next).await.unwrap();
}

/// The ends of the leases of node numbers, in microseconds from now on.
async fn ends(db: &TestDb) -> Vec<i64> {
    let query = "SELECT until FROM lease WHERE name LIKE 'node-%' AND until > 0 ORDER BY name";
    let rows = db.reads.query(query, Vec::new()).await.unwrap();
    rows.into_iter().map(|mut row| row.take::<i64>().unwrap() - db.clock.now().micros()).collect()
}

#[test]
fn a_node_number_is_kept_by_one_server_whatever_its_clock_does() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (jumping, clock) = server_off_by(&db, 0);
        let lease = i64::try_from(limits::LEASE_SECONDS).unwrap() * 1_000_000;
        for jump in [0, DAY, -DAY, -DAY, DAY] {
            turn(&clock, jump);
            next_id(&jumping).await;
            next_id(&db).await;
            // By the clock of the one whose number it is, it lasts as long as a lease does.
            let off = clock.now().micros() - db.clock.now().micros();
            assert_eq!(ends(&db).await, [lease, lease + off], "{jump}");
        }
        // Back in time, it is renewed in time.
        turn(&db.clock, lease / 2);
        turn(&clock, lease / 2);
        next_id(&jumping).await;
        assert_eq!(ends(&db).await, [lease / 2, lease]);
        let third = another_server(&db);
        for server in [&third, &jumping, &db] {
            next_id(server).await;
        }
        let events = journal::page(&db.reads, db.org, 0, 100).await.unwrap();
        let last = events.iter().rev().take(3).map(|event| (event.subject >> 14) & 255);
        assert_eq!(last.collect::<BTreeSet<_>>().len(), 3, "two servers make ids with one number");
        assert!(events.is_sorted_by_key(|event| event.recorded_at));
        third.writer.close().await;
        jumping.writer.close().await;
    });
}

#[test]
fn a_pause_is_not_made_longer_by_a_clock_that_goes_back() {
    on_both(rooms, |db| async move {
        let follower = Words::new("words");
        let erased = Arc::clone(&follower) as Arc<dyn Follower>;
        let hands: Hands = db.hands();
        let mut following = Following::new(erased, hands).unwrap();
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        follower.fail_at("one", FollowFault::Later("not now".to_owned()));
        following.catch_up().await.unwrap();
        follower.mend();
        let behind = async || {
            let status = kontor_store::follower::status(&db.reads, "words", Some(db.org)).await.unwrap();
            status[0].behind
        };
        following.catch_up().await.unwrap();
        assert_eq!(behind().await, 1, "it pauses");
        turn(&db.clock, -DAY);
        following.catch_up().await.unwrap();
        assert_eq!(behind().await, 0);
    });
}

#[test]
fn keys_are_remembered_and_time_goes_on_whatever_the_clock_does() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let keyed = |number: usize| db.envelope().with_key(Some((format!("key {number}"), [7; 32])));
        for (number, jump) in [0, DAY, -DAY, -DAY, DAY].into_iter().enumerate() {
            turn(&db.clock, jump);
            let first = db.writer.submit(keyed(number), pour(1, 1)).await;
            assert_eq!(word(&first), "jars.poured shelves.counted");
            let forgotten =
                kontor_store::housekeeping::forget_old_keys(&db.writer, &db.reads, db.clock.now()).await;
            assert_eq!(forgotten.unwrap(), 0);
            for before in 0..=number {
                assert!(db.writer.submit(keyed(before), pour(1, 1)).await.unwrap().replayed, "{before}");
            }
        }
        let events = journal::page(&db.reads, db.org, 0, 100).await.unwrap();
        assert!(events.is_sorted_by_key(|event| event.recorded_at));
        // The operator is told how far it is off, until it is right again.
        let behind = || Duration::from_micros(db.writer.counts().clock_behind_micros());
        assert_eq!(behind(), Duration::from_secs(24 * 60 * 60));
        turn(&db.clock, DAY + 1);
        db.submit(pour(1, 1)).await.unwrap();
        assert_eq!(behind(), Duration::ZERO);
    });
}
