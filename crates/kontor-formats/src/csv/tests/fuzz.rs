//! Properties of reading and writing, tried with files that nobody thought of.

use std::ops::Range;

use super::super::sniff;
use super::model::{self, Reading};
use super::reading::gzip;
use super::*;
use kontor_testkit::fuzz::{SCRIPT_BYTES, Script, time};

/// Files as shops, spreadsheets and people write them.
const SEEDS: &[&[u8]] = &[
    b"InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
      536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n\
      C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom\n\
      536544,21773,\"DECORATIVE ROSE BATHROOM BOTTLE, 6\"\" TALL\",1,2010-12-01 14:32:00,2.51,,EIRE\n",
    "\u{feff}Nr;Kunde;Betrag;Notiz\r\n1001;Müller & Söhne;1.234,56;\"zwei\r\nZeilen\"\r\n1002;\"\";-2,50;'=1+1\r\n;;;\r\n".as_bytes(),
    b"Nr;Gr\xf6\xdfe;Preis\r\n1;\x8450\x93;9,99 \x80\r\n2;\"M;L\";1\r\n",
    b"a\tb\tc\n1\t\"x\ty\"\t3\n\n \n4\t5\t6\r7\t8\t9",
    b"sep=;\na;b,c\n1;2,5\n\n3;\"4\"\n",
    b"name\nx\n\"\"\n\"say \"\"hi\"\"\"\n",
    b"a,b\n=cmd|'/c calc'!A1,@x\n'=1,+49\n",
    b"a,b\r\r1,2\n\r3,4\r\n",
    b"\"a\nb\",\"c,d;e\"\n\"1\",\"2\"",
];

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b"x",
    b"'",
    b"=",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xa4",
    b"\xc3\xa4",
    b"\xe4",
    b"\x81",
    b"\xff\xfe",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"sep=,\n",
    b",\"",
    b"\",",
    b"\"\n",
    b"\n\"",
    b"a,b\n",
    b"1,2\n",
    b"\xf0\x9f\x9b\x92",
    b"\x1a",
];

fn wanted(script: &mut Script<'_>) -> Wanted {
    Wanted {
        separator: script.one(&[None, None, None, Some(b','), Some(b';'), Some(b'\t'), Some(b'|')]),
        encoding: script.one(&[None, None, None, Some(Encoding::Utf8), Some(Encoding::Windows1252)]),
    }
}

/// The file as it is, in one gzip member, or in several.
fn packed(file: &[u8], script: &mut Script<'_>) -> Vec<u8> {
    match script.below(4) {
        0 => gzip(&[file]),
        1 => {
            let (front, back) = file.split_at(script.below(file.len() + 1));
            gzip(&[front, b"", back])
        }
        _ => file.to_vec(),
    }
}

/// Reads all of it, with an eye on what it costs.
fn read(
    bytes: &[u8],
    step: usize,
    wanted: Wanted,
) -> Result<(CsvReader, Vec<Result<Row, BadRow>>), CsvFault> {
    let mut reader = CsvReader::new(Box::new(Trickle::new(bytes, step)), wanted)?;
    let mut rows = Vec::new();
    while let Some(row) = reader.next()? {
        rows.push(row);
        assert!(reader.held() <= 3 << 20);
    }
    assert!(reader.next()?.is_none());
    Ok((reader, rows))
}

/// What the reader should find, and where its head line begins.
fn expected(file: &[u8], wanted: Wanted) -> (Reading, Range<usize>, u64) {
    let head = &file[..file.len().min(kontor_kernel::limits::CSV_HEAD_BYTES)];
    let is_whole = head.len() < kontor_kernel::limits::CSV_HEAD_BYTES;
    let mut start = if head.starts_with(sniff::BYTE_ORDER_MARK) { 3 } else { 0 };
    let told = sniff::separator_line(&head[start..]);
    start += told.map_or(0, |(_, bytes)| bytes);
    let found = told.map_or_else(|| sniff::separator(&head[start..], is_whole), |(separator, _)| separator);
    let dialect = Dialect {
        separator: wanted.separator.unwrap_or(found),
        encoding: wanted.encoding.unwrap_or_else(|| sniff::encoding(&head[start..], is_whole)),
    };
    let line = if told.is_some() { 2 } else { 1 };
    (model::read(&file[start..], dialect, line), start..file.len(), line)
}

