//! Amounts: money in minor units of a currency that is known from around it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::decimal::Bounds;
use crate::price::divide_half_up;
use crate::{BadDecimal, Cell, Column, ColumnKind, Currency, WrongCell, decimal};

/// Money in minor units (cents) of the merchant's currency. In JSON between machines of ours a plain integer;
/// outsiders get [`Amount::text`] with the currency beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(i64);

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money: {0}")]
pub struct BadAmount(#[from] BadDecimal);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest, in minor units: ten million million units of a currency with cents.
    pub const MAX: i64 = 1_000_000_000_000_000;

    /// From minor units.
    #[must_use]
    pub const fn new(minor: i64) -> Self {
        Self(minor)
    }

    /// In minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    pub(crate) fn from_wide(minor: i128) -> Option<Self> {
        let minor = i64::try_from(minor).ok()?;
        (minor.unsigned_abs() <= Self::MAX.unsigned_abs()).then_some(Self(minor))
    }

    /// The sum; `None` beyond the largest.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_wide(i128::from(self.0).checked_add(i128::from(other.0))?)
    }

    /// The difference; `None` beyond the largest.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_wide(i128::from(self.0).checked_sub(i128::from(other.0))?)
    }

    /// The amount with the other sign.
    #[must_use]
    pub const fn checked_neg(self) -> Option<Self> {
        match self.0.checked_neg() {
            Some(minor) => Some(Self(minor)),
            None => None,
        }
    }

    /// The sum of many; `None` beyond the largest.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// As a decimal: `12.50`.
    #[must_use]
    pub fn text(self, currency: Currency) -> String {
        let mut text = String::new();
        // Writing into a string can't fail.
        let _: fmt::Result = decimal::write(&mut text, self.0, currency.digits(), currency.digits());
        text
    }

    /// Reads a decimal exactly: `12.50`, `12.5`, `-3`.
    ///
    /// # Errors
    /// [`BadAmount`] when it is no number, has more places than the currency, or is beyond the largest.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, BadAmount> {
        let bounds = Bounds { places: currency.digits(), min: -Self::MAX, max: Self::MAX };
        Ok(Self(decimal::parse(text, bounds)?))
    }
}

impl Column for Amount {
    const KIND: ColumnKind = ColumnKind::Int;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Int(self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        i64::from_cell(cell).map(Self)
    }
}

/// The share `total × part ÷ whole`, rounded half up. `None` when the whole is not above zero.
#[must_use]
pub fn share(total: Amount, part: i64, whole: i64) -> Option<Amount> {
    if whole <= 0 {
        return None;
    }
    let product = i128::from(total.0).checked_mul(i128::from(part))?;
    Amount::from_wide(divide_half_up(product, i128::from(whole))?)
}

