//! Files as they should not be.

use std::error::Error;

use kontor_kernel::limits;

use super::reading::gzip;
use super::*;

fn check(file: &[u8], expected: &[&str]) {
    assert_eq!(shown(file, Wanted::default()), expected, "{:?}", String::from_utf8_lossy(file));
}

fn refused(file: &[u8]) -> String {
    open(file, Wanted::default()).unwrap_err().to_string()
}

#[test]
fn quotes_that_do_not_fit_are_found() {
    // Two forgotten quotes would melt two rows into one of the right length.
    check(b"a,b,c\n1,\"x,2\n3,\"y,4\n5,z,6\n", &["a|b|c", "2+2: text_behind_quote 1", "4: 5|z|6"]);
    check(b"a,b\n1,\"x\" \n2,\"y\"\n", &["a|b", "2+1: text_behind_quote 1", "3: 2|y"]);
    check(b"a,b\n1,\"x\n\n2,y\n", &["a|b", "2+3: unclosed_quote 1"]);
    check(b"a,b\n1,\"x\n\n2,y", &["a|b", "2+3: unclosed_quote 1"]);
    check(b"a,b\n\"", &["a|b", "2+1: unclosed_quote "]);
    check(b"a,b\n1,\"\"\"\n", &["a|b", "2+1: unclosed_quote 1"]);
    let mut reader = open(b"a,b\n\"1\n2\",\"x\n", Wanted::default()).unwrap();
    let reason = rows(&mut reader)[0].as_ref().unwrap_err().reason;
    assert_eq!(reason, BadRowReason::UnclosedQuote { line: 3 });
    assert_eq!(reason.to_string(), "the quote that opens in line 3 isn't closed before the file ends");
}

#[test]
fn what_is_no_text_is_found() {
    check(b"a,b\n1,x\0y\n2,z\n", &["a|b", "2+1: nul 1|x\u{fffd}y", "3: 2|z"]);
    check(
        b"a,\xe4\n1,\x81\n2,\x8d\n3,\x8f\n4,\x90\n5,\x9d\n6,\x80\n",
        &[
            "a|ä",
            "2+1: not_windows_1252 1|\u{81}",
            "3+1: not_windows_1252 2|\u{8d}",
            "4+1: not_windows_1252 3|\u{8f}",
            "5+1: not_windows_1252 4|\u{90}",
            "6+1: not_windows_1252 5|\u{9d}",
            "7: 6|€",
        ],
    );
    // Two halves of a character on either side of a separator.
    let utf8 = Wanted { separator: None, encoding: Some(Encoding::Utf8) };
    assert_eq!(shown(b"a,b\n\xc3,\xa4\n", utf8), ["a|b", "2+1: not_utf8 \u{fffd}|\u{fffd}"]);
}

/// A field and a row just within their limits, and just beyond.
#[test]
fn fields_and_rows_have_limits() {
    let long = |bytes: usize| "x".repeat(bytes);
    let of = |fields: &[String]| {
        let head = vec!["a"; fields.len()].join(",");
        let file = format!("{head}\n{}\n{}\n", fields.join(","), vec!["1"; fields.len()].join(","));
        let mut reader = open(file.as_bytes(), Wanted::default()).unwrap();
        let found = rows(&mut reader);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].as_ref().unwrap().line, 3);
        found[0].clone().map(|row| assert_eq!(row.fields, fields)).map_err(|bad| bad.reason)
    };
    let field = limits::CSV_FIELD_BYTES;
    assert_eq!(of(&[long(field), long(1)]), Ok(()));
    assert_eq!(of(&[long(1), long(field + 1)]), Err(BadRowReason::FieldTooLong { line: 2 }));
    let many = limits::CSV_ROW_BYTES / field;
    let mut fields = vec![long(field); many];
    assert_eq!(of(&fields), Ok(()));
    fields.push(long(1));
    assert_eq!(of(&fields), Err(BadRowReason::RowTooLong));

    let columns = |count: usize| vec!["c"; count].join(",");
    assert_eq!(open(columns(limits::CSV_FIELDS).as_bytes(), Wanted::default()).unwrap().header().len(), 200);
    assert_eq!(
        refused(columns(limits::CSV_FIELDS + 1).as_bytes()),
        "the head line (line 1) can't be used: it has 201 columns, more than 200"
    );
    let found = limits::CSV_FIELDS + 100;
    let file = format!("a,b\n{}\n", columns(found));
    let bad = rows(&mut open(file.as_bytes(), Wanted::default()).unwrap())[0].clone().unwrap_err();
    assert_eq!(bad.reason, BadRowReason::TooManyFields { found, wanted: 2 });
    assert_eq!(bad.fields.len(), limits::CSV_FIELDS);
}

