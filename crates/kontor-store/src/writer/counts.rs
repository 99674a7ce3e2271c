//! What the writer has done: counted for metrics and benchmarks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use crate::Fault;
use crate::command::Trouble;
use crate::db::Write;
use crate::journal::JournalRow;

/// Counters of a writer since its start. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    batches: AtomicU64,
    events: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicU64,
    cpu_micros: AtomicU64,
    save_cpu_micros: AtomicU64,
    longest_micros: AtomicU64,
    over_20_ms: AtomicU64,
    over_50_ms: AtomicU64,
    turned_away: AtomicU64,
    retries: AtomicU64,
    constraint_bugs: AtomicU64,
    clock_behind_micros: AtomicU64,
    /// Its place in [`Trouble::ALL`], from 1; 0 when there is none.
    trouble: AtomicUsize,
}

/// A reading of all counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Batches carried out.
    pub batches: u64,
    /// Events recorded.
    pub events: u64,
    /// Rows written, the journal's among them.
    pub rows: u64,
    /// Bytes of the events' payloads.
    pub bytes: u64,
    /// CPU time of the writer's thread from begin to commit, in microseconds.
    pub cpu_micros: u64,
    /// The part of it that went into writing rows and committing.
    pub save_cpu_micros: u64,
    /// The longest batch with what the writer did behind it, in microseconds of real time: the longest that a command
    /// waited for those before it.
    pub longest_micros: u64,
    /// Batches that took longer than 20 ms.
    pub over_20_ms: u64,
    /// Batches that took longer than 50 ms.
    pub over_50_ms: u64,
    /// Commands turned away because the queue was full.
    pub turned_away: u64,
    /// Batches tried again because the database asked for it.
    pub retries: u64,
    /// Constraints violated: each is a bug, since every uniqueness is decided beforehand.
    pub constraint_bugs: u64,
}

impl Counts {
    /// All counters as they stand.
    #[must_use]
    pub fn read(&self) -> Reading {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Reading {
            batches: get(&self.inner.batches),
            events: get(&self.inner.events),
            rows: get(&self.inner.rows),
            bytes: get(&self.inner.bytes),
            cpu_micros: get(&self.inner.cpu_micros),
            save_cpu_micros: get(&self.inner.save_cpu_micros),
            longest_micros: get(&self.inner.longest_micros),
            over_20_ms: get(&self.inner.over_20_ms),
            over_50_ms: get(&self.inner.over_50_ms),
            turned_away: get(&self.inner.turned_away),
            retries: get(&self.inner.retries),
            constraint_bugs: get(&self.inner.constraint_bugs),
        }
    }

    /// How far this server's clock was behind the newest event of the merchant of the last batch, in microseconds; 0 when
    /// it is right.
    #[must_use]
    pub fn clock_behind_micros(&self) -> u64 {
        self.inner.clock_behind_micros.load(Ordering::Relaxed)
    }

    pub(super) fn clock_behind(&self, micros: u64) {
        self.inner.clock_behind_micros.store(micros, Ordering::Relaxed);
    }

    /// Why the last batch that was to be stored was not, if so; it is over with the first that is.
    #[must_use]
    pub fn troubled(&self) -> Option<Trouble> {
        let place = self.inner.trouble.load(Ordering::Relaxed);
        place.checked_sub(1).and_then(|index| Trouble::ALL.get(index).copied())
    }

    pub(super) fn trouble(&self, trouble: Option<Trouble>) {
        let place = Trouble::ALL.iter().position(|each| Some(*each) == trouble);
        self.inner.trouble.store(place.map_or(0, |index| index + 1), Ordering::Relaxed);
    }

    pub(super) fn turned_away(&self) {
        self.inner.turned_away.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn retried(&self) {
        self.inner.retries.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn constraint(&self, fault: &Fault) {
        self.inner.constraint_bugs.fetch_add(1, Ordering::Relaxed);
        tracing::error!(
            fault = fault.chain(),
            "a constraint was violated that a decision should have refused"
        );
    }

    pub(super) fn wrote(&self, writes: &[Write<'_>], journal: &[JournalRow]) {
        let rows: usize = writes.iter().map(Write::rows).sum();
        let bytes: usize = journal.iter().map(|row| row.payload.len()).sum();
        self.inner.rows.fetch_add(u64::try_from(rows).unwrap_or(0), Ordering::Relaxed);
        self.inner.bytes.fetch_add(u64::try_from(bytes).unwrap_or(0), Ordering::Relaxed);
        self.inner.events.fetch_add(u64::try_from(journal.len()).unwrap_or(0), Ordering::Relaxed);
    }

    #[expect(clippy::disallowed_methods, reason = "a benchmark's figure is real time")]
    pub(super) fn start(&self) -> Instant {
        Instant::now()
    }

    pub(super) fn stop(&self, started: Instant) {
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.inner.batches.fetch_add(1, Ordering::Relaxed);
        self.inner.longest_micros.fetch_max(micros, Ordering::Relaxed);
        for (bound, count) in [(20_000, &self.inner.over_20_ms), (50_000, &self.inner.over_50_ms)] {
            if micros > bound {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Notes the CPU time of a transaction that began and was about to be saved when the thread's clock showed these.
    pub(super) fn spent(&self, begun: u64, saving: u64) {
        let now = thread_cpu_micros();
        self.inner.cpu_micros.fetch_add(now.saturating_sub(begun), Ordering::Relaxed);
        self.inner.save_cpu_micros.fetch_add(now.saturating_sub(saving), Ordering::Relaxed);
    }
}

/// CPU time of the calling thread.
pub(crate) fn thread_cpu_micros() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    let nanos = u64::try_from(time.tv_nsec).unwrap_or(0);
    seconds.saturating_mul(1_000_000).saturating_add(nanos / 1_000)
}
