//! One batch: begin, load, decide each in turn, save, commit.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hashbrown::HashMap;
use kontor_kernel::{Context, Timestamp, limits};

use super::Engine;
use crate::command::{Failure, Outcome, Waiting, WriterReject};
use crate::db::{CommitFault, Value, Write};
use crate::desk::{Desk, Stop};
use crate::event::Recorded;
use crate::journal::{Head, JournalRow};
use crate::own::{OwnTables, UsedKey};
use crate::{Fault, FaultKind};

/// What a batch found out about one of its commands.
pub(super) enum Verdict {
    Done(Outcome),
    Failed(Failure),
    /// No room in this batch: it goes back to the head of the line.
    NoRoom,
}

/// Why a batch as a whole came to nothing.
pub(super) enum BatchFault {
    /// Nothing was stored.
    Nothing(Fault),
    /// The connection broke at the commit. With it, where the journal stands if it did commit.
    Unknown(Fault, Head, Vec<Verdict>),
}

impl From<Fault> for BatchFault {
    fn from(fault: Fault) -> Self {
        Self::Nothing(fault)
    }
}

/// A batch in the making.
struct Batch<'a> {
    commands: &'a [Waiting],
    contexts: Vec<Context>,
    verdicts: Vec<Option<Verdict>>,
    now: Timestamp,
    head: Head,
    /// The position of the last event so far.
    position: i64,
    journal: Vec<(i64, Recorded)>,
    bytes: usize,
}

impl Engine {
    /// Carries out the commands of one merchant in one transaction.
    pub(super) fn attempt(&mut self, org: i64, commands: &[Waiting]) -> Result<Vec<Verdict>, BatchFault> {
        let founds = commands.iter().any(|waiting| waiting.envelope.founds);
        let Some(head) = self.db.begin(org, founds)? else {
            self.db.rollback();
            return Ok(commands.iter().map(|_| Verdict::Failed(WriterReject::UnknownOrg.into())).collect());
        };
        let clock = self.clock.now();
        let now = clock.max(head.last_time);
        let desk = self.desks.get_or_new(org, &self.schema, self.db.dialect());
        desk.trust(&head);
        let mut batch = Batch::new(commands, now, head);
        for waiting in commands {
            let first = self.ids.block(now, limits::IDS_PER_COMMAND);
            batch.contexts.push(Context::new(
                now,
                waiting.envelope.actor.clone(),
                first,
                limits::IDS_PER_COMMAND,
            ));
        }
        batch.name(&mut desk.desk);
        let mut loaded = desk.desk.rows_mut().load(self.db.loader())?;
        batch.answer_used_keys(&mut desk.desk, &self.schema, &mut self.db, org)?;
        for _ in 0..limits::ROUNDS {
            if batch.decide_open(&mut desk.desk, loaded) {
                break;
            }
            loaded += desk.desk.rows_mut().load(self.db.loader())?;
        }
        let rows = batch.journal_rows()?;
        let head = batch.new_head(&rows, self.schema.version());
        if rows.is_empty() && desk.desk.dirty_rows() == 0 {
            self.db.rollback();
            desk.settle(&head);
            return Ok(batch.close());
        }
        desk.desk.rows_mut().prepare();
        let mut writes = Vec::new();
        desk.desk.writes(&mut writes);
        let mut journal = Write::new(&self.journal.insert, crate::journal::COLUMNS);
        rows.iter().for_each(|row| crate::desk::Record::cells(row, &mut journal.cells));
        if !rows.is_empty() {
            writes.push(journal);
        }
        let mut head_write = Write::new(&self.head.update, crate::journal::HEAD_COLUMNS);
        crate::desk::Record::cells(&head, &mut head_write.cells);
        writes.push(head_write);
        let committed = self.db.commit(&writes);
        self.counts.wrote(&writes, &rows);
        match committed {
            Ok(()) => {
                drop(writes);
                desk.settle(&head);
                Ok(batch.close())
            }
            Err(CommitFault::NotCommitted(fault)) => Err(BatchFault::Nothing(fault)),
            Err(CommitFault::Unknown(fault)) => Err(BatchFault::Unknown(fault, head, batch.close())),
        }
    }
}

