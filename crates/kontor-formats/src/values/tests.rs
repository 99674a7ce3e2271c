//! Spellings, and what they mean.

use kontor_kernel::{Quantity, UnitPrice};

use super::DateOrder::{DayFirst, MonthFirst};
use super::DecimalMark::{Comma, Point};
use super::*;

#[test]
fn numbers_are_read_in_both_spellings() {
    for (text, mark, expected) in [
        ("1234.56", Point, "1234.56"),
        ("1,234.56", Point, "1234.56"),
        ("1.234,56", Comma, "1234.56"),
        ("1234,56", Comma, "1234.56"),
        ("1,234,567", Point, "1234567"),
        ("1.234.567", Comma, "1234567"),
        ("1,234", Point, "1234"),
        ("1.234", Comma, "1234"),
        ("1.234", Point, "1.234"),
        ("1,234", Comma, "1.234"),
        ("1 234,5", Comma, "1234.5"),
        ("1\u{a0}234\u{a0}567,5", Comma, "1234567.5"),
        ("1\u{202f}234,5", Comma, "1234.5"),
        ("1\u{2009}234", Comma, "1234"),
        ("1'234.50", Point, "1234.5"),
        ("1’234.50", Point, "1234.5"),
        ("  2.55\t", Point, "2.55"),
        ("2.50", Point, "2.5"),
        ("2.00", Point, "2"),
        ("0.001", Point, "0.001"),
        (".5", Point, "0.5"),
        (",5", Comma, "0.5"),
        ("007.50", Point, "7.5"),
        ("-1.5", Point, "-1.5"),
        ("−1.5", Point, "-1.5"),
        ("+1.5", Point, "1.5"),
        ("-0.00", Point, "0"),
        ("0", Comma, "0"),
        ("000", Comma, "0"),
        ("123456789012345678", Point, "123456789012345678"),
        ("0001234567890.123456780000", Point, "1234567890.12345678"),
    ] {
        assert_eq!(decimal(text, mark).as_deref(), Ok(expected), "{text:?}");
    }
}

#[test]
fn what_is_no_number_is_refused_and_says_what_to_do() {
    for mark in [Point, Comma] {
        for text in [
            "x",
            "-",
            "+",
            "--1",
            "+-1",
            "- 1",
            "1-",
            "(1)",
            "1e3",
            "1E-3",
            "£2.55",
            "2.55 EUR",
            "€1",
            "5 %",
            "1.2.3",
            "1,2,3",
            ".",
            ",",
            "1..2",
            "1 2",
            "1 2345",
            "12 34",
            "1'23",
            "1 234'567",
            "1,234 567",
            "½",
            "１",
            "٣",
            "0x10",
            "NaN",
            "inf",
            "1_000",
            "1.",
            "1,",
            "1\n2",
            "'1",
        ] {
            assert_eq!(decimal(text, mark), Err(BadNumber::NotANumber(mark)), "{text:?}");
        }
        for text in ["", "  ", "\t", "\u{a0}"] {
            assert_eq!(decimal(text, mark), Err(BadNumber::Empty), "{text:?}");
        }
        for text in ["1234567890123456789", "0.1234567890123456789"] {
            let text = if mark == Point { text.to_owned() } else { text.replace('.', ",") };
            assert_eq!(decimal(&text, mark), Err(BadNumber::TooLong), "{text:?}");
        }
    }
}

