//! The desk: the rows that the commands of one merchant work on, in memory.
//!
//! A decision gets a [`Desk`]. It can read rows through the tables' names and record events; only an event's
//! `apply` gets the rows mutable. The compiler so proves that rows change by events alone. Nothing here does I/O,
//! is async, or knows the time: decisions can be tested, replayed and run dry.

mod record;
mod table;
mod version;

use std::any::TypeId;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kontor_kernel::{Context, Refusal, Refuse, Timestamp, limits};

pub use record::{
    Class, ColumnSpec, KeyPart, Record, RowCells, SetKey, SetSpec, SideRecord, TableSpec, next_value,
};
pub(crate) use table::AnyTable;
pub use table::{SetName, Table};
pub use version::{VersionReject, check_version};

use crate::Fault;
use crate::db::{Dialect, Loader, Statements, Write};
use crate::event::{ErasedEvent, Event, Recorded, Stamp};
use crate::room::Schema;

/// A row is needed that is not in hand. The table has it on its list; the writer loads it and asks again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need;

/// Why a decision did not come to its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// Rows are missing in hand; not seen by users.
    Need,
    /// The command is refused: the user's business.
    Refused(Box<Refusal>),
    /// The rows contradict each other: our bug, or a database changed by other hands.
    Broken(String),
}

impl From<Need> for Stop {
    fn from(_: Need) -> Self {
        Self::Need
    }
}

impl<R: Refuse> From<R> for Stop {
    fn from(reject: R) -> Self {
        Self::Refused(Box::new(reject.refusal()))
    }
}

/// The place of the next kind of table in every desk of this process.
#[doc(hidden)]
pub fn next_slot() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A table that a room hands over to the store.
#[derive(Clone, Copy)]
pub struct TableEntry {
    /// Its description.
    pub spec: TableSpec,
    slot: fn() -> usize,
    make: fn(Dialect) -> Box<dyn AnyTable>,
    sets: fn() -> Vec<(&'static [ColumnSpec], &'static str)>,
}

impl TableEntry {
    /// The entry of a record.
    #[must_use]
    pub fn of<R: Record>() -> Self {
        Self {
            spec: R::SPEC,
            slot: R::slot,
            make: |dialect| {
                let sets: Vec<_> = R::SETS.iter().map(|set| (set.columns, set.filter)).collect();
                Box::new(Table::<R>::new(Arc::new(Statements::of(dialect, &R::SPEC, &sets))))
            },
            sets: || R::SETS.iter().map(|set| (set.columns, set.filter)).collect(),
        }
    }

    /// Every statement that the store makes for this table.
    #[must_use]
    pub(crate) fn statements(&self, dialect: Dialect) -> Statements {
        Statements::of(dialect, &self.spec, &(self.sets)())
    }
}

/// All rows in hand, by table.
pub struct Rows {
    tables: Vec<Option<Box<dyn AnyTable>>>,
}

impl Rows {
    pub(crate) fn new(schema: &Schema, dialect: Dialect) -> Self {
        let mut tables: Vec<Option<Box<dyn AnyTable>>> = Vec::new();
        for entry in schema.tables() {
            let slot = (entry.slot)();
            if tables.len() <= slot {
                tables.resize_with(slot.saturating_add(1), || None);
            }
            if let Some(place) = tables.get_mut(slot) {
                *place = Some((entry.make)(dialect));
            }
        }
        Self { tables }
    }

    /// The rows of one table.
    ///
    /// # Panics
    /// When the table's room was not given to the store: a bug in how the program is put together.
    #[must_use]
    pub fn table<R: Record>(&self) -> &Table<R> {
        let table = self.tables.get(R::slot()).and_then(Option::as_ref);
        match table.and_then(|table| table.as_any().downcast_ref()) {
            Some(table) => table,
            None => panic!("the table {} is not among the rooms of this store", R::SPEC.name),
        }
    }

