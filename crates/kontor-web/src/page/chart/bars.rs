//! Bars: beside each other, upon each other, lying.

use maud::{Markup, html};

use super::course::smooth;
use super::{Chart, Plot, Series, axes, colour, count, figure, longest, said, scale};
use crate::console::Visit;

/// Bars over labels; several series stand side by side.
#[must_use]
pub fn bar(visit: &Visit, chart: &Chart<'_>) -> Markup {
    let Some(first) = chart.series.first() else { return html! {} };
    let scale = scale(chart.series.iter().flat_map(|series| series.values.iter().copied()));
    let plot = Plot::new(chart.room, longest(scale.ticks().map(first.show)), 0);
    let marks = html! {
        (axes(&plot, chart, &scale, first.show))
        (standing(&plot, chart, &scale))
    };
    figure(visit, chart, (plot.width, plot.height), &marks)
}

/// Bars of the first series, and the second as a line with an axis of its own at the right.
#[must_use]
pub fn bar_and_line(visit: &Visit, chart: &Chart<'_>) -> Markup {
    let (Some(bars), Some(line)) = (chart.series.first(), chart.series.get(1)) else {
        return bar(visit, chart);
    };
    let left = scale(bars.values.iter().copied());
    let right = scale(line.values.iter().copied());
    let plot =
        Plot::new(chart.room, longest(left.ticks().map(bars.show)), longest(right.ticks().map(line.show)));
    let slots = chart.labels.len();
    let points: Vec<(i64, i64)> = (0..)
        .zip(line.values)
        .map(|(index, value)| (plot.middle(index, slots), plot.y(&right, *value)))
        .collect();
    let marks = html! {
        (axes(&plot, chart, &left, bars.show))
        g.axes { @for tick in right.ticks() {
            text x=(plot.right.saturating_add(8)) y=(plot.y(&right, tick).saturating_add(4)) { ((line.show)(tick)) }
        } }
        (standing(&plot, &Chart { series: chart.series.get(..1).unwrap_or_default(), ..*chart }, &left))
        path.line.c2 d=(smooth(&points)) {}
        @for ((x, y), (label, value)) in points.iter().zip(chart.labels.iter().zip(line.values)) {
            circle.dot.c2 cx=(x) cy=(y) r="3" { (said(label, line, *value)) }
        }
    };
    figure(visit, chart, (plot.width, plot.height), &marks)
}

fn standing(plot: &Plot, chart: &Chart<'_>, scale: &super::Scale) -> Markup {
    let slots = chart.labels.len();
    let beside = count(chart.series.len()).max(1);
    let zero = plot.y(scale, 0);
    let (_, slot) = plot.slot(0, slots);
    let width = (slot.saturating_mul(3) / 5 / beside).clamp(1, 40);
    let start = slot.saturating_sub(width.saturating_mul(beside)) / 2;
    html! {
        @for (number, series) in chart.series.iter().enumerate() {
            @for (index, (label, value)) in chart.labels.iter().zip(series.values).enumerate() {
                @let y = plot.y(scale, *value);
                rect class=(colour(number)) rx="2" width=(width.saturating_sub(i64::from(beside > 1)).max(1))
                    x=(plot.slot(index, slots).0.saturating_add(start).saturating_add(count(number).saturating_mul(width)))
                    y=(y.min(zero)) height=(y.abs_diff(zero)) { (said(label, series, *value)) }
            }
        }
    }
}

/// Bars whose parts stand upon each other. Parts below zero are left out: a part of a whole is none.
#[must_use]
pub fn stacked(visit: &Visit, chart: &Chart<'_>) -> Markup {
    let Some(first) = chart.series.first() else { return html! {} };
    let slots = chart.labels.len();
    let part =
        |series: &Series<'_>, index: usize| series.values.get(index).copied().unwrap_or_default().max(0);
    let sums = (0..slots)
        .map(|index| chart.series.iter().fold(0_i64, |sum, series| sum.saturating_add(part(series, index))));
    let scale = scale(sums.collect::<Vec<_>>().into_iter());
    let plot = Plot::new(chart.room, longest(scale.ticks().map(first.show)), 0);
    let width = (plot.slot(0, slots).1.saturating_mul(3) / 5).clamp(1, 40);
    let pieces = (0..slots).zip(chart.labels).flat_map(|(index, label)| {
        chart.series.iter().enumerate().scan(0_i64, move |below, (number, series)| {
            let value = part(series, index);
            let bottom = *below;
            *below = below.saturating_add(value);
            Some((index, *label, number, series, bottom, value))
        })
    });
    let marks = html! {
        (axes(&plot, chart, &scale, first.show))
        @for (index, label, number, series, bottom, value) in pieces {
            @let (y, foot) = (plot.y(&scale, bottom.saturating_add(value)), plot.y(&scale, bottom));
            rect class=(colour(number)) x=(plot.middle(index, slots).saturating_sub(width / 2)) width=(width)
                y=(y) height=(foot.saturating_sub(y)) { (said(label, series, value)) }
        }
    };
    figure(visit, chart, (plot.width, plot.height), &marks)
}

/// So high is a lying bar with its gap.
const LANE: i64 = 28;
/// Labels of lying bars are cut behind so many letters; the table has them whole.
const LETTERS: usize = 26;

/// Lying bars of the first series, for names and ranks.
#[must_use]
pub fn horizontal(visit: &Visit, chart: &Chart<'_>) -> Markup {
    let Some(series) = chart.series.first() else { return html! {} };
    let scale = scale(series.values.iter().copied().map(|value| value.max(0)));
    let shown = |label: &str| {
        let mut short: String = label.chars().take(LETTERS).collect();
        if label.chars().nth(LETTERS).is_some() {
            short.push('…');
        }
        short
    };
    let plot = Plot::new(
        chart.room,
        longest(chart.labels.iter().map(|label| shown(label))),
        longest(series.values.iter().map(|value| (series.show)(*value))),
    );
    let length = plot.right.saturating_sub(plot.left);
    let lanes = || (0_i64..).step_by(usize::try_from(LANE).unwrap_or(1));
    let marks = html! {
        @for (top, (label, value)) in lanes().zip(chart.labels.iter().zip(series.values)) {
            @let wide = length.saturating_sub(scale.place((*value).max(0), length)).max(1);
            g.lane {
                text x=(plot.left.saturating_sub(8)) y=(top.saturating_add(18)) text-anchor="end" { (shown(label)) }
                rect.c1 rx="2" x=(plot.left) y=(top.saturating_add(5)) width=(wide) height="18" { (said(label, series, *value)) }
                text x=(plot.left.saturating_add(wide).saturating_add(8)) y=(top.saturating_add(18)) { ((series.show)(*value)) }
            }
        }
    };
    figure(visit, chart, (plot.width, count(chart.labels.len()).saturating_mul(LANE)), &marks)
}
