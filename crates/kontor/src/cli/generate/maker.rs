//! The hand that makes a merchant: commands in waves, by a clock of its own.
//!
//! The writer decides what is in hand before what it has to look up, and reads the time once a batch. So that neither
//! shows in the journal, each wave is queued in one go, is one batch, and has a moment of its own.

use std::sync::Arc;
use std::time::Duration;

use kontor_kernel::{Clock, FixedClock, Timestamp, limits};
use kontor_store::{Command, Envelope, Failure, Fault, Writer, system_actor};

use crate::cli::undone;

/// What lies between two waves at least.
const PAUSE: Duration = Duration::from_secs(1);

/// Has commands carried out for one merchant.
pub(super) struct Maker {
    writer: Writer,
    org: i64,
    /// The clock to turn; `None` when the writer goes by the machine's.
    clock: Option<Arc<FixedClock>>,
}

impl Maker {
    pub(super) fn new(writer: Writer, org: i64, clock: Option<Arc<FixedClock>>) -> Self {
        Self { writer, org, clock }
    }

    /// Turns the clock to a moment, never back.
    pub(super) fn turn(&self, moment: Timestamp) {
        if let Some(clock) = &self.clock {
            clock.set(clock.now().max(moment));
        }
    }

    fn envelope(&self) -> Envelope {
        Envelope::new(self.org, system_actor("generate"))
    }

    /// Has the merchant founded.
    pub(super) async fn found<C: Command>(&self, command: C) -> Result<(), Fault> {
        match self.writer.submit(self.envelope().founding(), command).await {
            Err(Failure::Refused(refusal)) if refusal.code == "org_exists" => Err(Fault::setting(
                "there is such a merchant already: take another --seed, or an empty database",
            )),
            founded => founded.map(drop).map_err(undone),
        }
    }

    /// Has commands carried out in their order, at a moment of their own; none of them may be refused.
    pub(super) async fn wave<C: Command>(&self, commands: Vec<C>) -> Result<Vec<C::Answer>, Fault> {
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(clock) = &self.clock {
            clock.advance(PAUSE);
        }
        let replies = self.writer.submit_all(&self.envelope(), commands).await;
        replies.into_iter().map(|reply| reply.map(|reply| reply.answer).map_err(undone)).collect()
    }

    /// Has commands carried out in as many waves as it takes.
    pub(super) async fn waves<C: Command>(
        &self,
        mut commands: impl Iterator<Item = Result<C, Fault>>,
    ) -> Result<Vec<C::Answer>, Fault> {
        let mut answers = Vec::new();
        loop {
            let wave: Vec<C> = commands.by_ref().take(limits::BATCH_COMMANDS).collect::<Result<_, _>>()?;
            if wave.is_empty() {
                return Ok(answers);
            }
            answers.extend(self.wave(wave).await?);
        }
    }
}
