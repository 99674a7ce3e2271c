//! The house as a whole: every path, the command line, the reference, the schema.

// Helpers here are part of tests, too: they may unwrap.
#![cfg(test)]

mod backup;
mod browser;
mod cli;
mod client;
mod coverage;
mod crash;
mod docs;
mod exports;
mod feed;
mod figures;
mod first_start;
mod fuzz;
mod garbage;
mod generate;
mod import;
mod rush;
mod sample;
mod schema;
mod search;
mod serve;
mod story;
mod support;
mod tls;
mod tls_postgres;
mod trouble_clients;
mod trouble_clock;
mod trouble_connections;
mod trouble_disk;
mod trouble_failover;
mod trouble_log;
mod trouble_queue;
mod upgrade;
