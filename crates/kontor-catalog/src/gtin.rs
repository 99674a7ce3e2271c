//! Barcodes: the number of a trade item (GTIN), as scanners read it.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, deserialize_text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A Global Trade Item Number (EAN, UPC): 8, 12, 13 or 14 digits, the last a check digit (GS1 General Specifications,
/// 7.9).
///
/// The same number is read with or without zeros before it, depending on the scanner, so each has one way to be written:
/// 13 digits where it fits (a UPC of 12 gets a zero before it), 8 for a short one, 14 for a case of several.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(Box<str>);

/// Why a text is no [`Gtin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGtin {
    /// It has another length, or holds something else than digits.
    #[error("a barcode has 8, 12, 13 or 14 digits (EAN, UPC or GTIN)")]
    Form,
    /// A digit was misread or mistyped.
    #[error("the check digit of the barcode is wrong: read it again, its last digit would be {0}")]
    CheckDigit(u32),
}

impl Gtin {
    /// Reads a number; blanks around and between its digits are dropped.
    ///
    /// # Errors
    /// [`BadGtin`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, BadGtin> {
        let digits: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
        if !matches!(digits.len(), 8 | 12 | 13 | 14) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BadGtin::Form);
        }
        let (body, last) = digits.split_at(digits.len() - 1);
        let check = check_digit(body);
        if last.parse() != Ok(check) {
            return Err(BadGtin::CheckDigit(check));
        }
        Ok(Self::of_digits(&digits))
    }

    /// The number that these digits make together with their check digit.
    ///
    /// # Errors
    /// [`BadGtin::Form`] if they are not 7, 11, 12 or 13 digits.
    pub fn complete(body: &str) -> Result<Self, BadGtin> {
        Self::parse(&format!("{body}{}", check_digit(body)))
    }

    fn of_digits(digits: &str) -> Self {
        let padded = format!("{digits:0>14}");
        let short = padded.strip_prefix("000000").or(padded.strip_prefix('0'));
        Self(short.unwrap_or(&padded).into())
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// From the right, digits weigh 3 and 1 in turn; the check digit brings their sum to a multiple of ten.
fn check_digit(body: &str) -> u32 {
    let digits = body.chars().rev().filter_map(|digit| digit.to_digit(10));
    let sum = digits.zip([3, 1].into_iter().cycle()).fold(0_u32, |sum, (digit, weight)| sum + digit * weight);
    (10 - sum % 10) % 10
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Gtin {
    type Err = BadGtin;

    fn from_str(text: &str) -> Result<Self, BadGtin> {
        Self::parse(text)
    }
}

impl Serialize for Gtin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Gtin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer)
    }
}

impl Column for Gtin {
    const KIND: ColumnKind = ColumnKind::Text;

    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.0)
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        let wrong = WrongCell { expected: "a barcode" };
        let Cell::Text(text) = cell else { return Err(wrong) };
        Self::parse(text).map_err(|_| wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_is_read_in_every_length_and_written_in_one_way() {
        for (text, written) in [
            ("4006381333931", "4006381333931"),
            ("036000291452", "0036000291452"),
            ("0036000291452", "0036000291452"),
            ("00036000291452", "0036000291452"),
            ("96385074", "96385074"),
            (" 4 006381 333931 ", "4006381333931"),
            ("14006381333938", "14006381333938"),
        ] {
            assert_eq!(Gtin::parse(text).map(|gtin| gtin.to_string()).as_deref(), Ok(written), "{text:?}");
            assert_eq!(Gtin::parse(written).unwrap().as_str(), written, "{written} stays as it is");
        }
    }

    #[test]
    fn a_wrong_digit_is_found() {
        assert_eq!(Gtin::parse("4006381333932"), Err(BadGtin::CheckDigit(1)));
        assert_eq!(Gtin::parse("96385075"), Err(BadGtin::CheckDigit(4)));
        for bad in
            ["", "4006381", "40063813339310", "400638133393X", "４００６３８１３３３９３１", "123456789"]
        {
            assert!(Gtin::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(Gtin::complete("400638133393").unwrap().as_str(), "4006381333931");
        assert_eq!(Gtin::complete("4006"), Err(BadGtin::Form));
    }

    #[test]
    fn a_barcode_goes_through_json_and_the_database() {
        let gtin = Gtin::parse("036000291452").unwrap();
        assert_eq!(serde_json::to_string(&gtin).unwrap(), r#""0036000291452""#);
        assert_eq!(serde_json::from_str::<Gtin>(r#""036000291452""#).unwrap(), gtin);
        assert!(serde_json::from_str::<Gtin>("36000291452").is_err());
        assert_eq!(Gtin::from_cell(gtin.to_cell()), Ok(gtin));
        assert!(Gtin::from_cell(Cell::Int(1)).is_err());
    }
}
