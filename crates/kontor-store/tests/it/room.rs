//! Two small rooms to try the engine with: jars that stand on shelves, and above them what each shelf holds.

use kontor_kernel::{Cell, Column, ColumnKind, Context, Currency, WrongCell, rejects};
use kontor_store::check::{Check, CheckKind};
use kontor_store::desk::{KeyPart, Rows, SideRecord};
use kontor_store::migrate::Migration;
use kontor_store::{Command, Desk, Event, Fault, Recorded, Room, Stamp, Stop, Unmoved};
use kontor_store::{events, reaction, record, tables};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

record! {
    /// A jar.
    pub struct Jar in "jars_jar", business, kept {
        key { id: i64 }
        /// The shelf it stands on; 0 for none.
        shelf: i64,
        label: String,
        count: i64,
        version: i64,
    }
    sets { ON_SHELF (shelf: i64) where "shelf > 0" => on_shelf; }
}

fn on_shelf(jar: &Jar) -> Option<Vec<KeyPart>> {
    assert_ne!(jar.shelf, CURSED, "this shelf has no place in any set");
    (jar.shelf > 0).then(|| vec![KeyPart::Int(jar.shelf)])
}

/// A shelf whose jars make the function of the set panic.
pub(crate) const CURSED: i64 = 13;

record! {
    /// A label in use.
    pub struct Label in "jars_label", business, brief {
        key { label: String }
        jar: i64,
    }
}

record! {
    /// A note beside the journal.
    pub struct Note in "jars_note", operational, brief {
        key { id: i64 }
        text: NoteText,
    }
}

/// A note's text. One that can't be told panics when it is to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoteText(pub(crate) String);

pub(crate) const UNTELLABLE: &str = "what can't be told";

impl Column for NoteText {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        assert_ne!(self.0, UNTELLABLE);
        Cell::Text(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        String::from_cell(cell).map(Self)
    }
}

pub(crate) fn note(id: i64, text: &str) -> Note {
    Note { id, text: NoteText(text.to_owned()) }
}

record! {
    /// A jar by a word of its label: made by a follower.
    pub struct Word in "jars_word", derived, brief {
        key { word: String, jar: i64 }
        position: i64,
    }
}

record! {
    /// What all jars of a shelf hold.
    pub struct Shelf in "shelves_shelf", business, kept {
        key { shelf: i64 }
        count: i64,
        /// How often the bell was rung for it.
        rings: i64,
    }
}

mod jars {
    use super::*;
    tables! {
        pub trait JarTables, JarTablesMut {
            jars, jars_mut: Jar;
            labels, labels_mut: Label;
            notes, notes_mut: Note;
            words, words_mut: Word;
        }
    }
    events![Put, Poured, Moved, Broken, Unwritable];
}

mod shelves {
    use super::*;
    tables! {
        pub trait ShelfTables, ShelfTablesMut {
            shelves, shelves_mut: Shelf;
        }
    }
    events![Counted, BellRung, Echoed];
}

pub(crate) use jars::JarTables;
use jars::JarTablesMut;
pub(crate) use shelves::ShelfTables;
use shelves::ShelfTablesMut;

macro_rules! event {
    ($name:ident, $kind:literal, $subject:ident, |$event:ident, $rows:ident, $stamp:ident| $apply:expr) => {
        impl Event for $name {
            const KIND: &'static str = $kind;
            fn subject(&self) -> i64 {
                self.$subject
            }
            fn apply(&self, $rows: &mut Rows, $stamp: &Stamp) -> Result<(), Stop> {
                let $event = self;
                $apply
            }
            fn publish(&self, _: Currency) -> Value {
                json!({ "subject": self.$subject })
            }
        }
    };
}

