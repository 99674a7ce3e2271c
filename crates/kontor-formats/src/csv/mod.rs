//! Tables as spreadsheets and shops write them: CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252.

mod fault;
mod neutral;
mod reader;
mod writer;

pub use fault::{BadRow, BadRowReason, CsvFault};
pub use neutral::{neutral, original};
pub use reader::CsvReader;
pub use writer::{Cell, CsvWriter};

/// How the bytes of a file become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252 (Western European), which also reads ISO 8859-1 and ASCII.
    Windows1252,
}

/// What a reader is told about a file; what is `None` it finds out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The sign between fields.
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
    /// The line of the file in which it begins, from 1; the head line is counted.
    pub line: u64,
    /// Its fields as they stand in the file, blanks around them included.
    pub fields: Vec<String>,
}
