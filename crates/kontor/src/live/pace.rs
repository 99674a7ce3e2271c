//! How fast changes are told: at once while they are few, and once a second while they are many.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use kontor_kernel::limits;

const SECOND: Duration = Duration::from_secs(1);

/// When the next message may go.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// The messages of the last second: when they went, and how many changes each told.
    told: VecDeque<(Instant, usize)>,
}

impl Pace {
    /// How long to wait from now until the next message.
    pub(super) fn wait(&mut self, now: Instant) -> Duration {
        while self.told.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) >= SECOND) {
            self.told.pop_front();
        }
        let changes: usize = self.told.iter().map(|(_, changes)| changes).sum();
        match self.told.back() {
            Some((last, _)) if changes >= limits::LIVE_CHANGES => {
                SECOND.saturating_sub(now.saturating_duration_since(*last))
            }
            _ => Duration::ZERO,
        }
    }

    /// A message went, about so many changes.
    pub(super) fn told(&mut self, now: Instant, changes: usize) {
        self.told.push_back((now, changes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many messages go in ten seconds when a change comes every so many milliseconds.
    #[expect(clippy::disallowed_methods, reason = "any moment to count from")]
    fn messages(every_ms: u64) -> (usize, Duration) {
        let (start, mut pace) = (Instant::now(), Pace::default());
        let (mut count, mut longest, mut now) = (0, Duration::ZERO, start);
        let (mut waiting, mut next_change) = (0, start);
        while now < start + Duration::from_secs(10) {
            while next_change <= now {
                waiting += 1;
                next_change += Duration::from_millis(every_ms);
            }
            if waiting > 0 {
                let wait = pace.wait(now);
                longest = longest.max(wait);
                if wait.is_zero() {
                    pace.told(now, waiting);
                    (count, waiting) = (count + 1, 0);
                }
            }
            now += Duration::from_millis(1);
        }
        (count, longest)
    }

    #[test]
    fn few_changes_are_told_at_once_and_many_once_a_second() {
        assert_eq!(messages(250), (40, Duration::ZERO), "four a second: each at once");
        let (count, longest) = messages(2);
        assert!((10..=15).contains(&count), "500 a second: {count} messages");
        assert!(longest <= SECOND, "{longest:?}");
    }
}
