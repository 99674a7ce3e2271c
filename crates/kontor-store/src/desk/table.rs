//! The rows of one table that a desk has in hand: read, changed, undone, saved.
//!
//! A slot says what is known of a key: the row, or that there is none. What is not known answers [`Need`] and is
//! put on the list of what to load. Every change first puts the old slot into the undo log, so a command that is
//! refused, or needs more rows, leaves nothing behind.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::marker::PhantomData;
use std::sync::Arc;

use hashbrown::HashMap;
use kontor_kernel::{Cell, limits};

use super::record::{Class, Record, SetKey, SideRecord};
use super::{Need, Stop};
use crate::Fault;
use crate::db::{Loader, Statements, Write};

/// The name of a set of a record, such as the lines of one order.
#[derive(Debug)]
pub struct SetName<R> {
    index: usize,
    record: PhantomData<fn(R)>,
}

impl<R> SetName<R> {
    /// The set at this place of the record's list. Called by `record!`.
    #[must_use]
    pub const fn new(index: usize) -> Self {
        Self { index, record: PhantomData }
    }
}

#[derive(Debug, Clone)]
struct Slot<R> {
    row: Option<R>,
    /// Whether the database has a row with this key.
    stored: bool,
    /// Whether the row differs from what the database has.
    dirty: bool,
}

/// A row's way from one set to another.
struct Move {
    set: usize,
    leaves: Option<SetKey>,
    enters: Option<SetKey>,
}

/// The rows of one table in hand.
pub struct Table<R: Record> {
    slots: HashMap<R::Key, Slot<R>>,
    sets: Vec<HashMap<SetKey, BTreeSet<R::Key>>>,
    wanted: RefCell<Vec<R::Key>>,
    wanted_sets: RefCell<Vec<(usize, SetKey)>>,
    /// What commands wait for: wanted by a command that stopped, to be loaded before the next round.
    awaited: Vec<R::Key>,
    awaited_sets: Vec<(usize, SetKey)>,
    undo: Vec<(R::Key, Option<Slot<R>>)>,
    dirty: Vec<R::Key>,
    statements: Arc<Statements>,
}

/// # Reading
impl<R: Record> Table<R> {
    /// Asks for a row, if it is not in hand. Costs nothing when it is.
    pub fn want(&self, key: &R::Key) {
        if !self.slots.contains_key(key) {
            self.wanted.borrow_mut().push(key.clone());
        }
    }

    /// The row with this key; `None` when there is none.
    ///
    /// # Errors
    /// [`Need`] when it is not in hand: the writer loads it and the command is decided again.
    pub fn find(&self, key: &R::Key) -> Result<Option<&R>, Need> {
        if let Some(slot) = self.slots.get(key) {
            return Ok(slot.row.as_ref());
        }
        self.wanted.borrow_mut().push(key.clone());
        Err(Need)
    }

    /// The row with this key, which must exist.
    ///
    /// # Errors
    /// `Stop::Need` when it is not in hand, `Stop::Broken` when the database has no such row.
    pub fn get(&self, key: &R::Key) -> Result<&R, Stop> {
        self.find(key)?.ok_or_else(|| Stop::Broken(format!("{} has no row {key:?}", R::SPEC.name)))
    }

    /// Asks for all rows of a set.
    pub fn want_set(&self, set: &SetName<R>, key: &SetKey) {
        if self.members(set.index, key).is_none() {
            self.wanted_sets.borrow_mut().push((set.index, key.clone()));
        }
    }

    /// All rows of a set, in the order of their keys.
    ///
    /// # Errors
    /// [`Need`] when the set is not in hand.
    pub fn set(&self, set: &SetName<R>, key: &SetKey) -> Result<Vec<&R>, Need> {
        let Some(keys) = self.members(set.index, key) else {
            self.wanted_sets.borrow_mut().push((set.index, key.clone()));
            return Err(Need);
        };
        Ok(keys.iter().filter_map(|key| self.slots.get(key)?.row.as_ref()).collect())
    }

    fn members(&self, set: usize, key: &SetKey) -> Option<&BTreeSet<R::Key>> {
        self.sets.get(set)?.get(key)
    }
}

