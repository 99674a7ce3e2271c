//! A database of either kind with a merchant in it.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use kontor_kernel::{Actor, Clock, FixedClock, Timestamp};
use kontor_store::check::{Found, journal_of};
use kontor_store::follower::{Follower, Hands, catch_up};
use kontor_store::{
    Command, DatabaseUrl, Envelope, Failure, ReadDb, Reply, Room, Schema, Writer, journal, replay,
    system_actor,
};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// The throw-away cluster; the database is shared, the merchant is the test's own.
    Postgres,
    /// The throw-away cluster, with a database of its own.
    PostgresAlone,
}

/// The time at which every test starts.
const START: i64 = 1_795_521_600_000_000;

/// A database with a merchant of the test's own.
#[derive(Clone)]
pub struct TestDb {
    /// Which kind.
    pub backend: Backend,
    /// Where it is.
    pub url: DatabaseUrl,
    /// The rooms.
    pub schema: Arc<Schema>,
    /// Carries out commands.
    pub writer: Writer,
    /// Reads.
    pub reads: ReadDb,
    /// The time; stands still until turned.
    pub clock: Arc<FixedClock>,
    /// The merchant.
    pub org: i64,
    founded: Arc<AtomicBool>,
    folder: Arc<tempfile::TempDir>,
}

impl TestDb {
    /// Opens a database with these rooms. Must not be called inside a runtime.
    #[must_use]
    pub fn new(backend: Backend, rooms: Vec<Room>) -> Self {
        let schema = Arc::new(Schema::new(rooms).expect("rooms that fit together"));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        let url = match backend {
            Backend::Sqlite => DatabaseUrl::Sqlite(folder.path().join("test.db")),
            Backend::Postgres => crate::postgres::database(&schema, "shared"),
            Backend::PostgresAlone => {
                let own = format!("{}-{:?}", std::process::id(), folder.path());
                crate::postgres::database(&schema, &own)
            }
        };
        Self::open(backend, url, schema, folder)
    }

    /// Opens a PostgreSQL database that a test has made for itself, as [`TestDb::new`].
    #[must_use]
    pub fn at(url: DatabaseUrl, rooms: Vec<Room>) -> Self {
        let schema = Arc::new(Schema::new(rooms).expect("rooms that fit together"));
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder"));
        Self::open(Backend::PostgresAlone, url, schema, folder)
    }

    fn open(backend: Backend, url: DatabaseUrl, schema: Arc<Schema>, folder: Arc<tempfile::TempDir>) -> Self {
        let clock = Arc::new(FixedClock::new(Timestamp::from_micros(START)));
        let writer = Writer::start(&url, Arc::clone(&schema), Arc::clone(&clock) as Arc<dyn Clock>)
            .expect("a database that opens");
        let reads = ReadDb::new(&url);
        let founded = Arc::new(AtomicBool::new(false));
        Self { backend, url, schema, writer, reads, clock, org: own_org(), founded, folder }
    }

    /// The same database and merchant, served by another writer: a second server, or this one after a restart.
    #[must_use]
    pub fn with_writer(&self, writer: Writer) -> Self {
        Self { writer, ..self.clone() }
    }

    /// The one who acts in tests.
    #[must_use]
    pub fn actor(&self) -> Actor {
        system_actor("test")
    }

    /// An envelope for the test's merchant; the first one founds it.
    #[must_use]
    pub fn envelope(&self) -> Envelope {
        let mut envelope = Envelope::new(self.org, self.actor());
        envelope.founds = !self.founded.swap(true, Ordering::SeqCst);
        envelope
    }

    /// Has a command carried out.
    ///
    /// # Errors
    /// As [`Writer::submit`].
    pub async fn submit<C: Command>(&self, command: C) -> Result<Reply<C::Answer>, Failure> {
        let envelope = self.envelope();
        let founds = envelope.founds;
        let reply = self.writer.submit(envelope, command).await;
        if founds && reply.is_err() {
            self.founded.store(false, Ordering::SeqCst);
        }
        reply
    }

    /// Has a command carried out that must be refused; the refusal's code.
    pub async fn refused<C: Command>(&self, command: C) -> String {
        match self.submit(command).await {
            Ok(_) => panic!("the command was carried out"),
            Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("the command failed otherwise: {other:?}"),
        }
    }

    /// A folder that goes with the test.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Turns the clock forwards.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// All events of the merchant, as `kind payload`.
    pub async fn events(&self) -> Vec<String> {
        let rows = journal::page(&self.reads, self.org, 0, 10_000).await.expect("the journal");
        rows.into_iter().map(|row| format!("{} {}", row.kind, row.payload)).collect()
    }

    /// What followers are run with.
    #[must_use]
    pub fn hands(&self) -> Hands {
        Hands {
            writer: self.writer.clone(),
            reads: self.reads.clone(),
            schema: Arc::clone(&self.schema),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
        }
    }

    /// Runs a follower until there is nothing it can do now. On a shared database it follows other tests' merchants as
    /// well, so its name should be the test's own, or the database.
    pub async fn settle(&self, follower: &Arc<dyn Follower>) {
        let followed = catch_up(&self.hands(), Arc::clone(follower)).await;
        followed.unwrap_or_else(|fault| panic!("{}: {}", follower.name(), fault.chain()));
    }

