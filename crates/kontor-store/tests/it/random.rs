//! Random commands, good and bad, in random batches on both databases: they answer the same and hold the same rows,
//! and every check and a replay are clean.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};

use kontor_store::check::{CheckKind, Found, journal_of};
use kontor_store::desk::Record;
use kontor_store::journal::{self, Head, JournalRow};
use kontor_store::{Envelope, Stop};
use kontor_testkit::{Backend, TestDb, is_full, seed};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestRunner};

use crate::play::{another_server, in_one_batch, rows, word};
use crate::room::{
    Act, Echoed, Jar, JarTables, Label, Note, Poured, Reject, Shelf, act, empty_shelf, jot, pour, put,
    rooms as all_rooms, shift, smash,
};

/// What is done in one command.
#[derive(Debug, Clone)]
enum Deed {
    Put {
        jar: i64,
        shelf: i64,
        label: u8,
        count: i64,
    },
    Pour {
        jar: i64,
        by: i64,
    },
    /// Without having asked for the row first.
    PourBlindly {
        jar: i64,
        by: i64,
    },
    Shift {
        jar: i64,
        shelf: i64,
    },
    Smash {
        jar: i64,
    },
    EmptyShelf {
        shelf: i64,
    },
    Jot {
        note: i64,
        text: u8,
    },
    Echo {
        times: i64,
    },
    /// Several at once: all or none.
    Both(Box<Deed>, Box<Deed>),
    /// Does it, and is refused then.
    Refuse(Box<Deed>),
    /// Does it, and panics then.
    Panic(Box<Deed>),
}

/// How it is sent.
#[derive(Debug, Clone)]
struct Sent {
    deed: Deed,
    dry: bool,
    bulk: bool,
    /// A key with the digest of a request.
    key: Option<(u8, u8)>,
}

#[derive(Debug, Clone)]
enum Turn {
    Batch(Vec<Sent>),
    Restart,
    Wait(i32),
}

fn deed() -> impl Strategy<Value = Deed> {
    let jar = || 1_i64..7;
    let shelf = || 0_i64..4;
    let leaf = prop_oneof![
        4 => (jar(), shelf(), 0_u8..8, 0_i64..900)
            .prop_map(|(jar, shelf, label, count)| Deed::Put { jar, shelf, label, count }),
        4 => (jar(), -300_i64..600).prop_map(|(jar, by)| Deed::Pour { jar, by }),
        1 => (jar(), 0_i64..600).prop_map(|(jar, by)| Deed::PourBlindly { jar, by }),
        3 => (jar(), shelf()).prop_map(|(jar, shelf)| Deed::Shift { jar, shelf }),
        2 => jar().prop_map(|jar| Deed::Smash { jar }),
        2 => shelf().prop_map(|shelf| Deed::EmptyShelf { shelf }),
        1 => (0_i64..4, any::<u8>()).prop_map(|(note, text)| Deed::Jot { note, text }),
        1 => (0_i64..4).prop_map(|times| Deed::Echo { times }),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            3 => (inner.clone(), inner.clone()).prop_map(|(one, two)| Deed::Both(one.into(), two.into())),
            1 => inner.clone().prop_map(|deed| Deed::Refuse(deed.into())),
            1 => inner.prop_map(|deed| Deed::Panic(deed.into())),
        ]
    })
}

fn turn() -> impl Strategy<Value = Turn> {
    let key = proptest::option::weighted(0.3, (0_u8..6, 0_u8..2));
    let sent = (deed(), proptest::bool::weighted(0.1), any::<bool>(), key)
        .prop_map(|(deed, dry, bulk, key)| Sent { deed, dry, bulk, key });
    prop_oneof![
        8 => vec(sent, 1..25).prop_map(Turn::Batch),
        1 => proptest::strategy::Just(Turn::Restart),
        1 => (-5_000_i32..5_000).prop_map(Turn::Wait),
    ]
}

fn command(deed: &Deed) -> Act {
    match deed.clone() {
        Deed::Put { jar, shelf, label, count } => put_new(jar, shelf, label, count),
        Deed::Pour { jar, by } => pour(jar, by),
        Deed::PourBlindly { jar, by } => act(move |desk, _| {
            let shelf = desk.jars().get(&(jar,))?.shelf;
            desk.record(Poured { jar, by, shelf })
        }),
        Deed::Shift { jar, shelf } => shift(jar, shelf),
        Deed::Smash { jar } => smash(jar),
        Deed::EmptyShelf { shelf } => empty_shelf(shelf),
        Deed::Jot { note, text } => jot(crate::room::note(note, &text.to_string())),
        Deed::Echo { times } => act(move |desk, _| desk.record(Echoed { left: times })),
        Deed::Both(one, two) => in_order(command(&one), command(&two)),
        Deed::Refuse(deed) => in_order(command(&deed), act(|_, _| Err(Reject::Never.into()))),
        Deed::Panic(deed) => in_order(command(&deed), act(|_, _| panic!("as it was told to"))),
    }
}

