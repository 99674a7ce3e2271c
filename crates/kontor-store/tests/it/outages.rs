//! What the writer does when the database goes away: it finds out what became of its batch, and goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::future::join;
use kontor_kernel::{Clock, Timestamp, limits};
use kontor_store::{Envelope, Writer, journal};
use kontor_testkit::{TestDb, on_postgres};

use crate::play::{another_server, counted, picture, rows, until, word};
use crate::proxy::{Cut, Proxy};
use crate::room::{Act, Note, act, jot, note, pour, put, rooms, smash};

/// A server that reaches the test's database through a network that can be cut.
fn through_proxy(db: &TestDb) -> (TestDb, Arc<Proxy>) {
    let proxy = Arc::new(Proxy::before(&db.url));
    let clock = Arc::clone(&db.clock) as Arc<dyn Clock>;
    let writer = Writer::start(&proxy.url(&db.url), Arc::clone(&db.schema), clock).unwrap();
    (db.with_writer(writer), proxy)
}

/// Pours by one, and has the network cut behind the decision, when the commit is all that is left to do.
fn pour_and_cut(proxy: &Arc<Proxy>, what: Cut) -> Act {
    let proxy = Arc::clone(proxy);
    let once = AtomicI64::new(0);
    let pour = pour(1, 1);
    act(move |desk, context| {
        kontor_store::Command::decide(&pour, desk, context)?;
        if once.fetch_add(1, Ordering::SeqCst) == 0 {
            proxy.cut(what);
        }
        Ok(())
    })
}

#[test]
fn a_commit_whose_answer_is_lost_is_neither_lost_nor_doubled() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (server, proxy) = through_proxy(&db);
        server.submit(pour(1, 1)).await.unwrap();
        for (cut, expected) in [(Cut::Answer, 2), (Cut::Request, 3), (Cut::Answer, 4)] {
            // Prepares the statements on a new connection, so that the commit is the next thing said.
            server.submit(pour(1, 0)).await.unwrap();
            let before = proxy.cuts();
            let reply = server.submit(pour_and_cut(&proxy, cut)).await.unwrap();
            assert_eq!(proxy.cuts(), before + 1);
            assert_eq!(reply.answer[0], "jars.poured {\"jar\":1,\"by\":1,\"shelf\":7}");
            assert_eq!(picture(&db).await, format!("1@7={expected} 7:{expected}"));
        }
        // What was kept in hand is not trusted behind a lost answer.
        db.submit(pour(1, 10)).await.unwrap();
        server.submit(pour(1, 100)).await.unwrap();
        assert_eq!(picture(&db).await, "1@7=114 7:114");
        server.writer.close().await;
    });
}

/// Notes how often it was carried out, and has the network cut.
fn jot_and_cut(proxy: &Arc<Proxy>, what: Cut) -> Act {
    let proxy = Arc::clone(proxy);
    let once = AtomicI64::new(0);
    act(move |desk, context| {
        desk.ready()?;
        let time = once.fetch_add(1, Ordering::SeqCst);
        desk.put_side(note(context.id(), &format!("decided {time} times before")));
        if time == 0 {
            proxy.cut(what);
        }
        Ok(())
    })
}

#[test]
fn a_lost_commit_without_events_is_found_out_by_its_ids() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (server, proxy) = through_proxy(&db);
        for cut in [Cut::Answer, Cut::Request] {
            // Prepares the statements, so that the commit is the next thing said.
            server.submit(jot(note(1, "prepared"))).await.unwrap();
            server.submit(jot_and_cut(&proxy, cut)).await.unwrap();
        }
        let notes: Vec<_> = rows::<Note>(&db).await.into_iter().map(|note| note.text.0).collect();
        assert_eq!(notes, ["prepared", "decided 0 times before", "decided 1 times before"]);
        server.writer.close().await;
    });
}

