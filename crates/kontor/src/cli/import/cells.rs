//! What stands in a row: texts, numbers, dates, words.

use std::fmt::Display;
use std::str::FromStr;

use kontor_formats::csv::{Row, original};
use kontor_formats::values::{self, DateOrder, DecimalMark};
use kontor_kernel::Date;

use super::columns::Field;
use super::reject::{Reject, quoted};

/// How values are written in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    /// What stands before the fraction of a number.
    pub(super) mark: DecimalMark,
    /// What comes first in a date with slashes.
    pub(super) dates: Option<DateOrder>,
}

/// A row that is being read.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    row: &'a Row,
    spelling: Spelling,
}

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a Row, spelling: Spelling) -> Self {
        Self { row, spelling }
    }

    /// The text of a column, without blanks around it; `None` where it is empty, or there is no such column.
    pub(super) fn text(&self, field: Option<&Field>) -> Option<&'a str> {
        let text = original(self.row.fields.get(field?.index)?).trim();
        (!text.is_empty()).then_some(text)
    }

    /// The text of a column that must not be empty.
    pub(super) fn needed(&self, field: &Field) -> Result<&'a str, Reject> {
        self.text(Some(field)).ok_or_else(|| Reject::Empty { column: field.title.to_string() })
    }

    /// A text or a word of a list.
    pub(super) fn parsed<T: FromStr<Err: Display>>(
        &self,
        field: Option<&Field>,
    ) -> Result<Option<T>, Reject> {
        let (Some(field), Some(text)) = (field, self.text(field)) else { return Ok(None) };
        parsed(field, text).map(Some)
    }

    /// A text or a word of a list that must not be empty.
    pub(super) fn needed_parsed<T: FromStr<Err: Display>>(&self, field: &Field) -> Result<T, Reject> {
        parsed(field, self.needed(field)?)
    }

    /// A number.
    pub(super) fn number<T: FromStr<Err: Display>>(
        &self,
        field: Option<&Field>,
    ) -> Result<Option<T>, Reject> {
        let (Some(field), Some(text)) = (field, self.text(field)) else { return Ok(None) };
        let bad = |why: String| Reject::UnreadableNumber { column: field.title.to_string(), why };
        let number = values::decimal(text, self.spelling.mark).map_err(|error| bad(error.to_string()))?;
        number.parse().map(Some).map_err(|error: T::Err| bad(format!("{}: {error}", quoted(text))))
    }

    /// A number that must not be missing.
    pub(super) fn needed_number<T: FromStr<Err: Display>>(&self, field: &Field) -> Result<T, Reject> {
        self.needed(field)?;
        let number = self.number(Some(field))?;
        number.ok_or_else(|| Reject::Empty { column: field.title.to_string() })
    }

    /// A date that must not be missing; a time behind it is dropped.
    pub(super) fn needed_date(&self, field: &Field) -> Result<Date, Reject> {
        let date = values::date(self.needed(field)?, self.spelling.dates);
        let column = || field.title.to_string();
        date.map_err(|error| Reject::UnreadableDate { column: column(), why: error.to_string() })
    }
}

fn parsed<T: FromStr<Err: Display>>(field: &Field, text: &str) -> Result<T, Reject> {
    // A name that goes over several lines in its cell stands on one line of a document.
    let line;
    let text = if text.contains(char::is_control) {
        let words: Vec<&str> =
            text.split(char::is_control).map(str::trim).filter(|word| !word.is_empty()).collect();
        line = words.join(" ");
        line.as_str()
    } else {
        text
    };
    text.parse().map_err(|error: T::Err| {
        let why = format!("{}: {error}", quoted(text));
        Reject::BadText { column: field.title.to_string(), why }
    })
}
