//! Time: moments, days, zones, and the clock that is handed in.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use crate::{Cell, Column, ColumnKind, WrongCell};

/// Why a text is no moment, day or zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct BadTime(&'static str);

/// A moment, in microseconds since 1970-01-01T00:00Z. In text and JSON as RFC 3339 says, in UTC and with all six
/// digits: `2026-11-24T18:36:00.123456Z`; read with any offset, digits behind the sixth are dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From microseconds.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// In microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// So much later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }

    /// So much earlier.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }

    fn jiff(self) -> jiff::Timestamp {
        let bound = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(bound)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.jiff())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let parsed: Result<jiff::Timestamp, _> = text.parse();
        parsed
            .map(|time| Self(time.as_microsecond()))
            .map_err(|_| BadTime("a moment such as 2026-11-24T18:36:00Z"))
    }
}

/// A day of the calendar, 0001-01-01 to 9999-12-31. In text, JSON and the database as ISO 8601 says: `2026-11-24`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    day: jiff::civil::Date,
    /// The ISO text, so that the day can stand in a column without a copy being made.
    text: [u8; 10],
}

const BAD_DATE: BadTime = BadTime("a day such as 2026-11-24");

impl Date {
    fn of(day: jiff::civil::Date) -> Result<Self, BadTime> {
        let year = u16::try_from(day.year()).map_err(|_| BAD_DATE)?;
        if year == 0 {
            return Err(BAD_DATE);
        }
        let digit = |number: u16| b'0'.saturating_add(u8::try_from(number % 10).unwrap_or(0));
        let (month, date) = (u16::from(day.month().unsigned_abs()), u16::from(day.day().unsigned_abs()));
        let text = [
            digit(year / 1_000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(date / 10),
            digit(date),
        ];
        Ok(Self { day, text })
    }

    /// The day of a year, month and day of the month.
    ///
    /// # Errors
    /// When there is no such day.
    pub fn ymd(year: i16, month: i8, day: i8) -> Result<Self, BadTime> {
        Self::of(jiff::civil::Date::new(year, month, day).map_err(|_| BAD_DATE)?)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.day.year()
    }

    /// So many days later; `None` beyond the calendar.
    #[must_use]
    pub fn add_days(self, days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        Self::of(self.day.checked_add(span).ok()?).ok()
    }

    /// The ISO text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Date {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let date = Self::of(text.parse().map_err(|_| BAD_DATE)?)?;
        // Only the plain form: of what jiff reads beyond it, time and zone would be dropped silently.
        if date.as_str() == text { Ok(date) } else { Err(BAD_DATE) }
    }
}

/// A time zone by its IANA name, such as `Europe/Berlin`. Its rules are read once in the process and kept, so it
/// is cheap to make again and to clone.
#[derive(Clone)]
pub struct Zone {
    name: Arc<str>,
    zone: jiff::tz::TimeZone,
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Zone {
    /// Universal time, for those of whom nothing is known.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".into(), zone: jiff::tz::TimeZone::UTC }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The day of a moment in this zone.
    #[must_use]
    pub fn date_at(&self, moment: Timestamp) -> Date {
        let day = self.zone.to_datetime(moment.jiff()).date();
        // Only moments before the year 1 lie outside of the calendar; no clock shows them.
        Date::of(day).unwrap_or(Date { day: jiff::civil::Date::ZERO, text: *b"0000-01-01" })
    }

    /// The hour and minute that a clock in this zone shows at a moment.
    #[must_use]
    pub fn clock_at(&self, moment: Timestamp) -> (i8, i8) {
        let shown = self.zone.to_datetime(moment.jiff());
        (shown.hour(), shown.minute())
    }

    /// The moment at which a day begins in this zone; where midnight is skipped, the moment of the change.
    #[must_use]
    pub fn start_of(&self, day: Date) -> Timestamp {
        let start = self.zone.to_timestamp(day.day.to_datetime(jiff::civil::Time::midnight()));
        // Only the very last day may begin beyond the last moment.
        Timestamp(start.unwrap_or(jiff::Timestamp::MAX).as_microsecond())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for Zone {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let bad = BadTime("a time zone such as Europe/Berlin");
        let zone = jiff::tz::TimeZone::get(text).map_err(|_| bad)?;
        // Found in any case of letters; kept as the database of time zones writes it.
        let name = zone.iana_name().filter(|_| !zone.is_unknown()).ok_or(bad)?.into();
        Ok(Self { name, zone })
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::deserialize_text(deserializer)
            }
        }
    };
}

as_text!(Timestamp);
as_text!(Date);
as_text!(Zone);

impl Column for Timestamp {
    const KIND: ColumnKind = ColumnKind::Int;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Int(self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        i64::from_cell(cell).map(Self)
    }
}

impl Column for Date {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| WrongCell { expected: "a day" }),
            _ => Err(WrongCell { expected: "a day" }),
        }
    }
}

impl Column for Zone {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.name)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| WrongCell { expected: "a time zone" }),
            _ => Err(WrongCell { expected: "a time zone" }),
        }
    }
}

/// Where the time comes from. Handed in, so that tests can turn it.
pub trait Clock: Send + Sync {
    /// The moment it shows.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp(jiff::Timestamp::now().as_microsecond())
    }
}

/// A clock that stands still until it is turned.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows this moment.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Turns it to a moment, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.0, Ordering::SeqCst);
    }

    /// Turns it forwards.
    pub fn advance(&self, by: Duration) {
        let later = |micros| Some(Timestamp(micros).plus(by).0);
        // Never refused: there is always a later moment, the last one at least.
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, later);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests;
