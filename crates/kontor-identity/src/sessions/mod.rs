//! List the open sessions.
//!
//! *As an owner I see who is signed in at my merchant and where, and as a user where I am, so that what looks strange can be
//! ended.*

pub mod http;
#[cfg(test)]
mod tests;

use std::time::Duration;

use kontor_kernel::{Timestamp, limits};
use kontor_store::db::Row;
use kontor_store::{Fault, ReadDb, Value};

use crate::house::HOUSE;
use crate::model::{DeviceName, PersonName, SessionId, SignInBy, UserId};

/// A session that is open.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Its id.
    pub session: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Their name.
    pub name: PersonName,
    /// How they signed in.
    pub by: SignInBy,
    /// The browser.
    pub device: DeviceName,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was seen last, to the quarter of an hour.
    pub last_seen_at: Timestamp,
}

macro_rules! open {
    ($more:literal) => {
        concat!(
            "SELECT s.id, s.user_id, u.name, s.signed_in_by, s.device, s.opened_at, s.last_seen_at \
             FROM identity_session s JOIN identity_user u ON u.org_id = $5 AND u.id = s.user_id \
             WHERE s.org_id = $1 AND s.id > $2 AND s.ended_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $6 \
             AND s.session_round = u.session_round ",
            $more,
            "ORDER BY s.id LIMIT $4"
        )
    };
}

/// A merchant's open sessions, the oldest first.
const PAGE: &str = open!("");
/// A user's open sessions at a merchant.
const OWN: &str = open!("AND s.user_id = $7 ");

/// A merchant's open sessions behind one, at most `limit`; of one user, when one is named.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    of: Option<UserId>,
    (after, limit): (i64, i64),
    now: Timestamp,
) -> Result<Vec<SessionRow>, Fault> {
    let idle_since = now.minus(Duration::from_secs(limits::SESSION_IDLE_HOURS * 60 * 60));
    let mut params = vec![
        Value::Int(org),
        Value::Int(after),
        Value::of(&now),
        Value::Int(limit),
        Value::Int(HOUSE),
        Value::of(&idle_since),
    ];
    let sql = if of.is_some() { OWN } else { PAGE };
    params.extend(of.iter().map(Value::of));
    reads.query(sql, params).await?.into_iter().map(row).collect()
}

fn row(mut row: Row) -> Result<SessionRow, Fault> {
    Ok(SessionRow {
        session: row.take()?,
        user: row.take()?,
        name: row.take()?,
        by: row.take()?,
        device: row.take()?,
        opened_at: row.take()?,
        last_seen_at: row.take()?,
    })
}

pub(crate) fn queries() -> Vec<String> {
    vec![PAGE.to_owned(), OWN.to_owned()]
}