/// Line breaks, of which CR LF is one.
fn breaks(text: &str) -> usize {
    let lf = text.matches('\n').count();
    lf + text.matches('\r').count() - text.matches("\r\n").count()
}

/// Every line that isn't blank belongs to the head line, a row or a bad row.
fn account_for(file: &[u8], first: u64, header: &[String], rows: &[Result<Row, BadRow>]) {
    let text: String = file.iter().map(|byte| char::from(*byte)).collect();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let is_blank = |line: &str| line.bytes().all(|byte| byte.is_ascii_whitespace());
    let mut covered: Vec<bool> = lines.iter().map(|line| is_blank(line)).collect();
    let mut cover = |line: u64, count: u64| {
        for line in line..line + count {
            covered[usize::try_from(line - first).unwrap()] = true;
        }
    };
    let of = |fields: &[String]| {
        1 + u64::try_from(fields.iter().map(|field| breaks(field)).sum::<usize>()).unwrap()
    };
    let head = lines.iter().position(|line| !is_blank(line)).unwrap_or(0);
    cover(first + u64::try_from(head).unwrap(), of(header));
    let mut before = 0;
    for row in rows {
        let (line, lines) = match row {
            Ok(Row { line, fields }) => (*line, of(fields)),
            Err(BadRow { line, lines, .. }) => (*line, *lines),
        };
        assert!(line > before && lines > 0, "rows stand one behind the other");
        before = line + lines - 1;
        cover(line, lines);
    }
    let lost: Vec<&str> =
        lines.iter().zip(&covered).filter(|(_, covered)| !**covered).map(|(line, _)| *line).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
}

/// The csv crate finds the same in files without a fault.
fn compare_with_csv_crate(file: &[u8], separator: u8, header: &[String], rows: &[Result<Row, BadRow>]) {
    let has_blank_lines = file
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .any(|line| !line.is_empty() && line.iter().all(u8::is_ascii_whitespace));
    // It takes a byte order mark for one wherever it begins to read.
    let has_mark = file.starts_with(sniff::BYTE_ORDER_MARK);
    if has_blank_lines || has_mark || rows.iter().any(Result::is_err) {
        return;
    }
    let mut reader = ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(file);
    let found: Vec<Vec<String>> =
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let ours = std::iter::once(header.to_vec()).chain(rows.iter().flatten().map(|row| row.fields.clone()));
    assert_eq!(ours.collect::<Vec<_>>(), found);
}

fn reads_as_the_model_does(script: &[u8]) {
    let script = &mut Script(script);
    let wanted = wanted(script);
    let step = script.one(&[usize::MAX, 1, 2, 3, 100, 5_000]);
    let packing: Vec<u8> = (0..5).map(|_| script.byte()).collect();
    let file = script.mutant(SEEDS, PIECES);
    let bytes = packed(&file, &mut Script(&packing));
    let found = read(&bytes, step, wanted);
    if bytes == file && file.starts_with(b"\x1f\x8b\x08") {
        return;
    }
    let (reading, rest, first) = expected(&file, wanted);
    match (found, reading) {
        (Err(CsvFault::Empty), _) => assert!(file.is_empty()),
        (Err(CsvFault::NotCsv(_)), _) => {
            assert!(
                [&b"PK\x03\x04"[..], b"\xff\xfe", b"\xfe\xff"].iter().any(|start| file.starts_with(start))
            );
        }
        (Err(CsvFault::NoHead), reading) => assert_eq!(reading, Reading::NoHead),
        (Err(CsvFault::Head(bad)), reading) => assert_eq!(reading, Reading::BadHead(bad)),
        (Err(fault), _) => panic!("{fault:?}"),
        (Ok((reader, rows)), reading) => {
            assert_eq!(Reading::Rows(reader.header().to_vec(), rows.clone()), reading);
            account_for(&file[rest.clone()], first, reader.header(), &rows);
            if reader.dialect().encoding == Encoding::Utf8 {
                compare_with_csv_crate(&file[rest], reader.dialect().separator, reader.header(), &rows);
            }
        }
    }
}

