//! Integrations: what other programs hand over, and what of it touches many rooms at once. Like everything on the roof
//! it sees all rooms and is called by nobody but the doors.
//!
//! Promises:
//! 1. It has no tables of its own: what it leaves behind are the orders, shipments, invoices and payments of the rooms
//!    below, by their rules.
//! 2. What it does across rooms is one command: all of it or nothing.
//! 3. Handing the same thing over a second time adds nothing.

pub mod import_order;
