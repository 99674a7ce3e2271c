//! List the people who work for the merchant, and those who are invited.
//!
//! *As an owner I see who may do what at my merchant, and which invitations are still open.*

pub mod http;
#[cfg(test)]
mod tests;

use kontor_kernel::Timestamp;
use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::house::HOUSE;
use crate::model::{Mail, PersonName, UserId};
use crate::permissions::Role;
use crate::records::Invitation;

/// A page of members, those entered first at the top.
const PAGE: &str = "SELECT m.user_id, u.name, u.mail, m.role, m.joined_at, CASE WHEN u.totp_key IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END \
    FROM identity_member m JOIN identity_user u ON u.org_id = $4 AND u.id = m.user_id \
    WHERE m.org_id = $1 AND m.user_id > $2 AND m.state = 'active' ORDER BY m.user_id LIMIT $3";
/// A page of open invitations, the oldest first.
const OPEN: &str = "org_id = $1 AND id > $2 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3 \
    ORDER BY id LIMIT $4";
/// Who acted, for pages that show what users did; former members among them.
const NAMES: &str = "SELECT m.user_id, u.name FROM identity_member m \
    JOIN identity_user u ON u.org_id = $2 AND u.id = m.user_id WHERE m.org_id = $1 ORDER BY m.user_id LIMIT $3";

/// Somebody who works for the merchant.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// The user.
    pub user: UserId,
    /// Their name.
    pub name: PersonName,
    /// What they sign in with.
    pub mail: Mail,
    /// What they do.
    pub role: Role,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether they sign in with a code as well.
    pub second_step: bool,
}

/// A merchant's members behind a user, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: i64, limit: i64) -> Result<Vec<MemberRow>, Fault> {
    let params = vec![Value::Int(org), Value::Int(after), Value::Int(limit), Value::Int(HOUSE)];
    let mut members = Vec::new();
    for mut row in reads.query(PAGE, params).await? {
        members.push(MemberRow {
            user: row.take()?,
            name: row.take()?,
            mail: row.take()?,
            role: row.take()?,
            joined_at: row.take()?,
            second_step: row.take::<i64>()? != 0,
        });
    }
    Ok(members)
}

/// A merchant's open invitations behind one, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn open_invitations(
    reads: &ReadDb,
    org: i64,
    (after, limit): (i64, i64),
    now: Timestamp,
) -> Result<Vec<Invitation>, Fault> {
    reads.records(OPEN, vec![Value::Int(org), Value::Int(after), Value::of(&now), Value::Int(limit)]).await
}

/// The names of a merchant's users, former ones among them, at most `limit`: for pages that say who did what.
///
/// # Errors
/// When the database can't be read.
pub async fn names(reads: &ReadDb, org: i64, limit: i64) -> Result<Vec<(UserId, PersonName)>, Fault> {
    let mut names = Vec::new();
    for mut row in reads.query(NAMES, vec![Value::Int(org), Value::Int(HOUSE), Value::Int(limit)]).await? {
        names.push((row.take()?, row.take()?));
    }
    Ok(names)
}

pub(crate) fn queries() -> Vec<String> {
    vec![PAGE.to_owned(), NAMES.to_owned(), select::<Invitation>(OPEN)]
}
