//! Pages: how many items, and the cursor behind which the next page starts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{decode_digits, encode_digits, limits};

/// How many items a page has: 1 to [`limits::PAGE_MAX`], [`limits::PAGE_DEFAULT`] when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageSize(u16);

/// A number of items that no page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a page size of 1 to {max}", max = limits::PAGE_MAX)]
pub struct BadPageSize;

impl PageSize {
    /// A page of so many items.
    ///
    /// # Errors
    /// [`BadPageSize`] for none, or more than [`limits::PAGE_MAX`].
    pub fn new(items: u16) -> Result<Self, BadPageSize> {
        if (1..=limits::PAGE_MAX).contains(&items) { Ok(Self(items)) } else { Err(BadPageSize) }
    }

    /// How many items.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(limits::PAGE_DEFAULT)
    }
}

impl FromStr for PageSize {
    type Err = BadPageSize;
    fn from_str(text: &str) -> Result<Self, BadPageSize> {
        text.parse().map_err(|_| BadPageSize).and_then(Self::new)
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u16::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

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

    /// The text that is handed out.
    #[must_use]
    pub fn encode(self) -> String {
        self.to_string()
    }

    /// The cursor of a text that was handed out.
    ///
    /// # Errors
    /// [`BadCursor`] when it was not made by us.
    pub fn decode(text: &str) -> Result<Self, BadCursor> {
        text.strip_prefix('c').and_then(decode_digits).map(Self).ok_or(BadCursor)
    }
}

impl fmt::Display for PageCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("c")?;
        f.write_str(std::str::from_utf8(&encode_digits(self.0)).unwrap_or_default())
    }
}

impl FromStr for PageCursor {
    type Err = BadCursor;
    fn from_str(text: &str) -> Result<Self, BadCursor> {
        Self::decode(text)
    }
}

impl Serialize for PageCursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PageCursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::deserialize_text(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_page_has_its_bounds() {
        let table = [
            ("1", Some(1)),
            ("50", Some(50)),
            ("200", Some(200)),
            ("0", None),
            ("201", None),
            ("65536", None),
        ];
        for (text, expected) in table {
            assert_eq!(text.parse::<PageSize>().ok().map(PageSize::get), expected, "{text}");
            assert_eq!(serde_json::from_str::<PageSize>(text).ok().map(PageSize::get), expected, "{text}");
        }
        assert_eq!(PageSize::default(), PageSize::new(50).unwrap());
        assert_eq!(BadPageSize.to_string(), "expected a page size of 1 to 200");
    }

    #[test]
    fn a_cursor_of_somebody_else_is_refused() {
        for text in
            ["", "c", "7", "c7", "c_0000000000007", "x0000000000007", "cg000000000000", "c00000000000007"]
        {
            assert_eq!(text.parse::<PageCursor>(), Err(BadCursor), "{text}");
        }
        let cursor = PageCursor::new(7);
        assert_eq!(cursor.encode(), "c0000000000007");
        assert_eq!(serde_json::to_string(&cursor).unwrap(), "\"c0000000000007\"");
        assert_eq!(serde_json::from_str::<PageCursor>("\"c0000000000007\"").unwrap(), cursor);
    }

    proptest! {
        #[test]
        fn every_key_is_read_back(value in any::<i64>()) {
            let text = PageCursor::new(value).encode();
            prop_assert_eq!(PageCursor::decode(&text).map(PageCursor::value), Ok(value));
        }
    }
}
