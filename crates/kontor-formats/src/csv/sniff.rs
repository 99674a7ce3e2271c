//! Finding out how a file is written, from its head.

use super::split::Splitter;
use super::{CsvFault, Encoding};

/// The mark that some programs put before UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Separators that are tried. Where two fit equally well the first wins: a comma stands in texts and numbers far
/// more often than the others.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];

/// Rows behind the head line that are looked at.
const ROWS: usize = 20;

/// How files of other kinds begin.
const OTHERS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a workbook (xlsx, ods) or a zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook (xls)"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
];

/// Refuses files that are no CSV by how they begin.
pub(super) fn refuse_others(head: &[u8]) -> Result<(), CsvFault> {
    match OTHERS.iter().find(|(start, _)| head.starts_with(start)) {
        Some((_, name)) => Err(CsvFault::NotCsv(name)),
        None => Ok(()),
    }
}

/// Valid UTF-8 is taken for UTF-8: other texts with letters beyond ASCII are so but by an unlikely accident.
/// `is_whole`: nothing follows, so a character can't go on behind the end.
pub(super) fn encoding(head: &[u8], is_whole: bool) -> Encoding {
    match std::str::from_utf8(head) {
        Ok(_) => Encoding::Utf8,
        Err(error) if error.error_len().is_none() && !is_whole => Encoding::Utf8,
        Err(_) => Encoding::Windows1252,
    }
}

/// A first line `sep=;`, by which spreadsheets are told the separator: that, and the length of the line with its
/// end.
pub(super) fn separator_line(head: &[u8]) -> Option<(u8, usize)> {
    let (word, rest) = head.split_at_checked(4)?;
    let (separator, rest) = rest.split_first()?;
    if !word.eq_ignore_ascii_case(b"sep=") || !SEPARATORS.contains(separator) {
        return None;
    }
    match rest {
        [b'\r', b'\n', ..] => Some((*separator, 7)),
        [b'\r' | b'\n', ..] => Some((*separator, 6)),
        _ => None,
    }
}

/// The separator that cuts the head line into several fields, and the rows behind it into as many. `is_whole`:
/// nothing follows, so the last row ends with the head.
pub(super) fn separator(head: &[u8], is_whole: bool) -> u8 {
    let mut best = (b',', Fit { quotes_open: false, rows: 0, columns: 1 });
    for separator in SEPARATORS {
        let fit = fit(head, is_whole, separator);
        if fit.columns > 1 && fit > best.1 {
            best = (separator, fit);
        }
    }
    best.0
}

/// How well a separator fits; what counts more comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether each quote in the head line opens or closes a field. One that doesn't is there for another separator.
    quotes_open: bool,
    /// Rows that have as many fields as the head line.
    rows: usize,
    /// Fields of the head line.
    columns: usize,
}

fn fit(head: &[u8], is_whole: bool, separator: u8) -> Fit {
    let mut splitter = Splitter::new(separator);
    let mut fit = Fit { quotes_open: false, rows: 0, columns: 0 };
    let mut rest = head;
    for _ in 0..=ROWS {
        let (used, is_row) = splitter.feed(rest);
        rest = rest.get(used..).unwrap_or_default();
        // A head line that is cut off still tells something; a row doesn't.
        let is_last = !is_row && (is_whole || fit.columns == 0) && splitter.end();
        if !is_row && !is_last {
            break;
        }
        if fit.columns == 0 && !splitter.is_blank() {
            fit.columns = splitter.count();
            fit.quotes_open = splitter.wrong().is_none() && !splitter.has_stray_quotes();
        } else if splitter.wrong().is_none() && splitter.count() == fit.columns {
            fit.rows += 1;
        }
    }
    fit
}