/// A jar was put on a shelf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Put {
    pub(crate) jar: i64,
    pub(crate) shelf: i64,
    pub(crate) label: String,
    pub(crate) count: i64,
}
event!(Put, "jars.put", jar, |put, rows, stamp| {
    let Put { jar, shelf, count, .. } = *put;
    let label = put.label.clone();
    rows.labels_mut().insert(Label { label: label.clone(), jar });
    rows.jars_mut().insert(Jar { id: jar, shelf, label, count, version: stamp.position });
    Ok(())
});

/// Marbles were poured into a jar, or out of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Poured {
    pub(crate) jar: i64,
    pub(crate) by: i64,
    /// Where it stood then: a reaction comes behind all events of its command, and sees where it stands by now.
    pub(crate) shelf: i64,
}
event!(Poured, "jars.poured", jar, |poured, rows, stamp| {
    rows.jars_mut().change(&(poured.jar,), |jar| {
        jar.count += poured.by;
        jar.version = stamp.position;
    })
});

/// A jar was moved to another shelf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Moved {
    pub(crate) jar: i64,
    pub(crate) from: i64,
    pub(crate) shelf: i64,
    pub(crate) count: i64,
}
event!(Moved, "jars.moved", jar, |moved, rows, stamp| {
    rows.jars_mut().change(&(moved.jar,), |jar| {
        jar.shelf = moved.shelf;
        jar.version = stamp.position;
    })
});

/// A jar broke.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Broken {
    pub(crate) jar: i64,
    pub(crate) shelf: i64,
    pub(crate) count: i64,
}
event!(Broken, "jars.broken", jar, |broken, rows, _stamp| {
    let label = rows.jars().get(&(broken.jar,))?.label.clone();
    rows.labels_mut().remove(&(label,))?;
    rows.jars_mut().remove(&(broken.jar,))
});

/// An event that can't be written: a map whose keys are no texts is no JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unwritable {
    pub(crate) jar: i64,
    pub(crate) odd: std::collections::BTreeMap<Vec<u8>, u8>,
}
event!(Unwritable, "jars.unwritable", jar, |_event, _rows, _stamp| Ok(()));

/// What a shelf holds changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counted {
    pub(crate) shelf: i64,
    pub(crate) by: i64,
}
event!(Counted, "shelves.counted", shelf, |counted, rows, _stamp| {
    let new = || Shelf { shelf: counted.shelf, count: 0, rings: 0 };
    rows.shelves_mut().upsert(&(counted.shelf,), new, |shelf| shelf.count += counted.by)
});

/// A shelf is full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct BellRung {
    pub(crate) shelf: i64,
}
event!(BellRung, "shelves.bell_rung", shelf, |rung, rows, _stamp| {
    rows.shelves_mut().change(&(rung.shelf,), |shelf| shelf.rings += 1)
});

/// Reacts to itself: so many times more, or for ever below zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Echoed {
    pub(crate) left: i64,
}
event!(Echoed, "shelves.echoed", left, |_echoed, _rows, _stamp| Ok(()));

/// From here on a shelf is full.
pub(crate) const FULL: i64 = 1_000;

fn count_put(put: &Put, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    if put.shelf > 0 {
        desk.record(Counted { shelf: put.shelf, by: put.count })?;
    }
    Ok(())
}

fn count_poured(poured: &Poured, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    if poured.shelf > 0 {
        desk.record(Counted { shelf: poured.shelf, by: poured.by })?;
    }
    Ok(())
}

fn count_moved(moved: &Moved, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    for (shelf, by) in [(moved.from, -moved.count), (moved.shelf, moved.count)] {
        if shelf > 0 {
            desk.record(Counted { shelf, by })?;
        }
    }
    Ok(())
}

fn count_broken(broken: &Broken, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    if broken.shelf > 0 {
        desk.record(Counted { shelf: broken.shelf, by: -broken.count })?;
    }
    Ok(())
}

fn ring(counted: &Counted, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    let count = desk.shelves().get(&(counted.shelf,))?.count;
    if count >= FULL && count - counted.by < FULL {
        desk.record(BellRung { shelf: counted.shelf })?;
    }
    Ok(())
}

