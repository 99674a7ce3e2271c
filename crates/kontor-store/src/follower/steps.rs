//! One follower's steps: finds merchants whose journal has gone on, takes a page of it, moves the cursor behind it.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use hashbrown::HashMap;
use kontor_kernel::{Clock, Refuse, Timestamp, limits};

use super::cursor::{AdvanceCursor, CursorReject, NoteFailure, Place};
use super::{FollowFault, Follower, Seen, Step, Work, actor};
use crate::command::{Command, Envelope, Failure};
use crate::db::{ReadDb, Row, Value};
use crate::journal::{self, JournalRow};
use crate::room::Schema;
use crate::{Fault, Writer};

/// Merchants whose journal is ahead of a follower's cursor, by merchant.
pub(super) const WORK: &str = "SELECT h.org_id, COALESCE(f.position, 0), COALESCE(f.attempts, 0) \
     FROM journal_head h LEFT JOIN follower f ON f.org_id = h.org_id AND f.name = $1 \
     WHERE h.org_id > $2 AND h.position > COALESCE(f.position, 0) AND f.parked IS NULL ORDER BY h.org_id LIMIT $3";

/// What followers are run with.
#[derive(Clone)]
pub struct Hands {
    /// Carries out their commands.
    pub writer: Writer,
    /// Reads the journal, and what they ask for.
    pub reads: ReadDb,
    /// Reads events.
    pub schema: Arc<Schema>,
    /// Says when a pause is over.
    pub clock: Arc<dyn Clock>,
}

/// What came of a look for work.
pub(super) enum Round {
    /// Something was done: there may be more.
    Went,
    /// There is nothing to do now.
    Idle,
    /// Another runner has taken over.
    Fenced,
    /// The writer takes no more commands.
    Closing,
}

/// A merchant with events to follow.
struct Behind {
    org: i64,
    position: i64,
    attempts: i64,
}

/// How a step ended.
enum Ended {
    Moved,
    Failed,
    /// The cursor is elsewhere, or parked: look again.
    Overtaken,
    Fenced,
    Closing,
}

/// One follower, its lease, and what it remembers of merchants that failed.
pub(super) struct Steps {
    pub(super) follower: Arc<dyn Follower>,
    pub(super) hands: Hands,
    pub(super) fence: i64,
    /// From when and until when a merchant is left alone.
    pauses: HashMap<i64, (Timestamp, Timestamp)>,
    /// Up to which position a merchant's events are taken one by one, since one of them failed.
    careful: HashMap<i64, i64>,
}

impl Steps {
    pub(super) fn new(follower: Arc<dyn Follower>, hands: Hands) -> Self {
        Self { follower, hands, fence: 0, pauses: HashMap::new(), careful: HashMap::new() }
    }

    /// Looks for work once, and does one step for each merchant that has some.
    pub(super) async fn round(&mut self, goes_on: impl Fn() -> bool) -> Result<Round, Fault> {
        let (mut after, mut went) = (i64::MIN, false);
        loop {
            let behind = self.behind(after).await?;
            let Some(last) = behind.last() else { break };
            after = last.org;
            for merchant in behind {
                if !goes_on() {
                    return Ok(Round::Went);
                }
                if self.is_paused(&merchant) {
                    continue;
                }
                match self.step(&merchant).await? {
                    Ended::Moved | Ended::Overtaken => went = true,
                    Ended::Failed => {}
                    Ended::Fenced => return Ok(Round::Fenced),
                    Ended::Closing => return Ok(Round::Closing),
                }
            }
        }
        Ok(if went { Round::Went } else { Round::Idle })
    }

    async fn behind(&self, after: i64) -> Result<Vec<Behind>, Fault> {
        let params = vec![Value::from(self.follower.name()), after.into(), limits::FOLLOWER_MERCHANTS.into()];
        let read =
            |mut row: Row| Ok(Behind { org: row.take()?, position: row.take()?, attempts: row.take()? });
        self.hands.reads.query(WORK, params).await?.into_iter().map(read).collect()
    }

    /// Whether a merchant is left alone for now. A cursor without failed attempts was taken up by a person meanwhile.
    fn is_paused(&mut self, merchant: &Behind) -> bool {
        let now = self.hands.clock.now();
        // A clock that goes back does not make a pause longer.
        let goes_on = |(from, until): &(Timestamp, Timestamp)| (*from..*until).contains(&now);
        let is_paused = merchant.attempts > 0 && self.pauses.get(&merchant.org).is_some_and(goes_on);
        if !is_paused {
            self.pauses.remove(&merchant.org);
        }
        is_paused
    }

