//! The writer's thread: carries out batches, and what it does when the database says no.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kontor_kernel::{Clock, IdGenerator, Timestamp, limits};

use super::Shared;
use super::batch::{BatchFault, Lost, Verdict, panic_text};
use super::counts::Counts;
use super::desks::Desks;
use super::queue::Work;
use super::trouble::Troubled;
use crate::command::{Failure, Trouble, Waiting};
use crate::db::{DatabaseUrl, Dialect, Statements, WriteDb};
use crate::desk::Record;
use crate::journal::{Head, JournalRow};
use crate::room::Schema;
use crate::{Fault, FaultKind, lease, migrate};

/// What the writer's thread works with.
pub(super) struct Engine {
    pub(super) db: WriteDb,
    pub(super) schema: Arc<Schema>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: IdGenerator,
    pub(super) lease: lease::NodeLease,
    pub(super) desks: Desks,
    pub(super) journal: Statements,
    pub(super) head: Statements,
    pub(super) counts: Counts,
    /// Whether events were recorded that nobody has been told of.
    pub(super) news: bool,
    /// Why nothing can be stored at present, if so.
    pub(super) troubled: Option<Troubled>,
    /// Whether somebody has been told that the clock is behind.
    clock_is_wrong: bool,
}

impl Engine {
    pub(super) fn open(
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
        let desks = Desks::default();
        let (news, troubled, clock_is_wrong) = (false, None, false);
        Ok(Self {
            db,
            schema,
            clock,
            ids,
            lease,
            desks,
            journal,
            head,
            counts,
            news,
            troubled,
            clock_is_wrong,
        })
    }

    /// Works until the queue is closed and empty.
    pub(super) fn run(&mut self, shared: &Shared) {
        while let Some(work) = shared.queue.take() {
            match work {
                Work::Chore(chore) => chore(self),
                Work::Batch(org, commands) => self.serve(shared, org, drop_expired(commands)),
            }
        }
        self.lease.give_back(&mut self.db);
    }

    fn serve(&mut self, shared: &Shared, org: i64, commands: Vec<Waiting>) {
        if commands.is_empty() {
            return;
        }
        let started = self.counts.start();
        let left = self.carry_out(org, commands);
        if !left.is_empty() {
            shared.queue.put_back(org, left);
        }
        if std::mem::take(&mut self.news) {
            shared.ticks.send_modify(|tick| *tick = tick.wrapping_add(1));
        }
        self.db.between_batches();
        self.counts.stop(started);
    }

    /// Takes or renews a lease for another part of the program; the fence, or `None` while somebody else holds it.
    pub(super) fn hold_lease(&mut self, name: &str, holder: &str) -> Result<Option<i64>, Fault> {
        let now = self.clock.now();
        match lease::hold(&mut self.db, name, holder, now) {
            Err(fault) if *fault.kind() == FaultKind::Connection => {
                self.db.reconnect()?;
                lease::hold(&mut self.db, name, holder, now)
            }
            outcome => outcome,
        }
    }

