//! What files come in as, and what is made of them.

mod fuzz;
mod model;
mod reading;
mod trouble;
mod writing;

use std::io::{self, Read};
use std::path::Path;

use super::*;

/// Hands out a few bytes at a time, as networks do.
pub(crate) struct Trickle {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl Trickle {
    pub(crate) fn new(bytes: &[u8], step: usize) -> Self {
        Self { bytes: bytes.to_vec(), at: 0, step: step.max(1) }
    }
}

impl Read for Trickle {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let end = self.bytes.len().min(self.at + self.step.min(room.len()));
        let part = &self.bytes[self.at..end];
        room[..part.len()].copy_from_slice(part);
        self.at = end;
        Ok(part.len())
    }
}

pub(crate) fn open(bytes: &[u8], wanted: Wanted) -> Result<CsvReader, CsvFault> {
    CsvReader::new(Box::new(Trickle::new(bytes, usize::MAX)), wanted)
}

/// All rows of a file, good and bad.
pub(crate) fn rows(reader: &mut CsvReader) -> Vec<Result<Row, BadRow>> {
    let mut rows = Vec::new();
    while let Some(row) = reader.next().unwrap() {
        rows.push(row);
    }
    rows
}

/// A file as one text a row: `line: field|field`, or `line+lines: code field|field` for bad ones; the head line first.
fn shown(bytes: &[u8], wanted: Wanted) -> Vec<String> {
    let mut reader = open(bytes, wanted).unwrap();
    let head = reader.header().join("|");
    let all = rows(&mut reader);
    let shown = all.into_iter().map(|row| match row {
        Ok(Row { line, fields }) => format!("{line}: {}", fields.join("|")),
        Err(BadRow { line, lines, reason, fields }) => {
            format!("{line}+{lines}: {} {}", reason.code(), fields.join("|"))
        }
    });
    std::iter::once(head).chain(shown).collect()
}

/// What is found out about a file.
fn dialect(bytes: &[u8]) -> (char, Encoding) {
    let Dialect { separator, encoding } = open(bytes, Wanted::default()).unwrap().dialect();
    (char::from(separator), encoding)
}
