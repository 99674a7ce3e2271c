//! The looks of the console: every part that a page is made of, as a function from plain values to HTML.
//!
//! Nothing here knows the business or asks the database. Whatever goes into a text is escaped. No element carries a
//! `style`: the Content-Security-Policy forbids it, and `kontor.css` knows the classes. `kontor.js` makes them quick
//! and live; without it every part still works.

mod action;
mod badge;
mod card;
pub mod chart;
mod field;
pub mod format;
mod icon;
mod notice;
pub mod paper;
mod shell;
mod table;
mod texts;
mod toast;

pub use action::{
    Action, Confirm, Passkey, Target, Weight, action, actions, confirm, passkey_button, recalculate,
};
pub use badge::{Tone, badge, copyable, kbd};
pub use card::{
    Entry, Stat, Step, StepState, Tab, card, card_with, empty, facts, grid, heading, split, stack, stat,
    steps, strip, tabs, task, timeline, totals,
};
pub use field::{
    Choice, Field, Filter, Found, Kind, Lookup, field, field_id, fields, filter, form, lookup_list,
};
pub use icon::{Icon, icon};
pub use notice::{notice, problem_notice, problem_notice_with};
pub use shell::{Shell, shell, toasts};
pub use table::{Bulk, Column, Direction, Row, Small, Sort, Table, bulk, data_table, pager};
pub use toast::toast;

#[cfg(test)]
mod tests;
