//! The values that describe a product.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, id_type, text_enum, text_type};
use serde::{Deserialize, Serialize};

pub use crate::gtin::{BadGtin, Gtin};

id_type! {
    /// A product.
    pub struct ProductId("prd");
}

text_enum! {
    /// How a product is taxed where it is sold; the rate follows from country and day of supply.
    pub enum TaxClass {
        /// The standard rate (§ 12(1) UStG).
        Standard = "standard",
        /// The reduced rate (§ 12(2) UStG): food, books and what else the annex lists.
        Reduced = "reduced",
        /// Taxed at a rate of zero (§ 12(3) UStG): shown on the document with 0 %.
        Zero = "zero",
        /// No tax: exempt, outside the tax, or a multi-purpose voucher. No tax line on the document.
        None = "none",
        /// No tax, because the merchant is a small business (§ 19 UStG). A class of lines alone, not of products.
        SmallBusiness = "small_business",
    }
}

text_enum! {
    /// Whether something is kept in stock.
    pub enum ProductKind {
        /// Lies in a warehouse, is reserved, picked and shipped.
        Goods = "goods",
        /// Is done, not stored: assembly, shipping, a fee.
        Service = "service",
    }
}

text_enum! {
    /// Whether prices are without or with tax. Documents for businesses are usually net, for consumers gross.
    pub enum PriceBasis {
        /// Prices are without tax, tax comes on top.
        Net = "net",
        /// Prices include the tax (§ 3 PAngV), tax is taken out of them.
        Gross = "gross",
    }
}

text_enum! {
    /// What happens to an order for more than is available.
    pub enum OutOfStock {
        /// It is refused: what is sold out can't be ordered.
        Deny = "deny",
        /// It is taken, and the line waits for goods.
        Backorder = "backorder",
    }
}

text_type! {
    /// The merchant's own number of a product; upper and lower case differ.
    pub struct Sku { max: 64 }
}

text_type! {
    /// The name of a product as it stands on documents.
    pub struct ProductName { max: 200 }
}

/// A unit of measure: a code of UN/ECE Recommendation 20, as e-invoices need it (EN 16931, BT-130).
///
/// Two or three letters and digits: `C62` piece, `KGM` kilogram, `MTR` metre, `HUR` hour. Only the form is
/// checked; the list has over two thousand codes and grows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit([u8; 3]);

/// Why a text is no [`Unit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a unit is a UN/ECE Rec 20 code of two or three letters and digits, such as C62, KGM or MTR")]
pub struct BadUnit;

impl Unit {
    /// `C62`, one: what is counted in pieces.
    pub const PIECE: Self = Self(*b"C62");

    /// Whether it counts pieces.
    #[must_use]
    pub fn is_piece(&self) -> bool {
        *self == Self::PIECE
    }

    /// Reads a code; blanks around it are dropped, small letters become capitals.
    ///
    /// # Errors
    /// [`BadUnit`] if it doesn't have the form of a code.
    pub fn parse(text: &str) -> Result<Self, BadUnit> {
        let code = text.trim().as_bytes();
        let (length, alphanumeric) = (code.len(), code.iter().all(u8::is_ascii_alphanumeric));
        if !(2..=3).contains(&length) || !alphanumeric {
            return Err(BadUnit);
        }
        let mut unit = [0; 3];
        for (slot, byte) in unit.iter_mut().zip(code) {
            *slot = byte.to_ascii_uppercase();
        }
        Ok(Self(unit))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let code = self.0.split(|byte| *byte == 0).next().unwrap_or_default();
        std::str::from_utf8(code).unwrap_or_default()
    }
}

impl Default for Unit {
    fn default() -> Self {
        Self::PIECE
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Unit {
    type Err = BadUnit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl serde::de::Visitor<'_> for Code {
            type Value = Unit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a unit code as text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Unit, E> {
                Unit::parse(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Code)
    }
}

impl Column for Unit {
    const KIND: ColumnKind = ColumnKind::Text;

    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }

    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        let wrong = WrongCell { expected: "a unit code" };
        let Cell::Text(text) = cell else { return Err(wrong) };
        Self::parse(text).map_err(|_| wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_the_form_of_a_rec_20_code() {
        for (text, code) in [("C62", "C62"), ("kgm", "KGM"), (" MTR ", "MTR"), ("P1", "P1"), ("4N", "4N")] {
            assert_eq!(Unit::parse(text).unwrap().as_str(), code, "{text:?}");
        }
        for bad in ["", "C", "PIECE", "St.", "m²", "C 2", "C6\0"] {
            assert_eq!(Unit::parse(bad), Err(BadUnit), "{bad:?}");
        }
        assert_eq!(Unit::default().as_str(), "C62");
    }

    #[test]
    fn a_unit_goes_through_json_and_the_database() {
        let unit = Unit::parse("P1").unwrap();
        assert_eq!(serde_json::to_string(&unit).unwrap(), r#""P1""#);
        assert_eq!(serde_json::from_str::<Unit>(r#""P1""#).unwrap(), unit);
        assert!(serde_json::from_str::<Unit>(r#""piece""#).is_err());
        assert_eq!(Unit::from_cell(unit.to_cell()), Ok(unit));
        assert!(Unit::from_cell(Cell::Int(1)).is_err());
        assert!(Unit::from_cell(Cell::Text("piece")).is_err());
    }

    #[test]
    fn skus_keep_their_case_and_have_a_limit() {
        assert_ne!(Sku::parse("ab-1").unwrap(), Sku::parse("AB-1").unwrap());
        assert!(Sku::parse(&"x".repeat(64)).is_ok());
        assert!(Sku::parse(&"x".repeat(65)).is_err());
        assert!(ProductName::parse(&"ä".repeat(200)).is_ok());
        assert!(ProductName::parse(&"ä".repeat(201)).is_err());
    }
}
