//! Tables of data: sorted, selected, opened by key; on a small screen each row is a card of two lines.

use maud::{Markup, html};

use super::texts as say;
use crate::console::Visit;

/// Where a column stands in the card that a row becomes on a small screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Small {
    /// First line, left: what the row is called. It links to the row's page.
    Title,
    /// First line, right: an amount or a count.
    Side,
    /// Second line, left.
    Sub,
    /// Second line, right: a state.
    Foot,
    /// Nowhere.
    Hidden,
}

impl Small {
    fn class(self) -> &'static str {
        match self {
            Self::Title => "s-title",
            Self::Side => "s-side",
            Self::Sub => "s-sub",
            Self::Foot => "s-foot",
            Self::Hidden => "s-none",
        }
    }
}

/// How a column can be sorted.
#[derive(Debug, Clone, Copy)]
pub struct Sort<'a> {
    /// The address of the table sorted the next way.
    pub href: &'a str,
    /// Sorted by this column now: upwards or downwards.
    pub now: Option<Direction>,
}

/// Which way a table is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The least first.
    Up,
    /// The most first.
    Down,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its head.
    pub title: &'a str,
    /// Numbers: right-aligned, their digits of one width.
    pub is_number: bool,
    /// How it can be sorted.
    pub sort: Option<Sort<'a>>,
    /// Where it stands on a small screen.
    pub small: Small,
}

impl<'a> Column<'a> {
    /// A column of words.
    #[must_use]
    pub const fn text(title: &'a str, small: Small) -> Self {
        Self { title, is_number: false, sort: None, small }
    }

    /// A column of numbers.
    #[must_use]
    pub const fn number(title: &'a str, small: Small) -> Self {
        Self { title, is_number: true, sort: None, small }
    }

    /// Which can be sorted.
    #[must_use]
    pub const fn sorted(self, href: &'a str, now: Option<Direction>) -> Self {
        Self { sort: Some(Sort { href, now }), ..self }
    }
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its id on the page, by which it keeps its place when the page is renewed.
    pub id: String,
    /// Its page.
    pub href: Option<String>,
    /// What is sent for it when it is selected; none when it can't be.
    pub value: Option<String>,
    /// What it is called, for those who don't see it beside its box.
    pub name: String,
    /// Its cells, one a column.
    pub cells: Vec<Markup>,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// Its id on the page.
    pub id: &'a str,
    /// What it lists, for those who don't see the page's heading.
    pub caption: &'a str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
    /// Its rows.
    pub rows: &'a [Row],
    /// The id of the form of [`bulk`](super::bulk) that its boxes belong to.
    pub select: Option<&'a str>,
    /// What is shown instead of rows when there are none: [`empty`](super::empty).
    pub empty: Markup,
    /// A last row, such as sums; one cell a column.
    pub foot: Option<&'a [Markup]>,
}

/// A table of data.
#[must_use]
pub fn data_table(visit: &Visit, table: &Table<'_>) -> Markup {
    if table.rows.is_empty() {
        return html! { div.table-box id=(table.id) { (table.empty) } };
    }
    html! {
        div.table-box id=(table.id) {
            table.data.picks[table.select.is_some()] {
                caption.unseen { (table.caption) }
                thead {
                    tr {
                        @if let Some(form) = table.select {
                            th.pick scope="col" {
                                input type="checkbox" form=(form) data-select-all aria-label=(visit.say(say::SELECT_ALL));
                            }
                        }
                        @for column in table.columns { (head(column)) }
                    }
                }
                tbody { @for row in table.rows { (body_row(visit, table, row)) } }
                @if let Some(foot) = table.foot {
                    tfoot {
                        tr {
                            @if table.select.is_some() { td {} }
                            @for (column, cell) in table.columns.iter().zip(foot) { td class=(class(column)) { (cell) } }
                        }
                    }
                }
            }
        }
    }
}

fn class(column: &Column<'_>) -> String {
    let number = if column.is_number { "num " } else { "" };
    format!("{number}{}", column.small.class())
}

fn head(column: &Column<'_>) -> Markup {
    let way = column.sort.and_then(|sort| sort.now).map(|direction| match direction {
        Direction::Up => "ascending",
        Direction::Down => "descending",
    });
    html! {
        // A column of buttons has no title, and a head that says nothing is none.
        @if column.title.is_empty() { td {} } @else {
        th scope="col" class=[column.is_number.then_some("num")] aria-sort=[way] {
            @match column.sort { Some(sort) => { a href=(sort.href) { (column.title) } }, None => (column.title) }
        } }
    }
}

fn body_row(visit: &Visit, table: &Table<'_>, row: &Row) -> Markup {
    html! {
        tr id=[(!row.id.is_empty()).then_some(&row.id)] data-href=[row.href.as_ref()] {
            @if let Some(form) = table.select {
                td.pick {
                    @if let Some(value) = &row.value {
                        input type="checkbox" name="pick" value=(value) form=(form) data-select autocomplete="off"
                            aria-label=(visit.say_with(say::SELECT_ONE, &[&row.name]));
                    }
                }
            }
            @for (column, cell) in table.columns.iter().zip(&row.cells) {
                td class=(class(column)) {
                    @match (&row.href, column.small) {
                        (Some(href), Small::Title) => { a href=(href) { (cell) } },
                        _ => (cell),
                    }
                }
            }
        }
    }
}

/// The ways to more rows: back to the first, on to the next.
#[must_use]
pub fn pager(visit: &Visit, first: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.pager aria-label=(visit.say(say::PAGES)) {
                @if let Some(href) = first { a.button href=(href) { (visit.say(say::FIRST_PAGE)) } }
                @if let Some(href) = next { a.button href=(href) rel="next" { (visit.say(say::NEXT_PAGE)) } }
            }
        }
    }
}

/// What can be done with the selected rows of a table: a bar that is there as long as any is selected.
#[derive(Debug, Clone, Copy)]
pub struct Bulk<'a> {
    /// The form's id, named by [`Table::select`].
    pub form: &'a str,
    /// Where it is sent: the values of the selected rows as `pick`, the deed as `do`.
    pub action: &'a str,
    /// The deeds: the value of `do`, its name, its key.
    pub deeds: &'a [(&'a str, &'a str, Option<&'a str>)],
}

/// The bar of deeds for selected rows.
#[must_use]
pub fn bulk(visit: &Visit, bulk: &Bulk<'_>) -> Markup {
    html! {
        form.bulk id=(bulk.form) method="post" action=(bulk.action) {
            (visit.own_fields())
            p { span data-count {} " " (visit.say(say::SELECTED)) }
            @for (value, label, key) in bulk.deeds {
                button.button type="submit" name="do" value=(value) data-key=[*key] {
                    (label) @if let Some(key) = key { (super::kbd(key)) }
                }
            }
            button.icon-button type="reset" aria-label=(visit.say(say::SELECT_NONE)) { (super::icon(super::Icon::Close)) }
        }
    }
}