fn echo(echoed: &Echoed, desk: &mut Desk, _: &Context) -> Result<(), Unmoved> {
    if echoed.left != 0 {
        desk.record(Echoed { left: echoed.left - 1 })?;
    }
    Ok(())
}

rejects! {
    /// Why nothing is done with a jar.
    pub(crate) enum Reject {
        /// There is no such jar.
        UnknownJar => 404, "unknown_jar", "There is no such jar.";
        /// The label is another jar's.
        LabelTaken => 409, "label_taken", "The label is taken: write another.";
        /// The jar holds less.
        NotEnough { left: i64 } facts(left) => 409, "not_enough", "Only {left} are left: pour less.";
        /// Whatever it is.
        Never => 422, "never", "That is never done.";
    }
}

pub(crate) fn rooms() -> Vec<Room> {
    let migration = |number, name, sql| vec![Migration { number, name, sql }];
    let check = Check {
        name: "shelves_hold_their_jars",
        about: "Each shelf's count is the sum of its jars'.",
        kind: CheckKind::Sql {
            count: "SELECT COUNT(*) FROM shelves_shelf",
            offenders: "SELECT s.org_id, CAST(s.shelf AS TEXT), 'holds ' || CAST(s.count AS TEXT) FROM shelves_shelf s \
                WHERE s.count <> (SELECT CAST(COALESCE(SUM(j.count), 0) AS BIGINT) FROM jars_jar j \
                WHERE j.org_id = s.org_id AND j.shelf = s.shelf)",
        },
    };
    vec![
        Room {
            name: "jars",
            migrations: migration(900, "jars_jar", JARS),
            tables: jars::tables(),
            events: jars::events(),
            queries: vec!["SELECT id FROM jars_jar WHERE org_id = $1 AND label = $2".to_owned()],
            ..Room::default()
        },
        Room {
            name: "shelves",
            migrations: migration(901, "shelves_shelf", SHELVES),
            tables: shelves::tables(),
            events: shelves::events(),
            reactions: vec![
                reaction!(Put => count_put),
                reaction!(Poured => count_poured),
                reaction!(Moved => count_moved),
                reaction!(Broken => count_broken),
                reaction!(Counted => ring),
                reaction!(Echoed => echo),
            ],
            checks: vec![check],
            ..Room::default()
        },
    ]
}

const JARS: &str = "
    CREATE TABLE jars_jar (org_id BIGINT NOT NULL, id BIGINT NOT NULL, shelf BIGINT NOT NULL, label TEXT NOT NULL,
        count BIGINT NOT NULL, version BIGINT NOT NULL,
        CONSTRAINT jars_jar_pk PRIMARY KEY (org_id, id)) /*sqlite STRICT, WITHOUT ROWID*/;
    CREATE INDEX jars_jar_shelf ON jars_jar (org_id, shelf) WHERE shelf > 0;
    CREATE TABLE jars_label (org_id BIGINT NOT NULL, label TEXT NOT NULL, jar BIGINT NOT NULL,
        CONSTRAINT jars_label_pk PRIMARY KEY (org_id, label)) /*sqlite STRICT, WITHOUT ROWID*/;
    CREATE TABLE jars_note (org_id BIGINT NOT NULL, id BIGINT NOT NULL, text TEXT NOT NULL,
        CONSTRAINT jars_note_pk PRIMARY KEY (org_id, id)) /*sqlite STRICT, WITHOUT ROWID*/;
    CREATE TABLE jars_word (org_id BIGINT NOT NULL, word TEXT NOT NULL, jar BIGINT NOT NULL, position BIGINT NOT NULL,
        CONSTRAINT jars_word_pk PRIMARY KEY (org_id, word, jar)) /*sqlite STRICT, WITHOUT ROWID*/;";