/// Says a text over and over, and counts nothing but bytes.
struct Endless {
    text: &'static [u8],
    left: usize,
}

impl Read for Endless {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < room.len() && self.left > 0 {
            let at = self.left % self.text.len();
            let part = &self.text[at..];
            let part = &part[..part.len().min(room.len() - filled).min(self.left)];
            room[filled..filled + part.len()].copy_from_slice(part);
            filled += part.len();
            self.left -= part.len();
        }
        Ok(filled)
    }
}

/// Whatever comes, no more is held than the limits say: not for a field, a row, or a whole file in one quote.
#[test]
fn memory_stays_flat() {
    const BYTES: usize = 2 << 20;
    for (start, text, expected) in [
        ("a,b\n", "1,2\n", None),
        ("a,b\n1,\"", "xy\n", Some("unclosed_quote")),
        ("a,b\n1,", "xyz", Some("field_too_long")),
        ("a,b\n", ",", Some("too_many_fields")),
        ("a,b\n1,\"\"x", "\"", Some("text_behind_quote")),
        ("a,b\n", "\r\n", None),
    ] {
        let endless = Endless { text: text.as_bytes(), left: BYTES / text.len() * text.len() };
        let mut reader =
            CsvReader::new(Box::new(start.as_bytes().chain(endless)), Wanted::default()).unwrap();
        let mut last = None;
        let mut count = 0;
        while let Some(row) = reader.next().unwrap() {
            count += 1;
            last = Some(row);
            assert!(reader.held() <= 512 << 10, "{} bytes are held for {text:?}", reader.held());
        }
        match expected {
            Some(code) => {
                let bad = last.unwrap().unwrap_err();
                assert_eq!((count, bad.reason.code()), (1, code), "{text:?}");
            }
            None if text.contains('1') => assert_eq!(count, BYTES / text.len()),
            None => assert_eq!(count, 0),
        }
    }
}

#[test]
fn files_that_are_none_are_refused() {
    for (file, expected) in [
        (&b""[..], "the file is empty"),
        (b"\n\r\n  \n", "the file has no head line: its first line must name the columns"),
        (b"\xef\xbb\xbf", "the file has no head line: its first line must name the columns"),
        (b"sep=;\n", "the file has no head line: its first line must name the columns"),
        (
            b"PK\x03\x04abc",
            "this is a workbook (xlsx, ods) or a zip archive, not a CSV file: save it as CSV (UTF-8) in the program that it comes from",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "this is a workbook (xls), not a CSV file: save it as CSV (UTF-8) in the program that it comes from",
        ),
        (
            b"\xff\xfea\0,\0",
            "this is text in UTF-16, not a CSV file: save it as CSV (UTF-8) in the program that it comes from",
        ),
        (
            b"a\0,\0b\0",
            "the head line (line 1) can't be used: it holds the character NUL: save the file as UTF-8",
        ),
        (
            b"\n\"a,b\n1,2\n",
            "the head line (line 2) can't be used: the quote that opens in line 2 isn't closed before the file ends",
        ),
    ] {
        assert_eq!(refused(file), expected);
        if !file.is_empty() {
            assert_eq!(refused(&gzip(&[file])), expected);
        }
    }
    assert_eq!(refused(&gzip(&[b""])), "the file is empty");
    let missing = CsvReader::open(Path::new("/no/such/file"), Wanted::default()).unwrap_err();
    assert_eq!(missing.to_string(), "the file can't be read behind line 0");
    assert!(missing.source().unwrap().to_string().contains("No such file"));
}