#[test]
fn a_lost_commit_is_found_behind_what_another_server_wrote_meanwhile() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (server, proxy) = through_proxy(&db);
        server.submit(pour(1, 1)).await.unwrap();
        // The answer, or the request, is lost; before the server is let in again, another one has written.
        let meanwhile = async |command| {
            proxy.close(true);
            let before = proxy.cuts();
            let conduct = async {
                until(|| proxy.cuts() > before).await;
                db.submit(pour(1, 100)).await.unwrap();
                proxy.close(false);
            };
            join(server.submit(command), conduct).await.0
        };
        for (cut, expected) in [(Cut::Answer, 102), (Cut::Request, 203)] {
            server.submit(pour(1, 0)).await.unwrap();
            let outcome = meanwhile(pour_and_cut(&proxy, cut)).await;
            assert_eq!(word(&outcome), "jars.poured shelves.counted");
            assert_eq!(picture(&db).await, format!("1@7={expected} 7:{expected}"));
        }
        // Without an event, nothing in the journal tells: nobody knows, and that is said.
        server.submit(jot(note(1, "prepared again"))).await.unwrap();
        let outcome = meanwhile(jot_and_cut(&proxy, Cut::Answer)).await;
        assert_eq!(word(&outcome), "Unknown");
        server.submit(pour(1, 1)).await.unwrap();
        server.writer.close().await;
    });
}

#[test]
fn a_connection_that_breaks_before_the_commit_costs_nothing() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (server, proxy) = through_proxy(&db);
        for cut in [Cut::Request, Cut::Answer] {
            // At the beginning of a batch.
            let before = proxy.cuts();
            proxy.cut(cut);
            server.submit(pour(1, 1)).await.unwrap();
            assert_eq!(proxy.cuts(), before + 1);
            // While rows are loaded, which a fresh desk has to.
            db.submit(pour(1, 1)).await.unwrap();
            let cut_once = Arc::new(AtomicI64::new(0));
            let (told, proxy) = (Arc::clone(&cut_once), Arc::clone(&proxy));
            let smash = smash(1);
            let late = act(move |desk, context| {
                if told.fetch_add(1, Ordering::SeqCst) == 0 {
                    proxy.cut(cut);
                }
                kontor_store::Command::decide(&smash, desk, context)
            });
            server.submit(late).await.unwrap();
            server.submit(put(1, 7, "one", 0)).await.unwrap();
        }
        assert_eq!(picture(&db).await, "1@7=0 7:0");
        server.writer.close().await;
    });
}

#[test]
fn a_database_that_hangs_is_given_up_and_its_batch_found_out() {
    if !kontor_testkit::is_full() {
        println!("skipped: it takes minutes (KONTOR_FULL=1)");
        return;
    }
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let (server, proxy) = through_proxy(&db);
        // At the beginning of a batch, and at its commit.
        server.submit(pour(1, 1)).await.unwrap();
        proxy.cut(Cut::Silence);
        server.submit(pour(1, 1)).await.unwrap();
        server.submit(pour(1, 0)).await.unwrap();
        server.submit(pour_and_cut(&proxy, Cut::Silence)).await.unwrap();
        assert_eq!(proxy.cuts(), 2);
        assert_eq!(picture(&db).await, "1@7=3 7:3");
        server.writer.close().await;
    });
}

#[test]
fn a_server_that_sleeps_in_its_batch_can_not_write_behind_another() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let other = another_server(&db);
        let (hold, held) = crate::play::hold();
        // Holds the merchant's head, not only the writer.
        let sleeper = other.writer.submit(Envelope::new(db.org, db.actor()), held);
        let conduct = async {
            hold.entered().await;
            // The database ends its transaction, as it does by itself after a while.
            crate::play::tamper(
                &db,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' \
                 AND application_name = 'kontor' AND datname = current_database() \
                 AND xact_start = (SELECT MIN(xact_start) FROM pg_stat_activity WHERE state = 'idle in transaction' \
                 AND datname = current_database())",
            )
            .await;
            db.submit(pour(1, 1)).await.unwrap();
            hold.let_go();
        };
        let (slept, ()) = join(sleeper, conduct).await;
        slept.unwrap();
        other.submit(pour(1, 1)).await.unwrap();
        assert_eq!(picture(&db).await, "1@7=2 7:2");
        other.writer.close().await;
    });
}

