//! The journal: every event of a merchant, in order, each hash covering the one before it.

use kontor_kernel::{Actor, Timestamp};
use sha2::{Digest, Sha256};

use crate::Fault;
use crate::db::{ReadDb, Row, Value};
use crate::desk::Record;
use crate::record;

record! {
    /// Where a merchant's journal ends. Its row lock fences the writers of several servers.
    pub struct Head in "journal_head", operational, brief {
        key {}
        /// The position of the last event; 0 before the first.
        position: i64,
        /// Its hash; zeros before the first.
        hash: [u8; 32],
        /// When it was recorded. The next event is not recorded earlier.
        last_time: Timestamp,
        /// The version of the schema it was written under.
        schema_version: i64,
        /// The last id that its commands could make: none is given out again, even when clocks go back. It rises with
        /// every commit, so it also tells which commit was the last.
        last_id: i64,
    }
}

record! {
    /// One event as stored.
    pub struct JournalRow in "journal", operational, brief {
        key {
            /// Dense from 1 for each merchant.
            position: i64,
        }
        /// `room.what_happened`.
        kind: String,
        /// The version of the payload's shape.
        version: u16,
        /// When the writer recorded it.
        recorded_at: Timestamp,
        /// Who did it.
        actor: Actor,
        /// What it happened to.
        subject: i64,
        /// The position of the first event of the same command.
        cause: i64,
        /// The event as JSON text.
        payload: String,
        /// SHA-256 over the fields above and the hash before.
        hash: [u8; 32],
    }
}

impl Head {
    /// The head of a new merchant, if it has none; its hash is the second parameter, [`Head::NO_HASH`].
    pub(crate) const CREATE: &'static str = "INSERT INTO journal_head (org_id, position, hash, last_time, schema_version, last_id) VALUES ($1, 0, $2, 0, 0, 0) \
         ON CONFLICT (org_id) DO NOTHING";
    /// The hash before the first event.
    pub(crate) const NO_HASH: &'static [u8] = &[0; 32];
    pub(crate) const SELECT: &'static str =
        "SELECT position, hash, last_time, schema_version, last_id FROM journal_head WHERE org_id = $1";
    pub(crate) const SELECT_FOR_UPDATE: &'static str = "SELECT position, hash, last_time, schema_version, last_id FROM journal_head WHERE org_id = $1 FOR UPDATE";
}

impl JournalRow {
    /// The hash that this row must carry behind `before`: over all fields, each with its length before it, so that
    /// no two different rows give the same bytes.
    #[must_use]
    pub fn hash_behind(&self, before: &[u8; 32]) -> [u8; 32] {
        let mut bytes = Vec::with_capacity(self.payload.len().saturating_add(256));
        field(&mut bytes, before);
        field(&mut bytes, &self.position.to_be_bytes());
        field(&mut bytes, self.kind.as_bytes());
        field(&mut bytes, &self.version.to_be_bytes());
        field(&mut bytes, &self.recorded_at.micros().to_be_bytes());
        field(&mut bytes, self.actor.as_str().as_bytes());
        field(&mut bytes, &self.subject.to_be_bytes());
        field(&mut bytes, &self.cause.to_be_bytes());
        field(&mut bytes, self.payload.as_bytes());
        Sha256::digest(&bytes).into()
    }
}

fn field(bytes: &mut Vec<u8>, value: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(value.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(value);
}

/// SHA-256 of any bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Pages through the journal by position. The condition on position skips nothing.
pub const PAGE: &str = "org_id = $1 AND position > $2 ORDER BY position LIMIT $3";

/// The events of one subject, newest first.
pub const HISTORY: &str = "org_id = $1 AND subject = $2 AND position < $3 ORDER BY position DESC LIMIT $4";

/// The events behind a position, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: i64, limit: i64) -> Result<Vec<JournalRow>, Fault> {
    reads.records(PAGE, vec![Value::Int(org), Value::Int(after), Value::Int(limit)]).await
}

/// What happened, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its place in the journal.
    pub position: i64,
    /// `room.what_happened`.
    pub kind: String,
    /// What it happened to.
    pub subject: i64,
    /// The position of the first event of the same command: one for each change.
    pub cause: i64,
}

const BRIEFS: &str = "SELECT position, kind, subject, cause FROM journal \
     WHERE org_id = $1 AND position > $2 ORDER BY position LIMIT $3";

