//! Writing.

use std::io::{self, Write};

use super::neutral;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Anybody's text: made harmless to spreadsheets by [`neutral`].
    Text(&'a str),
    /// A number, date or code of our own, which stays as it is.
    Plain(&'a str),
}

/// Writes a file row by row: UTF-8 without a byte order mark, lines that end with LF, quotes where they are needed.
///
/// "Needed" is taken widely: beside the separator of this file, commas, semicolons, tabs, control characters and
/// blanks at either end ask for quotes. So [`CsvReader`](super::CsvReader) finds out the separator by itself, and
/// reads exactly what was written.
#[derive(Debug)]
pub struct CsvWriter<W> {
    out: W,
    separator: u8,
    /// Cells of the head line.
    columns: Option<usize>,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file. `out` should be buffered; `separator` is a sign of ASCII, best a comma, a semicolon or a tab.
    #[must_use]
    pub fn new(out: W, separator: u8) -> Self {
        Self { out, separator, columns: None }
    }

    /// Writes a row; the first is the head line. Nothing is written of one that is refused.
    ///
    /// # Errors
    /// When `out` fails; [`io::ErrorKind::InvalidInput`] for a separator that can't be one, for a row without cells,
    /// and for one with more or fewer than the head line.
    pub fn write(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let separator = super::separator(self.separator)
            .map_err(|sign| refused(format!("{sign:?} can't separate cells")))?;
        let columns = *self.columns.get_or_insert(cells.len());
        if cells.is_empty() || cells.len() != columns {
            return Err(refused(format!("a row of {} cells for {columns} columns", cells.len())));
        }
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.out.write_all(&[separator])?;
            }
            match cell {
                Cell::Text(text) => self.cell(&neutral(text), columns)?,
                Cell::Plain(text) => self.cell(text, columns)?,
            }
        }
        self.out.write_all(b"\n")
    }

    /// Ends the file and hands back where it went.
    ///
    /// # Errors
    /// When the rest can't be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn cell(&mut self, text: &str, columns: usize) -> io::Result<()> {
        // An empty text alone on its line would be a blank line.
        if !(needs_quotes(text, self.separator) || text.is_empty() && columns == 1) {
            return self.out.write_all(text.as_bytes());
        }
        for (index, part) in text.split('"').enumerate() {
            self.out.write_all(if index == 0 { b"\"" } else { b"\"\"" })?;
            self.out.write_all(part.as_bytes())?;
        }
        self.out.write_all(b"\"")
    }
}

fn needs_quotes(text: &str, separator: u8) -> bool {
    let special =
        |byte: u8| matches!(byte, b'"' | b',' | b';') || byte == separator || byte.is_ascii_control();
    // A byte order mark would be taken off at the start of a file.
    let is_edge = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    text.bytes().any(special) || text.starts_with(is_edge) || text.ends_with(is_edge)
}

fn refused(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}
