//! Followers: each event once or again, never none; cursors that are fenced; what fails is parked and told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kontor_kernel::{Timestamp, limits};
use kontor_store::follower::{
    FollowFault, Followed, Follower, FollowerStatus, Following, Resume, Runner, Step, Unpark, status,
};
use kontor_store::own::{FollowerCursor, UsedKey};
use kontor_store::{Desk, Envelope, Failure, Stop, journal};
use kontor_testkit::{TestDb, on_both, on_both_alone};

use crate::play::{another_server, in_one_batch, picture, plainly_in_one_batch, rows, until, word};
use crate::room::{Act, JarTables, Poured, Put, Word, act, jot, note, pour, put, rooms, shift};

/// Keeps the words of all labels as derived rows, and fails where it is told to.
pub(crate) struct Words {
    name: &'static str,
    /// Labels at which it fails, and how.
    fails: Mutex<BTreeMap<String, FollowFault>>,
    /// How many events it got in each step.
    steps: Mutex<Vec<usize>>,
}

impl Words {
    pub(crate) fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, fails: Mutex::default(), steps: Mutex::default() })
    }

    pub(crate) fn fail_at(&self, label: &str, fault: FollowFault) {
        self.fails.lock().unwrap().insert(label.to_owned(), fault);
    }

    pub(crate) fn mend(&self) {
        self.fails.lock().unwrap().clear();
    }

    fn steps(&self) -> Vec<usize> {
        std::mem::take(&mut self.steps.lock().unwrap())
    }
}

impl Follower for Words {
    fn name(&self) -> &'static str {
        self.name
    }

    fn wants(&self, kind: &str) -> bool {
        kind == "jars.put"
    }

    fn follow<'a>(&'a self, step: Step<'a>) -> Followed<'a> {
        Box::pin(async move {
            self.steps.lock().unwrap().push(step.events.len());
            for seen in step.events {
                let put = seen.get::<Put>().expect("only what it wants").clone();
                let fault = self.fails.lock().unwrap().get(&put.label).cloned();
                match fault {
                    Some(FollowFault::Later(why)) if why == "panic" => panic!("at {}", put.label),
                    Some(fault) => return Err(fault),
                    None => {}
                }
                let position = seen.position;
                step.save(move |desk: &mut Desk, _: &_| {
                    for word in put.label.split(' ') {
                        if word == "forbidden" {
                            return Err(Stop::Broken("that word is never kept".to_owned()));
                        }
                        desk.put_side(Word { word: word.to_owned(), jar: put.jar, position });
                    }
                    Ok(())
                });
            }
            Ok(())
        })
    }
}

async fn words(db: &TestDb) -> String {
    let words: Vec<_> =
        rows::<Word>(db).await.iter().map(|word| format!("{}:{}", word.word, word.jar)).collect();
    words.join(" ")
}

async fn status_of(db: &TestDb, name: &str) -> FollowerStatus {
    status(&db.reads, name, Some(db.org)).await.unwrap().remove(0)
}

fn as_follower(words: &Arc<Words>) -> Arc<dyn Follower> {
    Arc::clone(words) as Arc<dyn Follower>
}

#[test]
fn a_follower_gets_every_event_it_wants_and_its_rows_are_saved_with_its_cursor() {
    on_both_alone(rooms, |db| async move {
        let follower = Words::new("words");
        db.submit(put(1, 7, "red jar", 1)).await.unwrap();
        db.submit(pour(1, 1)).await.unwrap();
        db.settle(&as_follower(&follower)).await;
        assert_eq!(words(&db).await, "jar:1 red:1");
        let at = status_of(&db, "words").await;
        let expected = FollowerStatus {
            name: "words".to_owned(),
            org: db.org,
            position: 4,
            behind: 0,
            attempts: 0,
            parked: None,
        };
        assert_eq!(at, expected);

        // More than a page, with a gap of what it does not want.
        let commands = (2..=150).map(|jar| put(jar, 0, &format!("jar {jar}"), 1)).collect();
        plainly_in_one_batch(&db, commands).await;
        plainly_in_one_batch(&db, (0..250).map(|_| shift(2, 0)).collect()).await;
        db.submit(put(200, 0, "last", 1)).await.unwrap();
        assert_eq!(status_of(&db, "words").await.behind, 149 + 250 + 1);
        follower.steps();
        db.settle(&as_follower(&follower)).await;
        let steps = follower.steps();
        assert_eq!(steps.iter().sum::<usize>(), 150, "{steps:?}");
        assert!(steps.iter().all(|step| *step <= usize::try_from(limits::FOLLOWER_PAGE).unwrap()));
        assert_eq!(rows::<Word>(&db).await.len(), 2 + 2 * 149 + 1);
        // Nothing is new: nothing is done, and nothing written.
        let before = db.writer.counts().read().rows;
        db.settle(&as_follower(&follower)).await;
        assert_eq!((follower.steps(), db.writer.counts().read().rows), (vec![], before));
        assert_eq!(status(&db.reads, "words", None).await.unwrap(), [status_of(&db, "words").await]);
    });
}

