//! The house as a whole: every path, the command line, the reference, the schema.

mod cli;
mod client;
mod coverage;
mod crash;
mod docs;
mod feed;
mod figures;
mod garbage;
mod schema;
mod serve;
mod story;
mod support;
