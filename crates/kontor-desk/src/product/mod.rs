//! Products in the console: list, facts, prices, archive.

pub mod page;