/// Pours one marble into each jar that is put down, by a command.
struct Pourer {
    /// Whether the cursor is not moved, as when the server dies behind the command.
    dies: AtomicBool,
}

impl Follower for Pourer {
    fn name(&self) -> &'static str {
        "pourer"
    }

    fn wants(&self, kind: &str) -> bool {
        kind == "jars.put" || kind == "jars.poured"
    }

    fn follow<'a>(&'a self, step: Step<'a>) -> Followed<'a> {
        Box::pin(async move {
            for seen in step.events {
                if let Some(put) = seen.get::<Put>() {
                    let reply = step.submit(seen, "welcome", pour(put.jar, 1)).await?;
                    let twice = step.submit(seen, "once more", pour(put.jar, 10)).await?;
                    assert_eq!((reply.recorded.len(), twice.recorded.len()), (1, 1));
                }
                if let Some(poured) = seen.get::<Poured>() {
                    assert_eq!(seen.actor.as_str(), "follower:pourer");
                    assert!(seen.at > Timestamp::from_micros(0) && [1, 10].contains(&poured.by));
                }
            }
            if self.dies.swap(false, Ordering::SeqCst) {
                return Err(FollowFault::Later("the server died".to_owned()));
            }
            Ok(())
        })
    }
}

#[test]
fn a_followers_command_acts_once_though_its_step_is_repeated() {
    on_both_alone(rooms, |db| async move {
        let follower: Arc<dyn Follower> = Arc::new(Pourer { dies: AtomicBool::new(true) });
        for jar in 1..=3 {
            db.submit(put(jar, 0, &format!("jar {jar}"), 0)).await.unwrap();
        }
        db.settle(&follower).await;
        // The first step came to nothing, though its commands were carried out.
        assert_eq!(status_of(&db, "pourer").await.position, 0);
        db.advance(Duration::from_secs(2));
        db.settle(&follower).await;
        assert_eq!(picture(&db).await, "1@0=11 2@0=11 3@0=11");
        assert_eq!(status_of(&db, "pourer").await.behind, 0);
        assert_eq!(db.events().await.len(), 9);
    });
}

#[test]
fn what_fails_is_tried_again_with_growing_pauses_and_then_parked_with_its_reason() {
    on_both_alone(rooms, |db| async move {
        let follower = Words::new("words");
        let mut following = Following::new(as_follower(&follower), db.hands()).unwrap();
        for (jar, label) in [(1, "one"), (2, "two"), (3, "three"), (4, "four")] {
            db.submit(put(jar, 0, label, 1)).await.unwrap();
        }
        follower.fail_at("three", FollowFault::Later("the mail server\nis away\0".to_owned()));
        following.catch_up().await.unwrap();
        assert_eq!(words(&db).await, "", "all four failed together, and it pauses");
        db.advance(Duration::from_secs(1));
        following.catch_up().await.unwrap();
        // One by one, so those before it are done, and each only once more.
        assert_eq!(follower.steps(), [4, 1, 1, 1]);
        assert_eq!(words(&db).await, "one:1 two:2");
        let at = status_of(&db, "words").await;
        assert_eq!((at.position, at.attempts, at.parked), (2, 1, None));

        let mut seconds = Vec::new();
        while status_of(&db, "words").await.parked.is_none() {
            let mut waited = 0;
            while follower.steps().is_empty() {
                waited += 1;
                db.advance(Duration::from_secs(1));
                following.catch_up().await.unwrap();
            }
            seconds.push(waited);
        }
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 64, 128, 256]);
        let at = status_of(&db, "words").await;
        assert_eq!((at.position, at.attempts), (2, limits::FOLLOWER_ATTEMPTS));
        assert_eq!(at.parked.as_deref(), Some("the mail server is away "));
        // It stands still here, whatever comes.
        db.submit(put(5, 0, "five", 1)).await.unwrap();
        db.advance(Duration::from_secs(100_000));
        following.catch_up().await.unwrap();
        assert_eq!((follower.steps(), status_of(&db, "words").await.behind), (vec![], 3));

        // NotParked: only what is parked is taken up again.
        let unpark = |name: &str, resume| Unpark { name: name.to_owned(), resume };
        let outcome = db.submit(unpark("other", Resume::SameEvent)).await;
        assert_eq!(word(&outcome), "follower_not_parked");
        db.submit(unpark("words", Resume::SameEvent)).await.unwrap();
        follower.fail_at("three", FollowFault::Broken("nobody can".to_owned()));
        following.catch_up().await.unwrap();
        assert_eq!(status_of(&db, "words").await.parked.as_deref(), Some("nobody can"));
        // A person does what is to be done, and lets it go on behind.
        db.submit(unpark("words", Resume::NextEvent)).await.unwrap();
        following.catch_up().await.unwrap();
        assert_eq!(words(&db).await, "five:5 four:4 one:1 two:2");
        assert_eq!(word(&db.submit(unpark("words", Resume::SameEvent)).await), "follower_not_parked");
    });
}

