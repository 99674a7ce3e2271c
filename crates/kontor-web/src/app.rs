//! What every handler has at hand.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kontor_kernel::{Clock, limits};
use kontor_store::{Command, Envelope, Failure, ReadDb, Reply, Schema, Writer, journal};

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
        match self.writer.submit(envelope, command).await {
            Ok(reply) => Ok(reply),
            Err(failure) => Err(self.with_who_was_quicker(caller.org, Problem::of_failure(&failure)).await),
        }
    }

    /// Adds to a `changed_meanwhile` by whom (`by`), when (`at`) and how (`kind`) it was changed.
    async fn with_who_was_quicker(&self, org: i64, problem: Problem) -> Problem {
        if problem.body().code != "changed_meanwhile" {
            return problem;
        }
        let position = problem.body().facts.get("position").and_then(|position| position.as_str());
        let Some(position) = position.and_then(|position| position.parse::<i64>().ok()) else {
            return problem;
        };
        // Who it was is a help, not the answer: where it can't be read, the refusal stands by itself.
        let page = journal::page(&self.reads, org, position.saturating_sub(1), 1).await.unwrap_or_default();
        match page.into_iter().next().filter(|row| row.position == position) {
            Some(row) => problem
                .with_fact("by", &row.actor.to_string())
                .with_fact("at", &row.recorded_at.to_string())
                .with_fact("kind", &row.kind),
            None => problem,
        }
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
