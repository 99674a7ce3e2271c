//! Amounts: money in minor units of a currency that is known from around it.

use std::fmt;

use serde::{Deserialize, Serialize};

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
    /// The largest: ten million million units of a currency with cents.
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
        let written: fmt::Result = decimal::write(&mut text, self.0, currency.digits(), currency.digits());
        debug_assert!(written.is_ok(), "writing into a string");
        text
    }

    /// Reads a decimal exactly.
    ///
    /// # Errors
    /// [`BadAmount`] when it is no number, has more places than the currency, or is beyond the largest.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, BadAmount> {
        Ok(Self(decimal::parse(text, currency.digits(), Self::MAX)?))
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
/// towards zero, and the units left over go to the largest remainders, ties to the earlier part.
///
/// Weights count by their magnitude; where all are zero the first part gets everything.
#[must_use]
pub fn spread(total: Amount, weights: &[i64]) -> Vec<Amount> {
    let whole: i128 = weights.iter().map(|weight| i128::from(weight.unsigned_abs())).sum();
    if whole == 0 {
        let mut parts = vec![Amount::ZERO; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return parts;
    }
    let magnitude = i128::from(total.0.unsigned_abs());
    let sign = total.0.signum();
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = magnitude;
    for (index, weight) in weights.iter().enumerate() {
        // 2^63 × 2^63 fits into 128 bits.
        let product = magnitude.saturating_mul(i128::from(weight.unsigned_abs()));
        let part = product.checked_div(whole).unwrap_or(0);
        remainders.push((product.checked_rem(whole).unwrap_or(0), index));
        left = left.saturating_sub(part);
        parts.push(i64::try_from(part).unwrap_or(i64::MAX));
    }
    if left > 0 {
        // Stable, so ties stay in the order of the parts.
        remainders.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
        for (_, index) in remainders.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            if let Some(part) = parts.get_mut(index) {
                *part = part.saturating_add(1);
            }
        }
    }
    parts.into_iter().map(|part| Amount(part.saturating_mul(sign))).collect()
}
