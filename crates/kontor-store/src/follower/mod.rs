//! Followers: what may happen later, after the commit, reads the journal from a cursor of its own.
//!
//! A [`Follower`] gets the events it wants, merchant by merchant and in order, each at least once. What it does to
//! business rows is a command again ([`Step::submit`], keyed, so it acts once). What it keeps in derived tables is
//! saved in the very command that moves its cursor ([`Step::save`]), so both or neither are there. What it does
//! outside, such as a mail, may happen twice and must carry a key.
//!
//! One runner at a time runs a follower: it holds a lease, and a cursor refuses whoever comes with an older fence.
//! What fails is tried again with growing pauses; what fails too often, or breaks a rule, is parked with its reason
//! until a person takes it up again ([`Unpark`]).

mod cursor;
mod rebuild;
mod runner;
mod steps;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use kontor_kernel::{Actor, Context, Timestamp};

pub use self::cursor::{CursorReject, Resume, Unpark};
pub use self::rebuild::start_over;
pub use self::runner::{Following, Runner, catch_up};
pub use self::steps::Hands;
use crate::command::{Command, Envelope, Failure, Reply};
use crate::db::{ReadDb, Row, Value};
use crate::desk::{Desk, Stop};
use crate::event::{ErasedEvent, Event};
use crate::{Fault, FaultKind, Writer};

/// Something that happens after the commit, such as a mail, a search term, a delivery to a web hook.
pub trait Follower: Send + Sync + 'static {
    /// Its stable name: of its cursors, its lease, and of the actor `follower:NAME`. At most 50 letters.
    fn name(&self) -> &'static str;

    /// Whether it wants events of this kind; others are passed over.
    fn wants(&self, kind: &str) -> bool;

    /// Does what is to be done about some events of one merchant. When it fails, they come again.
    fn follow<'a>(&'a self, step: Step<'a>) -> Followed<'a>;
}

/// The future of a step.
pub type Followed<'a> = Pin<Box<dyn Future<Output = Result<(), FollowFault>> + Send + 'a>>;

/// Why a step did not come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowFault {
    /// It may go better later, such as a mail server that does not answer: it is tried again, a few times.
    Later(String),
    /// It can't go better by itself: it is parked at once, for a person to see.
    Broken(String),
}

impl From<Fault> for FollowFault {
    fn from(fault: Fault) -> Self {
        match fault.kind() {
            FaultKind::Connection
            | FaultKind::Again
            | FaultKind::Full
            | FaultKind::ReadOnly
            | FaultKind::Database
            | FaultKind::Setting => Self::Later(fault.chain()),
            FaultKind::Constraint(_) | FaultKind::Data | FaultKind::Bug => Self::Broken(fault.chain()),
        }
    }
}

impl From<Failure> for FollowFault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Broken(refusal.message),
            Failure::Fault(why) => Self::Later(why),
            Failure::Trouble(trouble) => Self::Later(trouble.sentence().to_owned()),
            Failure::Unknown => Self::Later("nobody knows whether it was done".to_owned()),
            Failure::Busy | Failure::Expired | Failure::Closing => {
                Self::Later("the writer takes no more commands now".to_owned())
            }
        }
    }
}

/// One event, with where and when it stands.
pub struct Seen {
    /// Its place in the merchant's journal.
    pub position: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// The event itself.
    pub event: Arc<dyn ErasedEvent>,
}

impl Seen {
    /// The event, when it is of this kind.
    #[must_use]
    pub fn get<E: Event>(&self) -> Option<&E> {
        self.event.as_any().downcast_ref()
    }
}

/// Rows that are saved together with the cursor: derived ones, or others beside the journal. A closure will do.
///
/// It is decided like a command, so it may ask for rows, and may run several times.
pub trait SideWork: Send + 'static {
    /// Puts the rows down.
    ///
    /// # Errors
    /// `Stop`, as a command's decision. A refusal parks the follower.
    fn put(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop>;
}

impl<F: Fn(&mut Desk, &Context) -> Result<(), Stop> + Send + 'static> SideWork for F {
    fn put(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self(desk, context)
    }
}

type Work = Vec<Box<dyn SideWork>>;

/// Some events of one merchant that a follower wants, and what it has at hand to deal with them.
pub struct Step<'a> {
    /// The merchant.
    pub org: i64,
    /// The events, in order. After a failure they come one by one.
    pub events: &'a [Seen],
    /// Reads.
    pub reads: &'a ReadDb,
    name: &'static str,
    writer: &'a Writer,
    work: &'a Mutex<Work>,
}

impl Step<'_> {
    /// Has a command carried out as the actor `follower:NAME`. `purpose` tells several commands for one event apart:
    /// for each, the first one acts, and a repeated step gets its answer again.
    ///
    /// # Errors
    /// As [`Writer::submit`].
    pub async fn submit<C: Command>(
        &self,
        cause: &Seen,
        purpose: &str,
        command: C,
    ) -> Result<Reply<C::Answer>, Failure> {
        let key = format!("{}:{purpose}", cause.position);
        let digest = crate::journal::digest(key.as_bytes());
        let envelope = Envelope::new(self.org, actor(self.name)).with_key(Some((key, digest))).bulk();
        self.writer.submit(envelope, command).await
    }

    /// Saves rows together with the cursor, when the step has come to its good end.
    pub fn save(&self, work: impl SideWork) {
        self.work.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(work));
    }
}

fn actor(name: &str) -> Actor {
    Actor::new(&format!("follower:{name}"))
}

/// How far a follower has come with one merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowerStatus {
    /// The follower's name.
    pub name: String,
    /// The merchant.
    pub org: i64,
    /// The last position it has done.
    pub position: i64,
    /// How many events it has not seen yet.
    pub behind: i64,
    /// How often it has failed at the next one.
    pub attempts: i64,
    /// Why it stands still, when it does.
    pub parked: Option<String>,
}

/// How far a follower has come, with one merchant or with all of them, by merchant.
///
/// # Errors
/// When the database can't be read.
pub async fn status(reads: &ReadDb, name: &str, org: Option<i64>) -> Result<Vec<FollowerStatus>, Fault> {
    let rows = match org {
        Some(org) => reads.query(STATUS_OF, vec![Value::from(name), Value::Int(org)]).await?,
        None => reads.query(STATUS, vec![Value::from(name)]).await?,
    };
    let read = |mut row: Row| {
        Ok(FollowerStatus {
            name: name.to_owned(),
            org: row.take()?,
            position: row.take()?,
            behind: row.take()?,
            attempts: row.take()?,
            parked: row.take()?,
        })
    };
    rows.into_iter().map(read).collect()
}

const STATUS: &str = "SELECT h.org_id, COALESCE(f.position, 0), h.position - COALESCE(f.position, 0), COALESCE(f.attempts, 0), \
     f.parked FROM journal_head h LEFT JOIN follower f ON f.org_id = h.org_id AND f.name = $1 ORDER BY h.org_id";

const STATUS_OF: &str = "SELECT h.org_id, COALESCE(f.position, 0), h.position - COALESCE(f.position, 0), COALESCE(f.attempts, 0), \
     f.parked FROM journal_head h LEFT JOIN follower f ON f.org_id = h.org_id AND f.name = $1 WHERE h.org_id = $2";

/// The hand-written queries of this module.
pub(crate) fn queries() -> Vec<String> {
    [STATUS, STATUS_OF, steps::WORK].map(str::to_owned).into()
}
