//! Quantities: how much of something, in thousandths of its unit.

use crate::decimal::decimal;

/// A quantity in thousandths of the unit it is counted in. In text and JSON a decimal without zeros at its end:
/// `4`, `0.5`; from JSON integers and decimal literals are read too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

decimal!(Quantity, 3, -Quantity::MAX, Quantity::MAX);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest, in thousandths: a thousand million units.
    pub const MAX: i64 = 1_000_000_000_000;
    /// One.
    pub const ONE: Self = Self(1_000);

    /// From thousandths.
    #[must_use]
    pub const fn new(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// From whole units; `None` beyond the largest.
    #[must_use]
    pub const fn whole(units: i64) -> Option<Self> {
        match units.checked_mul(1_000) {
            Some(thousandths) => Self::bounded(thousandths),
            None => None,
        }
    }

    const fn bounded(thousandths: i64) -> Option<Self> {
        if thousandths.unsigned_abs() <= Self::MAX.unsigned_abs() { Some(Self(thousandths)) } else { None }
    }

    /// In thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// The sum; `None` beyond the largest, so that what was added up can be read back.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Self::bounded(sum),
            None => None,
        }
    }

    /// The difference; `None` beyond the largest.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Self::bounded(rest),
            None => None,
        }
    }

    /// [`Quantity::ONE`] as a function: the default of a field.
    #[must_use]
    pub const fn one() -> Self {
        Self::ONE
    }

    /// Whether it is exactly one.
    #[must_use]
    pub const fn is_one(&self) -> bool {
        self.0 == Self::ONE.0
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.0 == 0
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::{BadDecimal, Cell, Column};

    fn json(text: &str) -> Result<i64, String> {
        serde_json::from_str::<Quantity>(text).map(Quantity::thousandths).map_err(|error| error.to_string())
    }

    #[test]
    fn json_gives_a_string_an_integer_or_a_literal() {
        let table = [
            ("\"4\"", 4_000),
            ("\"0.125\"", 125),
            ("\"-2\"", -2_000),
            ("4", 4_000),
            ("-4", -4_000),
            ("0.1", 100),
            ("0.001", 1),
            ("1.0", 1_000),
            ("2.50", 2_500),
            ("1e3", 1_000_000),
            ("999999999.999", 999_999_999_999),
            ("1000000000", 1_000_000_000_000),
        ];
        for (text, expected) in table {
            assert_eq!(json(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn json_that_would_be_rounded_or_is_out_of_bounds_is_refused() {
        let table = [
            ("0.0001", "at most 3 decimal places"),
            ("0.30000000000000004", "at most 3 decimal places"),
            ("1e-7", "at most 3 decimal places"),
            ("1e308", "too large"),
            ("-1e308", "too large"),
            ("1000000001", "too large"),
            ("-1000000001", "too large"),
            ("18446744073709551615", "too large"),
            ("9223372036854775807", "too large"),
            ("\"1.2345\"", "at most 3 decimal places"),
            ("\"\"", "expected a decimal number"),
            ("\"four\"", "expected a decimal number"),
            ("true", "expected a decimal number as a string, with at most 3 places"),
            ("null", "expected a decimal number as a string"),
            ("[4]", "expected a decimal number as a string"),
        ];
        for (text, expected) in table {
            let error = json(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    #[test]
    fn floats_that_are_no_number_are_refused() {
        use serde::de::{Deserialize, IntoDeserializer, value::Error, value::F64Deserializer};
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE] {
            let input: F64Deserializer<Error> = float.into_deserializer();
            assert!(Quantity::deserialize(input).is_err(), "{float}");
        }
    }

    #[test]
    fn text_has_no_zeros_at_its_end() {
        for (thousandths, text) in [(4_000, "4"), (500, "0.5"), (-1_250, "-1.25"), (1, "0.001"), (0, "0")] {
            let quantity = Quantity::new(thousandths);
            assert_eq!(quantity.to_string(), text);
            assert_eq!(serde_json::to_string(&quantity).unwrap(), format!("\"{text}\""));
            assert_eq!(quantity.to_cell(), Cell::Int(thousandths));
            assert_eq!(Quantity::from_cell(Cell::Int(thousandths)), Ok(quantity));
        }
        assert_eq!("1.0005".parse::<Quantity>(), Err(BadDecimal::TooManyPlaces(3)));
    }

    #[test]
    fn sums_stay_within_the_bound() {
        let largest = Quantity::new(Quantity::MAX);
        assert_eq!(largest.checked_add(Quantity::new(1)), None);
        assert_eq!(largest.checked_sub(Quantity::new(-1)), None);
        assert_eq!(Quantity::new(i64::MAX).checked_add(Quantity::new(i64::MAX)), None);
        assert_eq!(largest.checked_sub(largest), Some(Quantity::ZERO));
        assert_eq!(Quantity::whole(1), Some(Quantity::ONE));
        assert_eq!(Quantity::whole(1_000_000_000), Some(largest));
        assert_eq!(Quantity::whole(1_000_000_001), None);
        assert_eq!(Quantity::whole(i64::MIN), None);
        assert!(Quantity::new(1).is_positive());
        assert!(!Quantity::ZERO.is_positive() && !Quantity::new(-1).is_positive());
        assert_eq!(Quantity::ONE.min(Quantity::ZERO), Quantity::ZERO);
    }

    proptest! {
        #[test]
        fn every_quantity_is_read_back(thousandths in -Quantity::MAX..=Quantity::MAX) {
            let quantity = Quantity::new(thousandths);
            prop_assert_eq!(quantity.to_string().parse(), Ok(quantity));
            prop_assert_eq!(json(&serde_json::to_string(&quantity).unwrap()), Ok(thousandths));
            // The bare literal too: within the bound a float keeps all its digits.
            prop_assert_eq!(json(&quantity.to_string()), Ok(thousandths));
        }

        #[test]
        fn sums_are_exact_or_refused(a in -Quantity::MAX..=Quantity::MAX, b in -Quantity::MAX..=Quantity::MAX) {
            let sum = Quantity::new(a).checked_add(Quantity::new(b));
            prop_assert_eq!(sum.map(Quantity::thousandths), Some(a + b).filter(|sum| sum.abs() <= Quantity::MAX));
            if let Some(sum) = sum {
                prop_assert!(sum.checked_sub(Quantity::new(b)) == Some(Quantity::new(a)));
            }
        }
    }
}