impl<'a> Batch<'a> {
    fn new(commands: &'a [Waiting], now: Timestamp, head: Head) -> Self {
        let verdicts = commands.iter().map(|_| None).collect();
        let position = head.position;
        let contexts = Vec::with_capacity(commands.len());
        Self { commands, contexts, verdicts, now, head, position, journal: Vec::new(), bytes: 0 }
    }

    /// Runs each command once in naming mode: its leading `want`s are the list of what to load.
    fn name(&mut self, desk: &mut Desk) {
        for (waiting, context) in self.commands.iter().zip(&self.contexts) {
            if let Some((key, _)) = &waiting.envelope.key {
                desk.used_keys().want(&(waiting.envelope.actor.clone(), key.clone()));
            }
            desk.open(self.position.saturating_add(1), self.now, true);
            // What it answers does not matter here: refusals and panics come again when it is decided.
            let _ = catch_unwind(AssertUnwindSafe(|| waiting.job.decide(desk, context)));
            context.rewind();
            desk.undo();
            desk.rows_mut().await_wanted();
        }
    }

    /// Answers commands whose key has acted in an earlier batch, from the events of then.
    fn answer_used_keys(
        &mut self,
        desk: &mut Desk,
        schema: &crate::room::Schema,
        db: &mut crate::db::WriteDb,
        org: i64,
    ) -> Result<(), Fault> {
        for (waiting, verdict) in self.commands.iter().zip(&mut self.verdicts) {
            let Some((key, digest)) = &waiting.envelope.key else { continue };
            let Ok(Some(used)) = desk.used_keys().find(&(waiting.envelope.actor.clone(), key.clone())) else {
                continue;
            };
            *verdict = Some(if used.digest == *digest {
                let params = [Value::Int(org), Value::Int(used.position - 1), Value::Int(used.events)];
                let rows = db.query(&crate::db::select::<JournalRow>(crate::journal::PAGE), &params)?;
                let mut events = Vec::with_capacity(rows.len());
                for mut row in rows {
                    let row: JournalRow = row.record()?;
                    events.push(schema.decode(&row.kind, row.version, row.payload.as_bytes())?);
                }
                let recorded = Recorded::from_journal(used.position, events);
                Verdict::Done(Outcome { position: recorded.last_position(), recorded, replayed: true })
            } else {
                Verdict::Failed(WriterReject::KeyReused.into())
            });
        }
        Ok(())
    }

    /// Decides all that is still open, in turn. Returns whether nothing is left open.
    fn decide_open(&mut self, desk: &mut Desk, loaded: usize) -> bool {
        let mut open = false;
        for index in 0..self.commands.len() {
            if self.verdicts.get(index).is_some_and(Option::is_none) {
                let verdict = self.decide(desk, index, loaded);
                open |= verdict.is_none();
                if let Some(place) = self.verdicts.get_mut(index) {
                    *place = verdict;
                }
            }
        }
        !open
    }

