//! Exact decimals: integers with a fixed number of places, read and written without a float.

use std::fmt;

/// Why a text or a number is no decimal of the wanted sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDecimal {
    /// It is no plain decimal number.
    #[error("expected a decimal number such as 12.50, without exponent or thousands marks")]
    NotANumber,
    /// It has more places than can be kept.
    #[error("at most {0} decimal places are kept")]
    TooManyPlaces(u32),
    /// It is beyond the bound.
    #[error("the number is too large")]
    TooLarge,
    /// It is below zero where that makes no sense.
    #[error("the number must not be below zero")]
    Negative,
}

/// Ten to the power of `places`.
pub(crate) fn scale(places: u32) -> i64 {
    10_i64.saturating_pow(places)
}

/// The values that are taken, as whole numbers of the last place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Decimal places that are kept.
    pub(crate) places: u32,
    /// The smallest.
    pub(crate) min: i64,
    /// The largest.
    pub(crate) max: i64,
}

impl Bounds {
    fn check(self, value: i64) -> Result<i64, BadDecimal> {
        if value > self.max {
            Err(BadDecimal::TooLarge)
        } else if value < self.min {
            Err(if self.min == 0 { BadDecimal::Negative } else { BadDecimal::TooLarge })
        } else {
            Ok(value)
        }
    }
}

/// Reads `-12.5` as -12500 when three places are kept. Blanks around it are dropped.
///
/// More places than are kept are refused even when they are zeros: `12.500` euros were meant as twelve thousand
/// five hundred by whoever writes a point between thousands.
pub(crate) fn parse(text: &str, bounds: Bounds) -> Result<i64, BadDecimal> {
    let places = bounds.places;
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || !all_digits(whole)
        || !all_digits(part)
        || (digits.contains('.') && part.is_empty())
    {
        return Err(BadDecimal::NotANumber);
    }
    let given = u32::try_from(part.len()).unwrap_or(u32::MAX);
    if given > places {
        return Err(BadDecimal::TooManyPlaces(places));
    }
    let mut value: i64 = 0;
    for byte in whole.bytes().chain(part.bytes()) {
        let digit = i64::from(byte.saturating_sub(b'0'));
        value =
            value.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or(BadDecimal::TooLarge)?;
    }
    let value = value.checked_mul(scale(places.saturating_sub(given))).ok_or(BadDecimal::TooLarge)?;
    bounds.check(if negative { value.saturating_neg() } else { value })
}

/// Writes a value with `places`, leaving out trailing zeros behind `keep` of them.
pub(crate) fn write(f: &mut impl fmt::Write, value: i64, places: u32, keep: u32) -> fmt::Result {
    let scale = scale(places).unsigned_abs();
    let magnitude = value.unsigned_abs();
    let (whole, mut part) =
        (magnitude.checked_div(scale).unwrap_or(0), magnitude.checked_rem(scale).unwrap_or(0));
    if value < 0 {
        f.write_char('-')?;
    }
    write!(f, "{whole}")?;
    let mut shown = places;
    while shown > keep && part % 10 == 0 {
        part /= 10;
        shown = shown.saturating_sub(1);
    }
    if shown > 0 {
        write!(f, ".{part:0width$}", width = usize::try_from(shown).unwrap_or(0))?;
    }
    Ok(())
}

/// Reads a decimal from JSON: a string, an integer, or a literal whose shortest form has few enough places.
///
/// A literal with a point reaches us as a float already, so digits behind the 17th are lost before they could be
/// refused; a string keeps them all.
pub(crate) struct DecimalVisitor(pub(crate) Bounds);

/// The longest text of a float that can be within the bounds; `1e308` has 309 digits.
const FLOAT_CHARS: usize = 40;

impl serde::de::Visitor<'_> for DecimalVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a decimal number as a string, with at most {} places", self.0.places)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<i64, E> {
        parse(text, self.0).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, int: i64) -> Result<i64, E> {
        let value = int.checked_mul(scale(self.0.places)).ok_or(BadDecimal::TooLarge);
        value.and_then(|value| self.0.check(value)).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, int: u64) -> Result<i64, E> {
        let int = i64::try_from(int).map_err(|_| E::custom(BadDecimal::TooLarge))?;
        self.visit_i64(int)
    }

    fn visit_f64<E: serde::de::Error>(self, float: f64) -> Result<i64, E> {
        // The shortest text that reads back as this float is what was written; no arithmetic is done on it.
        let text = float.to_string();
        if text.len() > FLOAT_CHARS {
            return Err(E::custom(BadDecimal::TooLarge));
        }
        self.visit_str(&text)
    }
}

