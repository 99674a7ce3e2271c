//! What can be wrong with a file, and with a row of it.

use std::io;

use kontor_kernel::limits;

/// Why a file can't be read, or not any further.
#[derive(Debug, thiserror::Error)]
pub enum CsvFault {
    /// It can't be opened or read.
    #[error("the file can't be read behind line {line}")]
    Io {
        /// The last line that was read; 0 before the first.
        line: u64,
        /// What the system says.
        source: io::Error,
    },
    /// It is packed with gzip, and damaged or cut off.
    #[error("the gzip file is damaged or cut off behind line {line}: fetch it again")]
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
    /// It is a file of another kind.
    #[error("this is {0}, not a CSV file: save it as CSV (UTF-8) in the program that it comes from")]
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
    /// How many lines of the file it takes up: more than one where line breaks stand in quotes, or where a quote
    /// isn't closed. Rows that stood in these lines are not read.
    pub lines: u64,
    /// What is wrong with it.
    pub reason: BadRowReason,
    /// The fields that were read before it went wrong, with replacement characters for what is no text. They name
    /// the row in a report and are good for nothing else.
    pub fields: Vec<String>,
}

/// What is wrong with a row. Where it is several things: what was met first while cutting it up, then the number of
/// its fields, then NUL, then the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRowReason {
    /// The file ends within quotes.
    #[error("the quote that opens in line {line} isn't closed before the file ends")]
    UnclosedQuote {
        /// The line in which the field begins.
        line: u64,
    },
    /// Behind a quote that closes there is neither a separator nor the end of the line. So a quote was opened
    /// that should stand doubled, and what follows may have swallowed other rows.
    #[error(
        "behind the closing quote of the field that begins in line {line} stands more text: \
         a quote within a text must be doubled"
    )]
    TextBehindQuote {
        /// The line in which the field begins.
        line: u64,
    },
    /// A field is longer than [`limits::CSV_FIELD_BYTES`].
    #[error(
        "the field that begins in line {line} is longer than {} bytes; perhaps a quote isn't closed",
        limits::CSV_FIELD_BYTES
    )]
    FieldTooLong {
        /// The line in which the field begins.
        line: u64,
    },
    /// All fields together are longer than [`limits::CSV_ROW_BYTES`].
    #[error("it is longer than {} bytes", limits::CSV_ROW_BYTES)]
    RowTooLong,
    /// A head line with more columns than [`limits::CSV_FIELDS`].
    #[error("it has {found} columns, more than {}", limits::CSV_FIELDS)]
    TooManyColumns {
        /// Fields of the head line.
        found: usize,
    },
    /// It has fewer fields than the head line.
    #[error("it has {found} fields, but the head line has {wanted}")]
    TooFewFields {
        /// Fields of the row.
        found: usize,
        /// Fields of the head line.
        wanted: usize,
    },
    /// It has more fields than the head line.
    #[error(
        "it has {found} fields, but the head line has {wanted}: a text that holds a separator must stand in quotes"
    )]
    TooManyFields {
        /// Fields of the row.
        found: usize,
        /// Fields of the head line.
        wanted: usize,
    },
    /// It holds NUL, as files of UTF-16 and binary ones do.
    #[error("it holds the character NUL: save the file as UTF-8")]
    Nul,
    /// It is no UTF-8.
    #[error("it isn't UTF-8: if the file is Windows-1252, say --encoding windows-1252")]
    NotUtf8,
    /// It holds one of the five bytes that mean nothing in Windows-1252 (81, 8D, 8F, 90, 9D).
    #[error("it holds a byte that Windows-1252 doesn't have: if the file is UTF-8, say --encoding utf-8")]
    NotWindows1252,
}

impl BadRowReason {
    /// A name that stays as it is, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::TextBehindQuote { .. } => "text_behind_quote",
            Self::FieldTooLong { .. } => "field_too_long",
            Self::RowTooLong => "row_too_long",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooFewFields { .. } => "too_few_fields",
            Self::TooManyFields { .. } => "too_many_fields",
            Self::Nul => "nul",
            Self::NotUtf8 => "not_utf8",
            Self::NotWindows1252 => "not_windows_1252",
        }
    }
}
