//! What every handler has at hand.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
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

    /// Has the parts of a batch carried out in their order, each by itself and with a key of its own, in the lane of
    /// imports and bulk jobs, which waits instead of being turned away; the answer to each. `field` is the body's list.
    ///
    /// # Errors
    /// `bad_batch` when there are too few or too many; nothing of it is done then.
    pub async fn submit_batch<C: Command>(
        &self,
        caller: &Caller,
        intent: &Intent,
        field: &str,
        commands: Vec<C>,
    ) -> Result<Vec<Result<C::Answer, Problem>>, Problem> {
        if commands.is_empty() || commands.len() > limits::BATCH_PARTS {
            let detail = format!("A batch has 1 to {} {field}.", limits::BATCH_PARTS);
            return Err(Problem::new(422, "bad_batch", &detail).at(field));
        }
        let submitting = commands.into_iter().enumerate().map(|(index, command)| {
            let part = intent.part(index);
            let envelope =
                Envelope::new(caller.org, caller.actor.clone()).with_key(part.key).dry(part.dry_run).bulk();
            self.writer.submit(envelope, command)
        });
        let answer = |submitted: Result<Reply<C::Answer>, Failure>| {
            submitted.map(|reply| reply.answer).map_err(|failure| Problem::of_failure(&failure))
        };
        Ok(join_all(submitting).await.into_iter().map(answer).collect())
    }
}

#[expect(clippy::disallowed_methods, reason = "a deadline is real time: how long the caller waits")]
fn deadline() -> Instant {
    Instant::now() + Duration::from_secs(limits::REQUEST_SECONDS)
}
