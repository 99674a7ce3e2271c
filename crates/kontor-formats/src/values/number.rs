//! Numbers.

use std::str::FromStr;

/// Digits of a number, those before and behind the mark together, without zeros that say nothing.
const DIGITS: usize = 18;

/// What stands before the fraction of a number. In text: `point`, `comma`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.56`
    #[default]
    Point,
    /// `1.234,56`
    Comma,
}

impl DecimalMark {
    const fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// A text names no decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected point or comma")]
pub struct BadDecimalMark;

impl FromStr for DecimalMark {
    type Err = BadDecimalMark;
    fn from_str(text: &str) -> Result<Self, BadDecimalMark> {
        match text {
            "point" => Ok(Self::Point),
            "comma" => Ok(Self::Comma),
            _ => Err(BadDecimalMark),
        }
    }
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// There is nothing.
    #[error("there is no number")]
    Empty,
    /// It is no decimal number.
    #[error("expected a decimal number such as 1234{}56, without a currency sign or an exponent", .0.sign())]
    NotANumber(DecimalMark),
    /// It is one with the other decimal mark.
    #[error(
        "points and commas don't stand where those of a number with a decimal {} stand: if the file has decimal \
         {}s, say --decimal {}", .0.name(), .0.other().name(), .0.other().name()
    )]
    OtherMark(DecimalMark),
    /// It has too many digits.
    #[error("a number has at most {DIGITS} digits")]
    TooLong,
}

/// Reads a number and writes it in the one form that Kontor reads: `-1234.56`, without separators between thousands,
/// a plus, or zeros that say nothing (`2.50` becomes `2.5`, `-0.0` becomes `0`).
///
/// * Thousands may be separated, by the mark that isn't the decimal one, a blank (also a no-break or a narrow one) or an
///   apostrophe, always the same: then every group but the first has three digits. So `1,23` is no number with a
///   decimal point; but `1,234` is one, and who has decimal commas must say so.
/// * Blanks around it are dropped. A minus, `-` or `−`, stands before the digits.
/// * A currency sign is refused: the currency of a row is for its own column, or for the merchant, to say.
///
/// # Errors
/// [`BadNumber`].
pub fn decimal(text: &str, mark: DecimalMark) -> Result<String, BadNumber> {
    let text = text.trim();
    if text.is_empty() {
        return Err(BadNumber::Empty);
    }
    let Some(number) = Number::read(text, mark) else {
        let is_other = Number::read(text, mark.other()).is_some();
        return Err(if is_other { BadNumber::OtherMark(mark) } else { BadNumber::NotANumber(mark) });
    };
    number.write()
}

/// The parts of a number.
struct Number<'a> {
    is_negative: bool,
    whole: String,
    part: &'a str,
}

impl<'a> Number<'a> {
    fn read(text: &'a str, mark: DecimalMark) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '−']);
        let (is_negative, digits) = match unsigned {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = match digits.split_once(mark.sign()) {
            Some((_, "")) => return None,
            Some((whole, part)) => (whole, part),
            None if digits.is_empty() => return None,
            None => (digits, ""),
        };
        if !is_digits(part) {
            return None;
        }
        Some(Self { is_negative, whole: ungrouped(whole, mark)?, part })
    }

    fn write(&self) -> Result<String, BadNumber> {
        let whole = self.whole.trim_start_matches('0');
        let part = self.part.trim_end_matches('0');
        if whole.len().saturating_add(part.len()) > DIGITS {
            return Err(BadNumber::TooLong);
        }
        let sign = if self.is_negative && !(whole.is_empty() && part.is_empty()) { "-" } else { "" };
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if part.is_empty() { "" } else { "." };
        Ok(format!("{sign}{whole}{point}{part}"))
    }
}

/// The digits before the mark without what separates thousands.
fn ungrouped(whole: &str, mark: DecimalMark) -> Option<String> {
    let Some(separator) = whole.chars().find(|letter| !letter.is_ascii_digit()) else {
        return Some(whole.to_owned());
    };
    let may_separate = separator == mark.other().sign()
        || matches!(separator, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let is_first = (1..=3).contains(&first.len()) && is_digits(first);
    let are_thousands = groups.all(|group| group.len() == 3 && is_digits(group));
    (may_separate && is_first && are_thousands).then(|| whole.replace(separator, ""))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A whole number that a program has written as a float, such as `17850.0`, without its fraction; any other text as
/// it is. Customer numbers look so when a table has gaps in their column.
#[must_use]
pub fn whole_text(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, part))
            if !whole.is_empty()
                && is_digits(whole)
                && !part.is_empty()
                && part.bytes().all(|byte| byte == b'0') =>
        {
            whole
        }
        _ => text,
    }
}
