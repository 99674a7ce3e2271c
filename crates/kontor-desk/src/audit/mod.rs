//! The audit: who did what at a merchant, the newest first.
//!
//! *As the owner I see what was done, by whom and when, and can ask for one person, one sort of thing, or some days.*
//!
//! 1. It is the journal itself in words: nothing can be missing, nothing is written for it.
//! 2. Nobody sees what they may not read.
//! 3. A page looks at a bounded part of the journal ([`limits::AUDIT_SCAN`]); where that holds little that was asked for,
//!    its end says where to go on.
//! 4. Days are the merchant's own. They are found in the journal by its times, which never run backwards.

pub mod http;
pub mod page;
#[cfg(test)]
mod tests;

use kontor_identity::permissions::{Noun, Scope};
use kontor_kernel::{Actor, Date, Timestamp, Zone, limits};
use kontor_store::journal::{self, JournalRow};
use kontor_store::{Fault, ReadDb, Schema, Value, db};

use crate::timeline::{Timeline, told};

/// What the audit is narrowed down to. The default lets all pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who did it.
    pub actor: Option<Actor>,
    /// What it is about.
    pub noun: Option<Noun>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Below which position: the `next` of the page before.
    pub before: Option<i64>,
}

/// A part of the journal backwards; `$4` is an actor, or empty for all.
const PAGE: &str = "org_id = $1 AND position < $2 AND position > $3 \
     AND (CAST($4 AS TEXT) IS NULL OR actor = $4) ORDER BY position DESC LIMIT $5";

/// What was done, the newest first.
///
/// # Errors
/// When the database can't be read, or an event was written by a newer program.
pub async fn page(
    (reads, schema): (&ReadDb, &Schema),
    (org, zone): (i64, &Zone),
    asked: &Asked,
    sees: impl Fn(Scope) -> bool,
) -> Result<Timeline, Fault> {
    let end = match asked.to.and_then(|day| day.add_days(1)) {
        Some(next) => behind(reads, org, zone.start_of(next)).await?,
        None => journal::head(reads, org).await?.map_or(0, |head| head.position),
    };
    let start = match asked.from {
        Some(day) => behind(reads, org, zone.start_of(day)).await?,
        None => 0,
    };
    let below = asked.before.unwrap_or(i64::MAX).min(end.saturating_add(1));
    // What is looked at is a part of the journal, whoever acted in it.
    let floor = below.saturating_sub(limits::AUDIT_SCAN).saturating_sub(1).max(start);
    let actor = asked.actor.as_ref().map_or(Value::Null, Value::of);
    let limit = limits::TIMELINE_EVENTS;
    let params = vec![org.into(), below.into(), floor.into(), actor, limit.into()];
    let rows = reads.records::<JournalRow>(PAGE, params).await?;
    let is_about = |scope: Scope| asked.noun.is_none_or(|noun| scope.noun() == noun);
    let mut timeline = told(schema, rows, limit, |scope| is_about(scope) && sees(scope))?;
    if timeline.next.is_none() && floor > start {
        timeline.next = Some(floor.saturating_add(1));
    }
    Ok(timeline)
}

/// The position of the last event before a moment.
async fn behind(reads: &ReadDb, org: i64, moment: Timestamp) -> Result<i64, Fault> {
    let before = Timestamp::from_micros(moment.micros().saturating_sub(1));
    journal::position_at(reads, org, before).await
}

pub(crate) fn queries() -> Vec<String> {
    vec![db::select::<JournalRow>(PAGE)]
}