/// # Changing: only `apply` gets a table it can change
impl<R: Record> Table<R> {
    /// Puts down a new row. A key that is taken in the database is found out when the batch is saved.
    ///
    /// # Panics
    /// When a row with this key is in hand: an event never puts a row down over another.
    pub fn insert(&mut self, row: R) {
        let key = row.key();
        if self.slots.get(&key).is_some_and(|slot| slot.row.is_some()) {
            panic!("{} has a row {key:?} already", R::SPEC.name);
        }
        let stored = self.slots.get(&key).is_some_and(|slot| slot.stored);
        self.put(key, Slot { row: Some(row), stored, dirty: true });
    }

    /// Changes a row that exists.
    ///
    /// # Errors
    /// `Stop::Need` when it is not in hand, `Stop::Broken` when there is no such row.
    pub fn change<T>(&mut self, key: &R::Key, edit: impl FnOnce(&mut R) -> T) -> Result<T, Stop> {
        let mut row = self.get(key)?.clone();
        let result = edit(&mut row);
        let stored = self.slots.get(key).is_some_and(|slot| slot.stored);
        self.put(key.clone(), Slot { row: Some(row), stored, dirty: true });
        Ok(result)
    }

    /// Changes a row, making it first when there is none.
    ///
    /// # Errors
    /// `Stop::Need` when it is not known whether there is one.
    pub fn upsert<T>(
        &mut self,
        key: &R::Key,
        new: impl FnOnce() -> R,
        edit: impl FnOnce(&mut R) -> T,
    ) -> Result<T, Stop> {
        let mut row = self.find(key)?.cloned().unwrap_or_else(new);
        let result = edit(&mut row);
        let stored = self.slots.get(key).is_some_and(|slot| slot.stored);
        self.put(key.clone(), Slot { row: Some(row), stored, dirty: true });
        Ok(result)
    }

    /// Takes a row away.
    ///
    /// # Errors
    /// `Stop::Need` when it is not in hand, `Stop::Broken` when there is no such row.
    pub fn remove(&mut self, key: &R::Key) -> Result<(), Stop> {
        self.get(key)?;
        let stored = self.slots.get(key).is_some_and(|slot| slot.stored);
        self.put(key.clone(), Slot { row: None, stored, dirty: true });
        Ok(())
    }

    fn put(&mut self, key: R::Key, slot: Slot<R>) {
        let old = self.slots.get(&key);
        // Worked out before anything is changed: the room's function may panic.
        let moves = self.moves(old.and_then(|old| old.row.as_ref()), slot.row.as_ref());
        if old.is_none_or(|old| !old.dirty) {
            self.dirty.push(key.clone());
        }
        let old = self.slots.insert(key.clone(), slot);
        self.carry_over(&key, moves);
        self.undo.push((key, old));
    }

    /// Which loaded sets a row leaves and which it enters.
    fn moves(&self, old: Option<&R>, new: Option<&R>) -> Vec<Move> {
        let mut moves = Vec::new();
        for (set, (spec, index)) in R::SETS.iter().zip(&self.sets).enumerate() {
            if index.is_empty() {
                continue;
            }
            let (leaves, enters) = (old.and_then(spec.of), new.and_then(spec.of));
            if leaves != enters {
                moves.push(Move { set, leaves, enters });
            }
        }
        moves
    }

    fn carry_over(&mut self, key: &R::Key, moves: Vec<Move>) {
        for Move { set, leaves, enters } in moves {
            let Some(index) = self.sets.get_mut(set) else { continue };
            if let Some(keys) = leaves.and_then(|set| index.get_mut(&set)) {
                keys.remove(key);
            }
            if let Some(keys) = enters.and_then(|set| index.get_mut(&set)) {
                keys.insert(key.clone());
            }
        }
    }
}

impl<R: SideRecord> Table<R> {
    /// Puts down or replaces a row of a table beside the journal, whether or not it is in hand: saved as an upsert.
    pub(super) fn put_side(&mut self, row: R) {
        self.put(row.key(), Slot { row: Some(row), stored: true, dirty: true });
    }

