//! Commands: what somebody wants, how it is decided, and what they get back.

use std::cell::Cell;
use std::time::Instant;

use kontor_kernel::{Actor, Context, Refusal, Refuse, rejects};
use tokio::sync::oneshot;

use crate::Fault;
use crate::desk::{Desk, Stop};
use crate::event::Recorded;

/// What somebody wants. Plain data with a pure decision.
pub trait Command: Send + 'static {
    /// What the caller gets back when it is done.
    type Answer: Send + 'static;

    /// Records events or refuses. Sees the rows it asked for, the time, the ids and the actor it is handed; runs
    /// several times until all it needs is in hand, so it must not depend on anything else.
    ///
    /// # Errors
    /// `Stop`, see there.
    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop>;

    /// The answer, made from the recorded events alone, so that a retry gets the same one.
    ///
    /// # Errors
    /// When an event that `decide` always records is missing, which is a bug.
    fn answer(recorded: &Recorded) -> Result<Self::Answer, Fault>;
}

/// Which lane of a merchant's queue a command waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// People and shops: answered with 503 when the queue is full.
    Front,
    /// Imports and bulk jobs: at most half of each batch; waits when its lane is full.
    Bulk,
}

/// For whom, by whom and how a command is to be carried out.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The merchant.
    pub org: i64,
    /// Who wants it.
    pub actor: Actor,
    /// The idempotency key with the digest of the request it came with.
    pub key: Option<(String, [u8; 32])>,
    /// Decide and answer, but store nothing.
    pub dry_run: bool,
    /// The lane.
    pub lane: Lane,
    /// Past this moment nobody waits for the answer any more, and the command is dropped undecided.
    pub deadline: Option<Instant>,
    /// Make the merchant's journal first: the command that founds it.
    pub founds: bool,
}

impl Envelope {
    /// An envelope for a plain command of the front lane.
    #[must_use]
    pub fn new(org: i64, actor: Actor) -> Self {
        Self { org, actor, key: None, dry_run: false, lane: Lane::Front, deadline: None, founds: false }
    }

    /// With an idempotency key: the same key with the same request acts once.
    #[must_use]
    pub fn with_key(mut self, key: Option<(String, [u8; 32])>) -> Self {
        self.key = key;
        self
    }

    /// As a dry run.
    #[must_use]
    pub fn dry(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }

    /// In the bulk lane.
    #[must_use]
    pub fn bulk(mut self) -> Self {
        self.lane = Lane::Bulk;
        self
    }

    /// Founding the merchant.
    #[must_use]
    pub fn founding(mut self) -> Self {
        self.founds = true;
        self
    }
}

/// What came of a command.
#[derive(Clone)]
pub struct Reply<A> {
    /// The command's own answer.
    pub answer: A,
    /// What it recorded; in a dry run, what it would have.
    pub recorded: Recorded,
    /// The journal's position up to which a read must see to see this command.
    pub position: i64,
    /// Whether the key had acted before, and this is its first answer again.
    pub replayed: bool,
}

/// Why a command was not carried out.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The user's business.
    Refused(Box<Refusal>),
    /// The queue is full: try again in a moment.
    Busy,
    /// It waited longer than its caller.
    Expired,
    /// The database takes no writes now. Nothing of it was done; once the operator has seen to it, it goes better.
    Trouble(Trouble),
    /// The connection broke at the commit and the database stayed away: nobody knows whether it was done, and the same
    /// idempotency key finds it out.
    Unknown,
    /// The operator's business, or a bug. Nothing of it was done. The text is for the log, not for users.
    Fault(String),
    /// The server is going down and takes no more commands.
    Closing,
}

/// Why the database takes no writes, whatever the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room left where it lies.
    Full,
    /// It can be read, but not written.
    ReadOnly,
    /// It could not be reached.
    Away,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Full, Self::ReadOnly, Self::Away];

    /// The stable code for callers and figures.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "storage_full",
            Self::ReadOnly => "read_only",
            Self::Away => "database_away",
        }
    }

    /// What it is, in a sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Full => {
                "There is no room left to store anything; nothing was done, and reading goes on: send it again later."
            }
            Self::ReadOnly => {
                "The database takes no writes now; nothing was done, and reading goes on: send it again later."
            }
            Self::Away => "The database can't be reached; nothing was done: send it again later.",
        }
    }

    /// What the operator is to do about it. The writer then goes on by itself.
    pub(crate) const fn advice(self) -> &'static str {
        match self {
            Self::Full => {
                "make room where the database lies (a larger disk, quota or limit of file sizes, or delete what is not its own)"
            }
            Self::ReadOnly => {
                "see to the database file's owner, mode and file system; on PostgreSQL, to default_transaction_read_only, \
                 or name all servers with target_session_attrs=read-write, so that the primary is found"
            }
            Self::Away => "start the database server, or see to the network between",
        }
    }
}

rejects! {
    /// What the writer itself refuses, before and beside every command's own rules.
    pub enum WriterReject {
        /// The merchant does not exist.
        UnknownOrg => 404, "unknown_org", "There is no such merchant: check the token or the merchant's id."
                | "Diesen Mandanten gibt es nicht: prüfen Sie Zugang und Nummer.";
        /// A key was sent again with another request.
        KeyReused => 409, "idempotency_key_reused", "This Idempotency-Key was used for another request: send a new key with a new request."
                | "Dieses Formular wurde schon mit anderem Inhalt geschickt: öffnen Sie die Seite neu.";
        /// One command needs more than a batch may hold.
        TooLarge => 413, "command_too_large", "This command changes too many rows at once: split it into smaller ones."
                | "Das ändert zu viel auf einmal: teilen Sie es auf.";
    }
}

impl From<WriterReject> for Failure {
    fn from(reject: WriterReject) -> Self {
        Self::Refused(Box::new(reject.refusal()))
    }
}

/// A command on its way through the writer.
pub(crate) struct Waiting {
    pub(crate) envelope: Envelope,
    pub(crate) job: Box<dyn Job>,
}

/// What the writer found out about a command.
pub(crate) struct Outcome {
    pub(crate) recorded: Recorded,
    pub(crate) replayed: bool,
    pub(crate) position: i64,
}

/// A command of any type with its way back.
pub(crate) trait Job: Send {
    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop>;
    /// Makes the answer before anything is saved, so that a command which can't be answered is not carried out.
    fn prepare_answer(&self, recorded: &Recorded) -> Result<(), Fault>;
    fn answer(self: Box<Self>, outcome: Result<Outcome, Failure>);
}

pub(crate) struct Typed<C: Command> {
    command: C,
    reply: oneshot::Sender<Result<Reply<C::Answer>, Failure>>,
    answer: Cell<Option<C::Answer>>,
}

impl<C: Command> Typed<C> {
    pub(crate) fn new(command: C, reply: oneshot::Sender<Result<Reply<C::Answer>, Failure>>) -> Self {
        Self { command, reply, answer: Cell::new(None) }
    }
}

impl<C: Command> Job for Typed<C> {
    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.command.decide(desk, context)
    }

    fn prepare_answer(&self, recorded: &Recorded) -> Result<(), Fault> {
        self.answer.set(Some(C::answer(recorded)?));
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<Outcome, Failure>) {
        let reply = outcome.and_then(|outcome| match self.answer.take() {
            Some(answer) => Ok(Reply {
                answer,
                recorded: outcome.recorded,
                position: outcome.position,
                replayed: outcome.replayed,
            }),
            None => Err(Failure::Fault("a command was carried out without an answer".to_owned())),
        });
        // A caller that has gone away asks again with its key.
        let _ = self.reply.send(reply);
    }
}
