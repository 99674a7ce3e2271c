//! Values without I/O: money, quantities, ids, time, text, and what a decision is handed. Knows no business.
//!
//! What they promise:
//!
//! 1. No value goes through a float, and no arithmetic wraps: what doesn't fit is `None` or an error.
//! 2. What is written as text, as JSON or into a [`Cell`] is read back as the same value, within the type's bounds.
//! 3. Rounding is half up, away from zero, once; parts of a total sum to it.
//! 4. Time, ids and the actor come from the [`Context`], the time outside of decisions from a [`Clock`].

mod amount;
mod column;
mod context;
mod currency;
mod decimal;
mod id;
pub mod limits;
mod page;
mod price;
mod quantity;
mod rate;
mod refusal;
mod text;
mod time;
mod wire;

pub use amount::{Amount, BadAmount, share, spread};
pub use column::{Cell, Column, ColumnKind, WrongCell};
pub use context::{Actor, Context, IdBlock, IdGenerator, first_id_at};
pub use currency::{BadCurrency, Currency};
pub use decimal::BadDecimal;
pub use id::BadId;
#[doc(hidden)]
pub use id::{decode_digits, decode_id, encode_digits};
pub use page::{BadCursor, BadPageSize, PageCursor, PageSize};
pub use price::{UnitPrice, line_amount};
pub use quantity::Quantity;
pub use rate::TaxRate;
pub use refusal::{Refusal, RefusalDoc, Refuse};
pub use text::{BadText, UnknownWord, check_lines, check_text};
pub use time::{BadTime, Clock, Date, FixedClock, SystemClock, Timestamp, Zone};

/// For the macros of this crate.
#[doc(hidden)]
pub use serde;
#[doc(hidden)]
pub use wire::{deserialize_given, deserialize_text};
