//! Forget old sign-ins: attempts, used links and ended sessions are kept for a while, for those who look into them, and
//! then go in small pieces, so that nobody waits for it.
//!
//! 1. Attempts go after a day, sessions and tickets a month after their end.
//! 2. What has changed meanwhile stays.
//!
//! Records nothing: what was worth telling stands in the journal.

mod decide;
#[cfg(test)]
mod tests;

use std::time::Duration;

use kontor_kernel::{Timestamp, limits};
use kontor_store::{Envelope, Failure, Fault, Value, journal, system_actor};
use kontor_web::App;

use crate::house::{self, HOUSE};
use crate::model::{SessionId, TicketId};

const ATTEMPTS: &str =
    "SELECT subject FROM identity_attempt WHERE org_id = $1 AND last_at < $2 ORDER BY subject LIMIT $3";
const TICKETS: &str =
    "SELECT id FROM identity_ticket WHERE org_id = $1 AND expires_at < $2 ORDER BY id LIMIT $3";
const SESSIONS: &str =
    "SELECT id FROM identity_session WHERE org_id = $1 AND expires_at < $2 ORDER BY id LIMIT $3";

pub(crate) fn queries() -> Vec<String> {
    [ATTEMPTS, TICKETS, SESSIONS].map(str::to_owned).to_vec()
}

/// Some attempts and tickets are to go, as far as they are still old.
#[derive(Debug, Clone)]
pub(crate) struct ForgetHouse {
    pub(crate) attempts: Vec<[u8; 32]>,
    pub(crate) attempts_before: Timestamp,
    pub(crate) tickets: Vec<TicketId>,
}

/// Some sessions are to go. What is past its time stays so.
#[derive(Debug, Clone)]
pub(crate) struct ForgetSessions {
    pub(crate) sessions: Vec<SessionId>,
}

/// Forgets what is old, of the house and of all merchants; how much.
///
/// # Errors
/// When the database can't be read, or the writer does not carry it out. What is done stays done.
pub async fn forget_old_sign_ins(app: &App) -> Result<usize, Fault> {
    let now = app.clock.now();
    let kept = now.minus(Duration::from_secs(limits::SIGN_INS_KEPT_DAYS * 24 * 60 * 60));
    let mut forgotten = of_house(app, now, kept).await?;
    for (org, _) in journal::heads(&app.reads).await?.into_iter().filter(|(org, _)| *org != HOUSE) {
        loop {
            let sessions: Vec<SessionId> = ids(app, SESSIONS, org, kept).await?;
            if sessions.is_empty() {
                break;
            }
            forgotten += sessions.len();
            let envelope = Envelope::new(org, system_actor("housekeeping")).bulk();
            app.writer.submit(envelope, ForgetSessions { sessions }).await.map_err(not_done)?;
        }
    }
    Ok(forgotten)
}

async fn of_house(app: &App, now: Timestamp, kept: Timestamp) -> Result<usize, Fault> {
    let mut forgotten = 0;
    loop {
        let attempts_before = now.minus(Duration::from_secs(limits::ATTEMPTS_HOURS * 60 * 60));
        let attempts: Vec<[u8; 32]> = ids(app, ATTEMPTS, HOUSE, attempts_before).await?;
        let tickets: Vec<TicketId> = ids(app, TICKETS, HOUSE, kept).await?;
        if attempts.is_empty() && tickets.is_empty() {
            return Ok(forgotten);
        }
        forgotten += attempts.len() + tickets.len();
        let envelope = house::envelope(system_actor("housekeeping")).bulk();
        let command = ForgetHouse { attempts, attempts_before, tickets };
        app.writer.submit(envelope, command).await.map_err(not_done)?;
    }
}

async fn ids<T: kontor_kernel::Column>(
    app: &App,
    sql: &str,
    org: i64,
    before: Timestamp,
) -> Result<Vec<T>, Fault> {
    let params = vec![Value::Int(org), Value::of(&before), Value::Int(limits::SIGN_INS_PAGE)];
    let rows = app.reads.query(sql, params).await?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

fn not_done(failure: Failure) -> Fault {
    Fault::setting(match failure {
        Failure::Refused(refusal) => refusal.message,
        Failure::Fault(why) => why,
        Failure::Trouble(trouble) => trouble.sentence().to_owned(),
        Failure::Unknown => "nobody knows whether it was done".to_owned(),
        Failure::Busy | Failure::Expired | Failure::Closing => "the writer takes no more commands".to_owned(),
    })
}
