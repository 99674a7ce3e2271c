//! What the engine promises, on SQLite and on PostgreSQL.

mod play;
mod room;

mod batches;
