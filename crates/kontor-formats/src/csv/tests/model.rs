//! The same rules once more, as simply as can be: a whole file in memory, byte by byte, without a thought of limits
//! until a row is there.

use encoding_rs::WINDOWS_1252;
use kontor_kernel::limits;

use super::*;

/// What a file should be read as.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    NoHead,
    BadHead(BadRow),
    Rows(Vec<String>, Vec<Result<Row, BadRow>>),
}

/// A row as it was cut out.
#[derive(Default)]
struct Raw {
    line: u64,
    lines: u64,
    fields: Vec<Vec<u8>>,
    /// The line in which each field begins.
    field_lines: Vec<u64>,
    has_quotes: bool,
    broken: Option<BadRowReason>,
}

/// Reads a file from its head line on; `line` is the number of that line.
pub(super) fn read(file: &[u8], dialect: Dialect, line: u64) -> Reading {
    let mut rows = cut(file, dialect.separator, line).into_iter().filter(|raw| !is_blank(raw));
    let Some(head) = rows.next() else { return Reading::NoHead };
    let header = match judged(&head, None, dialect) {
        Ok(row) => row.fields,
        Err(bad) => return Reading::BadHead(bad),
    };
    let rows = rows.map(|raw| judged(&raw, Some(header.len()), dialect)).collect();
    Reading::Rows(header, rows)
}

/// The file with the lines of its places.
struct Place<'a> {
    file: &'a [u8],
    separator: u8,
    first_line: u64,
    /// Where lines end: at LF, and at CR without an LF behind it.
    ends: Vec<usize>,
}

impl Place<'_> {
    fn line(&self, at: usize) -> u64 {
        self.first_line + u64::try_from(self.ends.partition_point(|end| *end < at)).unwrap()
    }

    fn is_row_end(&self, at: usize) -> bool {
        self.file.get(at).is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    fn is_field_end(&self, at: usize) -> bool {
        self.is_row_end(at) || self.file[at] == self.separator
    }
}

fn cut(file: &[u8], separator: u8, first_line: u64) -> Vec<Raw> {
    let is_end = |at: &usize| file[*at] == b'\n' || file[*at] == b'\r' && file.get(at + 1) != Some(&b'\n');
    let place = Place { file, separator, first_line, ends: (0..file.len()).filter(is_end).collect() };
    let mut rows = Vec::new();
    let mut at = 0;
    while at < file.len() {
        if place.is_row_end(at) {
            at += 1;
            continue;
        }
        let (line, mut raw) = (place.line(at), Raw::default());
        loop {
            raw.field_lines.push(place.line(at));
            at = cut_field(&place, at, &mut raw);
            if place.is_row_end(at) {
                break;
            }
            at += 1;
        }
        (raw.line, raw.lines) = (line, place.line(at.min(file.len() - 1)) - line + 1);
        rows.push(raw);
    }
    rows
}

/// Cuts out the field that begins at a place, or the rest of a broken row; the place behind it.
fn cut_field(place: &Place<'_>, start: usize, raw: &mut Raw) -> usize {
    let line = place.line(start);
    let mut field = Vec::new();
    let mut at = start;
    if place.file.get(at) != Some(&b'"') {
        while !place.is_field_end(at) {
            at += 1;
        }
        raw.fields.push(place.file[start..at].to_vec());
        return at;
    }
    raw.has_quotes = true;
    at += 1;
    loop {
        match &place.file[at.min(place.file.len())..] {
            [b'"', b'"', ..] => {
                field.push(b'"');
                at += 2;
            }
            [b'"', ..] => {
                at += 1;
                break;
            }
            [byte, ..] => {
                field.push(*byte);
                at += 1;
            }
            [] => {
                raw.broken = Some(BadRowReason::UnclosedQuote { line });
                break;
            }
        }
    }
    if !place.is_field_end(at) {
        raw.broken = Some(BadRowReason::TextBehindQuote { line });
        while !place.is_row_end(at) {
            at += 1;
        }
    }
    raw.fields.push(field);
    at
}

fn is_blank(raw: &Raw) -> bool {
    raw.fields.len() == 1
        && !raw.has_quotes
        && raw.fields[0].iter().all(u8::is_ascii_whitespace)
        && raw.fields[0].len() <= limits::CSV_FIELD_BYTES
}

fn judged(raw: &Raw, wanted: Option<usize>, dialect: Dialect) -> Result<Row, BadRow> {
    let found = raw.fields.len();
    let mut kept = Vec::new();
    let mut length = 0;
    let mut reason = None;
    for (field, line) in raw.fields.iter().zip(&raw.field_lines).take(limits::CSV_FIELDS) {
        length += field.len();
        if field.len() > limits::CSV_FIELD_BYTES {
            reason = Some(BadRowReason::FieldTooLong { line: *line });
            break;
        }
        if kept.len() + 1 == found && raw.broken.is_some() {
            break;
        }
        if length > limits::CSV_ROW_BYTES {
            reason = Some(BadRowReason::RowTooLong);
            break;
        }
        kept.push(field.clone());
    }
    let is_unclosed = matches!(raw.broken, Some(BadRowReason::UnclosedQuote { .. }));
    let reason = if is_unclosed { raw.broken } else { reason.or(raw.broken) };
    let reason = reason.or(match wanted {
        None if found > limits::CSV_FIELDS => Some(BadRowReason::TooManyColumns { found }),
        Some(wanted) if found < wanted => Some(BadRowReason::TooFewFields { found, wanted }),
        Some(wanted) if found > wanted => Some(BadRowReason::TooManyFields { found, wanted }),
        _ => None,
    });
    let reason = reason.or_else(|| {
        let all = kept.iter().flatten();
        let is_utf8 = kept.iter().all(|field| std::str::from_utf8(field).is_ok());
        if all.clone().any(|byte| *byte == 0) {
            return Some(BadRowReason::Nul);
        }
        match dialect.encoding {
            Encoding::Utf8 => (!is_utf8).then_some(BadRowReason::NotUtf8),
            Encoding::Windows1252 => all
                .clone()
                .any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d))
                .then_some(BadRowReason::NotWindows1252),
        }
    });
    let texts = kept.iter().map(|field| match dialect.encoding {
        Encoding::Utf8 => String::from_utf8_lossy(field).into_owned(),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(field).0.into_owned(),
    });
    match reason {
        None => Ok(Row { line: raw.line, fields: texts.collect() }),
        Some(reason) => {
            let fields = texts.map(|text| text.replace('\0', "\u{fffd}")).collect();
            Err(BadRow { line: raw.line, lines: raw.lines, reason, fields })
        }
    }
}
