//! Checks: what must always hold, run against any database at any time.

use std::future::Future;
use std::pin::Pin;

use crate::Fault;
use crate::db::{Snapshot, Value};
use crate::journal::{Head, JournalRow};
use kontor_kernel::limits;

/// One named rule over the whole database.
#[derive(Clone, Copy)]
pub struct Check {
    /// Its stable name.
    pub name: &'static str,
    /// The rule in one sentence.
    pub about: &'static str,
    /// How it is looked after.
    pub kind: CheckKind,
}

/// How a rule is looked after.
#[derive(Clone, Copy)]
pub enum CheckKind {
    /// By queries.
    Sql {
        /// Counts what is looked at: one integer.
        count: &'static str,
        /// Selects what breaks the rule: merchant, what it is (text), what is wrong with it (text).
        offenders: &'static str,
    },
    /// By a walk through the database.
    Walk(for<'a> fn(&'a Snapshot) -> Walked<'a>),
}

/// The future of a walk.
pub type Walked<'a> = Pin<Box<dyn Future<Output = Result<Found, Fault>> + 'a>>;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// How many things were looked at.
    pub checked: i64,
    /// How many break the rule.
    pub failed: i64,
    /// The first of them, at most [`limits::CHECK_OFFENDERS`].
    pub offenders: Vec<Offender>,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offender {
    /// The merchant.
    pub org: i64,
    /// What it is.
    pub subject: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Found {
    /// Notes one more that breaks the rule.
    pub fn offend(&mut self, org: i64, subject: impl Into<String>, detail: impl Into<String>) {
        self.failed = self.failed.saturating_add(1);
        if self.offenders.len() < limits::CHECK_OFFENDERS {
            self.offenders.push(Offender { org, subject: subject.into(), detail: detail.into() });
        }
    }
}

impl Check {
    /// The rules of the store itself.
    pub(crate) fn own() -> Vec<Self> {
        vec![Self {
            name: "journal_is_whole",
            about: "Each merchant's journal has no gaps, and each event's hash covers the one before it.",
            kind: CheckKind::Walk(|snapshot| Box::pin(journal_is_whole(snapshot))),
        }]
    }

    /// Runs the check.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn run(&self, snapshot: &Snapshot) -> Result<Found, Fault> {
        let (count, offenders) = match self.kind {
            CheckKind::Walk(walk) => return walk(snapshot).await,
            CheckKind::Sql { count, offenders } => (count, offenders),
        };
        let first = |rows: Vec<crate::db::Row>| {
            rows.into_iter()
                .next()
                .ok_or_else(|| Fault::bug("a count gave no row"))
                .and_then(|mut row| row.take())
        };
        let checked = first(snapshot.query(count, &[]).await?)?;
        let failing = format!("SELECT COUNT(*) FROM ({offenders}) AS offenders");
        let mut found =
            Found { checked, failed: first(snapshot.query(&failing, &[]).await?)?, offenders: Vec::new() };
        if found.failed > 0 {
            let some = format!("{offenders} LIMIT {}", limits::CHECK_OFFENDERS);
            for mut row in snapshot.query(&some, &[]).await? {
                found.offenders.push(Offender {
                    org: row.take()?,
                    subject: row.take()?,
                    detail: row.take()?,
                });
            }
        }
        Ok(found)
    }
}

/// Walks every merchant's journal from its start and recomputes each hash.
async fn journal_is_whole(snapshot: &Snapshot) -> Result<Found, Fault> {
    let mut found = Found::default();
    let heads =
        "SELECT org_id, position, hash, last_time, schema_version, last_id FROM journal_head ORDER BY org_id";
    for mut row in snapshot.query(heads, &[]).await? {
        let org: i64 = row.take()?;
        let head: Head = row.record()?;
        walk_one(snapshot, org, &head, &mut found).await?;
    }
    let headless = "SELECT DISTINCT org_id FROM journal WHERE NOT EXISTS \
         (SELECT 1 FROM journal_head WHERE journal_head.org_id = journal.org_id) ORDER BY org_id";
    for mut row in snapshot.query(headless, &[]).await? {
        found.offend(row.take()?, "journal head", "it is missing, but there are events");
    }
    Ok(found)
}

/// Looks after one merchant's journal, as the check `journal_is_whole` does for all of them.
///
/// # Errors
/// When the database can't be read.
pub async fn journal_of(snapshot: &Snapshot, org: i64) -> Result<Found, Fault> {
    let mut found = Found::default();
    for head in snapshot.records::<Head>("org_id = $1", &[Value::Int(org)]).await? {
        walk_one(snapshot, org, &head, &mut found).await?;
    }
    Ok(found)
}

async fn walk_one(snapshot: &Snapshot, org: i64, head: &Head, found: &mut Found) -> Result<(), Fault> {
    let (mut position, mut hash) = (0_i64, [0_u8; 32]);
    loop {
        let params = [Value::Int(org), Value::Int(position), Value::Int(limits::JOURNAL_PAGE)];
        let page: Vec<JournalRow> = snapshot.records(crate::journal::PAGE, &params).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            found.checked = found.checked.saturating_add(1);
            if event.position != position.saturating_add(1) {
                found.offend(
                    org,
                    format!("event {}", event.position),
                    format!("it follows {position}: events are missing"),
                );
            }
            if event.hash_behind(&hash) != event.hash {
                let what =
                    format!("{} does not match its hash: it or the one before was altered", event.kind);
                found.offend(org, format!("event {}", event.position), what);
            }
            position = event.position;
            hash = event.hash;
        }
    }
    if position != head.position || hash != head.hash {
        let what = format!("the head stands at {}, the journal ends at {position}", head.position);
        found.offend(org, "journal head", what);
    }
    Ok(())
}
