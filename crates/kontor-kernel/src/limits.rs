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
