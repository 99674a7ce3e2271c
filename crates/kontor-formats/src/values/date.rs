//! Dates.

use std::str::FromStr;

use kontor_kernel::Date;

/// What comes first in a date with slashes. In text: `day-first`, `month-first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `1/12/2010` is the first of December.
    DayFirst,
    /// `12/1/2010` is the first of December.
    MonthFirst,
}

/// A text names no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected day-first or month-first")]
pub struct BadDateOrder;

impl FromStr for DateOrder {
    type Err = BadDateOrder;
    fn from_str(text: &str) -> Result<Self, BadDateOrder> {
        match text {
            "day-first" => Ok(Self::DayFirst),
            "month-first" => Ok(Self::MonthFirst),
            _ => Err(BadDateOrder),
        }
    }
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// There is nothing.
    #[error("there is no date")]
    Empty,
    /// It is none of the known spellings.
    #[error("expected a date such as 2010-12-01 or 1.12.2010, with or without a time")]
    NotADate,
    /// Its year has two digits.
    #[error("the year must have four digits")]
    ShortYear,
    /// Day and month can't be told apart.
    #[error(
        "day or month may come first in such a date: say --dates day-first or --dates month-first, as the file has it"
    )]
    NeedsOrder,
    /// The calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The calendar has no such day, but would have one if day and month were exchanged.
    #[error("the calendar has no such day: if day and month stand in the other order, say --dates {0}")]
    OtherOrder(&'static str),
    /// What stands behind the date is no time.
    #[error("what stands behind the date is no time such as 08:26 or 08:26:00")]
    NotATime,
}

/// Reads a date; a time of day behind it is read and dropped. The date counts as it is written, in whatever zone.
///
/// | written | read as |
/// |---|---|
/// | `2010-12-01`, `2010/12/1`, `2010.12.01` | year, month, day |
/// | `1.12.2010` | day, month, year |
/// | `12/1/2010`, `12-1-2010` | as `order` says; refused without |
///
/// A time follows a blank or a `T`: `08:26`, `8:26:00`, `08:26:00.123`, `8:26 PM`; a zone may follow that: `Z`,
/// `UTC`, `+01:00`, `-0500`.
///
/// # Errors
/// [`BadDate`].
pub fn date(text: &str, order: Option<DateOrder>) -> Result<Date, BadDate> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadDate::Empty);
    }
    let mut scan = Scan(text);
    let date = day(&mut scan, order)?;
    if scan.is_done() || is_time(&mut scan) { Ok(date) } else { Err(BadDate::NotATime) }
}

fn day(scan: &mut Scan<'_>, order: Option<DateOrder>) -> Result<Date, BadDate> {
    let first = scan.digits(4).ok_or(BadDate::NotADate)?;
    let sign = scan.one_of(&['-', '.', '/']).ok_or(BadDate::NotADate)?;
    let second = scan.digits(2).ok_or(BadDate::NotADate)?;
    scan.one_of(&[sign]).ok_or(BadDate::NotADate)?;
    let third = scan.digits(4).ok_or(BadDate::NotADate)?;
    match (first.len(), third.len()) {
        (4, 1 | 2) => calendar(first, second, third),
        (1 | 2, 4) => match (sign, order) {
            ('.', _) => calendar(third, second, first),
            (_, None) => Err(BadDate::NeedsOrder),
            (_, Some(DateOrder::DayFirst)) => calendar(third, second, first)
                .map_err(|error| other_order(error, calendar(third, first, second), "month-first")),
            (_, Some(DateOrder::MonthFirst)) => calendar(third, first, second)
                .map_err(|error| other_order(error, calendar(third, second, first), "day-first")),
        },
        (1 | 2, 1 | 2) => Err(BadDate::ShortYear),
        _ => Err(BadDate::NotADate),
    }
}

fn other_order(error: BadDate, exchanged: Result<Date, BadDate>, name: &'static str) -> BadDate {
    if exchanged.is_ok() { BadDate::OtherOrder(name) } else { error }
}

fn calendar(year: &str, month: &str, day: &str) -> Result<Date, BadDate> {
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) => Date::ymd(year, month, day).map_err(|_| BadDate::NoSuchDay),
        _ => Err(BadDate::NoSuchDay),
    }
}

/// Whether all the rest is a time of day.
fn is_time(scan: &mut Scan<'_>) -> bool {
    if scan.one_of(&['T', 't']).is_none() && !scan.blanks() {
        return false;
    }
    let Some(hour) = scan.number(2, 23) else { return false };
    if scan.one_of(&[':']).is_none() || scan.exactly(2, 59).is_none() {
        return false;
    }
    if scan.one_of(&[':']).is_some() {
        // Leap seconds are written as the sixtieth.
        let fraction = scan.exactly(2, 60).map(|_| scan.one_of(&['.', ',']));
        match fraction {
            None => return false,
            Some(Some(_)) if scan.digits(9).is_none() => return false,
            Some(_) => {}
        }
    }
    scan.blanks();
    if scan.word("AM") || scan.word("PM") {
        return scan.is_done() && (1..=12).contains(&hour);
    }
    if scan.word("Z") || scan.word("UTC") {
        return scan.is_done();
    }
    if scan.one_of(&['+', '-']).is_some() {
        let hours = scan.exactly(2, 23);
        scan.one_of(&[':']);
        return hours.is_some() && scan.exactly(2, 59).is_some() && scan.is_done();
    }
    scan.is_done()
}

/// What is left of a text.
struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    /// One or more digits, at most so many.
    fn digits(&mut self, most: usize) -> Option<&'a str> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        (!digits.is_empty()).then_some(digits)
    }

    /// A number of so many digits at most, up to a highest.
    fn number(&mut self, most: usize, highest: u8) -> Option<u8> {
        self.digits(most)?.parse().ok().filter(|number| *number <= highest)
    }

    /// A number of just so many digits, up to a highest.
    fn exactly(&mut self, digits: usize, highest: u8) -> Option<u8> {
        let found = self.digits(digits)?;
        (found.len() == digits).then(|| found.parse().ok())?.filter(|number| *number <= highest)
    }

    fn one_of(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.0.chars().next().filter(|sign| signs.contains(sign))?;
        self.0 = self.0.strip_prefix(sign)?;
        Some(sign)
    }

    /// Blanks, if there are any.
    fn blanks(&mut self) -> bool {
        let rest = self.0.trim_start();
        let found = rest.len() < self.0.len();
        self.0 = rest;
        found
    }

    /// A word, whatever the case of its letters.
    fn word(&mut self, word: &str) -> bool {
        match self.0.split_at_checked(word.len()) {
            Some((found, rest)) if found.eq_ignore_ascii_case(word) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}