    /// Takes the next events of a merchant, and moves the cursor behind them.
    async fn step(&mut self, merchant: &Behind) -> Result<Ended, Fault> {
        let Behind { org, position, attempts } = *merchant;
        let mut page = journal::page(&self.hands.reads, org, position, limits::FOLLOWER_PAGE).await?;
        if attempts > 0 && !self.careful.contains_key(&org) {
            self.careful.insert(org, page.last().map_or(position, |row| row.position));
        }
        if self.careful.get(&org).is_some_and(|until| *until <= position) {
            self.careful.remove(&org);
        }
        if self.careful.contains_key(&org) {
            self.first_only(&mut page);
        }
        let Some(last) = page.last() else {
            tracing::warn!(org, position, follower = self.follower.name(), "a journal ends before its head");
            self.pause(org, Duration::from_secs(limits::LEASE_SECONDS));
            return Ok(Ended::Failed);
        };
        let to = last.position;
        let place = Place { name: self.follower.name(), position, fence: self.fence };
        let outcome = self.follow(org, page).await;
        let (count, outcome) = match outcome {
            Ok((count, work)) => (count, self.advance(org, AdvanceCursor { from: place, to, work }).await),
            Err((count, fault)) => (count, Err(fault)),
        };
        let fault = match outcome {
            Ok(ended) => return Ok(ended),
            Err(fault) => fault,
        };
        let (reason, most) = match fault {
            FollowFault::Later(reason) => (reason, limits::FOLLOWER_ATTEMPTS),
            FollowFault::Broken(reason) => (reason, 0),
        };
        // Which of several it was is found out one by one.
        let most = if count > 1 { i64::MAX } else { most };
        if count > 1 {
            self.careful.insert(org, to);
        }
        let doublings = u32::try_from(attempts).unwrap_or(0).min(16);
        self.pause(org, Duration::from_millis(limits::FOLLOWER_PAUSE_MS << doublings));
        self.note(org, NoteFailure { at: place, reason, attempts: most }).await
    }

    /// Keeps the events before the first wanted one, or that one alone.
    fn first_only(&self, page: &mut Vec<JournalRow>) {
        let first = page.iter().position(|row| self.follower.wants(&row.kind));
        page.truncate(first.map_or(page.len(), |first| first.max(1)));
    }

    /// Has the follower do what it wants; how many events it got, and the rows it leaves.
    async fn follow(&self, org: i64, page: Vec<JournalRow>) -> Result<(usize, Work), (usize, FollowFault)> {
        let wanted: Vec<JournalRow> = page.into_iter().filter(|row| self.follower.wants(&row.kind)).collect();
        let count = wanted.len();
        if count == 0 {
            return Ok((0, Work::new()));
        }
        let seen: Result<Vec<Seen>, Fault> = wanted.into_iter().map(|row| self.read(row)).collect();
        // An event that this program can't read may be a newer program's, which is just being started everywhere.
        let events = seen.map_err(|fault| (count, FollowFault::Later(fault.chain())))?;
        let work = Mutex::new(Work::new());
        let step = Step {
            org,
            events: &events,
            reads: &self.hands.reads,
            name: self.follower.name(),
            writer: &self.hands.writer,
            work: &work,
        };
        let following = AssertUnwindSafe(async { self.follower.follow(step).await }).catch_unwind();
        let limit = Duration::from_secs(limits::FOLLOWER_STEP_SECONDS);
        let outcome = match tokio::time::timeout(limit, following).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => {
                Err(FollowFault::Later(format!("panicked: {}", crate::writer::panic_text(&*panic))))
            }
            Err(_) => Err(FollowFault::Later(format!("took longer than {} s", limit.as_secs()))),
        };
        outcome.map_err(|fault| (count, fault))?;
        Ok((count, work.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }

    fn read(&self, row: JournalRow) -> Result<Seen, Fault> {
        let event = self.hands.schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        Ok(Seen { position: row.position, at: row.recorded_at, actor: row.actor, event })
    }

    async fn advance(&self, org: i64, command: AdvanceCursor) -> Result<Ended, FollowFault> {
        self.submit(org, command).await.map(|ended| ended.unwrap_or(Ended::Moved))
    }

    async fn note(&self, org: i64, failure: NoteFailure) -> Result<Ended, Fault> {
        let Place { name, position, .. } = failure.at;
        tracing::warn!(org, position, follower = name, reason = failure.reason, "a follower failed");
        // When not even that can be written, it is noted the next time.
        let noted = self.submit(org, failure).await;
        Ok(noted.ok().flatten().unwrap_or(Ended::Failed))
    }

    /// Has a command of the cursor carried out; what it says of the cursor when it is refused.
    async fn submit<C: Command>(&self, org: i64, command: C) -> Result<Option<Ended>, FollowFault> {
        let envelope = Envelope::new(org, actor(self.follower.name())).bulk();
        match self.hands.writer.submit(envelope, command).await {
            Ok(_) => Ok(None),
            Err(Failure::Closing) => Ok(Some(Ended::Closing)),
            Err(Failure::Refused(refusal)) if refusal.code == CursorReject::Fenced.refusal().code => {
                Ok(Some(Ended::Fenced))
            }
            Err(Failure::Refused(refusal))
                if CursorReject::DOCS.iter().any(|reject| reject.code == refusal.code) =>
            {
                Ok(Some(Ended::Overtaken))
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn pause(&mut self, org: i64, pause: Duration) {
        let now = self.hands.clock.now();
        self.pauses.insert(org, (now, now.plus(pause)));
    }
}