    /// Carries out commands and answers them; returns those that had no room.
    fn carry_out(&mut self, org: i64, mut commands: Vec<Waiting>) -> Vec<Waiting> {
        let (mut retries, mut reconnects, mut looks) = (0, 0, 0);
        loop {
            self.renew_lease();
            let fault = match self.attempt_safely(org, &commands) {
                Ok(verdicts) => return self.answer(org, commands, verdicts),
                Err(BatchFault::Nothing(fault)) => fault,
                Err(BatchFault::Unknown(fault, lost)) => {
                    tracing::warn!(fault = fault.chain(), "the connection broke at a commit");
                    match self.find_out(org, &lost) {
                        Ok(true) => return self.answer(org, commands, lost.verdicts),
                        Ok(false) => fault,
                        Err(fault) => return unknown(commands, &fault),
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
                    reconnects += 1;
                    if let Err(fault) = self.reconnect() {
                        return self.refuse(commands, Trouble::Away, &fault);
                    }
                }
                FaultKind::Full if looks == 0 && !self.is_in(Trouble::Full) => {
                    looks += 1;
                    self.db.make_room();
                }
                FaultKind::ReadOnly if looks < self.looks_for_a_primary() => {
                    std::thread::sleep(Duration::from_millis(limits::RECONNECT_FIRST_MS << looks));
                    looks += 1;
                    if let Err(fault) = self.reconnect() {
                        return self.refuse(commands, Trouble::Away, &fault);
                    }
                }
                FaultKind::Constraint(_) | FaultKind::Data | FaultKind::Bug if commands.len() > 1 => {
                    tracing::warn!(
                        fault = fault.chain(),
                        "one of several commands is at fault: trying halves"
                    );
                    return self.bisect(org, commands);
                }
                kind => {
                    if matches!(kind, FaultKind::Constraint(_)) {
                        self.counts.constraint(&fault);
                    }
                    return match Trouble::of(kind) {
                        Some(trouble) => self.refuse(commands, trouble, &fault),
                        None => fail(commands, &fault),
                    };
                }
            }
            commands = drop_expired(commands);
            if commands.is_empty() {
                return commands;
            }
        }
    }

    /// A panic outside of a decision is a bug of a table's or the store's own: it ends this batch, not the writer.
    fn attempt_safely(&mut self, org: i64, commands: &[Waiting]) -> Result<Vec<Verdict>, BatchFault> {
        let attempt = catch_unwind(AssertUnwindSafe(|| self.attempt(org, commands)));
        attempt.unwrap_or_else(|panic| {
            Err(BatchFault::Nothing(Fault::bug(format!("the writer panicked: {}", panic_text(&*panic)))))
        })
    }

    /// Each half by itself, so that only the culprit fails, or each half finds room. What the first leaves comes before
    /// the second.
    fn bisect(&mut self, org: i64, mut commands: Vec<Waiting>) -> Vec<Waiting> {
        let second = commands.split_off(commands.len() / 2);
        let mut left = self.carry_out(org, commands);
        if left.is_empty() {
            return self.carry_out(org, second);
        }
        left.extend(second);
        left
    }

    /// Answers the commands that came to an end; returns those that had no room.
    fn answer(&mut self, org: i64, commands: Vec<Waiting>, verdicts: Vec<Verdict>) -> Vec<Waiting> {
        let all = commands.len();
        let mut left = Vec::new();
        for (waiting, verdict) in commands.into_iter().zip(verdicts) {
            match verdict {
                Verdict::Done(outcome) => waiting.job.answer(Ok(outcome)),
                Verdict::Failed(failure) => waiting.job.answer(Err(failure)),
                Verdict::NoRoom => left.push(waiting),
            }
        }
        // Together they would have no room next time either.
        if left.len() == all && all > 1 { self.bisect(org, left) } else { left }
    }

    /// How often another connection is tried when one can't be written to: its server may have become a standby a
    /// moment ago. A file stays what it is.
    fn looks_for_a_primary(&self) -> u32 {
        match self.db.dialect() {
            Dialect::Sqlite => 0,
            Dialect::Postgres if self.is_in(Trouble::ReadOnly) => 1,
            Dialect::Postgres => limits::RECONNECTS,
        }
    }

    /// Connects again, with growing pauses: for a minute at most, and not so long again while that has been in vain.
    #[expect(clippy::disallowed_methods, reason = "an outage lasts in real time")]
    fn reconnect(&mut self) -> Result<(), Fault> {
        let started = Instant::now();
        let patience = Duration::from_secs(if self.is_in(Trouble::Away) {
            limits::RECONNECT_AGAIN_SECONDS
        } else {
            limits::RECONNECT_SECONDS
        });
        let mut pause = Duration::from_millis(limits::RECONNECT_FIRST_MS);
        loop {
            match self.db.reconnect() {
                Err(fault) if started.elapsed() >= patience => return Err(fault),
                Err(_) => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_secs(2));
                }
                Ok(()) => return Ok(()),
            }
        }
    }

    /// Whether the batch whose commit was not answered did commit.
    #[expect(clippy::disallowed_methods, reason = "an outage lasts in real time")]
    fn find_out(&mut self, org: i64, lost: &Lost) -> Result<bool, Fault> {
        self.desks.forget(org);
        let (mut reconnects, started) = (0, Instant::now());
        loop {
            let found = self.reconnect().and_then(|()| self.look_for(org, lost));
            self.db.rollback();
            match found {
                Err(fault)
                    if matches!(fault.kind(), FaultKind::Connection | FaultKind::Again)
                        && reconnects < limits::RECONNECTS =>
                {
                    reconnects += 1;
                }
                // A standby does not tell what the next primary will know.
                Err(fault)
                    if *fault.kind() == FaultKind::ReadOnly
                        && started.elapsed() < Duration::from_secs(limits::RECONNECT_SECONDS) =>
                {
                    std::thread::sleep(Duration::from_millis(limits::RECONNECT_FIRST_MS << 3));
                }
                Err(fault) => {
                    let what =
                        "nobody knows whether the batch was stored: ask again with the same idempotency key";
                    return Err(Fault::new(FaultKind::Database, what, fault));
                }
                found => return found,
            }
        }
    }

    /// Looks for the batch behind the lock of the head, which its old connection holds as long as it may still commit.
    fn look_for(&mut self, org: i64, lost: &Lost) -> Result<bool, Fault> {
        let Some(head) = self.db.begin(org, false)? else { return Ok(false) };
        if head.last_id == lost.after.last_id {
            return Ok(true);
        }
        if head == lost.before || head.position < lost.after.position {
            return Ok(false);
        }
        // Another server has gone on meanwhile: if it did so behind us, the journal holds our hash at our position.
        if lost.after.position == lost.before.position {
            return Err(Fault::data(
                "another server has written meanwhile, and no event tells of this batch",
            ));
        }
        let params = [org.into(), (lost.after.position - 1).into(), 1.into()];
        let rows = self.db.query(&crate::db::select::<JournalRow>(crate::journal::PAGE), &params)?;
        let row = rows.into_iter().next().map(|mut row| row.record::<JournalRow>()).transpose()?;
        Ok(row.is_some_and(|row| row.position == lost.after.position && row.hash == lost.after.hash))
    }

    /// Time does not run backwards in a journal: behind a clock that was put back it stands still, and somebody should know.
    pub(super) fn watch_clock(&mut self, clock: Timestamp, last: Timestamp) {
        let behind = u64::try_from(last.micros().saturating_sub(clock.micros())).unwrap_or(0);
        self.counts.clock_behind(behind);
        let is_wrong = behind > limits::CLOCK_BEHIND_SECONDS * 1_000_000;
        if is_wrong && !self.clock_is_wrong {
            tracing::warn!(
                seconds = behind / 1_000_000,
                "this server's clock is behind the newest event, so time stands still in the journal: see to its \
                 synchronisation"
            );
        }
        self.clock_is_wrong = is_wrong;
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
pub(super) fn drop_expired(commands: Vec<Waiting>) -> Vec<Waiting> {
    let now = Instant::now();
    let is_over = |waiting: &Waiting| waiting.envelope.deadline.is_some_and(|deadline| deadline < now);
    if !commands.iter().any(is_over) {
        return commands;
    }
    let (expired, alive): (Vec<_>, Vec<_>) = commands.into_iter().partition(is_over);
    for waiting in expired {
        waiting.job.answer(Err(Failure::Expired));
    }
    alive
}

/// Nobody knows what became of these commands.
fn unknown(commands: Vec<Waiting>, fault: &Fault) -> Vec<Waiting> {
    tracing::error!(fault = fault.chain(), commands = commands.len(), "what became of a batch is not known");
    for waiting in commands {
        waiting.job.answer(Err(Failure::Unknown));
    }
    Vec::new()
}

fn fail(commands: Vec<Waiting>, fault: &Fault) -> Vec<Waiting> {
    tracing::error!(fault = fault.chain(), commands = commands.len(), "a batch was not stored");
    for waiting in commands {
        waiting.job.answer(Err(Failure::Fault(fault.chain())));
    }
    Vec::new()
}
