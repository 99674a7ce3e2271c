//! How the tests conduct the writer: commands that share a batch, a writer that is held up, a tampering hand.

use std::future::Future;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use futures_util::future::{join, join_all};
use kontor_kernel::Clock;
use kontor_store::desk::Record;
use kontor_store::event::ErasedEvent;
use kontor_store::{Command, DatabaseUrl, Envelope, Failure, Reading, Reply, Writer};
use kontor_testkit::{Backend, TestDb};

use crate::room::{Act, Jar, Shelf, act, rooms};

pub(crate) type Outcome = Result<Reply<Vec<String>>, Failure>;

/// Both databases, each with a database of the test's own.
pub(crate) const ALONE: [Backend; 2] = [Backend::Sqlite, Backend::PostgresAlone];

/// Plays a test that leaves behind what no check would let pass.
pub(crate) fn without_checks<F: Future<Output = ()>>(backends: [Backend; 2], act: impl Fn(TestDb) -> F) {
    for backend in backends {
        let db = TestDb::new(backend, rooms());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.unwrap().block_on(async {
            act(db.clone()).await;
            db.writer.close().await;
        });
    }
}

/// A command on which the writer's thread waits until it is let go.
pub(crate) struct Hold {
    entered: Arc<AtomicBool>,
    release: Sender<()>,
}

/// A hold, and the command that the writer is held by.
pub(crate) fn hold() -> (Hold, Act) {
    let entered = Arc::new(AtomicBool::new(false));
    let (release, released): (Sender<()>, Receiver<()>) = channel();
    let released = Mutex::new(released);
    let is_in = Arc::clone(&entered);
    let command = act(move |desk, _| {
        desk.ready()?;
        is_in.store(true, Ordering::SeqCst);
        // Let go, or left alone by a test that failed.
        let _ = released.lock().unwrap().recv();
        Ok(())
    });
    (Hold { entered, release }, command)
}

impl Hold {
    pub(crate) async fn entered(&self) {
        until(|| self.entered.load(Ordering::SeqCst)).await;
    }

    pub(crate) fn let_go(self) {
        self.release.send(()).unwrap();
    }
}

/// Waits until something is so.
pub(crate) async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Holds the writer up while `meanwhile` goes on; `meanwhile` lets it go.
///
/// The hold is a merchant's of its own, so that it works before the test's merchant is founded.
pub(crate) async fn while_held<T>(db: &TestDb, meanwhile: impl AsyncFnOnce(Hold) -> T) -> T {
    let (hold, command) = hold();
    let envelope = Envelope::new(db.org ^ (1 << 60), db.actor()).founding();
    let holding = db.writer.submit(envelope, command);
    let (held, out) = join(holding, async {
        hold.entered().await;
        meanwhile(hold).await
    })
    .await;
    held.unwrap();
    out
}

/// Has all commands carried out in one batch, in this order.
pub(crate) async fn in_one_batch<C: Command>(
    db: &TestDb,
    commands: Vec<(Envelope, C)>,
) -> Vec<Result<Reply<C::Answer>, Failure>> {
    let count = commands.len();
    while_held(db, async |hold| {
        let all = commands.into_iter().map(|(envelope, command)| db.writer.submit(envelope, command));
        let conduct = async {
            until(|| db.writer.waiting() == count).await;
            hold.let_go();
        };
        join(join_all(all), conduct).await.0
    })
    .await
}

/// What the writer has counted so far. Counts come behind the answers, so it is held up for a reading.
pub(crate) async fn counted(db: &TestDb) -> Reading {
    while_held(db, async |hold| {
        let reading = db.writer.counts().read();
        hold.let_go();
        reading
    })
    .await
}

/// As [`in_one_batch`], with plain envelopes.
pub(crate) async fn plainly_in_one_batch(db: &TestDb, commands: Vec<Act>) -> Vec<Outcome> {
    in_one_batch(db, commands.into_iter().map(|command| (db.envelope(), command)).collect()).await
}

/// What came of a command, in a word: its events' kinds, a refusal's code, or how else it ended.
pub(crate) fn word<A>(outcome: &Result<Reply<A>, Failure>) -> String {
    match outcome {
        Ok(reply) => {
            let kinds: Vec<_> = reply.recorded.iter().map(ErasedEvent::kind).collect();
            if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(" ") }
        }
        Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
        Err(Failure::Fault(why)) => format!("fault: {why}"),
        Err(other) => format!("{other:?}"),
    }
}

pub(crate) fn words<A>(outcomes: &[Result<Reply<A>, Failure>]) -> Vec<String> {
    outcomes.iter().map(word).collect()
}

/// All rows of the merchant in a table, in the order of the key.
pub(crate) async fn rows<R: Record>(db: &TestDb) -> Vec<R> {
    let mut rows = db.reads.records::<R>("org_id = $1", vec![db.org.into()]).await.unwrap();
    rows.sort_by_key(R::key);
    rows
}

/// The merchant's jars as `id@shelf=count`, and its shelves as `shelf:count`.
pub(crate) async fn picture(db: &TestDb) -> String {
    let jars = rows::<Jar>(db).await;
    let shelves = rows::<Shelf>(db).await;
    let jars = jars.iter().map(|jar| format!("{}@{}={}", jar.id, jar.shelf, jar.count));
    let shelves = shelves.iter().map(|shelf| format!("{}:{}", shelf.shelf, shelf.count));
    jars.chain(shelves).collect::<Vec<_>>().join(" ")
}

/// The test's merchant, served by another writer: the one of another server, or of this one after a restart.
pub(crate) fn another_server(db: &TestDb) -> TestDb {
    let clock = Arc::clone(&db.clock) as Arc<dyn Clock>;
    db.with_writer(Writer::start(&db.url, Arc::clone(&db.schema), clock).unwrap())
}

/// Changes the database behind the writer's back.
pub(crate) async fn tamper(db: &TestDb, sql: &str) {
    match &db.url {
        DatabaseUrl::Sqlite(path) => {
            let changed = rusqlite::Connection::open(path).unwrap().execute(sql, []).unwrap();
            assert_eq!(changed, 1, "{sql}");
        }
        DatabaseUrl::Postgres(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            tokio::select! {
                changed = client.execute(sql, &[]) => assert_eq!(changed.unwrap(), 1, "{sql}"),
                ended = connection => panic!("the connection ended: {ended:?}"),
            }
        }
    }
}
