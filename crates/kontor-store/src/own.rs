//! The store's own room: journal, idempotency, contact versions, notes, followers. None of them is a business table.

use kontor_kernel::{Actor, Timestamp, limits};

use crate::check::Check;
use crate::db::ReadDb;
use crate::desk::KeyPart;
use crate::journal::{Head, JournalRow};
use crate::migrate::Migration;
use crate::room::Room;
use crate::{Fault, record, tables};

record! {
    /// That a key has acted: where the events of its command stand. Holds no answer; that is rebuilt from them.
    pub struct UsedKey in "idempotency", operational, brief {
        key {
            /// Who sent it.
            actor: Actor,
            /// The key.
            key: String,
        }
        /// SHA-256 of the request it came with.
        digest: [u8; 32],
        /// The position of the first event.
        position: i64,
        /// How many events.
        events: i64,
        /// When it acted; it is kept 30 days from then.
        used_at: Timestamp,
    }
}

record! {
    /// Names, addresses, mail and phone of somebody as of a moment: immutable, beside the journal, which holds only
    /// the id and the digest. Erasing blanks `data` and `salt`, and the journal's chain stays whole.
    pub struct ContactVersion in "contact_version", operational, brief {
        key {
            /// Its id.
            id: i64,
        }
        /// Whose it is.
        subject: i64,
        /// The data as JSON text; empty once erased.
        data: String,
        /// Random bytes, so that the digest in the journal can't be guessed from a name; empty once erased.
        salt: Vec<u8>,
        /// When it was written.
        written_at: Timestamp,
        /// When it was erased.
        erased_at: Option<Timestamp>,
    }
    sets {
        /// All versions of somebody's card.
        OF_SUBJECT (subject: i64) where "" => |row| Some(vec![KeyPart::of(&row.subject)]);
    }
}

record! {
    /// What somebody wrote about something, for those who come after them. May name people, so it lies beside the
    /// journal, which holds only the id and the digest; who removes or erases it takes the row away.
    pub struct Note in "note", operational, brief {
        key {
            /// Its id, ordered by time.
            id: i64,
        }
        /// What it is about.
        subject: i64,
        /// What was written.
        text: String,
        /// Random bytes, so that the digest in the journal can't be guessed from the text.
        salt: Vec<u8>,
        /// Who wrote it.
        author: Actor,
        /// When.
        written_at: Timestamp,
    }
    sets {
        /// All notes about something.
        OF_SUBJECT (subject: i64) where "" => |row| Some(vec![KeyPart::of(&row.subject)]);
    }
}

/// The notes about something, newest first.
const NOTES: &str = "org_id = $1 AND subject = $2 ORDER BY id DESC LIMIT $3";

/// The notes about something, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn notes(reads: &ReadDb, org: i64, subject: i64) -> Result<Vec<Note>, Fault> {
    reads.records(NOTES, vec![org.into(), subject.into(), limits::NOTES.into()]).await
}

record! {
    /// How far a follower has read a merchant's journal.
    pub struct FollowerCursor in "follower", operational, brief {
        key {
            /// The follower's name.
            name: String,
        }
        /// The last position it has done.
        position: i64,
        /// How often it has failed at the next one.
        attempts: i64,
        /// Why it stands still, when it does: a person must see to it.
        parked: Option<String>,
        /// The fence of the lease under which it was moved last: a runner with an older one is too late.
        fence: i64,
    }
}

tables! {
    /// The store's own tables.
    pub trait OwnTables {
        /// Idempotency keys.
        used_keys: UsedKey;
        /// Contact versions.
        contact_versions: ContactVersion;
        /// Notes.
        notes: Note;
        /// Followers' cursors.
        follower_cursors: FollowerCursor;
    }
}

impl ContactVersion {
    /// The digest that the journal holds: SHA-256 over salt and data.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = self.salt.clone();
        bytes.extend_from_slice(self.data.as_bytes());
        crate::journal::digest(&bytes)
    }
}

impl Note {
    /// The digest that the journal holds: SHA-256 over salt and text.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        let mut bytes = self.salt.clone();
        bytes.extend_from_slice(self.text.as_bytes());
        crate::journal::digest(&bytes)
    }
}

pub(crate) fn room() -> Room {
    let mut all = tables();
    all.push(crate::desk::TableEntry::of::<Head>());
    all.push(crate::desk::TableEntry::of::<JournalRow>());
    Room {
        name: "store",
        migrations: vec![
            Migration {
                number: 1,
                name: "store_journal",
                sql: include_str!("../migrations/0001_store_journal.sql"),
            },
            Migration {
                number: 13,
                name: "store_note",
                sql: include_str!("../migrations/0013_store_note.sql"),
            },
        ],
        tables: all,
        checks: Check::own(),
        queries: vec![
            crate::db::select::<JournalRow>(crate::journal::PAGE),
            crate::db::select::<JournalRow>(crate::journal::HISTORY),
            crate::db::select::<Note>(NOTES),
        ]
        .into_iter()
        .chain(crate::journal::queries())
        .chain(crate::follower::queries())
        .chain(crate::housekeeping::queries())
        .collect(),
        ..Room::default()
    }
}
