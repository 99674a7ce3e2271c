//! What a decision is handed: the time, ids, and who acts.

use std::cell::Cell as Slot;
use std::fmt;
use std::sync::Arc;

use crate::{Cell, Column, ColumnKind, Timestamp, WrongCell};

/// Who acts, as the journal names them: `token:tok_…`, `system:demo`, `follower:search`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(Arc<str>);

impl Actor {
    /// An actor by its name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Actor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Column for Actor {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(Self::new(text)),
            _ => Err(WrongCell { expected: "an actor" }),
        }
    }
}

/// The time, the actor and a block of ids for one command: the same in each round in which it is decided.
#[derive(Debug)]
pub struct Context {
    /// The moment of the batch. Never runs backwards within a merchant.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    first_id: i64,
    next_id: Slot<i64>,
    ids: u16,
}

impl Context {
    /// A context with a block of ids.
    #[must_use]
    pub fn new(now: Timestamp, actor: Actor, first_id: i64, ids: u16) -> Self {
        Self { now, actor, first_id, next_id: Slot::new(first_id), ids }
    }

    /// The next id of the block.
    #[must_use]
    pub fn id(&self) -> i64 {
        let id = self.next_id.get();
        self.next_id.set(id.saturating_add(1));
        id
    }

    /// Starts the block anew, for the next round.
    pub fn rewind(&self) {
        self.next_id.set(self.first_id);
    }

    /// Whether more ids were taken than the block has: they may be somebody else's.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.next_id.get().saturating_sub(self.first_id) > i64::from(self.ids)
    }
}

/// Makes ids of 63 bits that are ordered by time: milliseconds since 2020, the node, a running number.
#[derive(Debug)]
pub struct IdGenerator {
    node: u8,
    millis: i64,
    next: i64,
}

/// 2020-01-01T00:00Z in milliseconds.
const EPOCH: i64 = 1_577_836_800_000;
const NODE_SHIFT: u32 = 14;
const MILLIS_SHIFT: u32 = 22;
/// Ids that one node makes in one millisecond.
const PER_MILLI: i64 = 1 << NODE_SHIFT;

impl IdGenerator {
    /// A generator for a node, whose number no other process uses.
    #[must_use]
    pub const fn new(node: u8) -> Self {
        Self { node, millis: 0, next: 0 }
    }

    /// The first id of a block of `count`. Never repeats and never runs backwards, whatever the clock does.
    pub fn block(&mut self, now: Timestamp, count: u16) -> i64 {
        let millis = now.micros().checked_div(1_000).unwrap_or(0).saturating_sub(EPOCH).max(0);
        if millis > self.millis {
            self.millis = millis;
            self.next = 0;
        } else if self.next.saturating_add(i64::from(count)) > PER_MILLI {
            self.millis = self.millis.saturating_add(1);
            self.next = 0;
        }
        let first = (self.millis << MILLIS_SHIFT) | (i64::from(self.node) << NODE_SHIFT) | self.next;
        self.next = self.next.saturating_add(i64::from(count));
        first
    }
}