/// Spreads a total over parts by their weights, so that the parts sum to it exactly: each gets its share rounded
/// down, and the units left over go to the largest remainders, ties to the earlier part.
///
/// Weights may have either sign, as the lines of a document have. Where they come to zero, or nearly so that a
/// share would be beyond all bounds, the first part gets everything. A negative total gives the parts of the
/// positive one with the other sign. Without parts there is nothing to give.
#[must_use]
pub fn spread(total: Amount, weights: &[i64]) -> Vec<Amount> {
    by_largest_remainder(total, weights).unwrap_or_else(|| {
        let mut parts = vec![Amount::ZERO; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        parts
    })
}

fn by_largest_remainder(total: Amount, weights: &[i64]) -> Option<Vec<Amount>> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let magnitude = i128::from(total.0).checked_abs()?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = magnitude;
    for (index, weight) in weights.iter().enumerate() {
        // Both turned round if the weights come to less than zero. 2^63 × 2^63 fits into 128 bits.
        let product = magnitude.checked_mul(i128::from(*weight))?.checked_mul(whole.signum())?;
        let part = product.checked_div_euclid(whole.checked_abs()?)?;
        remainders.push((product.checked_rem_euclid(whole.checked_abs()?)?, index));
        left = left.checked_sub(part)?;
        parts.push(part);
    }
    if left > 0 {
        // Stable, so ties stay in the order of the parts. Fewer units are left than parts have a remainder.
        remainders.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
        for (_, index) in remainders.into_iter().take(usize::try_from(left).ok()?) {
            let part = parts.get_mut(index)?;
            *part = part.checked_add(1)?;
        }
    }
    let sign = i128::from(total.0.signum());
    parts.into_iter().map(|part| i64::try_from(part.checked_mul(sign)?).ok().map(Amount)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    fn minor(parts: &[Amount]) -> Vec<i64> {
        parts.iter().copied().map(Amount::minor).collect()
    }

    #[test]
    fn an_amount_is_written_with_the_digits_of_its_currency() {
        let table = [
            (1_250, "EUR", "12.50"),
            (0, "EUR", "0.00"),
            (-5, "EUR", "-0.05"),
            (1_250, "JPY", "1250"),
            (-1, "JPY", "-1"),
            (1_250, "KWD", "1.250"),
            (i64::MIN, "EUR", "-92233720368547758.08"),
        ];
        for (amount, code, text) in table {
            assert_eq!(Amount::new(amount).text(currency(code)), text);
        }
    }

    #[test]
    fn an_amount_is_read_exactly_or_refused() {
        use BadDecimal::{NotANumber, TooLarge, TooManyPlaces};
        let table = [
            ("12.50", "EUR", Ok(1_250)),
            ("12.5", "EUR", Ok(1_250)),
            ("12", "EUR", Ok(1_200)),
            ("-0.01", "EUR", Ok(-1)),
            ("12", "JPY", Ok(12)),
            ("1.234", "KWD", Ok(1_234)),
            ("10000000000000", "EUR", Ok(Amount::MAX)),
            ("-10000000000000", "EUR", Ok(-Amount::MAX)),
            ("10000000000000.01", "EUR", Err(TooLarge)),
            ("-10000000000000.01", "EUR", Err(TooLarge)),
            ("12.505", "EUR", Err(TooManyPlaces(2))),
            // Twelve thousand five hundred to a German.
            ("12.500", "EUR", Err(TooManyPlaces(2))),
            ("12.0", "JPY", Err(TooManyPlaces(0))),
            ("12,50", "EUR", Err(NotANumber)),
            ("12.50 €", "EUR", Err(NotANumber)),
            ("1e3", "EUR", Err(NotANumber)),
        ];
        for (text, code, expected) in table {
            let read = Amount::parse(text, currency(code));
            assert_eq!(read.map(Amount::minor), expected.map_err(BadAmount), "{text} {code}");
        }
        let error = Amount::parse("0.001", Currency::EUR).unwrap_err();
        assert_eq!(error.to_string(), "not an amount of money: at most 2 decimal places are kept");
    }

    #[test]
    fn sums_stay_within_the_largest() {
        let (one, largest) = (Amount::new(1), Amount::new(Amount::MAX));
        assert_eq!(largest.checked_add(one), None);
        assert_eq!(largest.checked_sub(Amount::new(-1)), None);
        assert_eq!(largest.checked_sub(largest), Some(Amount::ZERO));
        assert_eq!(one.checked_neg(), Some(Amount::new(-1)));
        assert_eq!(Amount::new(i64::MIN).checked_neg(), None);
        assert_eq!(Amount::sum([one, one, Amount::new(-3)]), Some(Amount::new(-1)));
        assert_eq!(Amount::sum([largest, one]), None);
        assert_eq!(Amount::sum([]), Some(Amount::ZERO));
    }

    #[test]
    fn an_amount_travels_as_an_integer() {
        let amount = Amount::new(-1_250);
        assert_eq!(serde_json::to_string(&amount).unwrap(), "-1250");
        assert_eq!(serde_json::from_str::<Amount>("-1250").unwrap(), amount);
        for json in ["12.5", "1250.0", "\"1250\"", "9223372036854775808"] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json}");
        }
        assert_eq!(amount.to_cell(), Cell::Int(-1_250));
        assert_eq!(Amount::from_cell(Cell::Int(-1_250)), Ok(amount));
        assert!(Amount::from_cell(Cell::Null).is_err());
    }

    #[test]
    fn a_share_is_rounded_half_up() {
        let table = [
            (1_000, 1, 3, Some(333)),
            (1_000, 2, 3, Some(667)),
            (1, 1, 2, Some(1)),
            (-1, 1, 2, Some(-1)),
            (1, -1, 2, Some(-1)),
            (1_000, 3, 3, Some(1_000)),
            (1_000, 0, 3, Some(0)),
            (1_000, 1, 0, None),
            (1_000, 1, -3, None),
            (Amount::MAX, 2, 1, None),
            (i64::MAX, i64::MAX, 1, None),
        ];
        for (total, part, whole, expected) in table {
            assert_eq!(
                share(Amount::new(total), part, whole).map(Amount::minor),
                expected,
                "{total} {part}/{whole}"
            );
        }
    }

    #[test]
    fn the_rest_goes_to_the_largest_remainders() {
        let table: [(i64, &[i64], &[i64]); 15] = [
            (100, &[1, 1, 1], &[34, 33, 33]),
            (-100, &[1, 1, 1], &[-34, -33, -33]),
            (200, &[1, 1, 1], &[67, 67, 66]),
            (10, &[1, 2, 3], &[2, 3, 5]),
            (1, &[1, 5, 4], &[0, 1, 0]),
            (1, &[5, 5], &[1, 0]),
            (7, &[0, 0, 0], &[7, 0, 0]),
            (5, &[0, 3, 0], &[0, 5, 0]),
            (0, &[1, 2], &[0, 0]),
            (19, &[110, -10], &[21, -2]),
            (-19, &[110, -10], &[-21, 2]),
            (19, &[-110, 10], &[21, -2]),
            (7, &[3, -3], &[7, 0]),
            (i64::MIN, &[1], &[i64::MIN]),
            // A share of about 2^126.
            (i64::MAX, &[i64::MAX, 1 - i64::MAX], &[i64::MAX, 0]),
        ];
        for (total, weights, expected) in table {
            assert_eq!(minor(&spread(Amount::new(total), weights)), expected, "{total} over {weights:?}");
        }
        assert_eq!(spread(Amount::new(5), &[]), []);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_total(total in any::<i64>(), weights in vec(any::<i64>(), 1..20)) {
            let parts = spread(Amount::new(total), &weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().map(|part| i128::from(part.0)).sum::<i128>(), i128::from(total));
        }

        #[test]
        fn no_part_is_a_whole_unit_off_its_share(total in any::<i64>(), weights in vec(0..1_000_000_i64, 1..20)) {
            let whole: i64 = weights.iter().sum();
            let parts = spread(Amount::new(total), &weights);
            for (part, weight) in parts.iter().zip(&weights).filter(|_| whole > 0) {
                let error = i128::from(part.0) * i128::from(whole) - i128::from(total) * i128::from(*weight);
                prop_assert!(error.abs() < i128::from(whole), "{part:?} for {weight} of {whole}");
            }
        }

        #[test]
        fn a_negative_total_mirrors_the_positive(total in 0..=i64::MAX, weights in vec(-1_000..1_000_i64, 0..20)) {
            let turned: Option<Vec<_>> =
                spread(Amount::new(-total), &weights).into_iter().map(Amount::checked_neg).collect();
            prop_assert_eq!(turned, Some(spread(Amount::new(total), &weights)));
        }

        #[test]
        fn every_amount_is_read_back(minor in -Amount::MAX..=Amount::MAX, code in "EUR|JPY|KWD") {
            let (amount, currency) = (Amount::new(minor), currency(&code));
            prop_assert_eq!(Amount::parse(&amount.text(currency), currency), Ok(amount));
        }
    }
}
