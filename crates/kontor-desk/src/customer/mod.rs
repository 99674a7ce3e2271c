//! Customers in the console: list, profile, registration, changes, merge and erasure.

pub mod page;