#[test]
fn one_merchants_failure_does_not_hold_up_the_others() {
    on_both_alone(rooms, |db| async move {
        let follower = Words::new("words");
        let mut other = db.clone();
        other.org = db.org + 1;
        let founding = Envelope::new(other.org, db.actor()).founding();
        db.submit(put(1, 0, "bad", 1)).await.unwrap();
        db.writer.submit(founding, put(1, 0, "good", 1)).await.unwrap();
        // A panic is a failure like any other, and so is one of the rows it leaves.
        follower.fail_at("bad", FollowFault::Later("panic".to_owned()));
        db.settle(&as_follower(&follower)).await;
        assert_eq!((words(&db).await, words(&other).await), (String::new(), "good:1".to_owned()));
        assert_eq!(status_of(&db, "words").await.attempts, 1);
        follower.mend();
        db.advance(Duration::from_secs(1));
        db.settle(&as_follower(&follower)).await;
        assert_eq!(words(&db).await, "bad:1");

        db.submit(put(2, 0, "fine", 1)).await.unwrap();
        db.submit(put(3, 0, "quite forbidden", 1)).await.unwrap();
        for _ in 0..limits::FOLLOWER_ATTEMPTS + 1 {
            db.settle(&as_follower(&follower)).await;
            db.advance(Duration::from_secs(1_000));
        }
        assert_eq!(words(&db).await, "bad:1 fine:2", "no row of the failed step is kept");
        let at = status_of(&db, "words").await;
        assert_eq!((at.position, at.parked.as_deref()), (2, Some("that word is never kept")));
    });
}

#[test]
fn a_runner_wakes_on_news_and_stops_cleanly() {
    on_both_alone(rooms, |db| async move {
        let (one, two) = (Words::new("one"), Words::new("two"));
        let runner = Runner::start(&db.hands(), vec![as_follower(&one), as_follower(&two)]).unwrap();
        for jar in 1..=20 {
            db.submit(put(jar, 0, &format!("jar{jar}"), 1)).await.unwrap();
        }
        let behind = async || status_of(&db, "one").await.behind + status_of(&db, "two").await.behind;
        while behind().await > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(rows::<Word>(&db).await.len(), 20);
        // News gather for a moment, so that there are fewer steps than batches.
        let steps = one.steps();
        assert_eq!(steps.iter().sum::<usize>(), 20);
        runner.stop().await;
        db.submit(put(99, 0, "late", 1)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(2 * limits::FOLLOWER_GATHER_MS)).await;
        assert_eq!(status_of(&db, "one").await.behind, 1);
        // The lease was given back: the next runner has it at once, and goes on where the first stopped.
        let runner = Runner::start(&db.hands(), vec![as_follower(&one)]).unwrap();
        while status_of(&db, "one").await.behind > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runner.stop().await;
        assert_eq!((one.steps(), status_of(&db, "two").await.behind), (vec![1], 1));
    });
}

/// Waits inside its step until it is let go.
pub(crate) struct Slow {
    pub(crate) entered: AtomicBool,
    pub(crate) go_on: AtomicBool,
}

impl Follower for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn wants(&self, _: &str) -> bool {
        true
    }

    fn follow<'a>(&'a self, step: Step<'a>) -> Followed<'a> {
        Box::pin(async move {
            let (jar, position) = (step.events.len(), step.events[0].position);
            step.save(move |desk: &mut Desk, _: &_| {
                desk.put_side(Word { word: "slow".to_owned(), jar: i64::try_from(jar).unwrap(), position });
                Ok(())
            });
            self.entered.store(true, Ordering::SeqCst);
            until(|| self.go_on.load(Ordering::SeqCst)).await;
            Ok(())
        })
    }
}

