//! The pages: the order, its steps, its sheets to print.

pub mod bulk;
pub mod cancel;
pub mod credit;
mod deed;
mod effects;
pub mod invoice;
mod meanwhile;
pub mod pay;
mod quantities;
pub mod refund;
pub mod sheets;
pub mod ship;
pub mod shipments;

pub(super) use effects::ONE_ACCOUNT;
pub(super) use meanwhile::SINCE;
