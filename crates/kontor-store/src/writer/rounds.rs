//! The rounds of a batch: which of its commands is decided when.

use std::panic::{AssertUnwindSafe, catch_unwind};

use kontor_kernel::limits;

use super::batch::{Batch, Verdict, run};
use crate::Fault;
use crate::command::Lane;
use crate::db::WriteDb;
use crate::desk::{Desk, Stop};

impl Batch<'_> {
    /// Decides every command, loading what they still need: first in rounds over all of them, so that what many need
    /// is loaded at once; then one by one, for commands that each need what the one before it left.
    pub(super) fn decide_all(&mut self, desk: &mut Desk, db: &mut WriteDb) -> Result<(), Fault> {
        for _ in 0..limits::BATCH_ROUNDS {
            if self.decide_open(desk) {
                return Ok(());
            }
            self.load(desk, db)?;
        }
        for index in 0..self.commands.len() {
            for _ in 0..limits::ROUNDS {
                if self.decide_if_open(desk, index) {
                    break;
                }
                self.load(desk, db)?;
            }
        }
        Ok(())
    }

    /// Decides all that is still open, in turn. Returns whether nothing is left open.
    ///
    /// The bulk lane keeps its order, so that what a file brings gets its numbers in the order of the file: behind a
    /// command that waits for rows, those behind it only say which they need themselves.
    fn decide_open(&mut self, desk: &mut Desk) -> bool {
        let (mut all, mut bulk_waits) = (true, false);
        for index in 0..self.commands.len() {
            let is_bulk = self.is_bulk(index);
            if is_bulk && bulk_waits {
                self.look_ahead(desk, index);
            } else {
                let is_decided = self.decide_if_open(desk, index);
                bulk_waits |= is_bulk && !is_decided;
                all &= is_decided;
            }
        }
        all
    }

    fn is_bulk(&self, index: usize) -> bool {
        self.commands.get(index).is_some_and(|waiting| waiting.envelope.lane == Lane::Bulk)
    }

    /// Runs a command that is still open only to see which rows it needs.
    fn look_ahead(&self, desk: &mut Desk, index: usize) {
        let (Some(waiting), Some(context)) = (self.commands.get(index), self.contexts.get(index)) else {
            return;
        };
        if self.verdicts.get(index).is_none_or(Option::is_some) {
            return;
        }
        desk.open(self.position.saturating_add(1), self.now, false);
        let seen = catch_unwind(AssertUnwindSafe(|| run(waiting, desk, context)));
        context.rewind();
        desk.undo();
        if matches!(seen, Ok(Err(Stop::Need))) {
            desk.rows_mut().await_wanted();
        } else {
            desk.want_nothing();
        }
    }

    /// Decides a command, unless that was done already. Returns whether it has its verdict.
    fn decide_if_open(&mut self, desk: &mut Desk, index: usize) -> bool {
        if self.verdicts.get(index).is_none_or(Option::is_some) {
            return true;
        }
        let is_shut_out = self.bulk_is_full && self.is_bulk(index);
        let verdict = if is_shut_out { Some(Verdict::NoRoom) } else { self.decide(desk, index) };
        self.bulk_is_full |= matches!(verdict, Some(Verdict::NoRoom)) && self.is_bulk(index);
        let is_decided = verdict.is_some();
        if let Some(place) = self.verdicts.get_mut(index) {
            *place = verdict;
        }
        is_decided
    }
}
