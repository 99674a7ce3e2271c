//! One batch: begin, load, decide each in turn, save, commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use kontor_kernel::{Context, IdGenerator, Timestamp, limits};

use super::engine::Engine;
use super::thread_cpu_micros;
use crate::Fault;
use crate::command::{Failure, Outcome, Waiting, WriterReject};
use crate::db::{CommitFault, Value, Write, WriteDb};
use crate::desk::{Desk, Stop};
use crate::event::Recorded;
use crate::journal::{Head, JournalRow};
use crate::own::{OwnTables, UsedKey};
use crate::room::Schema;

/// What a batch found out about one of its commands.
pub(super) enum Verdict {
    Done(Outcome),
    Failed(Failure),
    /// No room in this batch: it is carried out in the next one.
    NoRoom,
}

/// Why a batch as a whole came to nothing.
pub(super) enum BatchFault {
    /// Nothing was stored.
    Nothing(Fault),
    /// The connection broke at the commit: it may have been stored.
    Unknown(Fault, Box<Lost>),
}

/// A batch whose commit was not answered.
pub(super) struct Lost {
    /// The head as it was.
    pub(super) before: Head,
    /// The head as the batch leaves it.
    pub(super) after: Head,
    pub(super) verdicts: Vec<Verdict>,
}

impl From<Fault> for BatchFault {
    fn from(fault: Fault) -> Self {
        Self::Nothing(fault)
    }
}

/// A command that came to its good end, with its events as the journal keeps them.
struct Done {
    command: usize,
    recorded: Recorded,
    payloads: Vec<String>,
}

/// A batch in the making.
pub(super) struct Batch<'a> {
    pub(super) commands: &'a [Waiting],
    pub(super) contexts: Vec<Context>,
    pub(super) verdicts: Vec<Option<Verdict>>,
    pub(super) now: Timestamp,
    head: Head,
    /// The position of the last event so far.
    pub(super) position: i64,
    /// The last id that its commands may make.
    last_id: i64,
    /// Commands that recorded something, in the order of their positions.
    done: Vec<Done>,
    /// Rows read, events recorded and their bytes: together with the changed rows, what a batch is bounded by.
    loaded: usize,
    events: usize,
    bytes: usize,
    /// A command of the bulk lane had no room: those behind it wait with it.
    pub(super) bulk_is_full: bool,
}

impl Engine {
    /// Carries out the commands of one merchant in one transaction.
    pub(super) fn attempt(&mut self, org: i64, commands: &[Waiting]) -> Result<Vec<Verdict>, BatchFault> {
        let begun = thread_cpu_micros();
        let founds = commands.iter().any(|waiting| waiting.envelope.founds);
        let Some(head) = self.db.begin(org, founds)? else {
            self.db.rollback();
            return Ok(commands.iter().map(|_| Verdict::Failed(WriterReject::UnknownOrg.into())).collect());
        };
        let clock = self.clock.now();
        if self.lease.has_run_out(clock) {
            // This process slept since it renewed its node number: another one may use it by now.
            return Err(Fault::again("the node number ran out").into());
        }
        self.watch_clock(clock, head.last_time);
        let now = clock.max(head.last_time);
        let (contexts, last_id) = self.contexts(commands, now, head.last_id)?;
        let kept = self.desks.get_or_new(org, &self.schema, self.db.dialect());
        kept.trust(&head);
        let desk = &mut kept.desk;
        let mut batch = Batch::new(commands, contexts, now, head);
        batch.last_id = last_id;
        batch.name(desk);
        batch.load(desk, &mut self.db)?;
        batch.answer_used_keys(desk, &self.schema, &mut self.db, org)?;
        batch.decide_all(desk, &mut self.db)?;
        if batch.done.is_empty() && desk.dirty_rows() == 0 {
            self.db.rollback();
            kept.settle(&batch.head);
            return Ok(batch.close());
        }
        let rows = batch.journal_rows();
        let head = batch.new_head(&rows, self.schema.version());
        desk.rows_mut().prepare();
        let mut writes = Vec::new();
        desk.writes(&mut writes);
        if !rows.is_empty() {
            let mut journal = Write::new(&self.journal.insert, crate::journal::COLUMNS);
            rows.iter().for_each(|row| crate::desk::Record::cells(row, &mut journal.cells));
            writes.push(journal);
        }
        let mut head_write = Write::new(&self.head.update, crate::journal::HEAD_COLUMNS);
        crate::desk::Record::cells(&head, &mut head_write.cells);
        writes.push(head_write);
        let saving = thread_cpu_micros();
        let committed = self.db.commit(&writes);
        self.counts.spent(begun, saving);
        match committed {
            Ok(()) => {
                self.counts.wrote(&writes, &rows);
                self.news |= !rows.is_empty();
                drop(writes);
                kept.settle(&head);
                let verdicts = batch.close();
                self.out_of_trouble();
                Ok(verdicts)
            }
            Err(CommitFault::NotCommitted(fault)) => Err(BatchFault::Nothing(fault)),
            Err(CommitFault::Unknown(fault)) => {
                self.news = true;
                let before = batch.head.clone();
                let lost = Lost { before, after: head, verdicts: batch.close() };
                Err(BatchFault::Unknown(fault, Box::new(lost)))
            }
        }
    }

