//! Where a value lies between the ends of an axis, and at which values the axis has lines.

/// An axis: from its lowest line to its highest, with a line every step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    low: i64,
    high: i64,
    step: i64,
}

/// About so many lines an axis has.
const LINES: i64 = 5;

/// The axis for values: it holds zero, ends on lines, and its step is 1, 2 or 5 with zeros.
pub(super) fn scale(values: impl Iterator<Item = i64> + Clone) -> Scale {
    // No value of the business comes near these ends; within them nothing below can overflow.
    const END: i64 = i64::MAX / 16;
    let least = values.clone().min().unwrap_or_default().clamp(-END, 0);
    let most = values.max().unwrap_or_default().clamp(0, END);
    let step = round_step(((most - least + LINES - 1) / LINES).max(1));
    let up = |value: i64| (value + step - 1) / step * step;
    Scale { low: -up(-least), high: up(most).max(step), step }
}

/// The least of 1, 2, 5, 10, 20, 50 … that is not below.
fn round_step(least: i64) -> i64 {
    let mut power: i64 = 1;
    loop {
        for digit in [1, 2, 5] {
            match power.checked_mul(digit) {
                Some(step) if step < least => {}
                Some(step) => return step,
                None => return least,
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return least,
        }
    }
}

impl Scale {
    /// How far below the top a value lies on an axis of this length.
    pub(super) fn place(&self, value: i64, length: i64) -> i64 {
        let down = i128::from(self.high) - i128::from(value.clamp(self.low, self.high));
        let whole = i128::from(self.high) - i128::from(self.low);
        i64::try_from(down * i128::from(length) / whole.max(1)).unwrap_or_default()
    }

    /// The values with a line, from the lowest.
    pub(super) fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let Self { low, high, step } = *self;
        std::iter::successors(Some(low), move |tick| Some(tick + step)).take_while(move |tick| *tick <= high)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    fn ticks(values: &[i64]) -> Vec<i64> {
        scale(values.iter().copied()).ticks().collect()
    }

    #[test]
    fn lines_lie_on_round_numbers() {
        assert_eq!(ticks(&[18, 47]), [0, 10, 20, 30, 40, 50]);
        assert_eq!(
            ticks(&[4_189_000, 1_840_000]),
            [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000]
        );
        assert_eq!(ticks(&[-7, 12]), [-10, -5, 0, 5, 10, 15]);
        assert_eq!(ticks(&[0, 0]), [0, 1]);
        assert_eq!(ticks(&[]), [0, 1]);
        assert_eq!(ticks(&[-3]), [-3, -2, -1, 0, 1]);
    }

    #[test]
    fn the_top_is_at_nought_and_the_bottom_at_the_length() {
        let scale = scale([0, 50].into_iter());
        assert_eq!((scale.place(50, 200), scale.place(25, 200), scale.place(0, 200)), (0, 100, 200));
        assert_eq!((scale.place(99, 200), scale.place(-9, 200)), (0, 200), "outside is at the edge");
    }

    proptest! {
        #[test]
        fn every_value_lies_within_and_lines_are_few(values in vec(proptest::num::i64::ANY, 0..20)) {
            let scale = scale(values.iter().copied());
            prop_assert!(scale.ticks().count() <= 9, "{scale:?}");
            for value in values {
                prop_assert!((0..=200).contains(&scale.place(value, 200)));
            }
        }
    }
}