#[test]
fn a_runner_that_has_lost_its_lease_moves_no_cursor_any_more() {
    kontor_testkit::on_postgres(rooms, |db| async move {
        // Fenced, Elsewhere and Parked: what a runner may be told that comes too late.
        db.submit(put(1, 0, "one", 1)).await.unwrap();
        let late = Arc::new(Slow { entered: AtomicBool::new(false), go_on: AtomicBool::new(false) });
        let first = Runner::start(&db.hands(), vec![Arc::clone(&late) as Arc<dyn Follower>]).unwrap();
        until(|| late.entered.load(Ordering::SeqCst)).await;
        let other = another_server(&db);
        let quick = || Arc::new(Slow { entered: AtomicBool::new(false), go_on: AtomicBool::new(true) });
        // As long as the lease holds, nobody else follows.
        let second = kontor_store::follower::catch_up(&other.hands(), quick()).await;
        assert_eq!(second.unwrap_err().chain(), "another server runs this follower");
        // It runs out while the first one is in its step.
        db.advance(Duration::from_secs(limits::LEASE_SECONDS + 1));
        other.settle(&(quick() as Arc<dyn Follower>)).await;
        let cursor = rows::<FollowerCursor>(&db).await.remove(0);
        assert_eq!((cursor.position, cursor.fence), (1, 2));
        other.submit(put(2, 0, "two", 1)).await.unwrap();
        late.go_on.store(true, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(50)).await;
        first.stop().await;
        assert_eq!(rows::<Word>(&db).await.len(), 1);
        assert_eq!(rows::<FollowerCursor>(&db).await, [cursor]);
        other.settle(&(quick() as Arc<dyn Follower>)).await;
        assert_eq!(status_of(&db, "slow").await.behind, 0);
        other.writer.close().await;
    });
}

fn keyed(db: &TestDb, number: i64, command: Act) -> (Envelope, Act) {
    let key = Some((format!("key {number}"), [7; 32]));
    (db.envelope().with_key(key), command)
}

#[test]
fn old_idempotency_keys_are_forgotten_in_small_pieces() {
    on_both_alone(rooms, |db| async move {
        db.submit(put(1, 0, "one", 0)).await.unwrap();
        let many = 2 * limits::IDEMPOTENCY_PAGE + 10;
        for chunk in (0..many).collect::<Vec<_>>().chunks(limits::BATCH_COMMANDS) {
            in_one_batch(&db, chunk.iter().map(|number| keyed(&db, *number, pour(1, 1))).collect()).await;
        }
        let day = Duration::from_secs(24 * 60 * 60);
        let days = |days: u64| day * u32::try_from(days).unwrap();
        db.advance(days(limits::IDEMPOTENCY_DAYS - 1));
        in_one_batch(&db, (1_000..1_005).map(|number| keyed(&db, number, pour(1, 1))).collect()).await;
        let forget = async || {
            let now = kontor_kernel::Clock::now(&*db.clock);
            kontor_store::housekeeping::forget_old_keys(&db.writer, &db.reads, now).await.unwrap()
        };
        assert_eq!(forget().await, 0);
        let replay = async |number| {
            let (envelope, command) = keyed(&db, number, pour(1, 1));
            db.writer.submit(envelope, command).await.unwrap().replayed
        };
        assert!(replay(3).await);
        db.advance(days(1) + Duration::from_secs(1));
        let events = db.events().await.len();
        assert_eq!(forget().await, usize::try_from(many).unwrap());
        assert_eq!(rows::<UsedKey>(&db).await.len(), 5);
        assert!(replay(1_003).await);
        assert!(!replay(3).await, "an old key is a new one again");
        assert_eq!(db.events().await.len(), events + 1);
        assert_eq!(forget().await, 0);
        assert_eq!(rows::<UsedKey>(&db).await.len(), 6);
    });
}

#[test]
fn live_readers_are_told_of_news_and_of_nothing_else() {
    on_both(rooms, |db| async move {
        db.submit(put(1, 0, "one", 0)).await.unwrap();
        crate::play::counted(&db).await;
        let mut ticks = db.writer.ticks();
        ticks.borrow_and_update();
        let quiet = vec![jot(note(1, "x")), act(|desk, _| desk.jars().get(&(9,)).map(drop))];
        plainly_in_one_batch(&db, quiet).await;
        assert!(matches!(
            db.writer.submit(db.envelope().dry(true), pour(1, 1)).await,
            Ok(reply) if reply.recorded.len() == 1
        ));
        crate::play::counted(&db).await;
        assert!(!ticks.has_changed().unwrap());
        let reply = db.submit(pour(1, 1)).await;
        assert!(!matches!(reply, Err(Failure::Busy)));
        tokio::time::timeout(Duration::from_secs(10), ticks.changed()).await.unwrap().unwrap();
        assert_eq!(journal::page(&db.reads, db.org, 0, 10).await.unwrap().len(), 2);
    });
}
