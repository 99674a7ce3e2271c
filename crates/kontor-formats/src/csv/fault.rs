//! What can be wrong with a file, and with a row of it.

use std::io;

/// Why a file can't be read, or not any further.
#[derive(Debug, thiserror::Error)]
pub enum CsvFault {
    /// The file can't be opened or read.
    #[error("the file can't be read behind line {line}")]
    Io {
        /// The last line that was read; 0 before the first.
        line: u64,
        /// What the system says.
        source: io::Error,
    },
    /// It is packed with gzip, and damaged or cut off.
    #[error("the gzip file is damaged or cut off behind line {line}: get it again")]
    Gzip {
        /// The last line that was read; 0 before the first.
        line: u64,
        /// What is wrong with it.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has blank lines alone.
    #[error("the file has no head line: its first line must name the columns")]
    NoHead,
    /// Its head line can't be used.
    #[error("the head line (line {}) can't be used: {}", .0.line, .0.reason)]
    Head(BadRow),
    /// It is another kind of file.
    #[error("this is {0}, not a CSV file: save it as CSV (UTF-8) in the program it comes from")]
    NotCsv(&'static str),
    /// A separator was asked for that can't be one.
    #[error("{0:?} can't separate fields: use a comma, a semicolon, a tab or another sign of ASCII")]
    Separator(char),
}

/// A row that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the file in which it begins, from 1.
    pub line: u64,
    /// How many lines of the file it takes up: more than one where line breaks stand in quotes, or a quote is not
    /// closed.
    pub lines: u64,
    /// What is wrong with it.
    pub reason: BadRowReason,
    /// What could be read of it before it went wrong, with replacement characters for what is no text: to name it
    /// in a report, not to be trusted.
    pub fields: Vec<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRowReason {
    /// It has fewer fields than the head line.
    #[error("it has {found} fields, but the head line has {wanted}")]
    TooFewFields {
        /// Fields of the row.
        found: usize,
        /// Fields of the head line.
        wanted: usize,
    },
}