    /// The rows of one table, to be changed. Nobody but an event's `apply` has the rows mutable.
    ///
    /// # Panics
    /// As [`Rows::table`].
    #[must_use]
    pub fn table_mut<R: Record>(&mut self) -> &mut Table<R> {
        let table = self.tables.get_mut(R::slot()).and_then(Option::as_mut);
        match table.and_then(|table| table.as_any_mut().downcast_mut()) {
            Some(table) => table,
            None => panic!("the table {} is not among the rooms of this store", R::SPEC.name),
        }
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = &dyn AnyTable> {
        self.tables.iter().flatten().map(|table| &**table)
    }

    pub(crate) fn each_mut(&mut self) -> impl Iterator<Item = &mut Box<dyn AnyTable>> {
        self.tables.iter_mut().flatten()
    }

    pub(crate) fn is_wanting(&self) -> bool {
        self.each().any(AnyTable::is_wanting)
    }

    pub(crate) fn want_nothing(&self) {
        self.each().for_each(AnyTable::want_nothing);
    }

    /// Moves all lists to what is loaded next; how much there is on them.
    pub(crate) fn await_wanted(&mut self) -> usize {
        self.each_mut().map(|table| table.await_wanted()).sum()
    }

    pub(crate) fn load(&mut self, loader: &mut dyn Loader) -> Result<usize, Fault> {
        let mut read = 0;
        for table in self.each_mut() {
            read += table.load(loader)?;
        }
        Ok(read)
    }

    pub(crate) fn prepare(&mut self) {
        self.each_mut().for_each(|table| table.prepare());
    }

    pub(crate) fn writes<'a>(&'a self, out: &mut Vec<Write<'a>>) {
        self.each().for_each(|table| table.writes(out));
    }

    pub(crate) fn undo_changes(&mut self) {
        self.each_mut().for_each(|table| table.undo_changes());
    }

    pub(crate) fn keep_changes(&mut self) {
        self.each_mut().for_each(|table| table.keep_changes());
    }

    pub(crate) fn dirty_rows(&self) -> usize {
        self.each().map(AnyTable::dirty_rows).sum()
    }

    pub(crate) fn clear(&mut self) {
        self.each_mut().for_each(|table| table.clear());
    }

    pub(crate) fn settle(&mut self) {
        self.each_mut().for_each(|table| table.settle());
    }
}

/// What a decision works on: rows to read, events to record.
pub struct Desk {
    rows: Rows,
    schema: Arc<Schema>,
    naming: bool,
    now: Timestamp,
    recorded: Recorded,
    /// Why an event could not be applied: a decision that goes on all the same must not come to a good end.
    stopped: Option<Stop>,
}

impl Deref for Desk {
    type Target = Rows;

    fn deref(&self) -> &Rows {
        &self.rows
    }
}

impl Desk {
    pub(crate) fn new(schema: Arc<Schema>, dialect: Dialect) -> Self {
        let rows = Rows::new(&schema, dialect);
        let (now, recorded) = (Timestamp::from_micros(0), Recorded::default());
        Self { rows, schema, naming: false, now, recorded, stopped: None }
    }

    /// Ends the list of what a decision needs: goes on when all of it is in hand.
    ///
    /// # Errors
    /// [`Need`] when something must be loaded first.
    pub fn ready(&self) -> Result<(), Need> {
        if self.naming || self.rows.is_wanting() { Err(Need) } else { Ok(()) }
    }

    /// Records what happened, and applies it to the rows at once.
    ///
    /// # Errors
    /// `Stop::Need` when the event changes rows that are not in hand.
    pub fn record<E: Event>(&mut self, event: E) -> Result<(), Stop> {
        let stamp = Stamp { at: self.now, position: self.recorded.next_position() };
        if let Err(stop) = event.apply(&mut self.rows, &stamp) {
            self.stopped = Some(stop.clone());
            return Err(stop);
        }
        self.recorded.push(Arc::new(event));
        Ok(())
    }

    /// Puts down a row beside the journal, such as a contact version. It is saved with the command or not at all.
    pub fn put_side<R: SideRecord>(&mut self, row: R) {
        self.rows.table_mut::<R>().put_side(row);
    }

    /// Takes away a row beside the journal.
    pub fn remove_side<R: SideRecord>(&mut self, key: R::Key) {
        self.rows.table_mut::<R>().remove_side(key);
    }

    /// What this command has recorded so far.
    #[must_use]
    pub fn recorded(&self) -> &Recorded {
        &self.recorded
    }

