//! Every bound of the house, in one place.

/// Commands that one transaction carries out at most. More win nothing: the commit is spread thin already.
pub const BATCH_COMMANDS: usize = 256;
/// Rows that a batch may hold in hand or change. The largest command fits: a complete order of 2,000 products that is
/// imported into a desk with nothing in hand takes some 22,100.
pub const BATCH_ROWS: usize = 24_000;
/// How long a batch may leave its transaction alone before the database ends it.
pub const BATCH_SECONDS: u64 = 60;
/// Bytes of events that a batch may record.
pub const BATCH_BYTES: usize = 8 << 20;
/// Commands that wait at most before the door answers 503.
pub const QUEUE_COMMANDS: usize = 10_000;
/// Commands of imports and bulk jobs that wait at most; further ones wait before the queue.
pub const BULK_COMMANDS: usize = 1_000;
/// Commands of the bulk lane that a batch takes at least, however few shop beside it.
pub const BULK_LEAST: usize = 16;
/// Rounds in which all commands of a batch are decided together, before those left are decided one by one.
pub const BATCH_ROUNDS: usize = 4;
/// Rounds in which a command by itself may ask for more rows.
pub const ROUNDS: usize = 8;
/// Rounds in which a replayed event may ask for more rows.
pub const REPLAY_ROUNDS: usize = 64;
/// Ids that one command may make.
pub const IDS_PER_COMMAND: u16 = 64;
/// Events that the reactions to one command may record.
pub const EVENTS_PER_COMMAND: usize = 20_000;
/// How often a batch is tried again when the database asks for it (SQLSTATE 40001, 40P01).
pub const RETRIES: u32 = 5;
/// How often a batch may lose its connection before it is given up.
pub const RECONNECTS: u32 = 5;
/// How long the writer tries to connect again.
pub const RECONNECT_SECONDS: u64 = 60;
/// How long it tries for each further batch, when that was in vain.
pub const RECONNECT_AGAIN_SECONDS: u64 = 5;
/// The first pause between two attempts to connect; it doubles up to two seconds.
pub const RECONNECT_FIRST_MS: u64 = 50;
/// How long a connection may take to come about.
pub const CONNECT_SECONDS: u64 = 5;
/// How long a connection may take in all, with TLS and log-in, before the next server is tried.
pub const LOGIN_SECONDS: u64 = 10;
/// How long a database server may take for an answer before its connection is given up: its machine or disk may hang.
pub const ANSWER_SECONDS: u64 = 30;
/// How long a database server may be silent before its connection is given up.
pub const SILENCE_SECONDS: u64 = 30;
/// Rows that stay on a desk between batches, for each table.
pub const KEPT_ROWS: usize = 100_000;
/// Merchants whose desks are kept.
pub const DESKS: usize = 64;
/// Prepared statements that a connection keeps.
pub const PREPARED_STATEMENTS: usize = 512;
/// Connections that read.
pub const READ_CONNECTIONS: usize = 4;
/// How long SQLite waits for a lock.
pub const SQLITE_BUSY_MS: u64 = 10_000;
/// Rows that are written before SQLite's log is copied into the database again.
pub const CHECKPOINT_ROWS: usize = 40_000;
/// Bytes of texts that count as one more row of these.
pub const CHECKPOINT_ROW_BYTES: usize = 400;
/// How often the log is copied in a row, until little of it is left.
pub const CHECKPOINT_ROUNDS: usize = 4;
/// Pages of SQLite's log from which on it is restarted.
pub const WAL_RESTART_PAGES: i64 = 4_000;
/// Pages that may be left to copy when the log is restarted: what the writer then waits for.
pub const WAL_REST_PAGES: i64 = 500;
/// Bytes below which SQLite's log stays, unless something reads the database for long.
pub const WAL_USUAL_BYTES: u64 = 256 << 20;
/// How long a lease holds without being renewed.
pub const LEASE_SECONDS: u64 = 60;
/// Events that are read at once when a journal is walked.
pub const JOURNAL_PAGE: i64 = 1_000;
/// Rows that are compared at once in a replay.
pub const REPLAY_PAGE: i64 = 1_000;
/// Offenders that a check lists; all are counted.
pub const CHECK_OFFENDERS: usize = 20;
/// Pages of SQLite's log above which somebody is told: 1 GB of 4 KB pages.
pub const WAL_WARN_PAGES: i64 = 250_000;
/// Attempts of a follower before it is parked.
pub const FOLLOWER_ATTEMPTS: i64 = 10;
/// Events that a follower gets at once.
pub const FOLLOWER_PAGE: i64 = 200;
/// How long a follower lets news gather, so that it does not move its cursor behind every single batch.
pub const FOLLOWER_GATHER_MS: u64 = 50;
/// How often a follower looks for work without being told: another server may have written.
pub const FOLLOWER_POLL_MS: u64 = 2_000;
/// The pause after a follower's first failed attempt; it doubles with each further one.
pub const FOLLOWER_PAUSE_MS: u64 = 1_000;
/// How long a follower may take for one step.
pub const FOLLOWER_STEP_SECONDS: u64 = 30;
/// How long a follower that is stopped may go on with its step.
pub const FOLLOWER_STOP_SECONDS: u64 = 10;
/// Merchants that a follower finds work for at once.
pub const FOLLOWER_MERCHANTS: i64 = 1_000;
/// Lines of an order.
pub const ORDER_LINES: usize = 2_000;
/// Parts of a batch request.
pub const BATCH_PARTS: usize = 1_000;
/// Bytes of a request's body.
pub const BODY_BYTES: usize = 4 << 20;
/// Bytes of a batch request's body.
pub const BATCH_BODY_BYTES: usize = 16 << 20;
/// Characters of a plain text.
pub const TEXT_CHARS: usize = 200;
/// Characters of a note or a reason.
pub const NOTE_CHARS: usize = 2_000;
/// Notes about one thing.
pub const NOTES: i64 = 1_000;
/// Products that are short, on a list of them.
pub const SHORT_ROWS: i64 = 1_000;
/// Duplicates of a customer whose documents are shown among its own.
pub const DUPLICATES: i64 = 100;
/// Addresses of a contact card, and persons.
pub const CONTACT_ENTRIES: usize = 50;
/// Characters of an idempotency key.
pub const IDEMPOTENCY_KEY_CHARS: usize = 200;
/// How long an idempotency key is kept.
pub const IDEMPOTENCY_DAYS: u64 = 30;
/// Idempotency keys that are looked at, and forgotten, at once.
pub const IDEMPOTENCY_PAGE: i64 = 200;
/// Characters of a caller's own request id.
pub const REQUEST_ID_CHARS: usize = 64;
/// Items of a page, when the caller names no number.
pub const PAGE_DEFAULT: u16 = 50;
/// Items of a page at most.
pub const PAGE_MAX: u16 = 200;
/// Events of one answer of the feed.
pub const FEED_PAGE: i64 = 1_000;
/// How long a reader of the feed may wait for the next event.
pub const LONG_POLL_SECONDS: u64 = 30;
/// How long a request may wait for its command.
pub const REQUEST_SECONDS: u64 = 30;
/// What `Retry-After` says when the queue is full.
pub const RETRY_AFTER_SECONDS: u32 = 1;
/// Tokens whose check is remembered.
pub const TOKENS_REMEMBERED: usize = 10_000;
/// How long a token's check is remembered: a revoked one is refused after at most this long.
pub const TOKEN_SECONDS: u64 = 5;
/// How long a stream of the feed lasts: then its reader comes again, and its token is looked at again.
pub const STREAM_SECONDS: u64 = 600;
/// How often a stream without news shows that it lives.
pub const HEARTBEAT_SECONDS: u64 = 15;
/// How often the feed looks for what another server has written, which nobody tells it.
pub const FEED_LOOK_MS: u64 = 1_000;
/// How long the feed rests between two readings, so that many readers don't read with every batch.
pub const FEED_REST_MS: u64 = 25;
/// How long the database and the writer may take to show that they are there.
pub const READY_SECONDS: u64 = 2;
/// How often the figures are sorted while nobody reads them.
pub const UPKEEP_SECONDS: u64 = 5;
/// How often the server looks for idempotency keys that may be forgotten.
pub const HOUSEKEEPING_SECONDS: u64 = 3_600;
/// Bytes of a CSV file by which its encoding and separator are found out; also what is read of it at once.
pub const CSV_HEAD_BYTES: usize = 64 << 10;
/// Bytes of a field of a CSV file. A quote that isn't closed reaches it soon.
pub const CSV_FIELD_BYTES: usize = 64 << 10;
/// Bytes of all fields of a row of a CSV file.
pub const CSV_ROW_BYTES: usize = 1 << 20;
/// Columns of a CSV file.
pub const CSV_FIELDS: usize = 200;
/// Rows of a table that are read at once for a backup of PostgreSQL.
pub const BACKUP_PAGE: i64 = 10_000;
/// Backups before the same upgrade on the same day, each of another state of the data.
pub const BACKUPS_OF_A_DAY: u32 = 100;
/// How long a restore waits for others to let go of an empty database.
pub const RESTORE_LOCK_SECONDS: u64 = 10;
/// Bytes of SQLite's log that stay on the disk once it has been longer, such as behind a backup.
pub const WAL_KEEP_BYTES: i64 = 64 << 20;
/// Callers that wait in the system's queue to be taken; the system may allow fewer (net.core.somaxconn).
pub const LISTEN_BACKLOG: i32 = 1_024;
/// Open files that the server needs beside its connections.
pub const FILES_BESIDE_CONNECTIONS: u64 = 128;
/// How long a connection must have been without a request before it gives way to a new one.
pub const SPARE_MS: u64 = 1_000;
/// Bytes of an answer that a caller must take within `write_seconds`.
pub const WRITE_PART_BYTES: usize = 64 << 10;
/// Bytes of a certificate's or a key's file.
pub const TLS_FILE_BYTES: u64 = 1 << 20;
/// How often the server looks whether its certificate was renewed.
pub const TLS_LOOK_SECONDS: u64 = 60;
/// How long somebody who speaks HTTP where TLS is spoken is listened to, so that the answer reaches them.
pub const LINGER_SECONDS: u64 = 1;
/// How long the writer may take at the end for commands that still wait.
pub const CLOSE_SECONDS: u64 = 10;
/// How often the log says again that the database takes no writes.
pub const TROUBLE_LOG_SECONDS: u64 = 60;
/// What `Retry-After` says while the database takes no writes: somebody has to see to it.
pub const TROUBLE_RETRY_SECONDS: u32 = 30;
/// How often commands that have waited longer than their callers are dropped.
pub const EXPIRY_MS: u64 = 1_000;
/// Bytes that are written to find out why the database can't be: more than a file system keeps in its directories.
pub const PROBE_BYTES: usize = 64 << 10;
/// How far a clock may be behind the newest event before somebody is told.
pub const CLOCK_BEHIND_SECONDS: u64 = 10;
/// Lines of a file that an import sends at once: about half a megabyte.
pub const IMPORT_LINES: usize = 5_000;
/// Orders of a file that an import sends at once.
pub const IMPORT_PARTS: usize = 250;
/// Orders of a file whose lines are collected side by side, for files in which they stand mixed.
pub const IMPORT_OPEN_GROUPS: usize = 8;
/// Requests of an import that are under way at once, where their order does not matter.
pub const IMPORT_REQUESTS: usize = 32;
/// SKUs, customers and order numbers that an import remembers, of each; what it forgot it asks for again.
pub const IMPORT_REMEMBERED: usize = 100_000;
/// Refused lines that are held back so that they are written in the order of the file.
pub const IMPORT_HELD_BACK: usize = 10_000;
/// How often a request of the command line is sent when the door is busy or the connection breaks.
pub const DOOR_ATTEMPTS: u32 = 8;
/// The pause behind the first of these; it doubles up to five seconds.
pub const DOOR_PAUSE_MS: u64 = 250;
/// How long a server may take to take a connection of the command line.
pub const DOOR_CONNECT_SECONDS: u64 = 10;
/// How long a server may take to answer the command line.
pub const DOOR_ANSWER_SECONDS: u64 = 120;
/// Orders that an export reads at once.
pub const EXPORT_PAGE: i64 = 500;
/// Lines of orders that an export reads at once, unless one order has more.
pub const EXPORT_LINES: i64 = 5_000;
/// Buyers of documents that an export remembers.
pub const EXPORT_REMEMBERED: usize = 10_000;
/// Orders on a pick list.
pub const PICK_LIST_SHEETS: usize = 200;
/// Fields of a form.
pub const FORM_FIELDS: usize = 20_000;
/// How deep the fields of a form lie in each other.
pub const FORM_DEPTH: usize = 5;
/// Contents of live pages that are remembered for others.
pub const FRAGMENTS: usize = 256;
/// Bytes of such a content.
pub const FRAGMENT_BYTES: usize = 1 << 20;
/// Changes in a second from which on live pages are told once a second.
pub const LIVE_CHANGES: usize = 5;
/// How long the hub of live pages rests behind a commit, so that what belongs together is told together.
pub const LIVE_REST_MS: u64 = 10;
/// Events of the journal that the hub reads at once.
pub const LIVE_PAGE: i64 = 2_000;
/// Events of the journal that one message tells of at most.
pub const LIVE_EVENTS: usize = 20_000;
/// Topics of one message: with more, objects are not named one by one.
pub const LIVE_TOPICS: usize = 100;
/// Messages that a slow listener may be behind; then it is told that everything changed.
pub const LIVE_QUEUE: usize = 16;
/// How far what waits for a person is counted: what goes on beyond is shown as "and more".
pub const COUNTED: i64 = 1_000;
/// Characters of a password that somebody chooses, at least.
pub const PASSWORD_LEAST: usize = 12;
/// Bytes of a password at most: what is longer is not worth hashing.
pub const PASSWORD_BYTES: usize = 1_024;
/// Memory of argon2id for a password, in KiB (OWASP Password Storage Cheat Sheet: m=19456, t=2, p=1).
pub const HASH_MEMORY_KIB: u32 = 19_456;
/// Passes of argon2id over it.
pub const HASH_PASSES: u32 = 2;
/// Lanes of argon2id.
pub const HASH_LANES: u32 = 1;
/// Passwords that are hashed at once: each takes its memory and a core.
pub const HASHES_AT_ONCE: usize = 2;
/// Passwords that wait to be hashed before the door answers 503.
pub const HASHES_WAITING: usize = 64;
/// Sessions whose check is remembered.
pub const SESSIONS_REMEMBERED: usize = 10_000;
/// How long a session lasts at most.
pub const SESSION_DAYS: u64 = 14;
/// How long a session lasts without being used.
pub const SESSION_IDLE_HOURS: u64 = 72;
/// How exactly it is written down when a session was seen last.
pub const SESSION_SEEN_SECONDS: u64 = 900;
/// Sessions that a user may have open at one merchant; the one unused for longest gives way.
pub const SESSIONS_OF_USER: usize = 20;
/// Orders that one page of the board looks at for what passes its filters.
pub const BOARD_SCAN: i64 = 10_000;
/// Attempts to sign in with one mail address before pauses begin.
pub const ATTEMPTS_OF_MAIL: i64 = 5;
/// Attempts to sign in from one network address before pauses begin: an office has one for all.
pub const ATTEMPTS_OF_ADDRESS: i64 = 20;
/// The first pause between attempts; it doubles with each further one.
pub const ATTEMPT_PAUSE_SECONDS: u64 = 2;
/// The longest pause between attempts.
pub const ATTEMPT_PAUSE_MOST_SECONDS: u64 = 900;
/// How long attempts are remembered.
pub const ATTEMPTS_HOURS: u64 = 24;
/// How long a step of signing in may take.
pub const STEP_MINUTES: u64 = 10;
/// How long an invitation is good.
pub const INVITATION_DAYS: u64 = 7;
/// How long a link to choose a new password is good.
pub const RESET_HOURS: u64 = 24;
/// How long the link is good that sets up a house; each start of the server makes a new one.
pub const SET_UP_HOURS: u64 = 24;
/// Merchants of a user that are offered to choose from.
pub const MERCHANTS_OF_USER: i64 = 100;
/// How long ended sessions, used links and refused attempts are kept for those who look into them.
pub const SIGN_INS_KEPT_DAYS: u64 = 30;
/// Rows of sign-ins that are forgotten at once.
pub const SIGN_INS_PAGE: i64 = 200;
/// Recovery codes of a user.
pub const RECOVERY_CODES: i64 = 10;
/// Customers or products that a field offers for what is typed.
pub const LOOKUP_HITS: usize = 12;
/// Lines of an order that may be refused before its preview stops to price the others.
pub const QUOTE_TRIES: usize = 8;
/// Events of one part of a timeline.
pub const TIMELINE_EVENTS: i64 = 500;
/// People and tokens of a merchant whose names stand in a timeline.
pub const NAMED_ACTORS: i64 = 2_000;
/// Events of one order by which its past is shown.
pub const HISTORY_EVENTS: i64 = 10_000;
/// Shipments, invoices, payments and journal entries that the overview of an order shows, of each: the newest.
pub const OVERVIEW_DOCUMENTS: i64 = 100;
/// Words of a search.
pub const SEARCH_WORDS: usize = 5;
/// Things of each kind that a search shows.
pub const SEARCH_HITS: usize = 20;
/// Terms, reservations or movements that a search looks at for one word: of what is more common, a part.
pub const SEARCH_SCAN: i64 = 2_000;
/// Derived rows that are taken away at once before they are made again.
pub const REBUILD_ROWS: i64 = 5_000;
/// Orders that wait for a product and are shown with it.
pub const WAITING_SHOWN: i64 = 100;
/// Events of the journal that one page of the audit looks at.
pub const AUDIT_SCAN: i64 = 20_000;
