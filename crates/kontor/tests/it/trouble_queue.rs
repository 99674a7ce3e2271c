//! More callers than the queue holds, while the database is held up: who has no place is told so, and sends it again.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{join, join_all};
use kontor::schema::rooms;
use kontor_identity::permissions::Role;
use kontor_kernel::limits;
use kontor_store::DatabaseUrl;
use kontor_testkit::axum::http::Method;
use kontor_testkit::{TestDb, on_both_alone};
use serde_json::json;
use tokio::sync::oneshot;

use crate::client::{Answered, Client, Doors};

/// Callers beyond what a queue and a batch hold.
const TOO_MANY: usize = 300;

/// Somebody else who has the merchant's head, until told to let go.
async fn hold(db: &TestDb) -> oneshot::Sender<()> {
    let (let_go, told) = oneshot::channel::<()>();
    let (held, is_held) = oneshot::channel();
    match db.url.clone() {
        DatabaseUrl::Sqlite(file) => {
            std::thread::spawn(move || {
                let other = rusqlite::Connection::open(file).unwrap();
                other.execute_batch("BEGIN IMMEDIATE").unwrap();
                held.send(()).unwrap();
                let _ = told.blocking_recv();
                other.execute_batch("ROLLBACK").unwrap();
            });
        }
        DatabaseUrl::Postgres(url) => {
            let org = db.org;
            #[expect(clippy::disallowed_methods, reason = "ends when it is told to let go")]
            tokio::spawn(async move {
                let (client, connection) =
                    tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
                let hold = async {
                    client.batch_execute("BEGIN").await.unwrap();
                    let lock = "SELECT 1 FROM journal_head WHERE org_id = $1 FOR UPDATE";
                    client.query(lock, &[&org]).await.unwrap();
                    held.send(()).unwrap();
                    let _ = told.await;
                };
                tokio::select! { () = hold => {}, ended = connection => panic!("{ended:?}") }
            });
        }
    }
    is_held.await.unwrap();
    let_go
}

/// Somebody registers, which is the least that changes something.
async fn register(client: &Client, number: usize) -> Answered {
    let body = json!({ "contact": { "name": format!("Anna {number}") } }).to_string();
    let key = format!("caller-{number}");
    client.send(Method::POST, "/api/v1/customers", &[("idempotency-key", &key)], body).await
}

#[test]
fn a_full_queue_answers_503_and_nothing_is_lost_or_doubled() {
    on_both_alone(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        let let_go = hold(&db).await;
        let all = limits::QUEUE_COMMANDS + limits::BATCH_COMMANDS + TOO_MANY;
        let client = Arc::new(client);
        let turned_away = Cell::new(0);
        let callers = join_all((0..all).map(|number| {
            let (client, turned_away) = (Arc::clone(&client), &turned_away);
            async move {
                let answer = register(&client, number).await;
                turned_away.set(turned_away.get() + usize::from(answer.status == 503));
                answer
            }
        }));
        // Everybody has come by then: those beyond the queue have their answer, all others wait for theirs.
        let release = async {
            while turned_away.get() < TOO_MANY {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let_go.send(()).unwrap();
        };
        let (answers, ()) = join(callers, release).await;

        let mut ids = BTreeSet::new();
        let mut refused = Vec::new();
        for (number, answer) in answers.iter().enumerate() {
            match answer.status {
                201 => {
                    assert!(ids.insert(answer.body["id"].as_str().unwrap().to_owned()), "one customer twice");
                }
                503 => {
                    assert_eq!(answer.code(), "busy", "{}", answer.text);
                    assert_eq!(answer.headers["retry-after"], "1");
                    refused.push(number);
                }
                _ => panic!("{}", answer.text),
            }
        }
        assert!(
            refused.len() >= TOO_MANY && ids.len() >= limits::QUEUE_COMMANDS,
            "{} refused",
            refused.len()
        );
        let again = join_all(refused.into_iter().map(|number| register(&client, number))).await;
        for again in again {
            assert_eq!(again.status, 201, "{}", again.text);
            assert!(
                ids.insert(again.body["id"].as_str().unwrap().to_owned()),
                "a refused customer was there"
            );
        }
        let count = "SELECT COUNT(*) FROM customers_customer WHERE org_id = $1";
        let counted: i64 =
            db.reads.query(count, vec![db.org.into()]).await.unwrap().remove(0).take().unwrap();
        assert_eq!(usize::try_from(counted), Ok(all));
    });
}