fn in_order(one: Act, two: Act) -> Act {
    act(move |desk, context| {
        kontor_store::Command::decide(&one, desk, context)?;
        kontor_store::Command::decide(&two, desk, context)
    })
}

/// Puts a jar down when both its number and its label are free.
fn put_new(jar: i64, shelf: i64, label: u8, count: i64) -> Act {
    let put = put(jar, shelf, &format!("label {label}"), count);
    act(move |desk, context| {
        if desk.jars().find(&(jar,))?.is_some() {
            return Err(Stop::from(Reject::LabelTaken));
        }
        kontor_store::Command::decide(&put, desk, context)
    })
}

/// Plays all turns for a merchant of its own; what came of each command.
async fn play(db: &mut TestDb, turns: &[Turn]) -> Vec<String> {
    let mut told = Vec::new();
    for turn in turns {
        match turn {
            Turn::Batch(commands) => {
                let batch = commands.iter().map(|sent| (envelope(db, sent), command(&sent.deed))).collect();
                told.extend(in_one_batch(db, batch).await.iter().map(|outcome| match outcome {
                    Ok(reply) => format!("{} {} {:?}", reply.replayed, reply.position, reply.answer),
                    Err(_) => word(outcome),
                }));
            }
            Turn::Restart => {
                db.writer.close().await;
                *db = another_server(db);
            }
            Turn::Wait(millis) => {
                let moment = kontor_kernel::Clock::now(&*db.clock).micros() + i64::from(*millis) * 1_000;
                db.clock.set(kontor_kernel::Timestamp::from_micros(moment));
            }
        }
    }
    told
}

fn envelope(db: &TestDb, sent: &Sent) -> Envelope {
    let key = sent.key.map(|(key, request)| (key.to_string(), [request; 32]));
    let envelope = Envelope::new(db.org, db.actor()).founding().with_key(key).dry(sent.dry);
    if sent.bulk { envelope.bulk() } else { envelope }
}

/// Everything that the database holds of the merchant. Ids differ, since each server has its own node number.
async fn everything(db: &TestDb) -> Vec<String> {
    let mut all = texts::<Jar>(db).await;
    all.extend(texts::<Label>(db).await);
    all.extend(texts::<Shelf>(db).await);
    all.extend(texts::<Note>(db).await);
    all.extend(texts::<kontor_store::own::UsedKey>(db).await);
    all.extend(texts::<JournalRow>(db).await);
    all.extend(rows::<Head>(db).await.into_iter().map(|head| format!("{:?}", Head { last_id: 0, ..head })));
    all
}

async fn texts<R: Record + Debug>(db: &TestDb) -> Vec<String> {
    rows::<R>(db).await.iter().map(|row| format!("{row:?}")).collect()
}

/// What the checks find with this merchant; all merchants are looked at in the end.
async fn broken_here(db: &TestDb) -> Vec<Found> {
    let snapshot = db.reads.snapshot().await.unwrap();
    let mut found = vec![journal_of(&snapshot, db.org).await.unwrap()];
    for check in db.schema.checks().filter(|check| matches!(check.kind, CheckKind::Sql { .. })) {
        found.push(check.run(&snapshot).await.unwrap());
    }
    found.into_iter().filter(|found| found.failed > 0).collect()
}

#[test]
fn random_commands_end_alike_on_both_databases_with_checks_and_replay_clean() {
    let seed = seed();
    let config = Config {
        cases: if is_full() { 1_000 } else { 30 },
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 300,
        ..Config::default()
    };
    let dbs = [Backend::Sqlite, Backend::PostgresAlone].map(|backend| TestDb::new(backend, all_rooms()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let serving = std::cell::RefCell::new(dbs);
    let next_org = AtomicI64::new(1);
    let start = kontor_kernel::Clock::now(&*serving.borrow()[0].clock);
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&vec(turn(), 1..8), |turns| {
        let org = next_org.fetch_add(1, Ordering::SeqCst);
        let mut dbs = serving.borrow_mut();
        runtime.block_on(async {
            let mut seen = Vec::new();
            for db in dbs.iter_mut() {
                (db.org, _) = (org, db.clock.set(start));
                let told = play(db, &turns).await;
                seen.push((told, everything(db).await));
            }
            if seen[0] != seen[1] {
                let differ = seen[0].0.iter().chain(&seen[0].1).zip(seen[1].0.iter().chain(&seen[1].1));
                let differ: Vec<_> = differ.filter(|(one, two)| one != two).collect();
                return Err(TestCaseError::fail(format!("the databases differ: {differ:#?}")));
            }
            for db in dbs.iter() {
                let broken = broken_here(db).await;
                if !broken.is_empty() {
                    return Err(TestCaseError::fail(format!("on {:?}: {broken:#?}", db.backend)));
                }
            }
            Ok(())
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let dbs = serving.into_inner();
    runtime.block_on(async {
        let heads = journal::heads(&dbs[0].reads).await.unwrap();
        assert!(heads.iter().map(|(_, position)| position).sum::<i64>() > 100, "{heads:?}");
        for db in &dbs {
            db.finish().await;
        }
    });
}
