//! Charts: SVG from the server in the colours of the page, each with a table of its figures behind a fold.
//!
//! Every place is a whole number of pixels on the chart's own grid. A mark says its figure when it is pointed at; the
//! picture itself is named by its title, and who can't see it opens the table.

mod bars;
mod course;
mod heat;
mod scale;

use maud::{Markup, html};

use super::texts as say;
use crate::console::Visit;
use scale::{Scale, scale};

pub use bars::{bar, bar_and_line, horizontal, stacked};
pub use course::{area, line, spark};
pub use heat::heat;

/// Values over the chart's labels.
#[derive(Clone, Copy)]
pub struct Series<'a> {
    /// What they are.
    pub name: &'a str,
    /// One a label.
    pub values: &'a [i64],
    /// How one is written.
    pub show: &'a dyn Fn(i64) -> String,
}

/// How much room a chart has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Room {
    /// The width of the page.
    #[default]
    Wide,
    /// Half of it.
    Half,
}

/// A chart.
#[derive(Clone, Copy)]
pub struct Chart<'a> {
    /// What it shows, in a sentence.
    pub title: &'a str,
    /// What the values stand over: weeks, days, names.
    pub labels: &'a [&'a str],
    /// The values; charts of one series take the first.
    pub series: &'a [Series<'a>],
    /// How much room it has.
    pub room: Room,
}

/// The plot within a chart.
#[derive(Debug, Clone, Copy)]
struct Plot {
    width: i64,
    height: i64,
    left: i64,
    right: i64,
}

const TOP: i64 = 10;
const BOTTOM: i64 = 26;
/// About the width of a digit at 11 px.
const DIGIT: i64 = 7;

impl Plot {
    fn new(room: Room, left_chars: usize, right_chars: usize) -> Self {
        let margin = |chars: usize| count(chars).saturating_mul(DIGIT).saturating_add(12);
        let (width, height) = match room {
            Room::Wide => (960, 280),
            Room::Half => (480, 240),
        };
        let left = margin(left_chars).min(width / 4);
        let right = if right_chars == 0 { 12 } else { margin(right_chars).min(width / 4) };
        Self { width, height, left, right: width.saturating_sub(right) }
    }

    /// The lower edge, where zero mostly lies.
    fn floor(&self) -> i64 {
        self.height.saturating_sub(BOTTOM)
    }

    /// The height of a value.
    fn y(&self, scale: &Scale, value: i64) -> i64 {
        TOP.saturating_add(scale.place(value, self.floor().saturating_sub(TOP)))
    }

    /// Left edge and width of the room over a label.
    fn slot(&self, index: usize, slots: usize) -> (i64, i64) {
        let (slots, index) = (count(slots).max(1), count(index));
        let room = self.right.saturating_sub(self.left);
        let edge = |index: i64| self.left.saturating_add(room.saturating_mul(index) / slots);
        (edge(index), edge(index.saturating_add(1)).saturating_sub(edge(index)))
    }

    /// The middle of the room over a label.
    fn middle(&self, index: usize, slots: usize) -> i64 {
        let (left, width) = self.slot(index, slots);
        left.saturating_add(width / 2)
    }
}

/// A length as a number to compute with.
fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The class of the colour of a series; there are four, and then they come again.
fn colour(index: usize) -> &'static str {
    match index % 4 {
        0 => "c1",
        1 => "c2",
        2 => "c3",
        _ => "c4",
    }
}

fn longest(texts: impl Iterator<Item = String>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or_default()
}

/// Lines and labels of the left axis, and the labels below.
fn axes(plot: &Plot, chart: &Chart<'_>, scale: &Scale, show: &dyn Fn(i64) -> String) -> Markup {
    let slots = chart.labels.len();
    let (_, slot) = plot.slot(0, slots);
    let wide = count(longest(chart.labels.iter().map(|label| (*label).to_owned())))
        .saturating_mul(DIGIT)
        .saturating_add(8);
    // Only every so manieth label where they would touch each other.
    let every = usize::try_from(wide / slot.max(1)).unwrap_or_default().saturating_add(1);
    html! {
        g.axes {
            @for tick in scale.ticks() {
                @let y = plot.y(scale, tick);
                line class=[(tick == 0).then_some("zero")] x1=(plot.left) x2=(plot.right) y1=(y) y2=(y) {}
                text x=(plot.left.saturating_sub(8)) y=(y.saturating_add(4)) text-anchor="end" { (show(tick)) }
            }
            @for (index, label) in chart.labels.iter().enumerate().filter(|(index, _)| index % every == 0) {
                text x=(plot.middle(index, slots)) y=(plot.height.saturating_sub(8)) text-anchor="middle" { (label) }
            }
        }
    }
}

/// The chart around its marks: legend, picture, table.
fn figure(visit: &Visit, chart: &Chart<'_>, (width, height): (i64, i64), marks: &Markup) -> Markup {
    let room = match chart.room {
        Room::Wide => "chart wide",
        Room::Half => "chart",
    };
    html! {
        figure class=(room) {
            @if chart.series.len() > 1 {
                ul.legend aria-hidden="true" {
                    @for (index, series) in chart.series.iter().enumerate() {
                        li { span class={ "swatch " (colour(index)) } {} (series.name) }
                    }
                }
            }
            div.plot tabindex="0" role="group" aria-label=(chart.title) {
                svg viewBox={ "0 0 " (width) " " (height) } role="img" aria-label=(chart.title) { (marks) }
            }
            (figures(visit, chart))
        }
    }
}

/// The figures of a chart as a table, behind a fold.
fn figures(visit: &Visit, chart: &Chart<'_>) -> Markup {
    html! {
        details {
            summary { (visit.say(say::AS_TABLE)) }
            table.figures {
                caption.unseen { (chart.title) }
                thead { tr { td {} @for series in chart.series { th.num scope="col" { (series.name) } } } }
                tbody {
                    @for (index, label) in chart.labels.iter().enumerate() {
                        tr {
                            th scope="row" { (label) }
                            @for series in chart.series {
                                td.num { @if let Some(value) = series.values.get(index) { ((series.show)(*value)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a mark says when it is pointed at.
fn said(label: &str, series: &Series<'_>, value: i64) -> Markup {
    html! { title { (label) " · " (series.name) ": " ((series.show)(value)) } }
}

#[cfg(test)]
mod tests;
