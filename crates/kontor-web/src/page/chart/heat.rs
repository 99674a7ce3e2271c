//! A year of days, the busier the darker.

use kontor_kernel::Date;
use maud::{Markup, html};

use super::{Chart, Room, Series, count, figure};
use crate::console::Visit;
use crate::page::format::{date, short_date};
use crate::page::texts as say;

/// A day's square with its gap.
const CELL: i64 = 17;
const LEFT: i64 = 30;
const TOP: i64 = 20;

/// A calendar of days from `first` on, a column a week from Monday, a day a value of the series.
#[must_use]
pub fn heat(visit: &Visit, title: &str, first: Date, series: &Series<'_>) -> Markup {
    let days: Vec<(Date, i64)> =
        (0..).zip(series.values).map_while(|(index, value)| Some((first.add_days(index)?, *value))).collect();
    let most = series.values.iter().copied().max().unwrap_or_default().max(1);
    let offset = weekday(first);
    let place = |index: usize| {
        let day = count(index) + offset;
        (LEFT + day / 7 * CELL, TOP + day % 7 * CELL)
    };
    let weeks = (count(days.len()) + offset + 6) / 7;
    let labels: Vec<String> = days.iter().map(|(day, _)| date(*day, visit.language)).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let marks = html! {
        g.axes {
            @for (row, text) in [(0, say::MONDAY), (2, say::WEDNESDAY), (4, say::FRIDAY)] {
                text x="0" y=(TOP + row * CELL + 11) { (visit.say(text)) }
            }
            @for (index, (day, _)) in days.iter().enumerate().filter(|(_, (day, _))| day.as_str().ends_with("-01")) {
                text x=(place(index).0) y="12" { (short_date(*day, visit.language)) }
            }
        }
        @for (index, (label, (_, value))) in labels.iter().zip(&days).enumerate() {
            @let (x, y) = place(index);
            rect class={ "heat h" (level(*value, most)) } x=(x) y=(y) width=(CELL - 3) height=(CELL - 3) rx="2" {
                title { (label) ": " ((series.show)(*value)) }
            }
        }
    };
    let chart = Chart { title, labels: &labels, series: &[*series], room: Room::Wide };
    figure(visit, &chart, ((LEFT + weeks * CELL).max(900), TOP + 7 * CELL), &marks)
}

/// Nothing, or which quarter of the most.
fn level(value: i64, most: i64) -> i64 {
    if value <= 0 {
        0
    } else {
        (1 + i64::try_from((i128::from(value) * 4 - 1) / i128::from(most)).unwrap_or(3)).min(4)
    }
}

/// The day of the week, Monday first. Days are counted from March, so that the leap day comes last (after Zeller).
fn weekday(day: Date) -> i64 {
    let mut parts = day.as_str().split('-').filter_map(|part| part.parse::<i64>().ok());
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, of_month) = (next(), next(), next());
    let (year, month) = if month < 3 { (year - 1, month + 12) } else { (year, month) };
    (of_month + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400 + 5) % 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week() {
        for (day, number) in [
            ("2024-01-01", 0),
            ("2026-11-24", 1),
            ("2024-02-29", 3),
            ("2000-03-01", 2),
            ("1970-01-01", 3),
            ("2026-11-29", 6),
        ] {
            assert_eq!(weekday(day.parse().unwrap()), number, "{day}");
        }
    }

    #[test]
    fn the_busiest_day_is_the_darkest() {
        assert_eq!([-1, 0, 1, 25, 26, 99, 100].map(|value| level(value, 100)), [0, 0, 1, 1, 2, 4, 4]);
        assert_eq!(level(i64::MAX, i64::MAX), 4);
    }
}
