//! Files as they should be.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use kontor_kernel::limits;

use super::*;

fn check(file: &[u8], expected: &[&str]) {
    let text = String::from_utf8_lossy(file);
    assert_eq!(shown(file, Wanted::default()), expected, "{text:?}");
    // The bytes may come in any portions, packed or not, without a difference.
    for step in [1, 2, 3, 7] {
        let plain = Box::new(Trickle::new(file, step));
        let packed = Box::new(Trickle::new(&gzip(&[file]), step));
        for source in [plain, packed] {
            let mut reader = CsvReader::new(source, Wanted::default()).unwrap();
            let found = rows(&mut reader);
            assert_eq!(found, rows(&mut open(file, Wanted::default()).unwrap()), "{text:?} by {step}");
        }
    }
}

/// Each part packed by itself, one behind the other.
pub(super) fn gzip(parts: &[&[u8]]) -> Vec<u8> {
    let mut packed = Vec::new();
    for part in parts {
        let mut encoder = GzEncoder::new(&mut packed, Compression::fast());
        encoder.write_all(part).unwrap();
        encoder.finish().unwrap();
    }
    packed
}

#[test]
fn rows_keep_the_numbers_of_their_lines() {
    check(b"a,b\n1,2\n3,4\n", &["a|b", "2: 1|2", "3: 3|4"]);
    check(b"a,b\n1,2\n3,4", &["a|b", "2: 1|2", "3: 3|4"]);
    check(b"a,b\r\n1,2\r\n3,4\r\n", &["a|b", "2: 1|2", "3: 3|4"]);
    check(b"a,b\r1,2\r3,4\r", &["a|b", "2: 1|2", "3: 3|4"]);
    check(b"a,b\n\r1,2\r\r\n3,4\n\n\n5,6", &["a|b", "3: 1|2", "5: 3|4", "8: 5|6"]);
    check(b"\n\r\n \t\na,b\n1,2\n", &["a|b", "5: 1|2"]);
    check(b"a,b\n1,\"x\ny\r\nz\rw\"\n3,4\n", &["a|b", "2: 1|x\ny\r\nz\rw", "6: 3|4"]);
    check(b"\"a\n1\",b\n1,2\n", &["a\n1|b", "3: 1|2"]);
    check(
        b"a,b\n1\n3,4,5\n6,\"7\n8\"\n9,10\n",
        &["a|b", "2+1: too_few_fields 1", "3+1: too_many_fields 3|4|5", "4: 6|7\n8", "6: 9|10"],
    );
}

#[test]
fn fields_are_what_stands_between_separators() {
    check(b"a,b\n,\n\"\",\n", &["a|b", "2: |", "3: |"]);
    check(b"a,b\n x , y\t\n", &["a|b", "2:  x | y\t"]);
    check(b"a,b\n\"x,\"\"y\"\"\",\"\"\"\"\n", &["a|b", "2: x,\"y\"|\""]);
    check(b"a,b\n6\" LANTERN,it\"s\n \"x\",y\"\"\n", &["a|b", "2: 6\" LANTERN|it\"s", "3:  \"x\"|y\"\""]);
    check(b"a\n1\n\"\"\n\" \"\n \n2\n", &["a", "2: 1", "3: ", "4:  ", "6: 2"]);
    check("a,b\nGröße,日本\n".as_bytes(), &["a|b", "2: Größe|日本"]);
}

#[test]
fn the_separator_is_found_out() {
    for (file, separator) in [
        ("a,b\n1,2\n", ','),
        ("a;b\n1;2\n", ';'),
        ("a\tb\n1\t2\n", '\t'),
        ("alone\n1\n", ','),
        // Only what stands outside of quotes separates.
        ("\"a;x;y;z\",b\n1,2\n", ','),
        ("\"a,x,y,z\";b\n1;2\n", ';'),
        ("\"a\n,\n,\";b\n1;2\n", ';'),
        ("\"a\"\";\";\",\"\n1;2\n", ';'),
        (",\"\t\"\n", ','),
        (",\"a\tb\"\n", ','),
        (",\"\t\n\t\n\t\"\n1,2\n", ','),
        ("a\t\"b;c\"\n", '\t'),
        // A comma in a name or a number is no separator.
        ("Nr;Preis, netto, EUR\n1;2,50\n2;3,50\n", ';'),
        ("Nr;Preis, netto\n1;2,50\n", ';'),
        ("Name, Vorname;Straße, Nr\nA, B;C, 1\nD;E\n", ';'),
        ("a,b;c,d\n1,2,3\n4,5,6", ','),
        // With nothing else to go by, more columns are better.
        ("a,b,c;d\n", ','),
        ("a;b;c,d", ';'),
        ("\"cut;off,in\",the", ','),
        // Said by the file itself.
        ("sep=;\na,b,c\n1,2,3\n", ';'),
        ("SEP=\t\r\na,b\n", '\t'),
        ("sep=|\na,b\n1,2", ','),
    ] {
        assert_eq!(dialect(file.as_bytes()).0, separator, "{file:?}");
    }
    check(b"sep=;\r\na,b;c\r\n1;2\r\n", &["a,b|c", "3: 1|2"]);
    check(b"\xef\xbb\xbfsep=,\na;x,b\n1,2\n", &["a;x|b", "3: 1|2"]);
}

