//! The looks of the console: every part that a page is made of, as a function from plain values to HTML.
//!
//! Nothing here knows the business or asks the database. Whatever goes into a text is escaped. No element carries a
//! `style`: the Content-Security-Policy forbids it, and `kontor.css` knows the classes. `kontor.js` makes them quick
//! and live; without it every part still works.

mod badge;
mod field;
pub mod format;
mod icon;
mod notice;
mod shell;
mod texts;
mod toast;

pub use badge::{Tone, badge, copyable, kbd};
pub use field::field_id;
pub use icon::{Icon, icon};
pub use notice::{notice, problem_notice, problem_notice_with};
pub use shell::{Shell, shell, toasts};
pub use toast::toast;
