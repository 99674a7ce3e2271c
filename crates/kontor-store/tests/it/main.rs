//! What the engine promises, on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test ends where something is not as it must be"
)]

mod copies;
mod play;
mod proxy;
mod room;

mod backups;
mod batches;
mod bounds;
mod chain;
mod clocks;
mod crash;
mod followers;
mod keys;
mod log;
mod outages;
mod random;
mod rounds;
mod upgrades;
