//! What goes through all of the room: random trade, and checks that find what was altered.

mod random;
mod tampering;