const SHELVES: &str = "
    CREATE TABLE shelves_shelf (org_id BIGINT NOT NULL, shelf BIGINT NOT NULL, count BIGINT NOT NULL,
        rings BIGINT NOT NULL,
        CONSTRAINT shelves_shelf_pk PRIMARY KEY (org_id, shelf)) /*sqlite STRICT, WITHOUT ROWID*/;";

type Decide = dyn Fn(&mut Desk, &Context) -> Result<(), Stop> + Send;

/// A command that does what its function says. Its answer is what it recorded, as `kind payload`.
pub(crate) struct Act(Box<Decide>);

/// A command of a function.
pub(crate) fn act(decide: impl Fn(&mut Desk, &Context) -> Result<(), Stop> + Send + 'static) -> Act {
    Act(Box::new(decide))
}

impl Command for Act {
    type Answer = Vec<String>;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        (self.0)(desk, context)
    }

    fn answer(recorded: &Recorded) -> Result<Vec<String>, Fault> {
        recorded.iter().map(|event| Ok(format!("{} {}", event.kind(), event.payload()?))).collect()
    }
}

/// Puts a new jar on a shelf, when its label is free.
pub(crate) fn put(jar: i64, shelf: i64, label: &str, count: i64) -> Act {
    let label = label.to_owned();
    act(move |desk, _| {
        let key = (label.clone(),);
        desk.labels().want(&key);
        if shelf > 0 {
            desk.shelves().want(&(shelf,));
        }
        desk.ready()?;
        if desk.labels().find(&key)?.is_some() {
            return Err(Reject::LabelTaken.into());
        }
        desk.record(Put { jar, shelf, label: label.clone(), count })
    })
}

/// Pours marbles into a jar, or out of it.
pub(crate) fn pour(jar: i64, by: i64) -> Act {
    act(move |desk, _| {
        desk.jars().want(&(jar,));
        desk.ready()?;
        let found = desk.jars().find(&(jar,))?.ok_or(Reject::UnknownJar)?;
        let (left, shelf) = (found.count, found.shelf);
        if left + by < 0 {
            return Err(Reject::NotEnough { left }.into());
        }
        desk.record(Poured { jar, by, shelf })
    })
}

/// Moves a jar to another shelf.
pub(crate) fn shift(jar: i64, shelf: i64) -> Act {
    act(move |desk, _| {
        desk.jars().want(&(jar,));
        if shelf > 0 {
            desk.shelves().want(&(shelf,));
        }
        desk.ready()?;
        let found = desk.jars().find(&(jar,))?.ok_or(Reject::UnknownJar)?;
        let (from, count) = (found.shelf, found.count);
        desk.record(Moved { jar, from, shelf, count })
    })
}

/// Breaks a jar, whose label is probably `jar N`.
pub(crate) fn smash(jar: i64) -> Act {
    act(move |desk, _| {
        desk.jars().want(&(jar,));
        desk.labels().want(&(format!("jar {jar}"),));
        desk.ready()?;
        let found = desk.jars().find(&(jar,))?.ok_or(Reject::UnknownJar)?;
        let (shelf, count) = (found.shelf, found.count);
        desk.record(Broken { jar, shelf, count })
    })
}

/// Pours all marbles of a shelf away.
pub(crate) fn empty_shelf(shelf: i64) -> Act {
    act(move |desk, _| {
        let key = vec![KeyPart::Int(shelf)];
        desk.jars().want_set(&Jar::ON_SHELF, &key);
        desk.ready()?;
        let jars = desk.jars().set(&Jar::ON_SHELF, &key)?;
        let full: Vec<(i64, i64)> =
            jars.iter().filter(|jar| jar.count > 0).map(|jar| (jar.id, jar.count)).collect();
        full.into_iter().try_for_each(|(jar, count)| desk.record(Poured { jar, by: -count, shelf }))
    })
}

/// Writes down rows beside the journal, without an event.
pub(crate) fn jot<R: SideRecord>(row: R) -> Act {
    act(move |desk, _| {
        desk.put_side(row.clone());
        Ok(())
    })
}
