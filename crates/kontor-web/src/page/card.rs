//! What a page's body is laid out with.

use maud::{Markup, html};

use super::{Tone, badge, kbd};

/// A card with a heading.
#[must_use]
pub fn card(title: &str, body: &Markup) -> Markup {
    html! { section.card { h2 { (title) } (body) } }
}

/// A card with actions beside its heading.
#[must_use]
pub fn card_with(title: &str, tools: &Markup, body: &Markup) -> Markup {
    html! {
        section.card {
            header { h2 { (title) } div.tools { (tools) } }
            (body)
        }
    }
}

/// A column of two thirds and one of a third; below each other where the screen is narrow.
#[must_use]
pub fn split(main: &Markup, aside: &Markup) -> Markup {
    html! { div.split { div.stack { (main) } div.stack { (aside) } } }
}

/// Parts below each other.
#[must_use]
pub fn stack(parts: &[Markup]) -> Markup {
    html! { div.stack { @for part in parts { (part) } } }
}

/// Parts side by side, as many as fit.
#[must_use]
pub fn grid(parts: &[Markup]) -> Markup {
    html! { div.grid { @for part in parts { (part) } } }
}

/// Facts: what and how it is.
#[must_use]
pub fn facts(list: &[(&str, Markup)]) -> Markup {
    html! { dl.facts { @for (label, value) in list { div { dt { (label) } dd { (value) } } } } }
}

/// Amounts that add up, right-aligned; the last one is the total.
#[must_use]
pub fn totals(list: &[(&str, String)]) -> Markup {
    html! { dl.facts.totals { @for (label, amount) in list { div { dt { (label) } dd { (amount) } } } } }
}

/// A page's heading with the list it lies in and its state.
#[must_use]
pub fn heading(list: Option<(&str, &str)>, title: &str, states: &[(Tone, &str)]) -> Markup {
    html! {
        div.heading {
            @if let Some((label, href)) = list { a.crumb href=(href) { (label) } }
            h1 { (title) }
            @for (tone, word) in states { (badge(*tone, word)) }
        }
    }
}

/// Nothing is here yet: a sentence that teaches, and what to do about it.
#[must_use]
pub fn empty(sentence: &str, action: &Markup) -> Markup {
    html! { div.empty { p { (sentence) } (action) } }
}

/// One of the views of a page.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// Its name.
    pub label: &'a str,
    /// Its address.
    pub href: &'a str,
    /// How many things are in it.
    pub count: Option<i64>,
    /// It is the one that is shown.
    pub is_current: bool,
}

/// The views of a page. `label` names them for those who don't see them.
#[must_use]
pub fn tabs(label: &str, list: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            @for tab in list {
                a href=(tab.href) aria-current=[tab.is_current.then_some("page")] {
                    (tab.label)
                    @if let Some(count) = tab.count { span.count { (count) } }
                }
            }
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StepState {
    /// Behind.
    Done,
    /// Here.
    Now,
    /// Ahead.
    #[default]
    Todo,
    /// Stopped.
    Bad,
}

/// A step of a way: its name, how far it is, and a word about it such as a date.
#[derive(Debug, Clone, Copy, Default)]
pub struct Step<'a> {
    /// Its name.
    pub label: &'a str,
    /// How far it is.
    pub state: StepState,
    /// A word about it; empty for none.
    pub detail: &'a str,
}

impl Step<'_> {
    fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Todo => "todo",
            StepState::Bad => "bad",
        }
    }
}

fn way(class: &str, label: &str, list: &[Step<'_>]) -> Markup {
    html! {
        ol class=(class) aria-label=(label) {
            @for step in list {
                li class=(step.class()) aria-current=[(step.state == StepState::Now).then_some("step")] {
                    span { (step.label) }
                    @if !step.detail.is_empty() { small { (step.detail) } }
                }
            }
        }
    }
}

/// Where something stands on its way.
#[must_use]
pub fn strip(label: &str, list: &[Step<'_>]) -> Markup {
    way("strip", label, list)
}

/// The steps of an assistant, numbered.
#[must_use]
pub fn steps(label: &str, list: &[Step<'_>]) -> Markup {
    way("steps", label, list)
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Its id on the page, so that a new one is seen as new; empty for none.
    pub id: &'a str,
    /// When, in words.
    pub at: &'a str,
    /// Who, and from where.
    pub who: &'a str,
    /// How it is meant.
    pub tone: Tone,
    /// What.
    pub text: Markup,
    /// More, behind a fold named by the first.
    pub detail: Option<(&'a str, Markup)>,
}

/// Everything that happened, the newest first.
#[must_use]
pub fn timeline(list: &[Entry<'_>]) -> Markup {
    html! {
        ol.timeline {
            @for entry in list {
                li class=(entry.tone.class()) id=[(!entry.id.is_empty()).then_some(entry.id)] {
                    p.when { (entry.at) @if !entry.who.is_empty() { " · " (entry.who) } }
                    div { (entry.text) }
                    @if let Some((name, detail)) = &entry.detail { details { summary { (name) } (detail) } }
                }
            }
        }
    }
}

/// A figure of today.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stat<'a> {
    /// What it counts.
    pub label: &'a str,
    /// The figure.
    pub value: &'a str,
    /// How it changed, and whether that is good.
    pub change: Option<(Tone, &'a str)>,
    /// What it is compared with, or another word about it.
    pub note: &'a str,
    /// Where more of it is.
    pub href: Option<&'a str>,
    /// Its last values, the newest last; none for no line.
    pub line: &'a [i64],
}

/// A figure of today with its course.
#[must_use]
pub fn stat(stat: &Stat<'_>) -> Markup {
    html! {
        div.card.stat {
            p.label { @if let Some(href) = stat.href { a href=(href) { (stat.label) } } @else { (stat.label) } }
            p.value { (stat.value) }
            div.course {
                @if let Some((tone, change)) = stat.change { span class={ "change " (tone.class()) (direction(change)) } { (change) } }
                @if !stat.note.is_empty() { span.note { (stat.note) } }
                @if !stat.line.is_empty() { (super::chart::spark(stat.line)) }
            }
        }
    }
}

/// An arrow upwards or downwards, after the sign of a change.
fn direction(change: &str) -> &'static str {
    match change.chars().next() {
        Some('+') => " up",
        Some('-' | super::format::MINUS) => " down",
        _ => "",
    }
}

/// A count of things that wait for somebody, as a link to them; a row of a page that tells what needs a person now.
#[must_use]
pub fn task(tone: Tone, count: &str, label: &str, href: &str, key: Option<&str>) -> Markup {
    html! {
        a class={ "task " (tone.class()) } href=(href) data-key=[key] {
            span.count { (count) } span { (label) } @if let Some(key) = key { (kbd(key)) }
        }
    }
}
