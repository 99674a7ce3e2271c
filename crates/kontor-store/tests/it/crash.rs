//! PostgreSQL is crashed under load: writes resume, and nothing is lost or doubled.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::{join, join_all};
use kontor_store::{Failure, journal};
use kontor_testkit::{Cluster, TestDb, is_full};

use crate::play::{rows, until};
use crate::room::{Jar, put, rooms};

/// Puts jars down until it is stopped, each with a key, and asks again until it has an answer; the jars' numbers.
async fn client(db: &TestDb, number: i64, stopped: &AtomicBool, answered: &AtomicUsize) -> Vec<i64> {
    let mut answers = Vec::new();
    let first = number * 1_000_000;
    for jar in first.. {
        if stopped.load(Ordering::SeqCst) {
            break;
        }
        let key = (format!("jar {jar}"), journal::digest(&jar.to_be_bytes()));
        let envelope = db.envelope().with_key(Some(key));
        loop {
            match db.writer.submit(envelope.clone(), put(jar, 0, &jar.to_string(), 1)).await {
                Ok(reply) => {
                    assert_eq!(reply.answer.len(), 1);
                    break;
                }
                Err(Failure::Fault(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(other) => panic!("{other:?}"),
            }
        }
        answers.push(jar);
        answered.fetch_add(1, Ordering::SeqCst);
    }
    answers
}

#[test]
fn crash_of_postgres_under_load_loses_and_doubles_nothing() {
    let cluster = Cluster::start();
    let db = TestDb::at(cluster.url.clone(), rooms());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        db.submit(put(1, 0, "first", 1)).await.unwrap();
        let (stopped, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
        let clients = (1..=12).map(|number| client(&db, number, &stopped, &answered));
        let crashes = async {
            for _ in 0..if is_full() { 20 } else { 3 } {
                let before = answered.load(Ordering::SeqCst);
                until(|| answered.load(Ordering::SeqCst) > before + 300).await;
                tokio::task::block_in_place(|| cluster.restart());
            }
            // Writes resume.
            let before = answered.load(Ordering::SeqCst);
            until(|| answered.load(Ordering::SeqCst) > before + 300).await;
            stopped.store(true, Ordering::SeqCst);
        };
        let (answers, ()) = join(join_all(clients), crashes).await;
        let answered: BTreeSet<i64> = answers.into_iter().flatten().chain([1]).collect();
        let stored: Vec<i64> = rows::<Jar>(&db).await.iter().map(|jar| jar.id).collect();
        assert_eq!(stored, answered.into_iter().collect::<Vec<_>>());
        db.finish().await;
    });
}
