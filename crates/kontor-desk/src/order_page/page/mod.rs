//! The pages: the order, its steps, its sheets to print.

pub mod cancel;
pub mod credit;
mod deed;
mod effects;
pub mod invoice;
mod meanwhile;
pub mod pay;
mod quantities;
pub mod refund;
pub mod ship;
