//! What every handler has at hand.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kontor_kernel::{Clock, limits};
use kontor_store::{Command, Envelope, Failure, ReadDb, Reply, Schema, Writer};

use crate::{Caller, Intent, Problem};

/// The running program, as handlers see it: the writer, the readers, the clock. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Carries out commands.
    pub writer: Writer,
    /// Reads beside it.
    pub reads: ReadDb,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// All rooms.
    pub schema: Arc<Schema>,
}

impl App {
    /// Has a command carried out for a caller, as the request wants it: with its key, dry, within its time.
    ///
    /// # Errors
    /// The [`Problem`] to answer with.
    pub async fn submit<C: Command>(
        &self,
        caller: &Caller,
        intent: &Intent,
        command: C,
    ) -> Result<Reply<C::Answer>, Problem> {
        let mut envelope =
            Envelope::new(caller.org, caller.actor.clone()).with_key(intent.key.clone()).dry(intent.dry_run);
        envelope.deadline = Some(deadline());
        self.writer.submit(envelope, command).await.map_err(|failure| Problem::of_failure(&failure))
    }

    /// As [`App::submit`], in the lane of imports and bulk jobs, which waits instead of being turned away.
    ///
    /// # Errors
    /// As [`App::submit`], but the refusal itself: a batch answers one by one.
    pub async fn submit_bulk<C: Command>(
        &self,
        caller: &Caller,
        intent: &Intent,
        command: C,
    ) -> Result<Reply<C::Answer>, Failure> {
        let envelope = Envelope::new(caller.org, caller.actor.clone())
            .with_key(intent.key.clone())
            .dry(intent.dry_run)
            .bulk();
        self.writer.submit(envelope, command).await
    }
}

#[expect(clippy::disallowed_methods, reason = "a deadline is real time: how long the caller waits")]
fn deadline() -> Instant {
    Instant::now() + Duration::from_secs(limits::REQUEST_SECONDS)
}
