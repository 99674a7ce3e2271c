//! Pages: the cursor behind which the next page starts.

use std::fmt;
use std::str::FromStr;

use crate::{decode_id, encode_digits};

/// Where a page ended: the key of its last row, opaque to whoever carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageCursor(i64);

/// The text was not made by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected the cursor of a page as it was given")]
pub struct BadCursor;

impl PageCursor {
    /// The cursor behind this key.
    #[must_use]
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    /// The key.
    #[must_use]
    pub const fn value(self) -> i64 {
        self.0
    }
}

impl fmt::Display for PageCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("c_")?;
        f.write_str(std::str::from_utf8(&encode_digits(self.0)).unwrap_or_default())
    }
}

impl FromStr for PageCursor {
    type Err = BadCursor;
    fn from_str(text: &str) -> Result<Self, BadCursor> {
        decode_id(text, "c").map(Self).ok_or(BadCursor)
    }
}
