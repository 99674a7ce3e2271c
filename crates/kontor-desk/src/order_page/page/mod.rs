//! The pages: the order, its steps, its sheets to print.

pub mod bulk;
pub mod cancel;
mod cards;
pub mod credit;
mod deed;
pub(crate) mod effects;
pub mod invoice;
mod meanwhile;
mod past;
pub mod pay;
mod quantities;
pub mod refund;
pub mod sheets;
pub mod ship;
pub mod shipments;
pub mod show;
mod strip;

pub(super) use effects::ONE_ACCOUNT;
pub(super) use past::STEP;