/// The rows before a damage are read, the damage is told once, and nothing comes after it.
#[test]
fn damaged_files_say_how_far_they_could_be_read() {
    let text = format!(
        "a,b\n{}",
        (0..50_000).map(|number| format!("{number},{}\n", number * 7919)).collect::<String>()
    );
    let whole = gzip(&[text.as_bytes()]);
    let cut = whole[..whole.len() / 2].to_vec();
    let mut wrong = whole.clone();
    let middle = wrong.len() / 2;
    wrong[middle..middle + 8].fill(0xff);
    let mut checksum = whole.clone();
    let end = checksum.len();
    checksum[end - 6] ^= 1;
    let mut padded = whole;
    padded.extend([0; 512]);
    for damaged in [cut, wrong, checksum, padded] {
        let mut reader = open(&damaged, Wanted::default()).unwrap();
        let mut last = 1;
        let fault = loop {
            match reader.next() {
                Ok(row) => last = row.unwrap().unwrap().line,
                Err(fault) => break fault,
            }
        };
        let CsvFault::Gzip { line, .. } = fault else { panic!("{fault:?}") };
        assert_eq!(line, last, "{fault}");
        assert!(last > 1_000);
        assert!(reader.next().unwrap().is_none());
    }
    let refused = open(&gzip(&[b"a,b"])[..12], Wanted::default()).unwrap_err();
    assert!(matches!(refused, CsvFault::Gzip { line: 0, .. }), "{refused}");
}

/// Fails after a while, and is interrupted before.
struct Failing(Vec<Result<&'static str, io::ErrorKind>>);

impl Read for Failing {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        let text = self.0.remove(0)?;
        room[..text.len()].copy_from_slice(text.as_bytes());
        Ok(text.len())
    }
}

#[test]
fn a_disk_that_fails_is_told_and_a_signal_is_not() {
    let interrupted =
        vec![Err(io::ErrorKind::Interrupted), Ok("a,b\n1"), Err(io::ErrorKind::Interrupted), Ok(",2\n")];
    let mut reader = CsvReader::new(Box::new(Failing(interrupted)), Wanted::default()).unwrap();
    assert_eq!(rows(&mut reader).len(), 1);

    let broken = Failing(vec![Ok("a,b\n"), Err(io::ErrorKind::UnexpectedEof)]);
    let fault = CsvReader::new(Box::new(broken), Wanted::default()).unwrap_err();
    assert!(matches!(fault, CsvFault::Io { line: 0, .. }), "{fault:?}");
}

#[test]
fn every_reason_has_a_code_and_a_sentence() {
    let reasons = [
        BadRowReason::UnclosedQuote { line: 7 },
        BadRowReason::TextBehindQuote { line: 7 },
        BadRowReason::FieldTooLong { line: 7 },
        BadRowReason::RowTooLong,
        BadRowReason::TooManyColumns { found: 300 },
        BadRowReason::TooFewFields { found: 1, wanted: 2 },
        BadRowReason::TooManyFields { found: 3, wanted: 2 },
        BadRowReason::Nul,
        BadRowReason::NotUtf8,
        BadRowReason::NotWindows1252,
    ];
    let told: Vec<String> = reasons.iter().map(|reason| format!("{}: {reason}", reason.code())).collect();
    assert_eq!(
        told,
        [
            "unclosed_quote: the quote that opens in line 7 isn't closed before the file ends",
            "text_behind_quote: behind the closing quote of the field that begins in line 7 stands more text: a quote within a text must be doubled",
            "field_too_long: the field that begins in line 7 is longer than 65536 bytes; perhaps a quote isn't closed",
            "row_too_long: it is longer than 1048576 bytes",
            "too_many_columns: it has 300 columns, more than 200",
            "too_few_fields: it has 1 fields, but the head line has 2",
            "too_many_fields: it has 3 fields, but the head line has 2: a text that holds a separator must stand in quotes",
            "nul: it holds the character NUL: save the file as UTF-8",
            "not_utf8: it isn't UTF-8: if the file is Windows-1252, say --encoding windows-1252",
            "not_windows_1252: it holds a byte that Windows-1252 doesn't have: if the file is UTF-8, say --encoding utf-8",
        ]
    );
}
