//! A follower's cursor with one merchant: moved, held up and parked by commands, like everything that is written.

use kontor_kernel::{Context, limits, rejects};

use super::Work;
use crate::Fault;
use crate::command::Command;
use crate::desk::{Desk, Stop};
use crate::event::Recorded;
use crate::own::{FollowerCursor, OwnTables};

rejects! {
    /// Why a follower's cursor is left where it is.
    pub enum CursorReject {
        /// The lease has changed hands.
        Fenced => 409, "follower_fenced", "Another server runs this follower now."
                | "Ein anderer Server führt diese Aufgabe jetzt aus.";
        /// The cursor is elsewhere.
        Elsewhere { position: i64 } => 409, "follower_elsewhere", "The follower stands at {position} by now."
                | "Die Aufgabe steht inzwischen bei {position}.";
        /// It is parked.
        Parked => 409, "follower_parked", "The follower is parked here: see to its reason, then take it up again."
                | "Die Aufgabe ist angehalten: beheben Sie den Grund, und nehmen Sie sie wieder auf.";
        /// It is not parked.
        NotParked => 409, "follower_not_parked", "The follower is not parked here: there is nothing to take up again."
                | "Die Aufgabe ist nicht angehalten: es gibt nichts wieder aufzunehmen.";
    }
}

/// A place that a runner has reached, under the fence of its lease.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) position: i64,
    pub(super) fence: i64,
}

impl Place {
    /// The cursor, when it stands here and nobody else has taken over.
    fn cursor(self, desk: &Desk) -> Result<FollowerCursor, Stop> {
        let key = (self.name.to_owned(),);
        desk.follower_cursors().want(&key);
        desk.ready()?;
        let cursor = desk.follower_cursors().find(&key)?.cloned().unwrap_or_else(|| new(self.name));
        if cursor.fence > self.fence {
            return Err(CursorReject::Fenced.into());
        }
        if cursor.parked.is_some() {
            return Err(CursorReject::Parked.into());
        }
        if cursor.position != self.position {
            return Err(CursorReject::Elsewhere { position: cursor.position }.into());
        }
        Ok(FollowerCursor { fence: self.fence, ..cursor })
    }
}

fn new(name: &str) -> FollowerCursor {
    FollowerCursor { name: name.to_owned(), position: 0, attempts: 0, parked: None, fence: 0 }
}

/// Moves the cursor on, together with the rows that the step left.
pub(super) struct AdvanceCursor {
    pub(super) from: Place,
    pub(super) to: i64,
    pub(super) work: Work,
}

impl Command for AdvanceCursor {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let cursor = self.from.cursor(desk)?;
        for work in &self.work {
            work.put(desk, context)?;
        }
        desk.put_side(FollowerCursor { position: self.to, attempts: 0, ..cursor });
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// Notes that the next event could not be done, and parks the follower there when that was once too often.
pub(super) struct NoteFailure {
    pub(super) at: Place,
    pub(super) reason: String,
    /// How often it may fail.
    pub(super) attempts: i64,
}

impl Command for NoteFailure {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let cursor = self.at.cursor(desk)?;
        let attempts = cursor.attempts.saturating_add(1);
        let parked = (attempts >= self.attempts).then(|| plain(&self.reason));
        desk.put_side(FollowerCursor { attempts, parked, ..cursor });
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// A reason from outside, as it can be kept: bounded, without control characters.
fn plain(reason: &str) -> String {
    let letter = |letter: char| if letter.is_control() { ' ' } else { letter };
    reason.chars().take(limits::NOTE_CHARS).map(letter).collect()
}

/// Where a parked follower takes up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resume {
    /// At the event at which it was parked, whose cause is mended.
    SameEvent,
    /// Behind it: a person has done what was to be done, or nothing is.
    NextEvent,
}

/// A parked follower is to go on with this merchant.
#[derive(Debug, Clone)]
pub struct Unpark {
    /// The follower's name.
    pub name: String,
    /// Where it takes up again.
    pub resume: Resume,
}

impl Command for Unpark {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        let key = (self.name.clone(),);
        desk.follower_cursors().want(&key);
        desk.ready()?;
        let cursor = desk.follower_cursors().find(&key)?.filter(|cursor| cursor.parked.is_some()).cloned();
        let cursor = cursor.ok_or(CursorReject::NotParked)?;
        let position = match self.resume {
            Resume::SameEvent => cursor.position,
            Resume::NextEvent => cursor.position.saturating_add(1),
        };
        desk.put_side(FollowerCursor { position, attempts: 0, parked: None, ..cursor });
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use kontor_kernel::{Actor, Timestamp};