    /// What every check finds, by name, where it finds something wrong.
    pub async fn broken(&self) -> Vec<(String, Found)> {
        let snapshot = self.reads.snapshot().await.expect("a snapshot");
        let mut broken = Vec::new();
        for check in self.schema.checks() {
            // The journals of all tests in a shared database would be walked by each of them.
            let found = if check.name == "journal_is_whole" && self.backend == Backend::Postgres {
                journal_of(&snapshot, self.org).await
            } else {
                check.run(&snapshot).await
            };
            let found = found.unwrap_or_else(|fault| panic!("{}: {}", check.name, fault.chain()));
            if found.failed > 0 {
                broken.push((check.name.to_owned(), found));
            }
        }
        broken
    }

    /// What a replay of all journals makes otherwise than it is stored, by table.
    pub async fn replay_differences(&self) -> Vec<replay::Compared> {
        self.replay_differences_by(500).await
    }

    /// The same with so many events at once: by one, each event finds nothing in hand.
    pub async fn replay_differences_by(&self, page_size: i64) -> Vec<replay::Compared> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let schema = Arc::clone(&self.schema);
        let (path, now) = (folder.path().to_owned(), self.clock.now());
        let heads = journal::heads(&self.reads).await.expect("the heads");
        let mut scratch =
            blocking(move || replay::Replay::new(schema, &path, now)).await.expect("a scratch database");
        for (org, end) in heads {
            let mut position = 0;
            while position < end {
                let page = journal::page(&self.reads, org, position, page_size)
                    .await
                    .expect("a page of the journal");
                let (back, applied) = blocking(move || {
                    let applied = scratch.apply(org, &page, None);
                    (scratch, applied)
                })
                .await;
                scratch = back;
                let applied = applied.unwrap_or_else(|fault| panic!("replay: {}", fault.chain()));
                position = applied.expect("the journal goes on");
            }
        }
        let stored = self.reads.snapshot().await.expect("a snapshot");
        let replayed = scratch.reads().snapshot().await.expect("a snapshot");
        let mut differences = Vec::new();
        for table in replay::business_tables(&self.schema) {
            let compared = replay::compare(&stored, &replayed, table).await.expect("a comparison");
            if compared.found.failed > 0 {
                differences.push(compared);
            }
        }
        differences
    }

    /// The end of every test: all checks are clean; where the database is the test's own, a replay agrees.
    pub async fn finish(&self) {
        let broken = self.broken().await;
        assert!(broken.is_empty(), "checks find on {:?}: {broken:#?}", self.backend);
        if self.backend != Backend::Postgres {
            let differences = self.replay_differences().await;
            assert!(differences.is_empty(), "a replay differs on {:?}: {differences:#?}", self.backend);
        }
        assert_eq!(self.writer.counts().read().constraint_bugs, 0, "constraints were violated");
        self.writer.close().await;
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("work that does not panic")
}

/// A merchant that no other test has, in this process or another.
fn own_org() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let mut bytes = [0; 8];
    kontor_store::random(&mut bytes).expect("a random source");
    let random = i64::from_be_bytes(bytes).unsigned_abs() >> 24;
    i64::try_from(random << 8).unwrap_or(0) + NEXT.fetch_add(1, Ordering::SeqCst) % 256
}

fn play<F: Future<Output = ()>>(backend: Backend, rooms: fn() -> Vec<Room>, act: impl FnOnce(TestDb) -> F) {
    let db = TestDb::new(backend, rooms());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            act(db.clone()).await;
            db.finish().await;
        });
    }));
    if let Err(panic) = outcome {
        // The node number on PostgreSQL is given back, unless the test has left the writer hanging.
        let _ =
            runtime.block_on(async { tokio::time::timeout(Duration::from_secs(5), db.writer.close()).await });
        std::panic::resume_unwind(panic);
    }
}

/// Plays a test on SQLite and on PostgreSQL.
pub fn on_both<F: Future<Output = ()>>(rooms: fn() -> Vec<Room>, act: impl Fn(TestDb) -> F) {
    play(Backend::Sqlite, rooms, &act);
    play(Backend::Postgres, rooms, &act);
}

/// Plays a test on SQLite and on a PostgreSQL database of its own, so that it may tamper, and a replay is compared.
pub fn on_both_alone<F: Future<Output = ()>>(rooms: fn() -> Vec<Room>, act: impl Fn(TestDb) -> F) {
    play(Backend::Sqlite, rooms, &act);
    play(Backend::PostgresAlone, rooms, &act);
}

/// Plays a test on a PostgreSQL database of its own only: for what takes two servers on one database.
pub fn on_postgres<F: Future<Output = ()>>(rooms: fn() -> Vec<Room>, act: impl FnOnce(TestDb) -> F) {
    play(Backend::PostgresAlone, rooms, act);
}

/// Plays a test on SQLite only: for what does not depend on the database.
pub fn on_sqlite<F: Future<Output = ()>>(rooms: fn() -> Vec<Room>, act: impl FnOnce(TestDb) -> F) {
    play(Backend::Sqlite, rooms, act);
}