    pub(crate) fn rows_mut(&mut self) -> &mut Rows {
        &mut self.rows
    }

    /// Starts a command (or its next round): no events yet, the next one gets this position.
    pub(crate) fn open(&mut self, first_position: i64, now: Timestamp, naming: bool) {
        self.naming = naming;
        self.now = now;
        self.recorded = Recorded::starting_at(first_position);
        self.stopped = None;
    }

    /// Whether a decision that came to its end had all it asked for: one that went on without must be decided again.
    pub(crate) fn check_complete(&mut self) -> Result<(), Stop> {
        match self.stopped.take() {
            Some(stop) => Err(stop),
            None if self.rows.is_wanting() => Err(Stop::Need),
            None => Ok(()),
        }
    }

    /// Ends a command well: what it recorded.
    pub(crate) fn close(&mut self) -> Recorded {
        self.rows.keep_changes();
        std::mem::take(&mut self.recorded)
    }

    /// Takes everything back that this command did.
    pub(crate) fn undo(&mut self) {
        self.rows.undo_changes();
        self.recorded = Recorded::default();
    }

    /// Lets the rooms above react to what was recorded, and to what they record, in order.
    pub(crate) fn react(&mut self, context: &Context) -> Result<(), Stop> {
        let most = self.recorded.len().saturating_add(limits::EVENTS_PER_COMMAND);
        let mut next = 0;
        while let Some(event) = self.recorded.event(next) {
            next += 1;
            if next > most {
                let (kind, limit) = (event.kind(), limits::EVENTS_PER_COMMAND);
                let why = format!("reactions to {kind} don't come to an end: more than {limit} events");
                return Err(Stop::Broken(why));
            }
            let schema = Arc::clone(&self.schema);
            for reaction in schema.reactions_to(event.type_id()) {
                reaction(&*event, self, context)?;
            }
        }
        Ok(())
    }
}

/// What an upper room does when it sees an event: records events of its own, in the same transaction.
/// It cannot refuse: it may only ask for rows.
pub type Reaction = fn(&dyn ErasedEvent, &mut Desk, &Context) -> Result<(), Stop>;

/// A reaction with the event that wakes it.
#[derive(Clone, Copy)]
pub struct ReactionEntry {
    pub(crate) event: fn() -> TypeId,
    pub(crate) react: Reaction,
}

impl ReactionEntry {
    /// A reaction to one kind of event. Use [`reaction!`](crate::reaction).
    #[doc(hidden)]
    #[must_use]
    pub const fn new(event: fn() -> TypeId, react: Reaction) -> Self {
        Self { event, react }
    }
}

/// Makes a [`ReactionEntry`] of a function `fn(&Event, &mut Desk, &Context) -> Result<(), Unmoved>`.
#[macro_export]
macro_rules! reaction {
    ($event:ty => $function:path) => {
        $crate::desk::ReactionEntry::new(
            || std::any::TypeId::of::<$event>(),
            |event, desk, context| match event.as_any().downcast_ref::<$event>() {
                Some(event) => $function(event, desk, context).map_err($crate::desk::Stop::from),
                None => Ok(()),
            },
        )
    };
}

/// Why a reaction did not come to its end. Has no refusal: what happened below cannot be refused from above.
#[derive(Debug, Clone, PartialEq)]
pub enum Unmoved {
    /// Rows are missing in hand.
    Need,
    /// The rows contradict each other.
    Broken(String),
}

impl From<Need> for Unmoved {
    fn from(_: Need) -> Self {
        Self::Need
    }
}

impl From<Unmoved> for Stop {
    fn from(unmoved: Unmoved) -> Self {
        match unmoved {
            Unmoved::Need => Self::Need,
            Unmoved::Broken(why) => Self::Broken(why),
        }
    }
}

impl From<Stop> for Unmoved {
    /// A refusal inside a reaction is a contradiction: the rules it checks were checked below.
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Need => Self::Need,
            Stop::Refused(refusal) => Self::Broken(format!("a reaction was refused: {}", refusal.message)),
            Stop::Broken(why) => Self::Broken(why),
        }
    }
}
