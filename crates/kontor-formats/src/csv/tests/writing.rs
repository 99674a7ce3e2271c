//! What is written, and that it is read again.

use std::io::ErrorKind;

use super::*;

fn written(separator: u8, table: &[&[Cell<'_>]]) -> String {
    let mut writer = CsvWriter::new(Vec::new(), separator);
    for row in table {
        writer.write(row).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn quotes_stand_where_they_are_needed() {
    let cells = |texts: [&'static str; 3]| texts.map(Cell::Plain);
    let table = [
        cells(["number", "größe", "1.50"]),
        cells(["a,b", "a;b", "a\tb"]),
        cells(["say \"hi\"", "", "\""]),
        cells(["two\nlines", " lead", "trail "]),
        cells(["-1", "\u{feff}", "it's"]),
    ];
    let rows: Vec<&[Cell<'_>]> = table.iter().map(|row| &row[..]).collect();
    let expected = "number,größe,1.50\n\"a,b\",\"a;b\",\"a\tb\"\n\"say \"\"hi\"\"\",,\"\"\"\"\n\
                    \"two\nlines\",\" lead\",\"trail \"\n-1,\"\u{feff}\",it's\n";
    assert_eq!(written(b',', &rows), expected);
    assert_eq!(written(b';', &[&[Cell::Plain("a"), Cell::Plain("b|c")]]), "a;b|c\n");
    assert_eq!(written(b'|', &[&[Cell::Plain("a"), Cell::Plain("b|c")]]), "a|\"b|c\"\n");
    assert_eq!(written(b',', &[&[Cell::Plain("")], &[Cell::Text("")]]), "\"\"\n\"\"\n");
}

#[test]
fn texts_are_no_formulas_and_numbers_stay_numbers() {
    let row = [Cell::Text("=cmd|'/c calc'!A1"), Cell::Plain("-1.50"), Cell::Text("-1.50"), Cell::Text("a=b")];
    assert_eq!(written(b',', &[&row]), "'=cmd|'/c calc'!A1,-1.50,'-1.50,a=b\n");
}

#[test]
fn neutral_and_original_undo_each_other() {
    for (text, expected) in [
        ("=1+1", "'=1+1"),
        ("+49 30 1", "'+49 30 1"),
        ("-", "'-"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'=1", "''=1"),
        ("'''@", "''''@"),
        ("", ""),
        ("'", "'"),
        ("'tis", "'tis"),
        ("''", "''"),
        ("a=1", "a=1"),
        (" =1", " =1"),
        ("\n=1", "\n=1"),
    ] {
        assert_eq!(neutral(text), expected, "{text:?}");
        assert_eq!(original(&neutral(text)), text);
    }
    assert_eq!(original("=1"), "=1", "what another program wrote stays");
}

#[test]
fn what_makes_no_table_is_refused_and_not_written() {
    let mut writer = CsvWriter::new(Vec::new(), b',');
    writer.write(&[Cell::Plain("a"), Cell::Plain("b")]).unwrap();
    for row in [&[][..], &[Cell::Plain("1")], &[Cell::Plain("1"), Cell::Plain("2"), Cell::Plain("3")]] {
        assert_eq!(writer.write(row).unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(writer.finish().unwrap(), b"a,b\n");
    for separator in [b'"', b'\n', b'1', 0xff] {
        let refused = CsvWriter::new(Vec::new(), separator).write(&[Cell::Plain("a")]).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidInput, "{refused}");
    }
    assert_eq!(CsvWriter::new(Vec::new(), b',').write(&[]).unwrap_err().kind(), ErrorKind::InvalidInput);
    let mut room = [0_u8; 4];
    let full = CsvWriter::new(room.as_mut_slice(), b',').write(&[Cell::Plain("longer")]).unwrap_err();
    assert_eq!(full.kind(), ErrorKind::WriteZero);
}

/// Files of other kinds begin as these texts do, and other programs drop blanks.
#[test]
fn a_head_line_that_looks_like_something_else_is_read_again() {
    for text in [
        "\u{feff}",
        "\u{feff}a",
        "sep=;",
        "sep=,",
        "PK\u{3}\u{4}",
        " ",
        "\t",
        "",
        "a;b",
        "a,b",
        "\"",
        "\r",
        "'",
        "=a",
    ] {
        for separator in [b',', b';', b'\t'] {
            let file = written(separator, &[&[Cell::Text(text)], &[Cell::Text("x")], &[Cell::Text(text)]]);
            let mut reader = open(file.as_bytes(), Wanted::default()).unwrap();
            assert_eq!(original(&reader.header()[0]), text, "{file:?}");
            let rows = rows(&mut reader);
            assert_eq!(rows.len(), 2, "{file:?}");
            assert_eq!(original(&rows[1].as_ref().unwrap().fields[0]), text, "{file:?}");
        }
    }
}
