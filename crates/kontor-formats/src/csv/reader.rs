//! Reading.

use std::io::Read;
use std::path::Path;

use super::{BadRow, CsvFault, Dialect, Row, Wanted};

/// Reads a file row by row.
pub struct CsvReader {
    dialect: Dialect,
    header: Vec<String>,
}

impl CsvReader {
    /// Opens a file and reads its head line.
    ///
    /// # Errors
    /// [`CsvFault`].
    pub fn open(path: &Path, wanted: Wanted) -> Result<Self, CsvFault> {
        let file = std::fs::File::open(path).map_err(|source| CsvFault::Io { line: 0, source })?;
        Self::new(Box::new(file), wanted)
    }

    /// Reads the head line of a file that is open already; it need not be buffered.
    ///
    /// # Errors
    /// [`CsvFault`].
    pub fn new(source: Box<dyn Read + Send>, wanted: Wanted) -> Result<Self, CsvFault> {
        let _ = (source, wanted);
        Err(CsvFault::Empty)
    }

    /// How the file is written.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The fields of the head line.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row; `None` at the end. Behind a bad row it goes on.
    ///
    /// # Errors
    /// [`CsvFault`], after which nothing more is read.
    #[expect(clippy::should_implement_trait, reason = "an iterator can't tell a bad row from a broken file")]
    pub fn next(&mut self) -> Result<Option<Result<Row, BadRow>>, CsvFault> {
        Ok(None)
    }
}
