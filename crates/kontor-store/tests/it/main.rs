//! What the engine promises, on SQLite and on PostgreSQL.

mod play;
mod proxy;
mod room;

mod batches;
mod bounds;
mod chain;
mod followers;
mod keys;
mod outages;
mod rounds;
