//! The plumbing of the console's pages: who looks, the form that came in, the page that goes out.
//!
//! A page handler takes [`App`](crate::App), [`Visit`] and, when it changes something, [`Form`]; it answers with
//! [`Page`], [`Onward`] or [`PageProblem`].

pub mod cookies;
mod flash;
mod form;
pub mod fragments;
pub mod names;
pub mod origin;
mod page;
mod page_problem;
mod visit;

pub use flash::{Flash, Undo};
pub use form::{BUTTON, Form, PREVIEW};
pub use page::{FRAGMENT, Onward, POSITION, Page};
pub use page_problem::PageProblem;
pub use visit::{Assets, Looking, NavLink, Permits, Visit};
