//! A follower's cursor with one merchant: moved, held up and parked by commands, like everything that is written.

use kontor_kernel::{Context, limits, rejects};

use super::Work;
use crate::command::Command;
use crate::desk::{Desk, Stop};
use crate::event::Recorded;
use crate::own::{FollowerCursor, OwnTables};
use crate::Fault;

rejects! {
    /// Why a follower's cursor is left where it is.
    pub enum CursorReject {
        /// The lease has changed hands.
        Fenced => 409, "follower_fenced", "Another server runs this follower now.";
        /// The cursor is elsewhere.
        Elsewhere { position: i64 } => 409, "follower_elsewhere", "The follower stands at {position} by now.";
        /// It is parked.
        Parked => 409, "follower_parked", "The follower is parked here: see to its reason, then take it up again.";
        /// It is not parked.
        NotParked => 409, "follower_not_parked", "The follower is not parked here: there is nothing to take up again.";
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
