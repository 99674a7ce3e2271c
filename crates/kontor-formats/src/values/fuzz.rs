//! Properties of numbers, dates and countries, tried with texts that nobody thought of.

use crate::country;
use kontor_testkit::fuzz::{SCRIPT_BYTES, Script, time};

use super::*;

const PIECES: &[&str] = &[
    "0",
    "1",
    "9",
    "12",
    "123",
    "000",
    "2010",
    "12",
    "31",
    ".",
    ",",
    "-",
    "+",
    "−",
    "/",
    ":",
    " ",
    "\u{a0}",
    "\u{202f}",
    "'",
    "’",
    "T",
    "Z",
    "AM",
    "pm",
    "UTC",
    "e",
    "E5",
    "€",
    "£",
    "%",
    "x",
    "ä",
    "１",
    "²",
    "\0",
    "\u{feff}",
    "(",
    ")",
    "1,234.56",
    "1.234,56",
    "2010-12-01",
    "1.12.2010",
    "12/1/2010",
    "08:26",
    "08:26:00",
    "+01:00",
    "17850.0",
    "United ",
    "Kingdom",
    "Republic",
    "Österreich",
];

const MARKS: [DecimalMark; 2] = [DecimalMark::Point, DecimalMark::Comma];
const ORDERS: [Option<DateOrder>; 3] = [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)];

/// A text that reads as something reads as the same when it is written down and read again.
#[test]
fn fuzz_values_are_read_or_refused() {
    bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
        for text in [Script(script).text(PIECES, 8), String::from_utf8_lossy(script).into_owned()] {
            for mark in MARKS {
                if let Ok(number) = decimal(&text, mark) {
                    assert_eq!(decimal(&number, DecimalMark::Point).as_ref(), Ok(&number), "{text:?}");
                    let exchange = |letter| match letter {
                        '.' => ',',
                        ',' => '.',
                        other => other,
                    };
                    let exchanged: String = text.chars().map(exchange).collect();
                    let other = MARKS.into_iter().find(|other| *other != mark).unwrap();
                    assert_eq!(decimal(&exchanged, other), Ok(number), "{text:?}");
                }
            }
            for order in ORDERS {
                if let Ok(found) = date(&text, order) {
                    assert_eq!(date(&found.to_string(), None), Ok(found), "{text:?}");
                }
            }
            let whole = whole_text(&text);
            assert!(text.starts_with(whole) && whole_text(whole) == whole, "{text:?}");
            if let Some(code) = country::code(&text) {
                assert_eq!(country::code(code), Some(code), "{text:?}");
            }
        }
    });
}

/// Every number and every day is read in each of its spellings.
#[test]
fn fuzz_values_are_read_as_they_were_written() {
    bolero::check!().with_test_time(time()).with_max_len(32).for_each(|script: &[u8]| {
        let script = &mut Script(script);
        let digits: String =
            (0..1 + script.below(12)).map(|_| script.one(&["1", "2", "5", "9", "0"])).collect();
        let whole = format!("7{digits}");
        let part: String = (0..script.below(5)).map(|_| script.one(&["0", "3", "8"])).collect();
        let sign = script.one(&["", "-"]);
        let (mark, point, separator) = script.one(&[
            (DecimalMark::Point, '.', ","),
            (DecimalMark::Point, '.', "'"),
            (DecimalMark::Point, '.', ""),
            (DecimalMark::Comma, ',', "."),
            (DecimalMark::Comma, ',', "\u{202f}"),
            (DecimalMark::Comma, ',', " "),
        ]);
        let first = (whole.len() - 1) % 3 + 1;
        let groups = whole.as_bytes()[first..].chunks(3).map(|group| std::str::from_utf8(group).unwrap());
        let grouped = std::iter::once(&whole[..first]).chain(groups).collect::<Vec<_>>().join(separator);
        let mut text = format!("{sign}{grouped}");
        if !part.is_empty() {
            text.extend([point]);
            text.push_str(&part);
        }
        let part = part.trim_end_matches('0');
        let expected = format!("{sign}{whole}{}{part}", if part.is_empty() { "" } else { "." });
        assert_eq!(decimal(&text, mark), Ok(expected), "{text:?}");

        let (year, month, day) = (1 + script.below(9_999), 1 + script.below(12), 1 + script.below(28));
        let time = script.one(&["", " 8:26", "T08:26:00Z", " 08:26:59.123 +02:00", "  1:00 am"]);
        let expected = format!("{year:04}-{month:02}-{day:02}");
        for (text, order) in [
            (format!("{expected}{time}"), None),
            (format!("{year:04}/{month}/{day}{time}"), None),
            (format!("{day}.{month}.{year:04}{time}"), None),
            (format!("{day:02}/{month}/{year:04}{time}"), Some(DateOrder::DayFirst)),
            (format!("{month}-{day:02}-{year:04}{time}"), Some(DateOrder::MonthFirst)),
        ] {
            assert_eq!(date(&text, order).map(|date| date.to_string()).as_ref(), Ok(&expected), "{text:?}");
        }
    });
}
