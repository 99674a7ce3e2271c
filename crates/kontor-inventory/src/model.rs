//! The words of this room as types.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, Quantity, WrongCell, id_type, text_enum, text_type};
use serde::{Deserialize, Serialize};

id_type! {
    /// A goods receipt.
    pub struct ReceiptId("rct");
}

id_type! {
    /// An adjustment of stock.
    pub struct AdjustmentId("adj");
}

text_type! {
    /// What people call a location.
    pub struct LocationName { max: 100 }
}

text_type! {
    /// The number that somebody else gave a receipt: the supplier's delivery note.
    pub struct ReceiptReference { max: 64 }
}

text_type! {
    /// Why stock was adjusted. Names no person: it stands in the journal for ever.
    pub struct Reason { max: 200 }
}

text_enum! {
    /// Why stock went up or down.
    pub enum MovementKind {
        /// Goods came in (*Wareneingang*).
        Receipt = "receipt",
        /// Goods went out to a buyer (*Warenausgang*).
        Issue = "issue",
        /// A count, damage or loss.
        Adjustment = "adjustment",
        /// A buyer sent goods back.
        Return = "return",
    }
}

/// The code of a place where stock lies: 1 to 16 of letters, digits, `-`, `_` and `.`; upper and lower case differ.
///
/// Held inline, because it is part of the key of every stock row that an order touches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocationCode([u8; LocationCode::MAX_CHARS]);

/// Why a text is no [`LocationCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a location code is 1 to {} of the letters a to z in either case, digits, and - _ .",
    LocationCode::MAX_CHARS
)]
pub struct BadLocationCode;

impl LocationCode {
    /// The most characters.
    pub const MAX_CHARS: usize = 16;
    /// Where stock lies if nothing else is said; every merchant has it from the start.
    pub const MAIN: Self = Self(*b"main\0\0\0\0\0\0\0\0\0\0\0\0");

    /// Reads a code; blanks around it are dropped.
    ///
    /// # Errors
    /// [`BadLocationCode`] if it is empty, too long, or holds anything else.
    pub fn parse(text: &str) -> Result<Self, BadLocationCode> {
        let text = text.trim().as_bytes();
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let mut code = [0; Self::MAX_CHARS];
        let place = code.get_mut(..text.len()).filter(|place| !place.is_empty()).ok_or(BadLocationCode)?;
        if !text.iter().all(is_plain) {
            return Err(BadLocationCode);
        }
        place.copy_from_slice(text);
        Ok(Self(code))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let code = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(code).unwrap_or_default()
    }
}

impl Default for LocationCode {
    fn default() -> Self {
        Self::MAIN
    }
}

impl fmt::Display for LocationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for LocationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LocationCode {
    type Err = BadLocationCode;

    fn from_str(text: &str) -> Result<Self, BadLocationCode> {
        Self::parse(text)
    }
}

impl Serialize for LocationCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for LocationCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl Column for LocationCode {
    const KIND: ColumnKind = ColumnKind::Text;

    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        let wrong = WrongCell { expected: "a location code" };
        let Cell::Text(text) = cell else { return Err(wrong) };
        Self::parse(text).map_err(|_| wrong)
    }
}

/// How much of a reservation changed, and whose it is. What it holds and where stands in the reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderQuantity {
    /// The order that holds the reservation.
    pub holder: i64,
    /// Its line.
    pub line: i32,
    /// How much.
    pub quantity: Quantity,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_code_is_short_and_plain() {
        for (text, code) in
            [("main", "main"), (" A-1_b.2 ", "A-1_b.2"), ("1234567890123456", "1234567890123456")]
        {
            assert_eq!(LocationCode::parse(text).unwrap().as_str(), code, "{text:?}");
        }
        for bad in ["", " ", "12345678901234567", "ä", "a b", "a\0", "a/b"] {
            assert_eq!(LocationCode::parse(bad), Err(BadLocationCode), "{bad:?}");
        }
        assert_eq!(LocationCode::default().as_str(), "main");
    }

    #[test]
    fn location_codes_sort_like_their_texts() {
        let mut texts = ["b", "a", "a.1", "B", "a-1", "aa", "main"];
        let mut codes = texts.map(|text| LocationCode::parse(text).unwrap());
        texts.sort_unstable();
        codes.sort_unstable();
        assert_eq!(codes.map(|code| code.to_string()), texts);
    }

    #[test]
    fn a_location_code_goes_through_json_and_the_database() {
        let code = LocationCode::parse("A-1").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), r#""A-1""#);
        assert_eq!(serde_json::from_str::<LocationCode>(r#""A-1""#).unwrap(), code);
        assert!(serde_json::from_str::<LocationCode>(r#""A 1""#).is_err());
        assert_eq!(LocationCode::from_cell(code.to_cell()), Ok(code));
        assert!(LocationCode::from_cell(Cell::Int(1)).is_err());
        assert!(LocationCode::from_cell(Cell::Text("a b")).is_err());
    }
}