    /// A context for each command, whose ids lie behind all that this merchant has ever given out; and the last id.
    fn contexts(
        &mut self,
        commands: &[Waiting],
        now: Timestamp,
        last_id: i64,
    ) -> Result<(Vec<Context>, i64), Fault> {
        let mut contexts = Vec::with_capacity(commands.len());
        let mut last_id = last_id;
        for waiting in commands {
            let first = self.ids_behind(now, last_id)?;
            let actor = waiting.envelope.actor.clone();
            contexts.push(Context::new(now, actor, first, limits::IDS_PER_COMMAND));
            last_id = first.saturating_add(i64::from(limits::IDS_PER_COMMAND)).saturating_sub(1);
        }
        Ok((contexts, last_id))
    }

    /// A block of ids behind `last`. The clock may stand before the moment at which `last` was made, by this server
    /// or another one; then the block is made as of the first moment behind it.
    fn ids_behind(&mut self, now: Timestamp, last: i64) -> Result<i64, Fault> {
        let first = self.ids.block(now, limits::IDS_PER_COMMAND);
        if first > last {
            return Ok(first);
        }
        let node = self.lease.node();
        let is_behind = |micros| IdGenerator::new(node).block(Timestamp::from_micros(micros), 1) > last;
        let (mut low, mut high) = (now.micros(), i64::MAX);
        while low < high {
            let middle = low.midpoint(high);
            if is_behind(middle) {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        let first = self.ids.block(Timestamp::from_micros(low), limits::IDS_PER_COMMAND);
        if first > last {
            Ok(first)
        } else {
            Err(Fault::data("the merchant's last id leaves no room for further ones"))
        }
    }
}

impl<'a> Batch<'a> {
    fn new(commands: &'a [Waiting], contexts: Vec<Context>, now: Timestamp, head: Head) -> Self {
        let verdicts = commands.iter().map(|_| None).collect();
        let (position, last_id) = (head.position, head.last_id);
        let done = Vec::with_capacity(commands.len());
        let (loaded, events, bytes) = (0, 0, 0);
        let bulk_is_full = false;
        Self {
            commands,
            contexts,
            verdicts,
            now,
            head,
            position,
            last_id,
            done,
            loaded,
            events,
            bytes,
            bulk_is_full,
        }
    }

    /// Runs each command once in naming mode: its leading `want`s are the list of what to load. What the list has no
    /// room for waits for the next batch.
    fn name(&mut self, desk: &mut Desk) {
        let mut named = 0;
        for ((waiting, context), verdict) in self.commands.iter().zip(&self.contexts).zip(&mut self.verdicts)
        {
            if named > limits::BATCH_ROWS {
                *verdict = Some(Verdict::NoRoom);
                continue;
            }
            if let Some((key, _)) = &waiting.envelope.key {
                desk.used_keys().want(&(waiting.envelope.actor.clone(), key.clone()));
            }
            desk.open(self.position.saturating_add(1), self.now, true);
            // What it answers does not matter here: refusals and panics come again when it is decided.
            let _ = catch_unwind(AssertUnwindSafe(|| waiting.job.decide(desk, context)));
            context.rewind();
            desk.undo();
            named += desk.rows_mut().await_wanted();
        }
    }

    pub(super) fn load(&mut self, desk: &mut Desk, db: &mut WriteDb) -> Result<(), Fault> {
        self.loaded += desk.rows_mut().load(db.loader())?;
        Ok(())
    }

    /// Answers commands whose key has acted in an earlier batch, from the events of then.
    fn answer_used_keys(
        &mut self,
        desk: &mut Desk,
        schema: &Schema,
        db: &mut WriteDb,
        org: i64,
    ) -> Result<(), Fault> {
        for (waiting, verdict) in self.commands.iter().zip(&mut self.verdicts) {
            let Some((key, digest)) = &waiting.envelope.key else { continue };
            let Ok(Some(used)) = desk.used_keys().find(&(waiting.envelope.actor.clone(), key.clone())) else {
                continue;
            };
            if used.digest != *digest {
                *verdict = Some(Verdict::Failed(WriterReject::KeyReused.into()));
                continue;
            }
            let params = [Value::Int(org), Value::Int(used.position - 1), Value::Int(used.events)];
            let rows = db.query(&crate::db::select::<JournalRow>(crate::journal::PAGE), &params)?;
            let mut events = Vec::with_capacity(rows.len());
            for mut row in rows {
                let row: JournalRow = row.record()?;
                events.push(schema.decode(&row.kind, row.version, row.payload.as_bytes())?);
            }
            *verdict = Some(answer_again(waiting, Recorded::from_journal(used.position, events)));
        }
        desk.want_nothing();
        Ok(())
    }

    /// Decides one command: `None` when it waits for rows.
    pub(super) fn decide(&mut self, desk: &mut Desk, index: usize) -> Option<Verdict> {
        let (waiting, context) = (self.commands.get(index)?, self.contexts.get(index)?);
        // A merchant is there from its first event on.
        if self.position == 0 && !waiting.envelope.founds {
            return self.without_founding();
        }
        if let Some(verdict) = self.used_in_this_batch(desk, waiting) {
            return Some(verdict);
        }
        desk.open(self.position.saturating_add(1), self.now, false);
        let decided = catch_unwind(AssertUnwindSafe(|| run(waiting, desk, context)));
        let exhausted = context.exhausted();
        context.rewind();
        let stop = match decided {
            Ok(Ok(_)) if exhausted => WriterReject::TooLarge.into(),
            Ok(Ok(payloads)) => return Some(self.keep(desk, index, payloads)),
            Ok(Err(stop)) => stop,
            Err(panic) => Stop::Broken(format!("panicked: {}", panic_text(&*panic))),
        };
        desk.undo();
        match stop {
            Stop::Need => {
                desk.rows_mut().await_wanted();
                None
            }
            Stop::Refused(refusal) => {
                desk.want_nothing();
                Some(Verdict::Failed(Failure::Refused(refusal)))
            }
            Stop::Broken(why) => {
                desk.want_nothing();
                Some(Verdict::Failed(Failure::Fault(why)))
            }
        }
    }

    /// A command for a merchant that is not founded waits for a founding in the same batch, if there is one.
    fn without_founding(&self) -> Option<Verdict> {
        let mut open = self.commands.iter().zip(&self.verdicts).filter(|(_, verdict)| verdict.is_none());
        if open.any(|(waiting, _)| waiting.envelope.founds) {
            None
        } else {
            Some(Verdict::Failed(WriterReject::UnknownOrg.into()))
        }
    }

    /// The answer to a key that acted a moment ago, in this very batch.
    fn used_in_this_batch(&self, desk: &Desk, waiting: &Waiting) -> Option<Verdict> {
        let (key, digest) = waiting.envelope.key.as_ref()?;
        let used = desk.used_keys().find(&(waiting.envelope.actor.clone(), key.clone())).ok().flatten()?;
        if used.digest != *digest {
            return Some(Verdict::Failed(WriterReject::KeyReused.into()));
        }
        let first = |done: &&Done| used.events > 0 && done.recorded.first_position() == used.position;
        let recorded = self.done.iter().find(first).map(|done| done.recorded.clone());
        Some(answer_again(waiting, recorded.unwrap_or_else(|| Recorded::starting_at(used.position))))
    }

    /// A command came to its good end: its changes stay, if the batch has room for them.
    fn keep(&mut self, desk: &mut Desk, index: usize, payloads: Vec<String>) -> Verdict {
        let Some(waiting) = self.commands.get(index) else { return Verdict::NoRoom };
        let events = self.events.saturating_add(payloads.len());
        let bytes = payloads.iter().fold(self.bytes, |bytes, payload| bytes.saturating_add(payload.len()));
        let rows = desk.dirty_rows().saturating_add(self.loaded).saturating_add(events);
        if rows > limits::BATCH_ROWS || bytes > limits::BATCH_BYTES {
            desk.undo();
            // Others may have taken the room; alone, there is none to be had.
            return if self.commands.len() == 1 {
                Verdict::Failed(WriterReject::TooLarge.into())
            } else {
                Verdict::NoRoom
            };
        }
        if waiting.envelope.dry_run {
            let recorded = desk.recorded().clone();
            desk.undo();
            return Verdict::Done(Outcome { recorded, replayed: false, position: self.head.position });
        }
        if let Some((key, digest)) = &waiting.envelope.key {
            desk.put_side(UsedKey {
                actor: waiting.envelope.actor.clone(),
                key: key.clone(),
                digest: *digest,
                position: desk.recorded().first_position(),
                events: i64::try_from(payloads.len()).unwrap_or(i64::MAX),
                used_at: self.now,
            });
        }
        let recorded = desk.close();
        let position = recorded.last_position();
        (self.position, self.events, self.bytes) = (position, events, bytes);
        if !recorded.is_empty() {
            self.done.push(Done { command: index, recorded: recorded.clone(), payloads });
        }
        Verdict::Done(Outcome { recorded, replayed: false, position })
    }

    /// The journal's rows of this batch, chained.
    fn journal_rows(&mut self) -> Vec<JournalRow> {
        let mut rows = Vec::with_capacity(self.events);
        let mut hash = self.head.hash;
        for done in std::mem::take(&mut self.done) {
            let Some(waiting) = self.commands.get(done.command) else { continue };
            let cause = done.recorded.first_position();
            for ((position, event), payload) in (cause..).zip(done.recorded.iter()).zip(done.payloads) {
                let mut row = JournalRow {
                    position,
                    kind: event.kind().to_owned(),
                    version: event.version(),
                    recorded_at: self.now,
                    actor: waiting.envelope.actor.clone(),
                    subject: event.subject(),
                    cause,
                    payload,
                    hash: [0; 32],
                };
                row.hash = row.hash_behind(&hash);
                hash = row.hash;
                rows.push(row);
            }
        }
        rows
    }

    fn new_head(&self, rows: &[JournalRow], schema_version: i64) -> Head {
        let last_id = self.last_id;
        match rows.last() {
            Some(last) => Head {
                position: last.position,
                hash: last.hash,
                last_time: self.now,
                schema_version,
                last_id,
            },
            None => Head { last_id, ..self.head.clone() },
        }
    }

    /// All verdicts; a command that still waits for rows after so many rounds never comes to an end.
    fn close(self) -> Vec<Verdict> {
        let endless = || Verdict::Failed(Failure::Fault("the command asks for ever more rows".to_owned()));
        self.verdicts.into_iter().map(|verdict| verdict.unwrap_or_else(endless)).collect()
    }
}

/// One command from its decision to its answer; the payloads of its events.
pub(super) fn run(waiting: &Waiting, desk: &mut Desk, context: &Context) -> Result<Vec<String>, Stop> {
    waiting.job.decide(desk, context)?;
    desk.react(context)?;
    desk.check_complete()?;
    let broken = |fault: Fault| Stop::Broken(fault.chain());
    let payloads = desk.recorded().iter().map(crate::event::ErasedEvent::payload);
    let payloads = payloads.collect::<Result<Vec<_>, _>>().map_err(broken)?;
    waiting.job.prepare_answer(desk.recorded()).map_err(broken)?;
    Ok(payloads)
}

/// The first answer to a key, once more.
fn answer_again(waiting: &Waiting, recorded: Recorded) -> Verdict {
    let prepared = catch_unwind(AssertUnwindSafe(|| waiting.job.prepare_answer(&recorded)));
    match prepared {
        Ok(Ok(())) => Verdict::Done(Outcome { position: recorded.last_position(), recorded, replayed: true }),
        Ok(Err(fault)) => Verdict::Failed(Failure::Fault(fault.chain())),
        Err(panic) => Verdict::Failed(Failure::Fault(format!("panicked: {}", panic_text(&*panic)))),
    }
}

/// What a panic said.
pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a text")
}