#[test]
fn fuzz_files_are_read_as_the_model_reads_them() {
    bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(reads_as_the_model_does);
}

/// Whatever is done to a packed file, reading it ends.
#[test]
fn fuzz_damaged_gzip_ends() {
    bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
        let script = &mut Script(script);
        let file = gzip(&[script.one(SEEDS), script.one(SEEDS)]);
        let damaged = script.mutant(&[&file], PIECES);
        match read(&damaged, script.one(&[1, 7, usize::MAX]), Wanted::default()) {
            Ok((reader, _)) => assert!(!reader.header().is_empty()),
            Err(fault) => assert!(!fault.to_string().is_empty()),
        }
    });
}

/// What users write, and what they should not.
const TEXTS: &[&str] = &[
    "a",
    "Größe",
    " ",
    "\"",
    "\"\"",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r",
    "\r\n",
    "'",
    "''",
    "=",
    "+",
    "-",
    "@",
    "\u{feff}",
    "sep=;",
    "PK\u{3}\u{4}",
    "\u{1f}\u{8b}\u{8}",
    "注文",
    "🛒",
    "e\u{301}",
    "\u{a0}",
    "\u{2028}",
    "\u{7f}",
    "\u{81}",
    "1,5",
    "x;y",
    "0",
];

fn cell((is_plain, text): &(bool, String)) -> Cell<'_> {
    if *is_plain { Cell::Plain(text) } else { Cell::Text(text) }
}

/// What is written is read again, whatever it is, without being told how it was written.
#[test]
fn fuzz_what_is_written_is_read_again() {
    bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
        let script = &mut Script(script);
        let separator = script.one(b",;\t|");
        let columns = 1 + script.below(4);
        let table: Vec<Vec<(bool, String)>> = (0..=script.below(6))
            .map(|_| (0..columns).map(|_| (script.byte() % 4 == 0, script.text(TEXTS, 4))).collect())
            .collect();
        let mut writer = CsvWriter::new(Vec::new(), separator);
        for row in &table {
            let cells: Vec<Cell<'_>> = row.iter().map(cell).collect();
            writer.write(&cells).unwrap();
        }
        let file = writer.finish().unwrap();
        let told = (separator == b'|').then_some(separator);
        let wanted = Wanted { separator: told, encoding: None };
        let (reader, rows) = read(&packed(&file, script), 1 + script.below(64), wanted).unwrap();
        if columns > 1 {
            assert_eq!(reader.dialect().separator, separator);
        }
        let read = std::iter::once(reader.header().to_vec())
            .chain(rows.iter().map(|row| row.clone().unwrap().fields));
        let read: Vec<Vec<String>> = read.collect();
        assert_eq!(read.len(), table.len());
        for (written, read) in table.iter().flatten().zip(read.iter().flatten()) {
            let (is_plain, text) = written;
            assert_eq!(if *is_plain { read } else { original(read) }, text);
        }
        compare_with_csv_crate(&file, separator, reader.header(), &rows);
    });
}

#[test]
fn fuzz_neutral_and_original_undo_each_other() {
    bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
        for text in [Script(script).text(TEXTS, 12), String::from_utf8_lossy(script).into_owned()] {
            let safe = neutral(&text);
            assert!(!safe.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(original(&safe), text);
            assert!(safe.len() <= text.len() + 1);
        }
    });
}
