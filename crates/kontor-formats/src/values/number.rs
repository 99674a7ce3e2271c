//! Numbers.

use std::borrow::Cow;

/// What stands before the fraction of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.56`
    #[default]
    Point,
    /// `1.234,56`
    Comma,
}

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// It is no plain decimal number.
    #[error("{0:?} is no number")]
    NotANumber(String),
}

/// Reads a number and writes it as `-1234.56`.
///
/// # Errors
/// [`BadNumber`].
pub fn decimal(text: &str, mark: DecimalMark) -> Result<String, BadNumber> {
    let _ = mark;
    Err(BadNumber::NotANumber(text.to_owned()))
}

/// A whole number that a program has written as a float, such as `17850.0`, without its fraction; any other text
/// as it is.
#[must_use]
pub fn whole_text(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
