//! The decisions: pure.

use std::time::Duration;

use kontor_kernel::{Context, Timestamp, limits, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{AttemptWentWell, CountAttempt, Subjects};
use crate::records::{Attempt, UserTables};

rejects! {
    /// Why an attempt is not taken.
    pub enum Reject {
        /// Rule 2.
        TooManyAttempts { seconds: u64 } facts(seconds) => 429, "too_many_attempts", "There were too many attempts: try again in {seconds} seconds."
                | "Das waren zu viele Versuche: versuchen Sie es in {seconds} Sekunden noch einmal.";
    }
}

impl Command for CountAttempt {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let rows = rows(self.0, desk, context.now)?;
        let wait =
            rows.iter().map(|(row, _)| seconds_until(row.blocked_until, context.now)).max().unwrap_or(0);
        if wait > 0 {
            return Err(Reject::TooManyAttempts { seconds: wait }.into());
        }
        for (mut row, free) in rows {
            row.failures = row.failures.saturating_add(1);
            row.last_at = context.now;
            row.blocked_until = context.now.plus(pause(row.failures.saturating_sub(free)));
            desk.put_side(row);
        }
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl Command for AttemptWentWell {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let [_, (mut address, free)] = rows(self.0, desk, context.now)?;
        desk.remove_side::<Attempt>((self.0.mail,));
        address.failures = address.failures.saturating_sub(1).max(0);
        address.blocked_until = address.last_at.plus(pause(address.failures.saturating_sub(free)));
        desk.put_side(address);
        Ok(())
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

/// The counts of both subjects, and how many attempts each has free.
fn rows(subjects: Subjects, desk: &Desk, now: Timestamp) -> Result<[(Attempt, i64); 2], Stop> {
    desk.attempts().want(&(subjects.mail,));
    desk.attempts().want(&(subjects.address,));
    desk.ready()?;
    let kept = Duration::from_secs(limits::ATTEMPTS_HOURS * 60 * 60);
    let row = |subject: [u8; 32]| -> Result<Attempt, Stop> {
        let known = desk.attempts().find(&(subject,))?.filter(|row| now < row.last_at.plus(kept)).cloned();
        Ok(known.unwrap_or(Attempt { subject, failures: 0, last_at: now, blocked_until: now }))
    };
    Ok([
        (row(subjects.mail)?, limits::ATTEMPTS_OF_MAIL),
        (row(subjects.address)?, limits::ATTEMPTS_OF_ADDRESS),
    ])
}

/// How long the next attempt must wait behind so many that were not free.
fn pause(beyond: i64) -> Duration {
    let Ok(doublings) = u32::try_from(beyond.saturating_sub(1)) else { return Duration::ZERO };
    let seconds = limits::ATTEMPT_PAUSE_SECONDS.saturating_mul(2_u64.saturating_pow(doublings));
    Duration::from_secs(seconds.min(limits::ATTEMPT_PAUSE_MOST_SECONDS))
}

/// Whole seconds, rounded up; a clock that went back makes nobody wait longer than the longest pause.
fn seconds_until(moment: Timestamp, now: Timestamp) -> u64 {
    let micros = moment.micros().saturating_sub(now.micros()).max(0);
    u64::try_from(micros).unwrap_or(0).div_ceil(1_000_000).min(limits::ATTEMPT_PAUSE_MOST_SECONDS)
}
