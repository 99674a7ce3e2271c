//! The waiting commands: by merchant, in two lanes, bounded.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;
use kontor_kernel::limits;

use crate::command::{Lane, Waiting};

#[derive(Default)]
struct OrgQueue {
    front: VecDeque<Waiting>,
    bulk: VecDeque<Waiting>,
}

#[derive(Default)]
struct State {
    orgs: HashMap<i64, OrgQueue>,
    /// Merchants with waiting commands, in turn.
    turn: VecDeque<i64>,
    waiting: usize,
    writer_sleeps: bool,
    closed: bool,
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
        let org = waiting.envelope.org;
        state.waiting += 1;
        let queue = state.orgs.entry(org).or_default();
        let first = queue.front.is_empty() && queue.bulk.is_empty();
        match waiting.envelope.lane {
            Lane::Front => queue.front.push_back(waiting),
            Lane::Bulk => queue.bulk.push_back(waiting),
        }
        if first {
            state.turn.push_back(org);
        }
        if std::mem::take(&mut state.writer_sleeps) {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// The next batch: one merchant, at most 256 commands, of them at most half from the bulk lane. Waits for the
    /// first command but never to fill the batch. `None`: closed and empty.
    pub(super) fn take(&self) -> Option<(i64, Vec<Waiting>)> {
        let mut state = self.lock();
        loop {
            if let Some(org) = state.turn.pop_front() {
                let Some(queue) = state.orgs.get_mut(&org) else { continue };
                let bulk = queue.bulk.len().min(limits::BATCH_COMMANDS / 2);
                let front = queue.front.len().min(limits::BATCH_COMMANDS - bulk);
                let mut batch: Vec<Waiting> = queue.front.drain(..front).collect();
                batch.extend(queue.bulk.drain(..bulk));
                if queue.front.is_empty() && queue.bulk.is_empty() {
                    state.orgs.remove(&org);
                } else {
                    state.turn.push_back(org);
                }
                state.waiting = state.waiting.saturating_sub(batch.len());
                return Some((org, batch));
            }
            if state.closed {
                return None;
            }
            state.writer_sleeps = true;
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts commands back to the head of their merchant's line: a batch had no room for them.
    pub(super) fn put_back(&self, org: i64, commands: Vec<Waiting>) {
        let mut state = self.lock();
        state.waiting += commands.len();
        let queue = state.orgs.entry(org).or_default();
        let first = queue.front.is_empty() && queue.bulk.is_empty();
        for waiting in commands.into_iter().rev() {
            match waiting.envelope.lane {
                Lane::Front => queue.front.push_front(waiting),
                Lane::Bulk => queue.bulk.push_front(waiting),
            }
        }
        if first {
            state.turn.push_front(org);
        }
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
