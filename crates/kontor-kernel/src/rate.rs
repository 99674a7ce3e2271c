//! Tax rates: in hundredths of a percent.

use crate::Amount;
use crate::decimal::decimal;
use crate::price::divide_half_up;

/// A tax rate in hundredths of a percent: 1900 is 19 %. In text and JSON the percentage as a decimal: `19`, `5.5`;
/// what is read lies between 0 and 100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TaxRate(i32);

decimal!(TaxRate, 2, 0, 10_000);

/// A hundred percent, in hundredths of a percent.
const WHOLE: i128 = 10_000;

impl TaxRate {
    /// No tax.
    pub const ZERO: Self = Self(0);

    /// From hundredths of a percent.
    #[must_use]
    pub const fn new(hundredths: i32) -> Self {
        Self(hundredths)
    }

    /// In hundredths of a percent.
    #[must_use]
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// The tax on a net amount: net × rate, rounded half up (away from zero). `None` when the rate is below zero
    /// or the tax beyond [`Amount::MAX`].
    #[must_use]
    pub fn tax_of_net(self, net: Amount) -> Option<Amount> {
        self.part(net, WHOLE)
    }

    /// The tax in a gross amount: gross × rate ÷ (100 + rate), rounded half up (away from zero). `None` when the
    /// rate is below zero or the tax beyond [`Amount::MAX`].
    #[must_use]
    pub fn tax_in_gross(self, gross: Amount) -> Option<Amount> {
        self.part(gross, WHOLE.checked_add(i128::from(self.0))?)
    }

    fn part(self, of: Amount, whole: i128) -> Option<Amount> {
        if self.0 < 0 {
            return None;
        }
        let product = i128::from(of.minor()).checked_mul(i128::from(self.0))?;
        Amount::from_wide(divide_half_up(product, whole)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::{BadDecimal, Cell, Column, WrongCell};

    #[test]
    fn tax_is_rounded_half_up() {
        let table = [
            // rate, amount, tax of it as net, tax in it as gross
            (1_900, 10_000, 1_900, 1_597),
            (1_900, 11_900, 2_261, 1_900),
            (700, 1_070, 75, 70),
            (700, 50, 4, 3),
            (700, -50, -4, -3),
            (0, 12_345, 0, 0),
            (10_000, 1, 1, 1),
            (1_900, 0, 0, 0),
        ];
        for (rate, amount, of_net, in_gross) in table {
            let (rate, amount) = (TaxRate::new(rate), Amount::new(amount));
            assert_eq!(rate.tax_of_net(amount), Some(Amount::new(of_net)), "{rate} % of {amount:?}");
            assert_eq!(rate.tax_in_gross(amount), Some(Amount::new(in_gross)), "{rate} % in {amount:?}");
        }
    }

    #[test]
    fn a_rate_below_zero_or_a_tax_beyond_bounds_is_none() {
        for rate in [-1, -10_000, i32::MIN] {
            assert_eq!(TaxRate::new(rate).tax_of_net(Amount::new(100)), None);
            assert_eq!(TaxRate::new(rate).tax_in_gross(Amount::new(100)), None);
        }
        assert_eq!(TaxRate::new(i32::MAX).tax_of_net(Amount::new(Amount::MAX)), None);
    }

    #[test]
    fn a_rate_is_a_percentage() {
        for (hundredths, text) in [(1_900, "19"), (550, "5.5"), (0, "0"), (2_125, "21.25"), (10_000, "100")] {
            let rate = TaxRate::new(hundredths);
            assert_eq!(rate.to_string(), text);
            assert_eq!(text.parse(), Ok(rate));
            assert_eq!(serde_json::to_string(&rate).unwrap(), format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<TaxRate>(text).unwrap(), rate);
            assert_eq!(rate.to_cell(), Cell::Int(i64::from(hundredths)));
            assert_eq!(TaxRate::from_cell(rate.to_cell()), Ok(rate));
        }
        assert_eq!("-1".parse::<TaxRate>(), Err(BadDecimal::Negative));
        assert_eq!("100.01".parse::<TaxRate>(), Err(BadDecimal::TooLarge));
        assert_eq!("19.001".parse::<TaxRate>(), Err(BadDecimal::TooManyPlaces(2)));
        let beyond = TaxRate::from_cell(Cell::Int(i64::from(i32::MAX) + 1));
        assert_eq!(beyond, Err(WrongCell { expected: "a 32-bit integer" }));
    }

    proptest! {
        #[test]
        fn the_tax_of_a_net_amount_is_in_its_gross(net in -1_000_000_000..=1_000_000_000_i64, rate in 0..=10_000_i32) {
            let (net, rate) = (Amount::new(net), TaxRate::new(rate));
            let tax = rate.tax_of_net(net).unwrap();
            let back = rate.tax_in_gross(net.checked_add(tax).unwrap()).unwrap();
            // Rounding at half a cent can move it by one at rates where a cent of gross is less than one of net.
            prop_assert!((back.minor() - tax.minor()).abs() <= 1, "{tax:?} {back:?}");
        }

        #[test]
        fn turned_round_the_tax_is_turned_round(amount in 0..=1_000_000_000_i64, rate in 0..=10_000_i32) {
            let (plus, minus, rate) = (Amount::new(amount), Amount::new(-amount), TaxRate::new(rate));
            prop_assert_eq!(rate.tax_of_net(minus), rate.tax_of_net(plus).and_then(Amount::checked_neg));
            prop_assert_eq!(rate.tax_in_gross(minus), rate.tax_in_gross(plus).and_then(Amount::checked_neg));
        }
    }
}
