//! Kontor: orders from cart to cash. This crate puts the rooms together and holds the doors: the server, the command
//! line, the generated reference. It translates and never decides.

pub mod app;
pub mod assets;
pub mod check;
pub mod cli;
pub mod config;
pub mod export;
pub mod feed;
pub mod followers;
pub mod live;
pub mod metrics;
pub mod ops;
pub mod reference;
mod remembered;
pub mod router;
pub mod sample;
pub mod schema;
