//! Chance that can be had again: the same seed gives the same choices.

/// A generator of numbers (xorshift64), for choices that need no secrecy.
#[derive(Debug)]
pub(in crate::cli) struct Dice(u64);

impl Dice {
    /// A generator for a seed; different seeds give unrelated numbers.
    pub(in crate::cli) fn new(seed: u64) -> Self {
        // splitmix64's last step: neighbouring seeds come out far apart. The generator must not start at zero.
        let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `bound`; 0 when there is none.
    pub(in crate::cli) fn below(&mut self, bound: u64) -> u64 {
        // The upper half: the lower bits of the generator repeat sooner.
        (self.next() >> 20).checked_rem(bound).unwrap_or(0)
    }

    /// A place in a list of so many, of which the first are chosen far more often than the last, as buyers choose: half
    /// of all choices fall on the first quarter.
    pub(super) fn popular(&mut self, count: u64) -> u64 {
        let chance = self.below(1 << 20);
        count.saturating_mul(chance * chance) >> 40
    }

    /// One of several values, each with its share of a hundred; the last when the shares do not come to a hundred.
    pub(super) fn share<T: Copy>(&mut self, shares: &[(u64, T)]) -> Option<T> {
        let mut rest = self.below(100);
        for (share, value) in shares {
            match rest.checked_sub(*share) {
                Some(less) => rest = less,
                None => return Some(*value),
            }
        }
        shares.last().map(|(_, value)| *value)
    }

    /// Sixteen bytes.
    pub(super) fn bytes(&mut self) -> [u8; 16] {
        let (high, low) = (u128::from(self.next()), u128::from(self.next()));
        ((high << 64) | low).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_choices_and_another_one_others() {
        let choices = |seed| {
            let mut dice = Dice::new(seed);
            (0..100).map(|_| dice.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(choices(1), choices(1));
        assert_ne!(choices(1), choices(2));
        assert_ne!(choices(0), choices(1));
        assert_eq!(Dice::new(1).below(0), 0);
    }

    #[test]
    fn what_stands_first_is_chosen_most() {
        let mut dice = Dice::new(7);
        let chosen: Vec<u64> = (0..10_000).map(|_| dice.popular(1_000)).collect();
        assert!(chosen.iter().all(|place| *place < 1_000));
        let first = chosen.iter().filter(|place| **place < 250).count();
        assert!((4_800..5_200).contains(&first), "{first}");
    }

    #[test]
    fn shares_of_a_hundred_are_kept() {
        let mut dice = Dice::new(7);
        let heads = (0..10_000).filter(|_| dice.share(&[(70, true), (30, false)]) == Some(true)).count();
        assert!((6_800..7_200).contains(&heads), "{heads}");
        assert_eq!(dice.share(&[(0, 1), (0, 2)]), Some(2));
        assert_eq!(dice.share::<u8>(&[]), None);
    }
}