    /// Takes a row of a table beside the journal away, whether or not it is in hand.
    pub(super) fn remove_side(&mut self, key: R::Key) {
        self.put(key, Slot { row: None, stored: true, dirty: true });
    }
}

/// What the writer does with a table of any kind.
pub(crate) trait AnyTable: Send {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    /// Whether anything is on the list of what to load.
    fn is_wanting(&self) -> bool;
    /// Forgets the list: the command that wanted it has come to its end.
    fn want_nothing(&self);
    /// Moves the list to what is loaded next: the command that wanted it stopped for it. Returns its length.
    fn await_wanted(&mut self) -> usize;
    /// Loads all that is awaited, in one query a kind of key. Returns the rows read.
    fn load(&mut self, loader: &mut dyn Loader) -> Result<usize, Fault>;
    /// Takes back every change since the last `keep_changes`.
    fn undo_changes(&mut self);
    /// Ends a command: its changes stay.
    fn keep_changes(&mut self);
    /// How many rows wait to be saved.
    fn dirty_rows(&self) -> usize;
    /// Sorts what is to be saved. Comes before `writes`.
    fn prepare(&mut self);
    /// What is to be saved.
    fn writes<'a>(&'a self, out: &mut Vec<Write<'a>>);
    /// Ends a batch: kept rows stay, others go.
    fn settle(&mut self);
    /// Forgets everything.
    fn clear(&mut self);
}

impl<R: Record> Table<R> {
    pub(super) fn new(statements: Arc<Statements>) -> Self {
        Self {
            slots: HashMap::new(),
            sets: R::SETS.iter().map(|_| HashMap::new()).collect(),
            wanted: RefCell::default(),
            wanted_sets: RefCell::default(),
            awaited: Vec::new(),
            awaited_sets: Vec::new(),
            undo: Vec::new(),
            dirty: Vec::new(),
            statements,
        }
    }

    fn load_keys(&mut self, loader: &mut dyn Loader) -> Result<usize, Fault> {
        let mut wanted = std::mem::take(&mut self.awaited);
        wanted.retain(|key| !self.slots.contains_key(key));
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Ok(0);
        }
        let width = R::SPEC.key_columns;
        let mut cells = Vec::with_capacity(wanted.len().saturating_mul(width));
        for key in &wanted {
            R::key_cells(key, &mut cells);
        }
        let mut rows = Vec::with_capacity(wanted.len());
        loader.load(&self.statements.load, width, &cells, &mut |row| {
            rows.push(R::read(row)?);
            Ok(())
        })?;
        let read = rows.len();
        for row in rows {
            self.slots.insert(row.key(), Slot { row: Some(row), stored: true, dirty: false });
        }
        for key in wanted {
            self.slots.entry(key).or_insert(Slot { row: None, stored: false, dirty: false });
        }
        Ok(read)
    }

    fn load_sets(&mut self, loader: &mut dyn Loader) -> Result<usize, Fault> {
        if self.awaited_sets.is_empty() {
            return Ok(0);
        }
        let mut wanted = std::mem::take(&mut self.awaited_sets);
        wanted.sort_unstable();
        wanted.dedup();
        wanted.retain(|(set, key)| self.members(*set, key).is_none());
        let mut read = 0;
        for (number, spec) in R::SETS.iter().enumerate() {
            let keys: Vec<SetKey> =
                wanted.iter().filter(|(set, _)| *set == number).map(|(_, key)| key.clone()).collect();
            if keys.is_empty() {
                continue;
            }
            let cells: Vec<Cell<'_>> = keys.iter().flatten().map(super::KeyPart::cell).collect();
            let Some(statement) = self.statements.sets.get(number) else { continue };
            let mut rows = Vec::new();
            loader.load(statement, spec.columns.len(), &cells, &mut |row| {
                rows.push(R::read(row)?);
                Ok(())
            })?;
            read += rows.len();
            for row in rows {
                // A row in hand wins over the row read: it may have been changed in this batch.
                let slot = Slot { row: Some(row), stored: true, dirty: false };
                if let Some(key) = slot.row.as_ref().map(Record::key) {
                    self.slots.entry(key).or_insert(slot);
                }
            }
            self.index_set(number, keys);
        }
        Ok(read)
    }

    /// Builds the member lists of newly loaded sets from all rows in hand, in one pass.
    fn index_set(&mut self, number: usize, keys: Vec<SetKey>) {
        let (Some(spec), Some(index)) = (R::SETS.get(number), self.sets.get_mut(number)) else { return };
        for key in keys {
            index.entry(key).or_default();
        }
        for (key, slot) in &self.slots {
            let set = slot.row.as_ref().and_then(spec.of);
            if let Some(members) = set.and_then(|set| index.get_mut(&set)) {
                members.insert(key.clone());
            }
        }
    }
}

