//! The engine: commands in, events out, rows kept; on SQLite and on PostgreSQL. Knows no business.
//!
//! A door hands a [`Command`] to the [`Writer`], which carries out the waiting commands of one merchant in one
//! transaction: it loads the rows they name, lets each decide in memory, applies the events they record, saves rows
//! and journal in bulk, commits once and answers everybody. Reading goes beside it, through [`ReadDb`].
//!
//! Promises:
//! 1. A business row changes by a recorded event alone, and both are saved in one commit.
//! 2. A refused command, a panic or a dry run leaves nothing behind.
//! 3. A merchant's journal has no gaps, and each event's hash covers the one before it.
//! 4. The same idempotency key acts once.
//! 5. After any crash the database holds whole commands only.

pub mod backup;
pub mod check;
pub mod command;
pub mod db;
pub mod desk;
pub mod event;
mod fault;
pub mod floor;
pub mod follower;
pub mod housekeeping;
pub mod journal;
mod lease;
mod memory;
pub mod migrate;
pub mod own;
pub mod replay;
pub mod room;
mod writer;

/// The kernel, for the macros of this crate.
#[doc(hidden)]
pub use kontor_kernel as kernel;

pub use command::{Command, Envelope, Failure, Lane, Reply, Trouble};
pub use db::{DatabaseUrl, Dialect, ReadDb, Value};
pub use desk::{Desk, Need, Stop, Unmoved};
pub use event::{Event, Recorded, Stamp};
pub use fault::{Fault, FaultKind};
pub use lease::random;
pub use memory::Memory;
pub use room::{Room, Schema};
pub use writer::{Counts, Reading, Writer, system_actor};
