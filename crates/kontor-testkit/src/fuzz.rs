//! Trying properties with inputs that nobody thought of.
//!
//! The inputs are not noise, of which a reader refuses the first byte: they are real shapes with a few changes, made as
//! random bytes say (a [`Script`]). Bolero makes these bytes, and shortens those of a failure. Each property is tried
//! for fifteen seconds; by hand for longer, without the time limit of nextest:
//!
//! ```text
//! KONTOR_FUZZ_SECONDS=600 cargo test fuzz_ --workspace
//! ```
//!
//! A failure names a `BOLERO_RANDOM_SEED` that repeats it. What was found becomes a plain test.

use std::time::Duration;

/// Bytes of a script at most: enough for a dozen changes.
pub const SCRIPT_BYTES: usize = 256;

/// How long a property is tried.
#[expect(clippy::disallowed_methods, reason = "the test runner says so this way")]
pub fn time() -> Duration {
    let seconds = std::env::var("KONTOR_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(15))
}

/// Random bytes that are read as choices; zeros when there are no more, so that a short script means few changes.
pub struct Script<'a>(pub &'a [u8]);

impl Script<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((byte, rest)) => {
                self.0 = rest;
                *byte
            }
            None => 0,
        }
    }

    /// A number below a bound; zero below zero.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound < 256 {
            return usize::from(self.byte()) % bound.max(1);
        }
        let number = u32::from_be_bytes([0, self.byte(), self.byte(), self.byte()]);
        usize::try_from(number).expect("three bytes") % bound
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A text of so many pieces at most.
    pub fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most + 1)).map(|_| self.one(pieces)).collect()
    }

    /// One of the seeds with some changes, in which the pieces play a part.
    pub fn mutant(&mut self, seeds: &[&[u8]], pieces: &[&[u8]]) -> Vec<u8> {
        let mut bytes = self.one(seeds).to_vec();
        for _ in 0..self.below(12) {
            if self.0.is_empty() {
                break;
            }
            // A head line that is broken ends all; so most changes are behind it.
            let line = bytes.iter().position(|byte| *byte == b'\n').filter(|_| self.byte() % 8 < 7);
            let head = line.map_or(0, |line| line + 1);
            let at = head + self.below(bytes.len() + 1 - head);
            let end = bytes.len().min(at + self.below(24));
            match self.below(8) {
                0 | 1 => drop(bytes.splice(at..at, self.one(pieces).iter().copied())),
                2 => drop(bytes.splice(at..end, self.one(pieces).iter().copied())),
                3 => drop(bytes.drain(at..end)),
                4 => {
                    let part = bytes[at..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    bytes.splice(to..to, part);
                }
                5 => {
                    let other = self.one(seeds);
                    bytes.splice(at..at, other[self.below(other.len() + 1)..].iter().copied());
                }
                // Now and then so many that a limit is passed.
                6 => {
                    let times = 1 << if self.byte() < 250 { self.below(7) } else { self.below(17) };
                    let many = self.one(pieces).repeat(times);
                    bytes.splice(at..at, many);
                }
                _ => bytes.truncate(at),
            }
        }
        bytes
    }
}

#[test]
fn a_script_that_ends_changes_nothing() {
    assert_eq!(Script(&[]).mutant(&[b"a,b\n", b"c"], &[b"\""]), b"a,b\n");
    assert_eq!(Script(&[1, 1, 0, 0, 0, 0, 0]).mutant(&[b"a,b\n", b"c"], &[b"\""]), b"\"c");
    assert_eq!(Script(&[255]).below(10), 5);
    assert_eq!(Script(&[1, 0, 0]).below(70_000), 65_536);
    assert_eq!(Script(&[2, 0, 1]).text(&["x", "y"], 3), "xy");
}
