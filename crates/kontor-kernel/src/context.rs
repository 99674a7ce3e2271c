//! What a decision is handed: the time, ids, and who acts.

use std::cell::Cell as Slot;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::{BadText, Cell, Column, ColumnKind, Timestamp, WrongCell, check_text, limits};

/// Who acts, as the journal names them: `token:tok_…`, `system:demo`, `follower:search`. Cheap to clone.
///
/// At most 64 characters: the name stands in every event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(Arc<str>);

impl Actor {
    /// The most characters.
    pub const MAX_CHARS: usize = 64;

    /// An actor by a name that the program makes; one that is too long is cut. Names from outside are parsed.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let end = name.char_indices().nth(Self::MAX_CHARS).map_or(name.len(), |(end, _)| end);
        Self(name.get(..end).unwrap_or(name).into())
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

impl<'de> serde::Deserialize<'de> for Actor {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::deserialize_text(deserializer)
    }
}

impl FromStr for Actor {
    type Err = BadText;
    fn from_str(text: &str) -> Result<Self, BadText> {
        check_text(text, Self::MAX_CHARS).map(|name| Self(name.into()))
    }
}

impl Column for Actor {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(Self(text.into())),
            _ => Err(WrongCell { expected: "an actor" }),
        }
    }
}

/// The ids that one command may make, one after the other.
#[derive(Debug)]
pub struct IdBlock {
    first: i64,
    end: i64,
    next: Slot<i64>,
}

impl IdBlock {
    /// A block of `count` ids from `first` on.
    #[must_use]
    pub fn new(first: i64, count: u16) -> Self {
        Self { first, end: first.saturating_add(i64::from(count)), next: Slot::new(first) }
    }

    /// The next id. Behind the end of the block ids go on, so that a decision needn't stop for it; the block is
    /// [`exhausted`](Self::exhausted) then and the command must not be carried out.
    #[must_use]
    pub fn id(&self) -> i64 {
        let id = self.next.get();
        self.next.set(id.saturating_add(1));
        id
    }

    /// Starts anew at the first id, for the next round of the same command.
    pub fn rewind(&self) {
        self.next.set(self.first);
    }

    /// Whether more ids were taken than the block has: they may be somebody else's.
    #[must_use]
    pub fn exhausted(&self) -> bool {
        self.next.get() > self.end
    }
}

/// The time, the actor and a block of ids for one command: the same in each round in which it is decided.
#[derive(Debug)]
pub struct Context {
    /// The moment of the batch. Never runs backwards within a merchant.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    ids: IdBlock,
}

impl Context {
    /// A context with a block of `count` ids from `first_id` on.
    #[must_use]
    pub fn new(now: Timestamp, actor: Actor, first_id: i64, count: u16) -> Self {
        Self { now, actor, ids: IdBlock::new(first_id, count) }
    }

    /// The next id of the block, as [`IdBlock::id`].
    #[must_use]
    pub fn id(&self) -> i64 {
        self.ids.id()
    }

    /// Starts the block anew, for the next round.
    pub fn rewind(&self) {
        self.ids.rewind();
    }

    /// Whether the command took more ids than it may.
    #[must_use]
    pub fn exhausted(&self) -> bool {
        self.ids.exhausted()
    }
}

/// Makes ids of 63 bits that are ordered by time: 41 bits of milliseconds since 2020 (they last until 2089),
/// 8 bits of the node, 14 bits of a running number.
///
/// Ids are unique as long as no two processes use one node number at the same time, and the clock of a node that
/// is started again has passed the moment up to which it made ids.
#[derive(Debug)]
pub struct IdGenerator {
    node: u8,
    millis: i64,
    next: i64,
}

/// 2020-01-01T00:00Z in milliseconds since 1970.
const EPOCH: i64 = 1_577_836_800_000;
const NODE_SHIFT: u32 = 14;
const MILLIS_SHIFT: u32 = 22;
/// The first id that any node can make at a moment: what was made from then on has it or a higher one.
#[must_use]
pub fn first_id_at(moment: Timestamp) -> i64 {
    millis_at(moment) << MILLIS_SHIFT
}

/// Milliseconds since the beginning of 2020, as far as ids can tell them.
fn millis_at(moment: Timestamp) -> i64 {
    moment.micros().div_euclid(1_000).saturating_sub(EPOCH).clamp(0, LAST_MILLI)
}

/// Ids that one node makes in one millisecond.
const PER_MILLI: i64 = 1 << NODE_SHIFT;
/// The last millisecond that fits into 41 bits.
const LAST_MILLI: i64 = (1 << 41) - 1;

// A command's block must fit into one millisecond of one node, or it would run into the next node's ids.
const _: () = assert!(limits::IDS_PER_COMMAND <= 1 << NODE_SHIFT);

impl IdGenerator {
    /// A generator for a node, whose number no other process uses.
    #[must_use]
    pub const fn new(node: u8) -> Self {
        Self { node, millis: 0, next: 0 }
    }