#[test]
fn who_names_separator_and_encoding_is_believed() {
    let wanted = |separator| Wanted { separator: Some(separator), encoding: None };
    assert_eq!(shown(b"a,b;c\n1;2,3\n", wanted(b',')), ["a|b;c", "2: 1;2|3"]);
    assert_eq!(shown(b"a|b\n1|2\n", wanted(b'|')), ["a|b", "2: 1|2"]);
    assert_eq!(shown(b"sep=;\na,b\n1,2\n", wanted(b',')), ["a|b", "3: 1|2"]);
    for sign in [b'"', b'\n', b'\r', b'\'', b'a', b'0', b' ', 0, 0xe9] {
        let refused = open(b"a,b", wanted(sign)).unwrap_err();
        assert!(matches!(refused, CsvFault::Separator(_)), "{sign}: {refused}");
    }

    let cp1252 = Wanted { separator: None, encoding: Some(Encoding::Windows1252) };
    assert_eq!(shown("a,ä\n".as_bytes(), cp1252), ["a|Ã¤"]);
    for (text, encoding) in [
        ("utf-8", Encoding::Utf8),
        ("Windows-1252", Encoding::Windows1252),
        ("latin1", Encoding::Windows1252),
    ] {
        assert_eq!(text.parse(), Ok(encoding));
        assert_eq!(encoding.to_string().parse(), Ok(encoding));
    }
    assert_eq!("utf-16".parse::<Encoding>().unwrap_err().to_string(), "expected utf-8 or windows-1252");
}

#[test]
fn the_encoding_is_found_out() {
    assert_eq!(dialect(b"a,b\n").1, Encoding::Utf8);
    assert_eq!(dialect("a,ä€\n".as_bytes()).1, Encoding::Utf8);
    assert_eq!(dialect("\u{feff}a,b\n".as_bytes()).1, Encoding::Utf8);
    check("\u{feff}a,b\n1,2\n".as_bytes(), &["a|b", "2: 1|2"]);
    check("\u{feff}\"a\",b\n1,2\n".as_bytes(), &["a|b", "2: 1|2"]);
    check(b"a,Gr\xf6\xdfe\n\x80 5,\x84Fran\xe7ois\x93\n", &["a|Größe", "2: € 5|„François“"]);
    // A character cut off by the end of the file is none.
    assert_eq!(dialect(b"a,b\n1,\xc3").1, Encoding::Windows1252);
}

/// Whether a character is cut in two by the end of the part that is looked at, or not, doesn't matter.
#[test]
fn the_encoding_is_found_out_from_the_head_alone() {
    for shift in 0..4 {
        let mut file = b"a,b\n1,".to_vec();
        file.resize(limits::CSV_HEAD_BYTES - shift, b'x');
        file.extend("€ Größe\n2,3\n".as_bytes());
        assert_eq!(dialect(&file).1, Encoding::Utf8, "{shift}");
        assert_eq!(rows(&mut open(&file, Wanted::default()).unwrap()).len(), 2);
    }
    // What is no UTF-8 behind the head spoils its rows alone, and they say what to do.
    let row = format!("1,{}\n", "x".repeat(1_000));
    let mut file = format!("a,b\n{}", row.repeat(100)).into_bytes();
    file.extend(b"2,Gr\xf6\xdfe\n3,fine\n");
    let mut reader = open(&file, Wanted::default()).unwrap();
    assert_eq!(reader.dialect().encoding, Encoding::Utf8);
    let last = rows(&mut reader).split_off(100);
    let bad = last[0].as_ref().unwrap_err();
    assert_eq!((bad.line, bad.reason), (102, BadRowReason::NotUtf8));
    assert_eq!(bad.fields, ["2", "Gr\u{fffd}\u{fffd}e"]);
    assert!(bad.reason.to_string().contains("--encoding windows-1252"), "{}", bad.reason);
    assert_eq!(last[1], Ok(Row { line: 103, fields: vec!["3".into(), "fine".into()] }));
}

#[test]
fn gzip_is_found_out_and_its_parts_are_one_file() {
    let file = gzip(&[b"a,b\n1,", b"", b"2\n3,4\n"]);
    assert_eq!(shown(&file, Wanted::default()), ["a|b", "2: 1|2", "3: 3|4"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("any-name");
    std::fs::write(&path, &file).unwrap();
    assert_eq!(CsvReader::open(&path, Wanted::default()).unwrap().header(), ["a", "b"]);
}
