//! The kit that every door of the house uses: who calls, what was sent, what goes back. Knows no business.
//!
//! A JSON handler takes [`App`], [`Caller`] and, when it writes, [`Posted`]; it answers with [`Answer`] or [`Problem`].

mod answer;
mod app;
mod caller;
pub mod console;
mod language;
pub mod page;
mod posted;
mod problem;
mod query;
mod request_id;

pub use answer::{Answer, Listed, Shown, Versioned};
pub use app::App;
pub use caller::Caller;
pub use language::{Language, Text};
pub use posted::{BodyPatience, Intent, Posted};
pub use problem::{Problem, ProblemBody};
pub use query::{Id, IfMatch, Paging, Query};
pub use request_id::{RequestId, with_request_id};