    /// The first id of a block of `count`, at most 16,384. Never repeats and never runs backwards, whatever the
    /// clock does: when the ids of a millisecond are used up or the clock goes back, it goes on from where it is.
    pub fn block(&mut self, now: Timestamp, count: u16) -> i64 {
        let count = i64::from(count).clamp(1, PER_MILLI);
        let millis = millis_at(now);
        if millis > self.millis {
            self.millis = millis;
            self.next = 0;
        } else if self.next.saturating_add(count) > PER_MILLI {
            self.millis = self.millis.saturating_add(1);
            self.next = 0;
        }
        let first = (self.millis << MILLIS_SHIFT) | (i64::from(self.node) << NODE_SHIFT) | self.next;
        self.next = self.next.saturating_add(count);
        first
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;

    /// So many milliseconds after the beginning of 2020.
    fn after(millis: i64) -> Timestamp {
        Timestamp::from_micros((EPOCH + millis) * 1_000)
    }

    fn context() -> Context {
        Context::new(after(0), Actor::new("system:test"), 100, 2)
    }

    #[test]
    fn every_round_gets_the_same_ids() {
        let context = context();
        assert_eq!([context.id(), context.id()], [100, 101]);
        assert!(!context.exhausted());
        context.rewind();
        assert_eq!([context.id(), context.id()], [100, 101]);
    }

    #[test]
    fn a_command_that_takes_too_many_ids_is_found_out() {
        let context = context();
        assert_eq!([context.id(), context.id(), context.id()], [100, 101, 102]);
        assert!(context.exhausted());
        context.rewind();
        assert!(!context.exhausted());
    }

    #[test]
    fn an_actor_is_bounded() {
        assert_eq!(Actor::new("follower:search").as_str(), "follower:search");
        assert_eq!(Actor::new(&"ä".repeat(65)).as_str(), "ä".repeat(64));
        assert_eq!("token:x".parse(), Ok(Actor::new("token:x")));
        assert_eq!("".parse::<Actor>(), Err(BadText::Empty));
        assert_eq!("x".repeat(65).parse::<Actor>(), Err(BadText::TooLong(64)));
        assert_eq!("a\0".parse::<Actor>(), Err(BadText::Control));
        let actor = Actor::new("system:demo");
        assert_eq!(serde_json::to_string(&actor).unwrap(), "\"system:demo\"");
        assert_eq!(serde_json::from_str::<Actor>("\"system:demo\"").unwrap(), actor);
        assert_eq!(actor.to_cell(), Cell::Text("system:demo"));
        assert_eq!(Actor::from_cell(actor.to_cell()), Ok(actor.clone()));
        assert!(Actor::from_cell(Cell::Null).is_err());
        assert_eq!(format!("{actor} {actor:?}"), "system:demo system:demo");
    }

    #[test]
    fn an_id_is_made_of_time_node_and_number() {
        let mut ids = IdGenerator::new(3);
        assert_eq!(ids.block(after(5), 64), (5 << 22) | (3 << 14));
        assert_eq!(ids.block(after(5), 1), (5 << 22) | (3 << 14) | 64);
        assert_eq!(ids.block(after(4), 1), (5 << 22) | (3 << 14) | 65, "the clock went back");
        assert_eq!(ids.block(after(6), 1), (6 << 22) | (3 << 14));
    }

    #[test]
    fn what_was_made_since_a_moment_is_a_range_of_ids() {
        let mut ids = IdGenerator::new(3);
        let (before, at) = (ids.block(after(4), 1), ids.block(after(5), 1));
        assert!(before < first_id_at(after(5)) && first_id_at(after(5)) <= at);
        assert_eq!(first_id_at(Timestamp::from_micros(0)), 0);
    }

    #[test]
    fn a_full_millisecond_is_followed_by_the_next() {
        let mut ids = IdGenerator::new(255);
        let full = u16::try_from(PER_MILLI).unwrap();
        let node = 255 << 14;
        assert_eq!(ids.block(after(5), 1), (5 << 22) | node);
        assert_eq!(ids.block(after(5), full), (6 << 22) | node, "no room for so many");
        assert_eq!(ids.block(after(5), 1), (7 << 22) | node);
        assert_eq!(ids.block(after(7), 1), (7 << 22) | node | 1, "the clock caught up");
    }

    #[test]
    fn ids_are_positive_at_any_time() {
        for micros in [i64::MIN, -1, 0, EPOCH * 1_000 - 1, i64::MAX] {
            let id = IdGenerator::new(255).block(Timestamp::from_micros(micros), 64);
            assert!(id > 0, "{micros}");
        }
    }

    proptest! {
        #[test]
        fn blocks_never_overlap_or_run_backwards(steps in vec((-3_i64..4, 0_u16..=u16::MAX), 1..200), node in any::<u8>()) {
            let (mut ids, mut now, mut free) = (IdGenerator::new(node), 1_000, 0);
            for (step, count) in steps {
                now += step;
                let first = ids.block(after(now), count);
                let last = first + i64::from(count).clamp(1, PER_MILLI) - 1;
                prop_assert!(first >= free, "{first} was given out");
                for id in [first, last] {
                    prop_assert!((id >> NODE_SHIFT) & 255 == i64::from(node), "{id} is another node's");
                }
                free = last + 1;
            }
        }
    }
}