    use super::*;
    use crate::db::Dialect;
    use crate::room::Schema;

    /// What a command says to a cursor: the cursor that it leaves, or the refusal's code.
    fn check(cursor: Option<FollowerCursor>, command: &impl Command) -> Result<FollowerCursor, &'static str> {
        let schema = Arc::new(Schema::new(Vec::new()).unwrap());
        let mut desk = Desk::new(schema, Dialect::Sqlite);
        let now = Timestamp::from_micros(0);
        desk.open(1, now, false);
        match cursor {
            Some(cursor) => desk.put_side(cursor),
            None => desk.remove_side::<FollowerCursor>(("mail".to_owned(),)),
        }
        match command.decide(&mut desk, &Context::new(now, Actor::new("follower:mail"), 1, 1)) {
            Ok(()) => Ok(desk.follower_cursors().get(&("mail".to_owned(),)).unwrap().clone()),
            Err(Stop::Refused(refusal)) => Err(refusal.code),
            Err(other) => panic!("{other:?}"),
        }
    }

    fn cursor(position: i64, attempts: i64, parked: Option<&str>, fence: i64) -> FollowerCursor {
        let parked = parked.map(str::to_owned);
        FollowerCursor { name: "mail".to_owned(), position, attempts, parked, fence }
    }

    fn advance(position: i64, fence: i64) -> AdvanceCursor {
        AdvanceCursor { from: Place { name: "mail", position, fence }, to: position + 5, work: Work::new() }
    }

    #[test]
    fn a_cursor_is_moved_by_the_holder_of_the_lease_from_where_it_stands() {
        let stands = |attempts, parked| Some(cursor(7, attempts, parked, 3));
        assert_eq!(check(None, &advance(0, 1)), Ok(cursor(5, 0, None, 1)));
        assert_eq!(check(stands(2, None), &advance(7, 3)), Ok(cursor(12, 0, None, 3)));
        assert_eq!(check(stands(0, None), &advance(7, 4)), Ok(cursor(12, 0, None, 4)));
        assert_eq!(check(stands(0, None), &advance(7, 2)), Err("follower_fenced"));
        assert_eq!(check(stands(0, None), &advance(6, 3)), Err("follower_elsewhere"));
        assert_eq!(check(None, &advance(6, 3)), Err("follower_elsewhere"));
        assert_eq!(check(stands(9, Some("why")), &advance(7, 3)), Err("follower_parked"));
    }

    #[test]
    fn a_failure_counts_and_parks_when_it_was_once_too_often() {
        let fails = |fence, attempts| {
            let at = Place { name: "mail", position: 7, fence };
            NoteFailure { at, reason: "no\nanswer".to_owned(), attempts }
        };
        let stands = |attempts| Some(cursor(7, attempts, None, 3));
        assert_eq!(check(stands(0), &fails(3, 3)), Ok(cursor(7, 1, None, 3)));
        assert_eq!(check(stands(2), &fails(3, 3)), Ok(cursor(7, 3, Some("no answer"), 3)));
        assert_eq!(check(stands(0), &fails(3, 0)), Ok(cursor(7, 1, Some("no answer"), 3)));
        assert_eq!(check(stands(0), &fails(2, 0)), Err("follower_fenced"));
    }

    #[test]
    fn only_a_parked_follower_is_taken_up_again() {
        let unpark = |resume| Unpark { name: "mail".to_owned(), resume };
        let parked = || Some(cursor(7, 9, Some("why"), 3));
        assert_eq!(check(parked(), &unpark(Resume::SameEvent)), Ok(cursor(7, 0, None, 3)));
        assert_eq!(check(parked(), &unpark(Resume::NextEvent)), Ok(cursor(8, 0, None, 3)));
        let stands = Some(cursor(7, 9, None, 3));
        assert_eq!(check(stands, &unpark(Resume::SameEvent)), Err("follower_not_parked"));
        assert_eq!(check(None, &unpark(Resume::SameEvent)), Err("follower_not_parked"));
    }
}
