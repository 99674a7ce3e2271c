//! The writer: the one thread that changes the database, one merchant's batch after the other.
//!
//! Doors hand commands to [`Writer::submit`] and wait for the [`Reply`]. The thread takes what is waiting, never
//! waits for more, and commits once a batch, so batches fill by themselves under load.

mod batch;
mod counts;
mod desks;
mod engine;
mod queue;
mod rounds;
mod trouble;

use std::sync::Arc;

use kontor_kernel::{Actor, Clock, limits};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::unconstrained;

pub(crate) use batch::panic_text;
pub(crate) use counts::thread_cpu_micros;
pub use counts::{Counts, Reading};

use self::engine::Engine;
use self::queue::{NotQueued, Queue};
use crate::command::{Command, Envelope, Failure, Lane, Reply, Typed, Waiting};
use crate::db::DatabaseUrl;
use crate::room::Schema;
use crate::{Fault, FaultKind};

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
    /// [`Failure`], see there. After `Refused`, `Busy`, `Expired` and `Closing` nothing of it was done.
    pub async fn submit<C: Command>(
        &self,
        envelope: Envelope,
        command: C,
    ) -> Result<Reply<C::Answer>, Failure> {
        // The bulk lane waits for room here instead of being turned away. Tokio would send every 128th of many that
        // come together to the end of its queue: they keep their order.
        let _room = match envelope.lane {
            Lane::Bulk => {
                Some(unconstrained(self.shared.bulk.acquire()).await.map_err(|_| Failure::Closing)?)
            }
            Lane::Front => None,
        };
        let (reply, replied) = oneshot::channel();
        let waiting = Waiting { envelope, job: Box::new(Typed::new(command, reply)) };
        match self.shared.queue.push(waiting) {
            Ok(()) => replied.await.unwrap_or(Err(Failure::Closing)),
            Err(NotQueued::Full) => {
                self.shared.counts.turned_away();
                Err(Failure::Busy)
            }
            Err(NotQueued::Closed) => Err(Failure::Closing),
        }
    }

    /// Has commands of one kind carried out that are queued in one go and in their order, and waits for what came of
    /// each. A writer that nobody else keeps busy takes up to [`limits::BATCH_COMMANDS`] of them as one batch, so that
    /// the same commands always come out the same. They wait in the front lane: all are turned away when it is full.
    pub async fn submit_all<C: Command>(
        &self,
        envelope: &Envelope,
        commands: Vec<C>,
    ) -> Vec<Result<Reply<C::Answer>, Failure>> {
        let (mut all, mut replies) = (Vec::with_capacity(commands.len()), Vec::with_capacity(commands.len()));
        for command in commands {
            let (reply, replied) = oneshot::channel();
            let envelope = Envelope { lane: Lane::Front, ..envelope.clone() };
            all.push(Waiting { envelope, job: Box::new(Typed::new(command, reply)) });
            replies.push(replied);
        }
        let queued = self.shared.queue.push_all(all);
        let mut came = Vec::with_capacity(replies.len());
        for replied in replies {
            came.push(match queued {
                Ok(()) => replied.await.unwrap_or(Err(Failure::Closing)),
                Err(NotQueued::Full) => {
                    self.shared.counts.turned_away();
                    Err(Failure::Busy)
                }
                Err(NotQueued::Closed) => Err(Failure::Closing),
            });
        }
        came
    }

    /// Takes or renews a lease under this name; its fence number, or `None` while somebody else holds it.
    pub(crate) async fn hold_lease(&self, name: String, holder: String) -> Result<Option<i64>, Fault> {
        self.chore(move |engine| engine.hold_lease(&name, &holder)).await
    }

    /// Gives a lease back before its time.
    pub(crate) async fn give_lease_back(&self, name: String, holder: String) -> Result<(), Fault> {
        self.chore(move |engine| crate::lease::give_back(&mut engine.db, &name, &holder)).await
    }

    /// Has something done on the writing connection between two batches.
    async fn chore<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Engine) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (reply, replied) = oneshot::channel();
        let chore = Box::new(move |engine: &mut Engine| {
            let _ = reply.send(work(engine));
        });
        if self.shared.queue.push_chore(chore).is_err() {
            return Err(Fault::setting("the writer is closing"));
        }
        replied.await.map_err(|error| Fault::new(FaultKind::Bug, "the writer ended", error))?
    }

    /// What the writer has done since its start.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.shared.counts
    }

    /// Drops commands that have waited longer than their callers. To be called every second: while the database is away,
    /// the writer itself is busy with a single batch.
    pub fn drop_expired(&self) {
        self.shared.queue.drop_expired();
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

/// The system actor of a program part, such as `system:demo`.
#[must_use]
pub fn system_actor(part: &str) -> Actor {
    Actor::new(&format!("system:{part}"))
}
