//! Dates.

use kontor_kernel::Date;

/// What comes first in a date with slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `1/12/2010` is the first of December.
    DayFirst,
    /// `12/1/2010` is the first of December.
    MonthFirst,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// It is none of the known spellings.
    #[error("{0:?} is no date such as 2010-12-01, 1.12.2010 or, with --dates, 12/1/2010")]
    NotADate(String),
}

/// Reads a date; a time behind it is read and dropped.
///
/// # Errors
/// [`BadDate`].
pub fn date(text: &str, order: Option<DateOrder>) -> Result<Date, BadDate> {
    let _ = order;
    text.parse().map_err(|_| BadDate::NotADate(text.to_owned()))
}
