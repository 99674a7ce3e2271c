//! The writer: the one thread that changes the database, one merchant's batch after the other.
//!
//! Doors hand commands to [`Writer::submit`] and wait for the [`Reply`]. The thread takes what is waiting, never
//! waits for more, and commits once a batch, so batches fill by themselves under load.

mod batch;
mod counts;
mod desks;
mod queue;

use std::sync::Arc;
use std::time::{Duration, Instant};

use kontor_kernel::{Actor, Clock, IdGenerator, limits};
use tokio::sync::{Semaphore, oneshot, watch};

pub use counts::{Counts, Reading};

use self::batch::{BatchFault, Verdict};
use self::desks::Desks;
use self::queue::{NotQueued, Queue};
use crate::command::{Command, Envelope, Failure, Lane, Reply, Typed, Waiting};
use crate::db::{DatabaseUrl, Statements, WriteDb};
use crate::desk::Record;
use crate::journal::{Head, JournalRow};
use crate::room::Schema;
use crate::{Fault, FaultKind, lease, migrate};

/// The handle to the writer. Cheap to clone; the thread ends when [`Writer::close`] is called.
#[derive(Clone)]
pub struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Queue,
    bulk: Semaphore,
    counts: Counts,
    /// Rises with every batch that recorded events: followers and live pages wait for it.
    ticks: watch::Sender<u64>,
    thread: std::sync::Mutex<Option<std::thread::JoinHandle<()>>>,
    ended: watch::Sender<bool>,
}

/// What the writer's thread works with.
pub(crate) struct Engine {
    db: WriteDb,
    schema: Arc<Schema>,
    clock: Arc<dyn Clock>,
    ids: IdGenerator,
    lease: lease::NodeLease,
    desks: Desks,
    journal: Statements,
    head: Statements,
    counts: Counts,
}