    /// Decides one command: `None` when it waits for rows.
    fn decide(&mut self, desk: &mut Desk, index: usize, loaded: usize) -> Option<Verdict> {
        let (waiting, context) = (self.commands.get(index)?, self.contexts.get(index)?);
        if let Some(verdict) = self.used_in_this_batch(desk, waiting) {
            return Some(verdict);
        }
        desk.open(self.position.saturating_add(1), self.now, false);
        let decided = catch_unwind(AssertUnwindSafe(|| {
            waiting.job.decide(desk, context)?;
            desk.react(context)
        }));
        context.rewind();
        let stop = match decided {
            Ok(Ok(())) => return Some(self.keep(desk, waiting, loaded)),
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

    /// The answer to a key that acted a moment ago, in this very batch.
    fn used_in_this_batch(&self, desk: &Desk, waiting: &Waiting) -> Option<Verdict> {
        let (key, digest) = waiting.envelope.key.as_ref()?;
        let used = desk.used_keys().find(&(waiting.envelope.actor.clone(), key.clone())).ok().flatten()?;
        if used.digest != *digest {
            return Some(Verdict::Failed(WriterReject::KeyReused.into()));
        }
        let (_, recorded) = self.journal.iter().find(|(first, _)| *first == used.position)?;
        let position = recorded.last_position();
        Some(Verdict::Done(Outcome { recorded: recorded.clone(), replayed: true, position }))
    }

    /// A command came to its good end: its changes stay, if the batch has room for them.
    fn keep(&mut self, desk: &mut Desk, waiting: &Waiting, loaded: usize) -> Verdict {
        desk.want_nothing();
        if waiting.envelope.dry_run {
            let recorded = desk.recorded().clone();
            desk.undo();
            return Verdict::Done(Outcome { recorded, replayed: false, position: self.head.position });
        }
        if let Some((key, digest)) = &waiting.envelope.key {
            let used = UsedKey {
                actor: waiting.envelope.actor.clone(),
                key: key.clone(),
                digest: *digest,
                position: desk.recorded().first_position(),
                events: i64::try_from(desk.recorded().len()).unwrap_or(i64::MAX),
                used_at: self.now,
            };
            desk.put_side(used);
        }
        let rows = desk.dirty_rows().saturating_add(loaded);
        if rows > limits::BATCH_ROWS || self.bytes > limits::BATCH_BYTES {
            desk.undo();
            return if self.journal.is_empty() && desk.dirty_rows() == 0 {
                Verdict::Failed(WriterReject::TooLarge.into())
            } else {
                Verdict::NoRoom
            };
        }
        let recorded = desk.close();
        let position = recorded.last_position();
        self.position = position;
        if !recorded.is_empty() {
            self.journal.push((recorded.first_position(), recorded.clone()));
        }
        Verdict::Done(Outcome { recorded, replayed: false, position })
    }

    /// The journal's rows of this batch, chained.
    fn journal_rows(&mut self) -> Result<Vec<JournalRow>, Fault> {
        let mut rows = Vec::with_capacity(self.journal.len().saturating_mul(3));
        let mut hash = self.head.hash;
        let actors: HashMap<i64, &Waiting> = self
            .verdicts
            .iter()
            .zip(self.commands)
            .filter_map(|(verdict, waiting)| match verdict {
                Some(Verdict::Done(outcome)) if !outcome.replayed => {
                    Some((outcome.recorded.first_position(), waiting))
                }
                _ => None,
            })
            .collect();
        for (cause, recorded) in &self.journal {
            let actor = actors.get(cause).map(|waiting| waiting.envelope.actor.clone());
            let actor = actor.ok_or_else(|| Fault::bug("events without a command"))?;
            for (position, event) in (*cause..).zip(recorded.iter()) {
                let payload = String::from_utf8(event.payload()?)
                    .map_err(|error| Fault::new(FaultKind::Bug, "an event is not UTF-8", error))?;
                let mut row = JournalRow {
                    position,
                    kind: event.kind().to_owned(),
                    version: event.version(),
                    recorded_at: self.now,
                    actor: actor.clone(),
                    subject: event.subject(),
                    cause: *cause,
                    payload,
                    hash: [0; 32],
                };
                row.hash = row.hash_behind(&hash);
                hash = row.hash;
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn new_head(&self, rows: &[JournalRow], schema_version: i64) -> Head {
        rows.last().map_or_else(
            || self.head.clone(),
            |last| Head { position: last.position, hash: last.hash, last_time: self.now, schema_version },
        )
    }

    /// All verdicts; a command that still waits for rows after so many rounds never comes to an end.
    fn close(self) -> Vec<Verdict> {
        let endless = || Verdict::Failed(Failure::Fault("the command asks for ever more rows".to_owned()));
        self.verdicts.into_iter().map(|verdict| verdict.unwrap_or_else(endless)).collect()
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a text")
}