/// Gives a newtype over an integer the traits of an exact decimal.
macro_rules! decimal {
    ($name:ident, $places:literal, $min:expr, $max:expr) => {
        impl $name {
            const BOUNDS: $crate::decimal::Bounds =
                $crate::decimal::Bounds { places: $places, min: $min, max: $max };
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::decimal::write(f, self.0.into(), $places, 0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::BadDecimal;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let value = $crate::decimal::parse(text, Self::BOUNDS)?;
                Ok(Self(value.try_into().map_err(|_| $crate::BadDecimal::TooLarge)?))
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = deserializer.deserialize_any($crate::decimal::DecimalVisitor(Self::BOUNDS))?;
                value.try_into().map(Self).map_err(|_| serde::de::Error::custom($crate::BadDecimal::TooLarge))
            }
        }
        impl $crate::Column for $name {
            const KIND: $crate::ColumnKind = $crate::ColumnKind::Int;
            fn to_cell(&self) -> $crate::Cell<'_> {
                $crate::Cell::Int(self.0.into())
            }
            fn from_cell(cell: $crate::Cell<'_>) -> Result<Self, $crate::WrongCell> {
                $crate::Column::from_cell(cell).map(Self)
            }
        }
    };
}
pub(crate) use decimal;

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    const THREE: Bounds = Bounds { places: 3, min: -1_000_000, max: 1_000_000 };

    #[test]
    fn a_plain_decimal_is_read_exactly() {
        let table = [
            ("0", 0),
            ("-0", 0),
            ("4", 4_000),
            ("0.5", 500),
            ("0.050", 50),
            ("-0.001", -1),
            ("007.25", 7_250),
            (" 1.5\n", 1_500),
            ("1000", 1_000_000),
            ("-1000.000", -1_000_000),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text, THREE), Ok(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        use BadDecimal::{Negative, NotANumber, TooLarge, TooManyPlaces};
        let table = [
            ("", NotANumber),
            ("-", NotANumber),
            (".", NotANumber),
            ("1.", NotANumber),
            (".5", NotANumber),
            ("+1", NotANumber),
            ("--1", NotANumber),
            ("1,5", NotANumber),
            ("1.000.000", NotANumber),
            ("1e3", NotANumber),
            ("0x10", NotANumber),
            ("NaN", NotANumber),
            ("inf", NotANumber),
            ("1 000", NotANumber),
            ("\u{0661}", NotANumber),
            ("1.2345", TooManyPlaces(3)),
            ("1.0000", TooManyPlaces(3)),
            ("1000.001", TooLarge),
            ("-1000.001", TooLarge),
            ("9223372036854775807", TooLarge),
            ("99999999999999999999999999", TooLarge),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text, THREE), Err(expected), "{text:?}");
        }
        assert_eq!(parse("-0.001", Bounds { min: 0, ..THREE }), Err(Negative));
    }

    #[test]
    fn zeros_at_the_end_are_left_out_as_far_as_wanted() {
        let table = [
            (0, 0, "0"),
            (0, 3, "0.000"),
            (1, 0, "0.001"),
            (-1, 0, "-0.001"),
            (-50, 0, "-0.05"),
            (1_500, 0, "1.5"),
            (1_500, 2, "1.50"),
            (4_000, 0, "4"),
            (4_000, 1, "4.0"),
            (i64::MIN, 0, "-9223372036854775.808"),
            (i64::MAX, 0, "9223372036854775.807"),
        ];
        for (value, keep, expected) in table {
            let mut text = String::new();
            write(&mut text, value, 3, keep).unwrap();
            assert_eq!(text, expected);
        }
        let mut text = String::new();
        write(&mut text, -12, 0, 0).unwrap();
        assert_eq!(text, "-12");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any::<i64>(), places in 0_u32..=6, keep in 0_u32..=6) {
            let mut text = String::new();
            write(&mut text, value, places, keep).unwrap();
            let read = parse(&text, Bounds { places, min: i64::MIN, max: i64::MAX });
            // The magnitude of the smallest has no positive twin to be read as.
            prop_assert!(read == Ok(value) || value == i64::MIN, "{text}");
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+0-9.,eE ]{0,24}") {
            if let Ok(value) = parse(&text, THREE) {
                let mut again = String::new();
                write(&mut again, value, 3, 0).unwrap();
                prop_assert_eq!(parse(&again, THREE), Ok(value));
            }
        }
    }
}