#[test]
fn a_node_number_that_ran_out_while_the_server_slept_is_not_used_any_more() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let sleeper = another_server(&db);
        sleeper.submit(pour(1, 1)).await.unwrap();
        // It sleeps; its number runs out, and is taken by a third server.
        db.clock.set(db.clock.now().plus(Duration::from_secs(10 * limits::LEASE_SECONDS)));
        let third = another_server(&db);
        let from_now_on = db.clock.now();
        let next = || {
            act(|desk, context| {
                let jar = context.id();
                desk.record(crate::room::Put { jar, shelf: 0, label: jar.to_string(), count: 0 })
            })
        };
        for _ in 0..3 {
            for server in [&sleeper, &third, &db] {
                server.submit(next()).await.unwrap();
            }
        }
        let events = journal::page(&db.reads, db.org, 0, 100).await.unwrap();
        let put_since =
            events.iter().filter(|event| event.kind == "jars.put" && event.recorded_at >= from_now_on);
        let nodes: Vec<i64> = put_since.map(|event| (event.subject >> 14) & 255).collect();
        assert_eq!(nodes.len(), 9);
        let distinct: std::collections::BTreeSet<_> = nodes[..3].iter().collect();
        assert_eq!(distinct.len(), 3, "two servers make ids with one number: {nodes:?}");
        sleeper.writer.close().await;
        third.writer.close().await;
    });
}

/// A clock that leaps at one of its next readings, as it seems to a process that slept.
struct Leaping {
    now: AtomicI64,
    /// Readings until it leaps.
    left: AtomicI64,
}

impl Clock for Leaping {
    fn now(&self) -> Timestamp {
        let leap = if self.left.fetch_sub(1, Ordering::SeqCst) == 1 { 600_000_000 } else { 0 };
        Timestamp::from_micros(self.now.fetch_add(leap, Ordering::SeqCst) + leap)
    }
}

#[test]
fn a_server_that_sleeps_at_the_wrong_moment_renews_its_number_before_it_makes_ids() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        let clock =
            Arc::new(Leaping { now: AtomicI64::new(db.clock.now().micros()), left: AtomicI64::new(0) });
        let told = Arc::clone(&clock) as Arc<dyn Clock>;
        let sleeper = db.with_writer(Writer::start(&db.url, Arc::clone(&db.schema), told).unwrap());
        sleeper.submit(pour(1, 1)).await.unwrap();
        assert_eq!(counted(&sleeper).await.retries, 0);
        // Between the renewal of its number and the making of ids.
        clock.left.store(2, Ordering::SeqCst);
        sleeper.submit(pour(1, 1)).await.unwrap();
        assert_eq!(counted(&sleeper).await.retries, 1);
        assert_eq!(picture(&db).await, "1@7=2 7:2");
        sleeper.writer.close().await;
    });
}

#[test]
fn a_lease_changes_hands_only_when_it_has_run_out() {
    on_postgres(rooms, |db| async move {
        db.submit(put(1, 7, "one", 0)).await.unwrap();
        assert_eq!(word(&db.submit(pour(1, 1)).await), "jars.poured shelves.counted");
        let others: Vec<TestDb> = (0..3).map(|_| another_server(&db)).collect();
        db.clock.set(Timestamp::from_micros(db.clock.now().micros() + 1));
        for other in &others {
            other.submit(pour(1, 1)).await.unwrap();
        }
        until(|| others.iter().all(|other| other.writer.waiting() == 0)).await;
        assert_eq!(counted(&db).await.retries, 0);
        for other in others {
            other.writer.close().await;
        }
        assert_eq!(picture(&db).await, "1@7=4 7:4");
    });
}
