//! When the database takes no writes: callers are told at once, the log now and then, and every batch looks whether it is
//! over. Nothing has to be started again.

use std::time::{Duration, Instant};

use kontor_kernel::limits;

use super::engine::Engine;
use crate::command::{Failure, Trouble, Waiting};
use crate::{Fault, FaultKind};

/// A trouble that lasts.
pub(super) struct Troubled {
    pub(super) trouble: Trouble,
    since: Instant,
    told: Instant,
    refused: usize,
}

impl Trouble {
    /// The trouble that a fault of this kind is.
    pub(super) fn of(kind: &FaultKind) -> Option<Self> {
        match kind {
            FaultKind::Full => Some(Self::Full),
            FaultKind::ReadOnly => Some(Self::ReadOnly),
            FaultKind::Connection => Some(Self::Away),
            FaultKind::Again
            | FaultKind::Constraint(_)
            | FaultKind::Database
            | FaultKind::Data
            | FaultKind::Bug
            | FaultKind::Setting => None,
        }
    }
}

impl Engine {
    /// Whether the last batch met this trouble, so that no further attempt at this one is worth its time.
    pub(super) fn is_in(&self, trouble: Trouble) -> bool {
        self.troubled.as_ref().is_some_and(|troubled| troubled.trouble == trouble)
    }

    /// Answers commands that nothing was done of.
    #[expect(clippy::disallowed_methods, reason = "how often the log repeats itself is real time")]
    pub(super) fn refuse(&mut self, commands: Vec<Waiting>, trouble: Trouble, fault: &Fault) -> Vec<Waiting> {
        let now = Instant::now();
        let troubled = self.troubled.take().filter(|troubled| troubled.trouble == trouble);
        let is_new = troubled.is_none();
        let mut troubled = troubled.unwrap_or(Troubled { trouble, since: now, told: now, refused: 0 });
        troubled.refused = troubled.refused.saturating_add(commands.len());
        if is_new || troubled.told.elapsed() >= Duration::from_secs(limits::TROUBLE_LOG_SECONDS) {
            troubled.told = now;
            tracing::error!(
                trouble = trouble.code(),
                fault = fault.chain(),
                refused = troubled.refused,
                seconds = troubled.since.elapsed().as_secs(),
                "the database takes no writes: {}; the server then goes on by itself",
                trouble.advice()
            );
        }
        self.troubled = Some(troubled);
        self.counts.trouble(Some(trouble));
        for waiting in commands {
            waiting.job.answer(Err(Failure::Trouble(trouble)));
        }
        Vec::new()
    }

    /// Something was stored.
    pub(super) fn out_of_trouble(&mut self) {
        if let Some(troubled) = self.troubled.take() {
            self.counts.trouble(None);
            tracing::warn!(
                trouble = troubled.trouble.code(),
                refused = troubled.refused,
                seconds = troubled.since.elapsed().as_secs(),
                "the database takes writes again"
            );
        }
    }
}