#[test]
fn a_number_with_the_other_mark_says_which_option_to_give() {
    for (text, mark) in [
        ("1,23", Point),
        ("1,2345", Point),
        ("0,5", Point),
        ("1.234,56", Point),
        ("1,234,56", Point),
        ("1.23", Comma),
        ("1,234.56", Comma),
        ("1234.5678", Comma),
    ] {
        let expected =
            if text == "1,234,56" { BadNumber::NotANumber(mark) } else { BadNumber::OtherMark(mark) };
        assert_eq!(decimal(text, mark), Err(expected), "{text:?}");
    }
    for (error, text) in [
        (BadNumber::Empty, "there is no number"),
        (
            BadNumber::NotANumber(Point),
            "expected a decimal number such as 1234.56, without a currency sign or an exponent",
        ),
        (
            BadNumber::NotANumber(Comma),
            "expected a decimal number such as 1234,56, without a currency sign or an exponent",
        ),
        (
            BadNumber::OtherMark(Point),
            "points and commas don't stand where those of a number with a decimal point stand: if the file has decimal commas, say --decimal comma",
        ),
        (
            BadNumber::OtherMark(Comma),
            "points and commas don't stand where those of a number with a decimal comma stand: if the file has decimal points, say --decimal point",
        ),
        (BadNumber::TooLong, "a number has at most 18 digits"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

/// What is written is what the program's own numbers are read from.
#[test]
fn numbers_are_written_as_kontor_reads_them() {
    let price: UnitPrice = decimal("1.234,5600", Comma).unwrap().parse().unwrap();
    assert_eq!(price, "1234.56".parse().unwrap());
    let quantity: Quantity = decimal("-6.000", Point).unwrap().parse().unwrap();
    assert_eq!(quantity, "-6".parse().unwrap());
}

#[test]
fn numbers_that_became_floats_are_whole_again() {
    for (text, expected) in [
        ("17850.0", "17850"),
        ("17850.000", "17850"),
        ("0.0", "0"),
        ("00123.0", "00123"),
        ("12345678901234567890123.0", "12345678901234567890123"),
        ("17850", "17850"),
        ("17850.5", "17850.5"),
        ("17850.", "17850."),
        (".0", ".0"),
        ("-1.0", "-1.0"),
        ("1.0.0", "1.0.0"),
        ("A1.0", "A1.0"),
        ("1.0 ", "1.0 "),
        ("1,0", "1,0"),
        ("", ""),
        ("85123A", "85123A"),
    ] {
        assert_eq!(whole_text(text), expected, "{text:?}");
    }
}

#[test]
fn dates_are_read_with_and_without_a_time() {
    for text in [
        "2010-12-01",
        "2010-12-1",
        "2010/12/01",
        "2010.12.1",
        "1.12.2010",
        "01.12.2010",
        " 1.12.2010 ",
        "1.12.2010 8:26",
        "1.12.2010   08:26:00",
        "2010-12-01 08:26",
        "2010-12-01T08:26:00",
        "2010-12-01t08:26:60",
        "2010-12-01T08:26:00Z",
        "2010-12-01T08:26:00.123456789Z",
        "2010-12-01 08:26:00,5",
        "2010-12-01T23:59:59+01:00",
        "2010-12-01 08:26:00 -0500",
        "2010-12-01 08:26 UTC",
        "2010-12-01 12:26 AM",
        "2010-12-01 8:26pm",
        "2010-12-01 00:00:00.000 utc",
    ] {
        for order in [None, Some(DayFirst), Some(MonthFirst)] {
            let found = date(text, order).map(|date| date.to_string());
            assert_eq!(found.as_deref(), Ok("2010-12-01"), "{text:?}");
        }
    }
    for (text, order) in [
        ("12/1/2010 8:26", MonthFirst),
        ("12-01-2010", MonthFirst),
        ("1/12/2010", DayFirst),
        ("01-12-2010T08:26", DayFirst),
    ] {
        assert_eq!(date(text, Some(order)).unwrap().to_string(), "2010-12-01", "{text:?}");
        assert_eq!(date(text, None), Err(BadDate::NeedsOrder), "{text:?}");
    }
    assert_eq!(date("29.2.2024", None).unwrap().to_string(), "2024-02-29");
}

#[test]
fn what_is_no_date_is_refused_and_says_what_to_do() {
    use BadDate::{Empty, NeedsOrder, NoSuchDay, NotADate, NotATime, OtherOrder, ShortYear};
    for (text, order, expected) in [
        ("", None, Empty),
        ("  ", None, Empty),
        ("x", None, NotADate),
        ("40513.35", None, NotADate),
        ("20101201", None, NotADate),
        ("1.12", None, NotADate),
        ("1. 12. 2010", None, NotADate),
        ("1.12-2010", None, NotADate),
        ("1 Dec 2010", None, NotADate),
        ("-1.12.2010", None, NotADate),
        ("123.1.2010", None, NotADate),
        ("1.12.201", None, NotADate),
        ("2010-12-001", None, NotADate),
        ("１.12.2010", None, NotADate),
        ("1.12.10", None, ShortYear),
        ("12/1/10 8:26", Some(MonthFirst), ShortYear),
        ("1/12/2010", None, NeedsOrder),
        ("31/12/2010", None, NeedsOrder),
        ("2010-02-29", None, NoSuchDay),
        ("2010-13-01", None, NoSuchDay),
        ("0.1.2010", None, NoSuchDay),
        ("31.4.2010", None, NoSuchDay),
        ("1.1.0000", None, NoSuchDay),
        ("13/13/2010", Some(DayFirst), NoSuchDay),
        ("31/12/2010", Some(MonthFirst), OtherOrder("day-first")),
        ("12/31/2010", Some(DayFirst), OtherOrder("month-first")),
        ("2010-12-01x", None, NotATime),
        ("2010-12-01T", None, NotATime),
        ("2010-12-01 8", None, NotATime),
        ("2010-12-01 8:2", None, NotATime),
        ("2010-12-01 24:00", None, NotATime),
        ("2010-12-01 8:60", None, NotATime),
        ("2010-12-01 8:26:61", None, NotATime),
        ("2010-12-01 8:26:", None, NotATime),
        ("2010-12-01 8:26:00.", None, NotATime),
        ("2010-12-01 8:26:00 CET", None, NotATime),
        ("2010-12-01 8:26 +1", None, NotATime),
        ("2010-12-01 8:26 +01:00 x", None, NotATime),
        ("2010-12-01 13:26 PM", None, NotATime),
        ("2010-12-01 0:26 AM", None, NotATime),
        ("2010-12-01 8:26 PM Z", None, NotATime),
        ("1.12.20105", None, NotATime),
        ("2010-12-01 2010-12-02", None, NotATime),
    ] {
        assert_eq!(date(text, order), Err(expected), "{text:?} {order:?}");
    }
    for (error, text) in [
        (Empty, "there is no date"),
        (NotADate, "expected a date such as 2010-12-01 or 1.12.2010, with or without a time"),
        (ShortYear, "the year must have four digits"),
        (
            NeedsOrder,
            "day or month may come first in such a date: say --dates day-first or --dates month-first, as the file has it",
        ),
        (NoSuchDay, "the calendar has no such day"),
        (
            OtherOrder("day-first"),
            "the calendar has no such day: if day and month stand in the other order, say --dates day-first",
        ),
        (NotATime, "what stands behind the date is no time such as 08:26 or 08:26:00"),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn options_are_read_from_their_names() {
    assert_eq!("point".parse(), Ok(Point));
    assert_eq!("comma".parse(), Ok(Comma));
    assert_eq!("dot".parse::<DecimalMark>().unwrap_err().to_string(), "expected point or comma");
    assert_eq!("day-first".parse(), Ok(DayFirst));
    assert_eq!("month-first".parse(), Ok(MonthFirst));
    assert_eq!("dmy".parse::<DateOrder>().unwrap_err().to_string(), "expected day-first or month-first");
}
