//! Tables as spreadsheets and shops write them: CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252, packed
//! with gzip or not.
//!
//! [`CsvReader`] finds out by itself how a file is written, hands out one row after the other with the number of its
//! line, and goes on behind rows that can't be used. [`CsvWriter`] writes what spreadsheets open without running it.
//!
//! * **Head line.** The first line that isn't blank names the columns; every row has as many fields.
//! * **Separator.** Comma, semicolon or tab, from the head line (quotes are heeded) and, where that leaves it open,
//!   from the next rows; or from a line `sep=;` before the head line.
//! * **Encoding.** UTF-8 if the first [`CSV_HEAD_BYTES`](kontor_kernel::limits::CSV_HEAD_BYTES) are valid UTF-8, else
//!   Windows-1252. A byte order mark is passed over.
//! * **Blanks** around a field belong to it. Lines of blanks alone are passed over.
//! * **Quotes** are those of RFC 4180. Text behind a closing quote, and a quote that isn't closed, make a bad row:
//!   both are signs of a quote that wasn't doubled.
//! * **Limits.** `CSV_FIELD_BYTES`, `CSV_ROW_BYTES` and `CSV_FIELDS` of [`limits`](kontor_kernel::limits): a row beyond
//!   them is a bad row, of which nothing more is kept.

mod fault;
mod neutral;
mod reader;
mod sniff;
mod source;
mod split;
mod writer;

use std::fmt;
use std::str::FromStr;

pub use fault::{BadRow, BadRowReason, CsvFault};
pub use neutral::{neutral, original};
pub use reader::CsvReader;
pub use writer::{Cell, CsvWriter};

#[cfg(test)]
mod tests;

/// How the bytes of a file become text. In text as its name says: `utf-8`, `windows-1252`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows-1252 (Western European); reads the printable characters of ISO 8859-1, too.
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
        })
    }
}

/// A text names no encoding that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected utf-8 or windows-1252")]
pub struct BadEncoding;

impl FromStr for Encoding {
    type Err = BadEncoding;

    /// Takes the usual other names as well, such as `utf8`, `cp1252` and `latin1`.
    fn from_str(text: &str) -> Result<Self, BadEncoding> {
        match text.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(Self::Utf8),
            "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" => Ok(Self::Windows1252),
            _ => Err(BadEncoding),
        }
    }
}

/// What a reader is told about a file; what is `None` it finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The sign between fields: one of ASCII.
    pub separator: Option<u8>,
    /// How the bytes become text.
    pub encoding: Option<Encoding>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The sign between fields.
    pub separator: u8,
    /// How the bytes become text.
    pub encoding: Encoding,
}

/// A row with as many fields as the head line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file in which it begins, from 1: the head line is counted, as are blank lines, bad rows and
    /// line breaks within fields.
    pub line: u64,
    /// Its fields as they stand in the file, blanks around them included. Whoever expects texts that
    /// [`CsvWriter`] wrote takes [`original`] of them.
    pub fields: Vec<String>,
}

/// The separator, if it can be one; else the sign it is.
fn separator(sign: u8) -> Result<u8, char> {
    let is_blank_or_text = sign.is_ascii_alphanumeric() || sign == b' ';
    if sign.is_ascii() && !matches!(sign, 0 | b'"' | b'\'' | b'\n' | b'\r') && !is_blank_or_text {
        Ok(sign)
    } else {
        Err(char::from(sign))
    }
}
