//! The waiting commands: by merchant, in two lanes, bounded.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;
use kontor_kernel::limits;

use super::engine::{Engine, drop_expired};
use crate::command::{Lane, Waiting};

/// Work of the program itself on the writing connection, outside of any merchant: leases.
pub(super) type Chore = Box<dyn FnOnce(&mut Engine) + Send>;

/// What the writer does next.
pub(super) enum Work {
    /// Commands of one merchant.
    Batch(i64, Vec<Waiting>),
    /// A chore.
    Chore(Chore),
}

#[derive(Default)]
struct OrgQueue {
    /// What the batch before had no room for: the next batch, alone, so that nothing takes its room again.
    left: Vec<Waiting>,
    front: VecDeque<Waiting>,
    bulk: VecDeque<Waiting>,
    /// How many of the front lane a batch found waiting lately; fades by an eighth with each batch.
    lately: usize,
}

/// How many of the bulk lane a batch takes: as many as of the front lane lately, so that whoever shops beside an import
/// waits for a batch of twice the usual length, and not for the longest there is.
fn bulk_room(lately: usize) -> usize {
    match lately {
        0 => limits::BATCH_COMMANDS / 2,
        lately => lately.clamp(limits::BULK_LEAST, limits::BATCH_COMMANDS / 2),
    }
}

impl OrgQueue {
    fn is_empty(&self) -> bool {
        self.left.is_empty() && self.front.is_empty() && self.bulk.is_empty()
    }

    /// At most 256 commands, of them at most half from the bulk lane.
    fn batch(&mut self) -> Vec<Waiting> {
        if !self.left.is_empty() {
            return std::mem::take(&mut self.left);
        }
        self.lately = self.front.len().max(self.lately.saturating_mul(7) / 8);
        let bulk = self.bulk.len().min(bulk_room(self.lately));
        let front = self.front.len().min(limits::BATCH_COMMANDS - bulk);
        let mut batch: Vec<Waiting> = self.front.drain(..front).collect();
        batch.extend(self.bulk.drain(..bulk));
        batch
    }
}

#[derive(Default)]
struct State {
    orgs: HashMap<i64, OrgQueue>,
    /// Merchants with waiting commands, in turn.
    turn: VecDeque<i64>,
    chores: VecDeque<Chore>,
    waiting: usize,
    writer_sleeps: bool,
    closed: bool,
}

impl State {
    fn put(&mut self, waiting: Waiting) {
        let org = waiting.envelope.org;
        self.waiting += 1;
        let queue = self.orgs.entry(org).or_default();
        let first = queue.is_empty();
        match waiting.envelope.lane {
            Lane::Front => queue.front.push_back(waiting),
            Lane::Bulk => queue.bulk.push_back(waiting),
        }
        if first {
            self.turn.push_back(org);
        }
    }
}

/// The queue between the doors and the writer.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    wake: Condvar,
}

/// Why a command was not queued.
pub(super) enum NotQueued {
    Full,
    Closed,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, waiting: Waiting) -> Result<(), NotQueued> {
        let mut state = self.lock();
        if state.closed {
            return Err(NotQueued::Closed);
        }
        if state.waiting >= limits::QUEUE_COMMANDS && waiting.envelope.lane == Lane::Front {
            return Err(NotQueued::Full);
        }
        state.put(waiting);
        self.wake_writer(state);
        Ok(())
    }

    /// Queues commands in their order with nothing in between, all or none.
    pub(super) fn push_all(&self, all: Vec<Waiting>) -> Result<(), NotQueued> {
        let mut state = self.lock();
        if state.closed {
            return Err(NotQueued::Closed);
        }
        if state.waiting.saturating_add(all.len()) > limits::QUEUE_COMMANDS {
            return Err(NotQueued::Full);
        }
        all.into_iter().for_each(|waiting| state.put(waiting));
        self.wake_writer(state);
        Ok(())
    }

    /// Puts a chore before all commands.
    pub(super) fn push_chore(&self, chore: Chore) -> Result<(), NotQueued> {
        let mut state = self.lock();
        if state.closed {
            return Err(NotQueued::Closed);
        }
        state.chores.push_back(chore);
        self.wake_writer(state);
        Ok(())
    }

    fn wake_writer(&self, mut state: MutexGuard<'_, State>) {
        if std::mem::take(&mut state.writer_sleeps) {
            self.wake.notify_one();
        }
    }

    /// What is to be done next. Waits for the first command but never to fill a batch. `None`: closed and empty.
    pub(super) fn take(&self) -> Option<Work> {
        let mut state = self.lock();
        loop {
            if let Some(chore) = state.chores.pop_front() {
                return Some(Work::Chore(chore));
            }
            if let Some(org) = state.turn.pop_front() {
                let Some(queue) = state.orgs.get_mut(&org) else { continue };
                let batch = queue.batch();
                if queue.is_empty() {
                    state.orgs.remove(&org);
                } else {
                    state.turn.push_back(org);
                }
                state.waiting = state.waiting.saturating_sub(batch.len());
                return Some(Work::Batch(org, batch));
            }
            if state.closed {
                return None;
            }
            state.writer_sleeps = true;
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts commands back that a batch had no room for: they are their merchant's next batch.
    pub(super) fn put_back(&self, org: i64, commands: Vec<Waiting>) {
        let mut state = self.lock();
        state.waiting += commands.len();
        let queue = state.orgs.entry(org).or_default();
        let first = queue.is_empty();
        queue.left.extend(commands);
        if first {
            state.turn.push_back(org);
        }
    }

    /// Drops commands whose callers have gone away.
    pub(super) fn drop_expired(&self) {
        let mut state = self.lock();
        if state.waiting == 0 {
            return;
        }
        let mut dropped = 0;
        for queue in state.orgs.values_mut() {
            // Those left over from a batch are next; their merchant stays in turn.
            for lane in [&mut queue.front, &mut queue.bulk] {
                let all = lane.len();
                *lane = drop_expired(std::mem::take(lane).into()).into();
                dropped += all - lane.len();
            }
        }
        state.waiting = state.waiting.saturating_sub(dropped);
    }

    /// Takes no more commands; those that wait are still carried out.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_all();
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_takes_no_more_of_a_batch_than_those_who_shop_beside_it() {
        for (lately, room) in [(0, 128), (1, 16), (16, 16), (40, 40), (128, 128), (300, 128)] {
            assert_eq!(bulk_room(lately), room, "{lately}");
        }
        // Nobody shops any more: within two dozen batches the import has its half again.
        let mut queue = OrgQueue { lately: limits::BATCH_COMMANDS, ..OrgQueue::default() };
        let batches = (1..).find(|_| {
            queue.batch();
            bulk_room(queue.lately) == limits::BATCH_COMMANDS / 2 && queue.lately == 0
        });
        assert!(batches.is_some_and(|batches| batches < 40), "{batches:?}");
    }
}
