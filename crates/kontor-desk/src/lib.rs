//! The desk: what spans several rooms. It sees everything and is called by nobody but the doors.
//!
//! Promises:
//! 1. It has no tables of its own that anything is decided by.
//! 2. What it does across rooms is one command: all of it or nothing.

pub mod customer_export;
pub mod erase_customer;
pub mod found;
#[cfg(test)]
mod samples;
