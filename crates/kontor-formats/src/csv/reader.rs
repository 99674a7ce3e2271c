//! Reading.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::WINDOWS_1252;
use kontor_kernel::limits;

use super::source::{Source, Unreadable};
use super::split::Splitter;
use super::{BadRow, BadRowReason, CsvFault, Dialect, Encoding, Row, Wanted, sniff};

/// Bytes without a meaning in Windows-1252. Browsers read control characters in them; a text has none.
const UNDEFINED: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// Reads a file row by row, in memory that doesn't grow with it: a buffer, and a row within its limits.
pub struct CsvReader {
    source: Source,
    splitter: Splitter,
    dialect: Dialect,
    header: Vec<String>,
    is_at_end: bool,
}

impl fmt::Debug for CsvReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dialect, header, .. } = self;
        f.debug_struct("CsvReader").field("dialect", dialect).field("header", header).finish_non_exhaustive()
    }
}

impl CsvReader {
    /// Opens a file, packed with gzip or not, and reads its head line.
    ///
    /// # Errors
    /// [`CsvFault`]: the file can't be read, has no head line, or is no CSV.
    pub fn open(path: &Path, wanted: Wanted) -> Result<Self, CsvFault> {
        let file = File::open(path).map_err(|source| CsvFault::Io { line: 0, source })?;
        Self::new(Box::new(file), wanted)
    }

    /// Reads the head line of what is open already, packed with gzip or not. It need not be buffered.
    ///
    /// # Errors
    /// [`CsvFault`]: the source can't be read, has no head line, or is no CSV.
    pub fn new(source: Box<dyn Read + Send>, wanted: Wanted) -> Result<Self, CsvFault> {
        let mut source = Source::new(source).map_err(|error| fault(error, 0))?;
        if source.rest().is_empty() {
            return Err(CsvFault::Empty);
        }
        sniff::refuse_others(source.rest())?;
        if source.rest().starts_with(sniff::BYTE_ORDER_MARK) {
            source.take(sniff::BYTE_ORDER_MARK.len());
        }
        let told = sniff::separator_line(source.rest());
        if let Some((_, bytes)) = told {
            source.take(bytes);
        }
        let separator = match (wanted.separator, told) {
            (Some(separator), _) => super::separator(separator).map_err(CsvFault::Separator)?,
            (None, Some((separator, _))) => separator,
            (None, None) => sniff::separator(source.rest(), source.is_short()),
        };
        let encoding = wanted.encoding.unwrap_or_else(|| sniff::encoding(source.rest(), source.is_short()));
        let mut splitter = Splitter::new(separator);
        if told.is_some() {
            splitter.skip_line();
        }
        let dialect = Dialect { separator, encoding };
        let mut reader = Self { source, splitter, dialect, header: Vec::new(), is_at_end: false };
        reader.read_head()?;
        Ok(reader)
    }

    /// How the file is written.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The fields of the head line, as they stand there.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The next row; `None` at the end. Behind a bad row it goes on with the next.
    ///
    /// # Errors
    /// [`CsvFault::Io`], [`CsvFault::Gzip`]: the file can't be read any further. Nothing comes after that.
    #[expect(
        clippy::should_implement_trait,
        reason = "of an iterator, a bad row would look like a broken file"
    )]
    pub fn next(&mut self) -> Result<Option<Result<Row, BadRow>>, CsvFault> {
        if !self.advance()? {
            return Ok(None);
        }
        let (found, wanted) = (self.splitter.count(), self.header.len());
        let wrong = match self.splitter.wrong() {
            Some(reason) => Some(reason),
            None if found < wanted => Some(BadRowReason::TooFewFields { found, wanted }),
            None if found > wanted => Some(BadRowReason::TooManyFields { found, wanted }),
            None => None,
        };
        let fields = wrong.map_or_else(|| self.fields(), Err);
        Ok(Some(match fields {
            Ok(fields) => Ok(Row { line: self.splitter.row_line(), fields }),
            Err(reason) => Err(self.bad(reason)),
        }))
    }

    fn read_head(&mut self) -> Result<(), CsvFault> {
        if !self.advance()? {
            return Err(CsvFault::NoHead);
        }
        let found = self.splitter.count();
        let wrong = match self.splitter.wrong() {
            None if found > limits::CSV_FIELDS => Some(BadRowReason::TooManyColumns { found }),
            other => other,
        };
        let fields = wrong.map_or_else(|| self.fields(), Err);
        self.header = fields.map_err(|reason| CsvFault::Head(self.bad(reason)))?;
        Ok(())
    }

    /// Reads up to the end of the next row that isn't blank; `false` at the end of the file.
    fn advance(&mut self) -> Result<bool, CsvFault> {
        while !self.is_at_end {
            let is_row = match self.source.more() {
                Ok(true) => {
                    let (bytes, is_row) = self.splitter.feed(self.source.rest());
                    self.source.take(bytes);
                    is_row
                }
                Ok(false) => {
                    self.is_at_end = true;
                    self.splitter.end()
                }
                Err(error) => {
                    self.is_at_end = true;
                    return Err(fault(error, self.splitter.lines_before()));
                }
            };
            if is_row && !self.splitter.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn fields(&self) -> Result<Vec<String>, BadRowReason> {
        let bytes = self.splitter.text();
        if bytes.contains(&0) {
            return Err(BadRowReason::Nul);
        }
        match self.dialect.encoding {
            Encoding::Utf8 => {
                let text = std::str::from_utf8(bytes).map_err(|_| BadRowReason::NotUtf8)?;
                // A character that goes on behind a separator is none.
                let field = |range| text.get(range).map(str::to_owned).ok_or(BadRowReason::NotUtf8);
                self.splitter.ranges().map(field).collect()
            }
            Encoding::Windows1252 if bytes.iter().any(|byte| UNDEFINED.contains(byte)) => {
                Err(BadRowReason::NotWindows1252)
            }
            Encoding::Windows1252 => Ok(self.lossy_fields()),
        }
    }

    fn bad(&self, reason: BadRowReason) -> BadRow {
        let (line, lines) = (self.splitter.row_line(), self.splitter.row_lines());
        let fields = self.lossy_fields().into_iter().map(|field| field.replace('\0', "\u{fffd}")).collect();
        BadRow { line, lines, reason, fields }
    }

    /// Bytes that are held at the moment.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.source.held() + self.splitter.held()
    }

    fn lossy_fields(&self) -> Vec<String> {
        let text = |bytes| match self.dialect.encoding {
            Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        };
        self.splitter.ranges().filter_map(|range| self.splitter.text().get(range)).map(text).collect()
    }
}

fn fault(error: Unreadable, line: u64) -> CsvFault {
    let Unreadable { source, is_damage } = error;
    if is_damage { CsvFault::Gzip { line, source } } else { CsvFault::Io { line, source } }
}
