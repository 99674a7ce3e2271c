//! The pages of this room: the ways in, one's own account, the team and its tokens.

pub mod invite;
pub mod me;
pub mod reset;
pub mod second_step;
pub mod settings;
pub mod sign_in;
pub mod team;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod tokens;
mod visitor;

pub use visitor::{AtGate, PeerAddress, SetCookies};