/// What happened behind a position, at most `limit` events, in order.
///
/// # Errors
/// When the database can't be read.
pub async fn briefs(reads: &ReadDb, org: i64, after: i64, limit: i64) -> Result<Vec<Brief>, Fault> {
    let rows = reads.query(BRIEFS, vec![Value::Int(org), Value::Int(after), Value::Int(limit)]).await?;
    let brief = |mut row: Row| {
        Ok(Brief { position: row.take()?, kind: row.take()?, subject: row.take()?, cause: row.take()? })
    };
    rows.into_iter().map(brief).collect()
}

/// Positions that are looked at in one round of [`position_at`].
const PROBES: usize = 16;

/// When the events at some positions were recorded.
const PROBE: &str = "SELECT position, recorded_at FROM journal WHERE org_id = $1 AND position IN \
     ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

/// The hand-written queries of this module.
pub(crate) fn queries() -> Vec<String> {
    vec![PROBE.to_owned(), BRIEFS.to_owned(), HEADS.to_owned()]
}

/// The position of a merchant's last event that was recorded at or before a moment; 0 when there is none.
///
/// Times never run backwards in a journal and positions have no gaps, so it is searched for: six rounds of sixteen
/// look-ups find it among sixteen million events.
///
/// # Errors
/// When the database can't be read.
pub async fn position_at(reads: &ReadDb, org: i64, moment: Timestamp) -> Result<i64, Fault> {
    // All up to `low` are at or before the moment, all from `high` on behind it.
    let (mut low, mut high) = (0, head(reads, org).await?.map_or(0, |head| head.position).saturating_add(1));
    while high - low > 1 {
        let step = (high - low) / i64::try_from(PROBES + 1).unwrap_or(i64::MAX) + 1;
        let probes = (1..).map(|probe| (low + probe * step).min(high - 1)).take(PROBES);
        let params = std::iter::once(org).chain(probes).map(Value::Int).collect();
        let before = (low, high);
        for mut row in reads.query(PROBE, params).await? {
            let (position, recorded_at): (i64, Timestamp) = (row.take()?, row.take()?);
            if recorded_at <= moment { low = low.max(position) } else { high = high.min(position) }
        }
        if (low, high) == before {
            return Err(Fault::data("the journal has gaps: run `kontor check`"));
        }
    }
    Ok(low)
}

/// Where a merchant's journal ends; `None` when there is no such merchant.
///
/// # Errors
/// When the database can't be read.
pub async fn head(reads: &ReadDb, org: i64) -> Result<Option<Head>, Fault> {
    Ok(reads.records("org_id = $1", vec![Value::Int(org)]).await?.into_iter().next())
}

/// Where each merchant's journal ends: merchant and position.
///
/// # Errors
/// When the database can't be read.
pub async fn heads(reads: &ReadDb) -> Result<Vec<(i64, i64)>, Fault> {
    let rows = reads.query(HEADS, Vec::new()).await?;
    rows.into_iter().map(|mut row: Row| Ok((row.take()?, row.take()?))).collect()
}

/// All heads.
pub(crate) const HEADS: &str = "SELECT org_id, position FROM journal_head ORDER BY org_id";

/// The columns of a journal row and of a head.
pub(crate) const COLUMNS: usize = JournalRow::SPEC.columns.len();
pub(crate) const HEAD_COLUMNS: usize = Head::SPEC.columns.len();

/// A SHA-256 digest as a value: bytes in a column, hexadecimal digits in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sha256Digest(pub [u8; 32]);

impl std::fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl serde::Serialize for Sha256Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Sha256Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut digest = [0; 32];
        let digit =
            |index: usize| text.get(index..index + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        for (index, byte) in digest.iter_mut().enumerate() {
            *byte =
                digit(index * 2).ok_or_else(|| serde::de::Error::custom("expected 64 hexadecimal digits"))?;
        }
        Ok(Self(digest))
    }
}

impl kontor_kernel::Column for Sha256Digest {
    const KIND: kontor_kernel::ColumnKind = kontor_kernel::ColumnKind::Bytes;

    fn to_cell(&self) -> kontor_kernel::Cell<'_> {
        kontor_kernel::Cell::Bytes(&self.0)
    }

    fn from_cell(cell: kontor_kernel::Cell<'_>) -> Result<Self, kontor_kernel::WrongCell> {
        <[u8; 32]>::from_cell(cell).map(Self)
    }
}
