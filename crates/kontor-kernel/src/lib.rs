//! Values without I/O: money, quantities, ids, time, text, and what a decision is handed. Knows no business.

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

pub use amount::{Amount, BadAmount, share, spread};
pub use column::{Cell, Column, ColumnKind, WrongCell};
pub use context::{Actor, Context, IdGenerator};
pub use currency::{BadCurrency, Currency};
pub use decimal::BadDecimal;
pub use id::BadId;
#[doc(hidden)]
pub use id::{decode_id, encode_digits};
pub use page::{BadCursor, PageCursor};
pub use price::{UnitPrice, line_amount};
pub use quantity::Quantity;
pub use rate::TaxRate;
pub use refusal::{Refusal, RefusalDoc, Refuse};
pub use text::{BadText, UnknownWord, check_text};
pub use time::{BadTime, Clock, Date, FixedClock, SystemClock, Timestamp, Zone};

/// For the macros of this crate.
#[doc(hidden)]
pub use serde;
