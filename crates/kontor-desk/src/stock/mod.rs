//! Stock in the console: what lies where, receipts, adjustments, past days, locations.

pub mod page;
