//! Events: what happened. Recording one is the only way to change a business row.

use std::any::{Any, TypeId};
use std::sync::Arc;

use kontor_kernel::{Currency, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Fault;
use crate::desk::{Rows, Stop};

/// When and where an event stands.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// When it was recorded. Never runs backwards within a merchant.
    pub at: Timestamp,
    /// Its place in the merchant's journal. Good as the version of the rows it changes.
    pub position: i64,
}

/// Something that happened, in a released shape.
///
/// A released version is never edited: a new shape gets a new `VERSION`, and a pure upcaster reads the old one.
pub trait Event:
    Serialize + DeserializeOwned + Send + Sync + Clone + PartialEq + std::fmt::Debug + 'static
{
    /// The stable name, `room.what_happened`.
    const KIND: &'static str;
    /// The version of this shape.
    const VERSION: u16 = 1;

    /// The id of what it happened to (an order, a product), by which a history is read.
    fn subject(&self) -> i64;

    /// Changes the rows of its own room. Pure: sees the rows, itself and its stamp.
    ///
    /// # Errors
    /// `Stop::Need` when a row is not in hand, `Stop::Broken` when a row it changes is missing.
    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop>;

    /// The shape that outsiders see in the feed: amounts as decimal strings, ids with their prefix.
    fn publish(&self, currency: Currency) -> Value;
}

/// An event of any kind.
pub trait ErasedEvent: Send + Sync {
    /// See [`Event::KIND`].
    fn kind(&self) -> &'static str;
    /// See [`Event::VERSION`].
    fn version(&self) -> u16;
    /// See [`Event::subject`].
    fn subject(&self) -> i64;
    /// See [`Event::apply`].
    ///
    /// # Errors
    /// As [`Event::apply`].
    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop>;
    /// The JSON that the journal keeps.
    ///
    /// # Errors
    /// When a value can't be written as JSON, which is a bug in the event's type.
    fn payload(&self) -> Result<String, Fault>;
    /// See [`Event::publish`].
    fn publish(&self, currency: Currency) -> Value;
    /// The event itself.
    fn as_any(&self) -> &dyn Any;
    /// Its type.
    fn type_id(&self) -> TypeId;
}

impl<E: Event> ErasedEvent for E {
    fn kind(&self) -> &'static str {
        E::KIND
    }
    fn version(&self) -> u16 {
        E::VERSION
    }
    fn subject(&self) -> i64 {
        Event::subject(self)
    }
    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        Event::apply(self, rows, stamp)
    }
    fn payload(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|error| Fault::bug(format!("{} as JSON: {error}", E::KIND)))
    }
    fn publish(&self, currency: Currency) -> Value {
        Event::publish(self, currency)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn type_id(&self) -> TypeId {
        TypeId::of::<E>()
    }
}

/// The events of one command, in order.
#[derive(Clone, Default)]
pub struct Recorded {
    first: i64,
    events: Vec<Arc<dyn ErasedEvent>>,
}

impl Recorded {
    pub(crate) fn starting_at(first: i64) -> Self {
        Self { first, events: Vec::new() }
    }

    pub(crate) fn from_journal(first: i64, events: Vec<Arc<dyn ErasedEvent>>) -> Self {
        Self { first, events }
    }

    pub(crate) fn push(&mut self, event: Arc<dyn ErasedEvent>) {
        self.events.push(event);
    }

    pub(crate) fn event(&self, index: usize) -> Option<Arc<dyn ErasedEvent>> {
        self.events.get(index).cloned()
    }

    pub(crate) fn next_position(&self) -> i64 {
        self.first.saturating_add(i64::try_from(self.events.len()).unwrap_or(i64::MAX))
    }

    /// The position of the first event; of the next one when there is none yet.
    #[must_use]
    pub fn first_position(&self) -> i64 {
        self.first
    }

    /// The position of the last event; the one before the first when there is none.
    #[must_use]
    pub fn last_position(&self) -> i64 {
        self.next_position().saturating_sub(1)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// All events, of any kind.
    pub fn iter(&self) -> impl Iterator<Item = &dyn ErasedEvent> {
        self.events.iter().map(|event| &**event)
    }

    /// All events of one kind.
    pub fn all<E: Event>(&self) -> impl Iterator<Item = &E> {
        self.events.iter().filter_map(|event| event.as_any().downcast_ref())
    }

    /// The first event of a kind.
    #[must_use]
    pub fn find<E: Event>(&self) -> Option<&E> {
        self.all::<E>().next()
    }

    /// The first event of a kind that the command always records.
    ///
    /// # Errors
    /// A bug, said as such, when it did not.
    pub fn the<E: Event>(&self) -> Result<&E, Fault> {
        self.find::<E>().ok_or_else(|| Fault::bug(format!("the command recorded no {}", E::KIND)))
    }
}

/// Reads the stored JSON of one version.
pub type Decode = fn(&[u8]) -> Result<Arc<dyn ErasedEvent>, serde_json::Error>;

/// How a stored event is read again.
#[derive(Clone, Copy)]
pub struct EventEntry {
    /// The kind.
    pub kind: &'static str,
    /// The version of the stored shape.
    pub version: u16,
    pub(crate) decode: Decode,
}

impl EventEntry {
    /// The entry of the current shape of an event.
    #[must_use]
    pub fn of<E: Event>() -> Self {
        Self {
            kind: E::KIND,
            version: E::VERSION,
            decode: |bytes| Ok(Arc::new(serde_json::from_slice::<E>(bytes)?)),
        }
    }

    /// The entry of an older shape: `decode` reads it and makes the current event of it, purely.
    #[must_use]
    pub fn older(kind: &'static str, version: u16, decode: Decode) -> Self {
        Self { kind, version, decode }
    }
}

/// The events of a room, for its `Room`.
#[macro_export]
macro_rules! events {
    ( $( $event:ty ),* $(,)? ) => {
        /// The events of this room: how each stored version is read.
        #[must_use]
        pub fn events() -> Vec<$crate::event::EventEntry> {
            vec![ $( $crate::event::EventEntry::of::<$event>(), )* ]
        }
    };
}
