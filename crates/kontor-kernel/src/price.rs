//! Unit prices: in millionths of the currency unit, so that prices far below a cent stay exact.

use crate::decimal::{decimal, scale};
use crate::{Amount, Currency, Quantity};

/// The price of one base quantity, in millionths of the currency unit. In text and JSON a decimal without zeros
/// at its end: `0.0375`; from JSON integers and decimal literals are read too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnitPrice(i64);

decimal!(UnitPrice, 6, -UnitPrice::MAX, UnitPrice::MAX);

impl UnitPrice {
    /// For nothing.
    pub const ZERO: Self = Self(0);
    /// The largest that is read, in millionths: a thousand million units of the currency.
    pub const MAX: i64 = 1_000_000_000_000_000;

    /// From millionths.
    #[must_use]
    pub const fn new(millionths: i64) -> Self {
        Self(millionths)
    }

    /// In millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }
}

/// What a line comes to: price × quantity ÷ base, rounded half up (away from zero) once, to minor units.
///
/// `None` when the base is not above zero, or the amount is beyond [`Amount::MAX`].
#[must_use]
pub fn line_amount(
    price: UnitPrice,
    base: Quantity,
    quantity: Quantity,
    currency: Currency,
) -> Option<Amount> {
    // millionths × thousandths ÷ thousandths = millionths; to minor units: × 10^digits ÷ 10^6.
    let numerator = i128::from(price.0)
        .checked_mul(i128::from(quantity.thousandths()))?
        .checked_mul(i128::from(scale(currency.digits())))?;
    let denominator = i128::from(base.thousandths()).checked_mul(1_000_000)?;
    if denominator <= 0 {
        return None;
    }
    Amount::from_wide(divide_half_up(numerator, denominator)?)
}

/// Divides and rounds half away from zero. The divisor is above zero.
pub(crate) fn divide_half_up(numerator: i128, denominator: i128) -> Option<i128> {
    let half = denominator.checked_div(2)?;
    let magnitude = i128::try_from(numerator.unsigned_abs()).ok()?;
    // An odd divisor has no exact middle, so the half that is cut off of it decides nothing.
    let quotient = magnitude.checked_add(half)?.checked_div(denominator)?;
    Some(if numerator < 0 { quotient.checked_neg()? } else { quotient })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::{BadDecimal, Cell, Column};

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn a_line_is_rounded_once() {
        let table = [
            // 1,333 pieces at 0.0375 come to 49.9875.
            ("0.0375", "1", "1333", "EUR", Some(4_999)),
            ("3.75", "100", "1333", "EUR", Some(4_999)),
            ("19.99", "1", "3", "EUR", Some(5_997)),
            ("0.005", "1", "1", "EUR", Some(1)),
            ("0.004999", "1", "1", "EUR", Some(0)),
            ("-0.005", "1", "1", "EUR", Some(-1)),
            ("0.005", "1", "-1", "EUR", Some(-1)),
            ("-0.005", "1", "-1", "EUR", Some(1)),
            ("1", "3", "1", "EUR", Some(33)),
            ("2", "3", "1", "EUR", Some(67)),
            ("12.5", "1", "1", "JPY", Some(13)),
            ("1.0005", "1", "1", "KWD", Some(1_001)),
            ("0", "1", "1000000000", "EUR", Some(0)),
            ("1", "0", "1", "EUR", None),
            ("1", "-1", "1", "EUR", None),
            ("1000000000", "1", "10000", "EUR", Some(Amount::MAX)),
            ("1000000000", "1", "10000.001", "EUR", None),
            ("1000000000", "0.001", "1000000000", "EUR", None),
        ];
        for (price, base, quantity, code, expected) in table {
            let amount = line_amount(
                price.parse().unwrap(),
                base.parse().unwrap(),
                quantity.parse().unwrap(),
                currency(code),
            );
            assert_eq!(amount.map(Amount::minor), expected, "{quantity} at {price} per {base} {code}");
        }
    }

    #[test]
    fn numbers_beyond_all_bounds_are_no_line() {
        let huge = UnitPrice::new(i64::MIN);
        assert_eq!(line_amount(huge, Quantity::ONE, Quantity::new(i64::MIN), currency("KWD")), None);
    }

    #[test]
    fn a_price_below_a_cent_is_exact() {
        let price: UnitPrice = "0.0375".parse().unwrap();
        assert_eq!(price.millionths(), 37_500);
        assert_eq!(serde_json::to_string(&price).unwrap(), "\"0.0375\"");
        assert_eq!(serde_json::from_str::<UnitPrice>("0.0375").unwrap(), price);
        assert_eq!(serde_json::from_str::<UnitPrice>("2").unwrap(), UnitPrice::new(2_000_000));
        assert_eq!("0.0000001".parse::<UnitPrice>(), Err(BadDecimal::TooManyPlaces(6)));
        assert_eq!("1000000000.000001".parse::<UnitPrice>(), Err(BadDecimal::TooLarge));
        assert_eq!(UnitPrice::from_cell(price.to_cell()), Ok(price));
        assert_eq!(price.to_cell(), Cell::Int(37_500));
        assert!(UnitPrice::ZERO < price);
    }

    proptest! {
        #[test]
        fn every_price_is_read_back(millionths in -UnitPrice::MAX..=UnitPrice::MAX) {
            let price = UnitPrice::new(millionths);
            prop_assert_eq!(price.to_string().parse(), Ok(price));
            // The bare literal too: 15 digits are what a float surely keeps.
            prop_assert_eq!(serde_json::from_str::<UnitPrice>(&price.to_string()).unwrap(), price);
        }

        /// Half up says: the result is the exact value, off by half a unit at most, and by exactly half only
        /// away from zero.
        #[test]
        fn half_up_is_never_more_than_half_off(numerator in any::<i64>(), denominator in 1..i64::MAX) {
            let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
            let rounded = divide_half_up(numerator, denominator).unwrap();
            let error = (numerator - rounded * denominator) * numerator.signum() * 2;
            prop_assert!(-denominator <= error && error < denominator, "{rounded} {error}");
        }

        #[test]
        fn per_base_is_the_same_as_a_price_with_more_places(price in 0..10_000_000_i64, quantity in 0..1_000_000_i64) {
            let per_hundred = line_amount(
                UnitPrice::new(price * 100),
                Quantity::whole(100).unwrap(),
                Quantity::new(quantity),
                Currency::EUR,
            );
            let per_one = line_amount(UnitPrice::new(price), Quantity::ONE, Quantity::new(quantity), Currency::EUR);
            prop_assert_eq!(per_hundred, per_one);
        }
    }
}