impl<R: Record> AnyTable for Table<R> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn is_wanting(&self) -> bool {
        !self.wanted.borrow().is_empty() || !self.wanted_sets.borrow().is_empty()
    }

    fn want_nothing(&self) {
        self.wanted.borrow_mut().clear();
        self.wanted_sets.borrow_mut().clear();
    }

    fn await_wanted(&mut self) -> usize {
        let (wanted, wanted_sets) = (self.wanted.get_mut(), self.wanted_sets.get_mut());
        let length = wanted.len() + wanted_sets.len();
        self.awaited.append(wanted);
        self.awaited_sets.append(wanted_sets);
        length
    }

    fn load(&mut self, loader: &mut dyn Loader) -> Result<usize, Fault> {
        Ok(self.load_keys(loader)? + self.load_sets(loader)?)
    }

    fn undo_changes(&mut self) {
        while let Some((key, old)) = self.undo.pop() {
            let now = self.slots.get(&key).and_then(|slot| slot.row.as_ref());
            let moves = self.moves(now, old.as_ref().and_then(|slot| slot.row.as_ref()));
            self.carry_over(&key, moves);
            // Undone in reverse, so the last dirty key is the one that this change put there.
            if old.as_ref().is_none_or(|slot| !slot.dirty) {
                self.dirty.pop();
            }
            match old {
                Some(slot) => self.slots.insert(key, slot),
                None => self.slots.remove(&key),
            };
        }
    }

    fn keep_changes(&mut self) {
        self.undo.clear();
    }

    fn dirty_rows(&self) -> usize {
        self.dirty.len()
    }

    fn prepare(&mut self) {
        self.dirty.sort_unstable();
        self.dirty.dedup();
    }

    fn writes<'a>(&'a self, out: &mut Vec<Write<'a>>) {
        let mut insert = Write::new(&self.statements.insert, R::SPEC.columns.len());
        let mut update = Write::new(&self.statements.update, R::SPEC.columns.len());
        let mut delete = Write::new(&self.statements.delete, R::SPEC.key_columns);
        for key in &self.dirty {
            let Some(slot) = self.slots.get(key).filter(|slot| slot.dirty) else { continue };
            match (&slot.row, slot.stored) {
                (Some(row), false) => row.cells(&mut insert.cells),
                (Some(row), true) => row.cells(&mut update.cells),
                (None, true) => R::key_cells(key, &mut delete.cells),
                (None, false) => {}
            }
        }
        out.extend([delete, update, insert].into_iter().filter(|write| !write.cells.is_empty()));
    }

    fn settle(&mut self) {
        self.undo.clear();
        if !R::SPEC.kept || R::SPEC.class != Class::Business || self.slots.len() > limits::KEPT_ROWS {
            self.clear();
            return;
        }
        for key in self.dirty.drain(..) {
            if let Some(slot) = self.slots.get_mut(&key) {
                slot.stored = slot.row.is_some();
                slot.dirty = false;
            }
        }
        for index in &mut self.sets {
            index.clear();
        }
    }

    fn clear(&mut self) {
        self.slots.clear();
        self.undo.clear();
        self.dirty.clear();
        self.want_nothing();
        self.awaited.clear();
        self.awaited_sets.clear();
        for index in &mut self.sets {
            index.clear();
        }
    }
}
