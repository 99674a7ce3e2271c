//! What a room hands over to the store, and all rooms of a program together.

use std::any::TypeId;
use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::Fault;
use crate::check::Check;
use crate::desk::{Reaction, ReactionEntry, TableEntry};
use crate::event::EventEntry;
use crate::migrate::Migration;

/// A domain, as the store sees it.
#[derive(Default)]
pub struct Room {
    /// The domain's name, which is also the prefix of its tables.
    pub name: &'static str,
    /// The steps that make its tables.
    pub migrations: Vec<Migration>,
    /// Its tables.
    pub tables: Vec<TableEntry>,
    /// Its events.
    pub events: Vec<EventEntry>,
    /// What it does when a lower room records something.
    pub reactions: Vec<ReactionEntry>,
    /// What must always hold in its tables.
    pub checks: Vec<Check>,
    /// Its hand-written queries, so that a test can prepare each on both databases.
    pub queries: Vec<String>,
}

/// All rooms of a program.
pub struct Schema {
    rooms: Vec<Room>,
    events: HashMap<(&'static str, u16), EventEntry>,
    reactions: HashMap<TypeId, Vec<Reaction>>,
}

impl Schema {
    /// Puts rooms together, lowest first; the store's own room comes before them.
    ///
    /// # Errors
    /// When two rooms claim the same table, event version or migration number.
    pub fn new(rooms: Vec<Room>) -> Result<Self, Fault> {
        let mut all = vec![crate::own::room()];
        all.extend(rooms);
        let mut schema = Self { rooms: all, events: HashMap::new(), reactions: HashMap::new() };
        let mut tables = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        for room in &schema.rooms {
            for table in &room.tables {
                if tables.insert(table.spec.name, room.name).is_some() {
                    return Err(Fault::bug(format!("the table {} is described twice", table.spec.name)));
                }
            }
            for migration in &room.migrations {
                if numbers.insert(migration.number, room.name).is_some() {
                    return Err(Fault::bug(format!("migration {} exists twice", migration.number)));
                }
            }
            for event in &room.events {
                if schema.events.insert((event.kind, event.version), *event).is_some() {
                    return Err(Fault::bug(format!("{} v{} is read twice", event.kind, event.version)));
                }
            }
            for ReactionEntry { event, react } in &room.reactions {
                schema.reactions.entry(event()).or_default().push(*react);
            }
        }
        Ok(schema)
    }

    /// The same with the steps up to a number alone, as an older program had it: to make an older database.
    #[must_use]
    pub fn as_of(mut self, number: u16) -> Self {
        for room in &mut self.rooms {
            room.migrations.retain(|migration| migration.number <= number);
        }
        self
    }

    /// The rooms, the store's own first.
    #[must_use]
    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// All tables.
    pub fn tables(&self) -> impl Iterator<Item = &TableEntry> {
        self.rooms.iter().flat_map(|room| &room.tables)
    }

    /// All checks.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.rooms.iter().flat_map(|room| &room.checks)
    }

    /// All events with each version that can be read, by kind.
    #[must_use]
    pub fn event_kinds(&self) -> Vec<(&'static str, u16)> {
        let mut kinds: Vec<_> = self.events.keys().copied().collect();
        kinds.sort_unstable();
        kinds
    }

    /// All migrations, by number.
    #[must_use]
    pub fn migrations(&self) -> Vec<&Migration> {
        let mut all: Vec<&Migration> = self.rooms.iter().flat_map(|room| &room.migrations).collect();
        all.sort_by_key(|migration| migration.number);
        all
    }

    /// The version of the schema: the number of the newest migration.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.migrations().last().map_or(0, |migration| i64::from(migration.number))
    }

    /// Reads a stored event.
    ///
    /// # Errors
    /// When this program doesn't know the kind and version, or the bytes don't fit it.
    pub fn decode(
        &self,
        kind: &str,
        version: u16,
        payload: &[u8],
    ) -> Result<std::sync::Arc<dyn crate::event::ErasedEvent>, Fault> {
        // The map's keys are 'static; a lookup by a borrowed kind goes over the equivalent pair.
        let entry = self.events.get(&KindKey(kind, version)).ok_or_else(|| {
            Fault::data(format!(
                "this program knows no event {kind} v{version}: it is older than the database"
            ))
        })?;
        (entry.decode)(payload)
            .map_err(|error| Fault::data(format!("{kind} v{version} can't be read: {error}")))
    }

    pub(crate) fn reactions_to(&self, event: TypeId) -> &[Reaction] {
        self.reactions.get(&event).map_or(&[], Vec::as_slice)
    }
}

/// A borrowed look-up key that is equivalent to `(&'static str, u16)`.
#[derive(Hash)]
struct KindKey<'a>(&'a str, u16);

impl hashbrown::Equivalent<(&'static str, u16)> for KindKey<'_> {
    fn equivalent(&self, key: &(&'static str, u16)) -> bool {
        self.0 == key.0 && self.1 == key.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Why rooms don't fit together.
    fn check(rooms: Vec<Room>) -> String {
        Schema::new(rooms).map_or_else(|fault| fault.chain(), |schema| schema.version().to_string())
    }

    fn with_migration(number: u16) -> Room {
        Room { migrations: vec![Migration { number, name: "x", sql: "" }], ..Room::default() }
    }

    #[test]
    fn two_rooms_never_claim_the_same() {
        let own = crate::own::room();
        let twice = Room { tables: own.tables, ..Room::default() };
        assert_eq!(check(vec![twice]), "the table idempotency is described twice");
        assert_eq!(check(vec![with_migration(7), with_migration(7)]), "migration 7 exists twice");
        assert_eq!(check(vec![with_migration(1)]), "migration 1 exists twice");
        assert_eq!(check(vec![with_migration(709), with_migration(707)]), "709");
        let older = Schema::new(vec![with_migration(709), with_migration(707)]).unwrap().as_of(708);
        assert_eq!(older.version(), 707);
        let event = EventEntry::older("jars.put", 1, |_| Err(serde::de::Error::custom("no")));
        let room = || Room { events: vec![event], ..Room::default() };
        assert_eq!(check(vec![room(), room()]), "jars.put v1 is read twice");
    }

    #[test]
    fn an_event_of_a_newer_program_is_told_apart_from_a_broken_one() {
        let event = EventEntry::older("jars.put", 1, |_| Err(serde::de::Error::custom("no jar")));
        let schema = Schema::new(vec![Room { events: vec![event], ..Room::default() }]).unwrap();
        let fault = |kind, version| schema.decode(kind, version, b"{}").err().map(|fault| fault.chain());
        assert_eq!(fault("jars.put", 1).as_deref(), Some("jars.put v1 can't be read: no jar"));
        let newer = "this program knows no event jars.put v2: it is older than the database";
        assert_eq!(fault("jars.put", 2).as_deref(), Some(newer));
        assert_eq!(schema.event_kinds(), [("jars.put", 1)]);
    }
}
