//! Answers to stdout.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use kontor_store::{Fault, FaultKind};
use serde_json::Value;

/// Writes an answer and a line's end.
///
/// # Errors
/// When stdout is closed.
pub(super) fn line(text: &str) -> Result<(), Fault> {
    written(writeln!(io::stdout().lock(), "{text}"))
}

/// Writes an answer as JSON on one line.
///
/// # Errors
/// As [`line`].
pub(super) fn json(value: &Value) -> Result<(), Fault> {
    line(&value.to_string())
}

/// What came of writing to stdout.
pub(super) fn written(outcome: io::Result<()>) -> Result<(), Fault> {
    outcome.map_err(|error| Fault::new(FaultKind::Setting, "the answer can't be written to stdout", error))
}

/// Says on stderr how far a long work is: to people at once, to a file every few seconds.
pub(super) struct Progress {
    is_seen: bool,
    last: Instant,
}

/// How often a file is told.
const PAUSE: Duration = Duration::from_secs(5);

impl Progress {
    #[expect(clippy::disallowed_methods, reason = "how long somebody has waited is real time")]
    pub(super) fn new() -> Self {
        Self { is_seen: io::stderr().is_terminal(), last: Instant::now() }
    }

    /// Says where the work is.
    #[expect(clippy::disallowed_methods, reason = "how long somebody has waited is real time")]
    pub(super) fn say(&mut self, text: &str) {
        // Who can't see the progress misses nothing of the answer.
        if self.is_seen {
            eprint!("\r\x1b[K{text}");
        } else if self.last.elapsed() >= PAUSE {
            eprintln!("{text}");
            self.last = Instant::now();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_seen {
            eprint!("\r\x1b[K");
        }
    }
}