impl Writer {
    /// Opens the database for writing, migrates it and starts the thread. Blocks while it does.
    ///
    /// # Errors
    /// When the database can't be opened, is written to by another process (SQLite), or is newer than this program.
    pub fn start(url: &DatabaseUrl, schema: Arc<Schema>, clock: Arc<dyn Clock>) -> Result<Self, Fault> {
        // The connection has a runtime of its own, which may not be made or used inside another one.
        let url = url.clone();
        let counts = Counts::default();
        let engine_counts = counts.clone();
        let (opened, is_open) = std::sync::mpsc::sync_channel(1);
        let (shared_in, shared_out) = std::sync::mpsc::sync_channel::<Arc<Shared>>(1);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || {
            match Engine::open(&url, schema, clock, engine_counts) {
                Ok(mut engine) => {
                    let _ = opened.send(Ok(()));
                    if let Ok(shared) = shared_out.recv() {
                        engine.run(&shared);
                        shared.ended.send_replace(true);
                    }
                }
                Err(fault) => {
                    let _ = opened.send(Err(fault));
                }
            }
        });
        let thread =
            thread.map_err(|error| Fault::new(FaultKind::Database, "can't start the writer", error))?;
        is_open
            .recv()
            .map_err(|error| Fault::new(FaultKind::Bug, "the writer ended at its start", error))??;
        let shared = Arc::new(Shared {
            queue: Queue::default(),
            bulk: Semaphore::new(limits::BULK_COMMANDS),
            counts,
            ticks: watch::channel(0).0,
            thread: std::sync::Mutex::new(Some(thread)),
            ended: watch::channel(false).0,
        });
        let _ = shared_in.send(Arc::clone(&shared));
        Ok(Self { shared })
    }

    /// Has a command carried out and waits for what came of it.
    ///
    /// # Errors
    /// [`Failure`], see there. After `Fault`, `Busy`, `Expired` and `Closing` nothing of it was done.
    pub async fn submit<C: Command>(
        &self,
        envelope: Envelope,
        command: C,
    ) -> Result<Reply<C::Answer>, Failure> {
        // The bulk lane waits for room here instead of being turned away.
        let _room = match envelope.lane {
            Lane::Bulk => Some(self.shared.bulk.acquire().await.map_err(|_| Failure::Closing)?),
            Lane::Front => None,
        };
        let (reply, replied) = oneshot::channel();
        let waiting = Waiting { envelope, job: Box::new(Typed { command, reply }) };
        match self.shared.queue.push(waiting) {
            Ok(()) => replied.await.unwrap_or(Err(Failure::Closing)),
            Err(NotQueued::Full) => {
                self.shared.counts.turned_away();
                Err(Failure::Busy)
            }
            Err(NotQueued::Closed) => Err(Failure::Closing),
        }
    }

    /// What the writer has done since its start.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.shared.counts
    }

    /// How many commands wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.queue.waiting()
    }

    /// Rises with every batch that recorded events.
    #[must_use]
    pub fn ticks(&self) -> watch::Receiver<u64> {
        self.shared.ticks.subscribe()
    }

    /// Takes no more commands, carries out those that wait, and ends the thread.
    pub async fn close(&self) {
        self.shared.queue.close();
        let mut ended = self.shared.ended.subscribe();
        let _ = ended.wait_for(|ended| *ended).await;
        let thread = self.shared.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

impl Engine {
    fn open(
        url: &DatabaseUrl,
        schema: Arc<Schema>,
        clock: Arc<dyn Clock>,
        counts: Counts,
    ) -> Result<Self, Fault> {
        let mut db = WriteDb::open(url)?;
        for name in migrate::run(&mut db, &schema, clock.now())? {
            tracing::info!(migration = name, "the database was migrated");
        }
        let lease = lease::NodeLease::take(&mut db, clock.now())?;
        let dialect = db.dialect();
        let journal = Statements::of(dialect, &JournalRow::SPEC, &[]);
        let head = Statements::of(dialect, &Head::SPEC, &[]);
        let ids = IdGenerator::new(lease.node());
        Ok(Self { db, schema, clock, ids, lease, desks: Desks::default(), journal, head, counts })
    }

    /// Works until the queue is closed and empty.
    fn run(&mut self, shared: &Shared) {
        while let Some((org, commands)) = shared.queue.take() {
            let commands = drop_expired(commands);
            if commands.is_empty() {
                continue;
            }
            let started = self.counts.start();
            let left = self.carry_out(org, commands);
            self.counts.stop(started);
            if !left.is_empty() {
                shared.queue.put_back(org, left);
            }
            shared.ticks.send_modify(|tick| *tick = tick.wrapping_add(1));
            self.db.between_batches();
        }
        self.lease.give_back(&mut self.db);
    }

    /// Carries out commands and answers them; returns those that had no room.
    fn carry_out(&mut self, org: i64, commands: Vec<Waiting>) -> Vec<Waiting> {
        let mut retries = 0;
        let mut reconnects = 0;
        loop {
            self.renew_lease();
            let fault = match self.attempt(org, &commands) {
                Ok(verdicts) => return answer(commands, verdicts),
                Err(BatchFault::Nothing(fault)) => fault,
                Err(BatchFault::Unknown(fault, head, verdicts)) => {
                    tracing::warn!(fault = fault.chain(), "the connection broke at a commit");
                    match self.find_out(org, &head) {
                        Ok(true) => return answer(commands, verdicts),
                        Ok(false) => continue,
                        Err(fault) => fault,
                    }
                }
            };
            self.desks.forget(org);
            self.db.rollback();
            match fault.kind() {
                FaultKind::Again if retries < limits::RETRIES => {
                    retries += 1;
                    self.counts.retried();
                }
                FaultKind::Connection if reconnects < limits::RECONNECTS => {
                    tracing::warn!(fault = fault.chain(), "the database connection broke; connecting again");
                    if let Err(fault) = self.reconnect() {
                        return fail(commands, &fault);
                    }
                    reconnects += 1;
                }
                FaultKind::Constraint(_) if commands.len() > 1 => {
                    self.counts.constraint(&fault);
                    return self.bisect(org, commands);
                }
                _ => {
                    if matches!(fault.kind(), FaultKind::Constraint(_)) {
                        self.counts.constraint(&fault);
                    }
                    return fail(commands, &fault);
                }
            }
        }
    }

    /// A constraint was violated by one of many: each half by itself, so that only the culprit fails.
    fn bisect(&mut self, org: i64, mut commands: Vec<Waiting>) -> Vec<Waiting> {
        let second = commands.split_off(commands.len() / 2);
        let mut left = self.carry_out(org, commands);
        left.extend(self.carry_out(org, second));
        left
    }

    /// Connects again, with growing pauses, for a minute at most.
    fn reconnect(&mut self) -> Result<(), Fault> {
        let mut pause = Duration::from_millis(limits::RECONNECT_FIRST_MS);
        let mut waited = Duration::ZERO;
        loop {
            match self.db.reconnect() {
                Ok(()) => return Ok(()),
                Err(fault) if waited >= Duration::from_secs(limits::RECONNECT_SECONDS) => return Err(fault),
                Err(_) => {
                    std::thread::sleep(pause);
                    waited += pause;
                    pause = (pause * 2).min(Duration::from_secs(2));
                }
            }
        }
    }

    /// Whether the batch whose commit was not answered did commit: the head then stands where it put it.
    fn find_out(&mut self, org: i64, ours: &Head) -> Result<bool, Fault> {
        self.desks.forget(org);
        self.reconnect()?;
        let head = self.db.begin(org, false)?;
        self.db.rollback();
        Ok(head.is_some_and(|head| {
            // Another server may have gone on behind us: then its journal holds our hash at our position.
            head == *ours || (head.position > ours.position && self.journal_holds(org, ours))
        }))
    }

    fn journal_holds(&mut self, org: i64, ours: &Head) -> bool {
        let params = [org.into(), (ours.position - 1).into(), 1.into()];
        let rows = self.db.query(&crate::db::select::<JournalRow>(crate::journal::PAGE), &params);
        let row = rows.ok().and_then(|rows| rows.into_iter().next());
        row.and_then(|mut row| row.record::<JournalRow>().ok()).is_some_and(|row| row.hash == ours.hash)
    }

    fn renew_lease(&mut self) {
        let now = self.clock.now();
        if self.lease.is_due(now) {
            match self.lease.renew(&mut self.db, now) {
                Ok(true) => {}
                Ok(false) => {
                    self.ids = IdGenerator::new(self.lease.node());
                    tracing::warn!(node = self.lease.node(), "the node number was lost; another one is used");
                }
                Err(fault) => tracing::warn!(fault = fault.chain(), "the node number could not be renewed"),
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a deadline is real time: how long somebody has waited")]
fn drop_expired(commands: Vec<Waiting>) -> Vec<Waiting> {
    let now = Instant::now();
    let (expired, alive): (Vec<_>, Vec<_>) = commands
        .into_iter()
        .partition(|waiting| waiting.envelope.deadline.is_some_and(|deadline| deadline < now));
    for waiting in expired {
        waiting.job.answer(Err(Failure::Expired));
    }
    alive
}

fn answer(commands: Vec<Waiting>, verdicts: Vec<Verdict>) -> Vec<Waiting> {
    let mut left = Vec::new();
    for (waiting, verdict) in commands.into_iter().zip(verdicts) {
        match verdict {
            Verdict::Done(outcome) => waiting.job.answer(Ok(outcome)),
            Verdict::Failed(failure) => waiting.job.answer(Err(failure)),
            Verdict::NoRoom => left.push(waiting),
        }
    }
    left
}

fn fail(commands: Vec<Waiting>, fault: &Fault) -> Vec<Waiting> {
    tracing::error!(fault = fault.chain(), commands = commands.len(), "a batch was not stored");
    for waiting in commands {
        waiting.job.answer(Err(Failure::Fault(fault.chain())));
    }
    Vec::new()
}

/// The system actor of a program part, such as `system:demo`.
#[must_use]
pub fn system_actor(part: &str) -> Actor {
    Actor::new(&format!("system:{part}"))
}
