//! What goes through all of the room: random trade, checks that find what was altered, events of every version, plans.

mod golden;
mod merged;
mod plans;
mod random;
mod small_business;
mod tampering;
