//! The lines that are not taken: counted by their reason and, if wanted, listed in a file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use kontor_formats::csv::{BadRow, Cell, CsvWriter, Row};
use kontor_kernel::{Refuse, limits};
use kontor_store::{Fault, FaultKind};

use super::reject::Reject;

/// A line that is not taken.
#[derive(Debug)]
pub(super) struct Refused {
    row: Row,
    code: Cow<'static, str>,
    reason: String,
}

impl Refused {
    /// Refused by a rule of files.
    pub(super) fn by(row: Row, reject: &Reject) -> Self {
        let refusal = reject.refusal();
        Self { row, code: Cow::Borrowed(refusal.code), reason: refusal.message }
    }

    /// Refused by a door.
    pub(super) fn at_door(row: Row, code: &str, reason: &str) -> Self {
        Self { row, code: Cow::Owned(code.to_owned()), reason: reason.to_owned() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.row.line, self.code)
    }
}

impl From<BadRow> for Refused {
    fn from(bad: BadRow) -> Self {
        let reject = Reject::BadRow { why: bad.reason.to_string() };
        Self::by(Row { line: bad.line, fields: bad.fields }, &reject)
    }
}

/// All lines that are not taken.
pub(super) struct Rejects {
    counts: BTreeMap<String, u64>,
    list: Option<List>,
}

struct List {
    out: CsvWriter<BufWriter<File>>,
    /// Columns of the file that they are from.
    columns: usize,
    /// What is known to be refused while lines before it are still at the door: by its line.
    held: BTreeMap<u64, Refused>,
}

impl Rejects {
    /// Lines that are only counted.
    pub(super) fn counted() -> Self {
        Self { counts: BTreeMap::new(), list: None }
    }

    /// Begins a list of them, with the columns of the file that they are from.
    ///
    /// # Errors
    /// When it can't be written, or is the file that is read.
    pub(super) fn listed(
        path: &Path,
        source: &Path,
        header: &[String],
        separator: u8,
    ) -> Result<Self, Fault> {
        let same =
            path.canonicalize().is_ok_and(|path| source.canonicalize().is_ok_and(|source| path == source));
        if same {
            return Err(Fault::setting("--rejects names the file that is read: name another"));
        }
        let file = File::create(path).map_err(unwritten)?;
        let mut out = CsvWriter::new(BufWriter::new(file), separator);
        let own = ["line", "code", "reason"].map(Cell::Plain);
        let cells: Vec<Cell<'_>> =
            own.into_iter().chain(header.iter().map(|title| Cell::Text(title))).collect();
        out.write(&cells).map_err(unwritten)?;
        Ok(Self {
            counts: BTreeMap::new(),
            list: Some(List { out, columns: header.len(), held: BTreeMap::new() }),
        })
    }

    /// One more.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn add(&mut self, refused: Refused) -> Result<(), Fault> {
        match self.counts.get_mut(&*refused.code) {
            Some(count) => *count = count.saturating_add(1),
            None => drop(self.counts.insert(refused.code.to_string(), 1)),
        }
        let Some(list) = &mut self.list else { return Ok(()) };
        list.held.insert(refused.row.line, refused);
        if list.held.len() > limits::IMPORT_HELD_BACK
            && let Some((_, first)) = list.held.pop_first()
        {
            list.write(&first)?;
        }
        Ok(())
    }

    /// Ends the list; how many were refused, by code.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn finish(mut self) -> Result<BTreeMap<String, u64>, Fault> {
        if let Some(mut list) = self.list.take() {
            while let Some((_, first)) = list.held.pop_first() {
                list.write(&first)?;
            }
            list.out.finish().map_err(unwritten)?;
        }
        Ok(self.counts)
    }
}

impl List {
    fn write(&mut self, refused: &Refused) -> Result<(), Fault> {
        let line = refused.row.line.to_string();
        let own = [Cell::Plain(&line), Cell::Plain(&refused.code), Cell::Text(&refused.reason)];
        // A row that is refused for it may have too few fields, or too many.
        let fields = refused.row.fields.iter().map(String::as_str).chain(std::iter::repeat(""));
        let cells: Vec<Cell<'_>> = own.into_iter().chain(fields.take(self.columns).map(Cell::Text)).collect();
        self.out.write(&cells).map_err(unwritten)
    }
}

fn unwritten(error: std::io::Error) -> Fault {
    Fault::new(FaultKind::Setting, "the file of --rejects can't be written", error)
}
