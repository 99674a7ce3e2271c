//! Tests that read like a play: a database of either kind, a merchant of one's own, a clock that can be turned.
//!
//! ```ignore
//! #[test]
//! fn a_customer_gets_the_next_number() {
//!     on_both(rooms, |db| async move {
//!         let reply = db.submit(register("Anna")).await.unwrap();
//!         assert_eq!(reply.answer.number.as_str(), "K10001");
//!     });
//! }
//! ```
//! After each test every check must be clean, and on a database of its own a replay must agree.

#![expect(
    clippy::expect_used,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "a test ends where something is not as it must be"
)]

mod app;
mod cluster;
mod database;
pub mod fuzz;
mod postgres;
mod size;

pub use app::{Answered, TestApp, Visited, visit};
pub use axum;
pub use cluster::Cluster;
pub use database::{Backend, TestDb, on_both, on_both_alone, on_postgres, on_sqlite};
pub use size::{is_full, seed};
