//! Lines over time.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{Chart, Plot, axes, colour, count, figure, longest, said, scale};
use crate::console::Visit;

/// A curve through points from left to right that never rises above or falls below its neighbours.
pub(super) fn smooth(points: &[(i64, i64)]) -> String {
    let mut path = String::new();
    let mut last: Option<(i64, i64)> = None;
    for &(x, y) in points {
        // writing into a text cannot fail
        let _ = match last {
            None => write!(path, "M{x} {y}"),
            Some((before, height)) => {
                let middle = before.midpoint(x);
                write!(path, "C{middle} {height} {middle} {y} {x} {y}")
            }
        };
        last = Some((x, y));
    }
    path
}

/// Lines over time, one a series.
#[must_use]
pub fn line(visit: &Visit, chart: &Chart<'_>) -> Markup {
    course(visit, chart, false)
}

/// Lines over time, filled to the ground.
#[must_use]
pub fn area(visit: &Visit, chart: &Chart<'_>) -> Markup {
    course(visit, chart, true)
}

fn course(visit: &Visit, chart: &Chart<'_>, is_filled: bool) -> Markup {
    let Some(first) = chart.series.first() else { return html! {} };
    let scale = scale(chart.series.iter().flat_map(|series| series.values.iter().copied()));
    let plot = Plot::new(chart.room, longest(scale.ticks().map(first.show)), 0);
    let slots = chart.labels.len();
    let ground = plot.y(&scale, 0);
    let marks = html! {
        (axes(&plot, chart, &scale, first.show))
        @for (number, series) in chart.series.iter().enumerate() {
            @let points: Vec<(i64, i64)> =
                (0..).zip(series.values).map(|(index, value)| (plot.middle(index, slots), plot.y(&scale, *value))).collect();
            @if let (true, Some((left, _)), Some((right, _))) = (is_filled, points.first(), points.last()) {
                path class={ "area " (colour(number)) } d={ (smooth(&points)) "L" (right) " " (ground) "L" (left) " " (ground) "Z" } {}
            }
            path class={ "line " (colour(number)) } d=(smooth(&points)) {}
            @for ((x, y), (label, value)) in points.iter().zip(chart.labels.iter().zip(series.values)) {
                circle class={ "dot " (colour(number)) } cx=(x) cy=(y) r="3" { (said(label, series, *value)) }
            }
        }
    };
    figure(visit, chart, (plot.width, plot.height), &marks)
}

/// A small line without axes beside a figure; it says nothing by itself.
#[must_use]
pub fn spark(values: &[i64]) -> Markup {
    const WIDTH: i64 = 96;
    const HEIGHT: i64 = 24;
    let low = values.iter().copied().min().unwrap_or_default();
    let over = |value: i64| i128::from(value) - i128::from(low);
    let most = values.iter().copied().map(over).max().unwrap_or_default().max(1);
    let last = count(values.len()).saturating_sub(1).max(1);
    let points: Vec<(i64, i64)> = (0..)
        .zip(values)
        .map(|(index, value)| {
            let up = i64::try_from(over(*value) * i128::from(HEIGHT - 4) / most).unwrap_or_default();
            (2 + (WIDTH - 4) * index / last, HEIGHT - 2 - up)
        })
        .collect();
    html! {
        svg.spark viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } aria-hidden="true" { path.line.c1 d=(smooth(&points)) {} }
    }
}
