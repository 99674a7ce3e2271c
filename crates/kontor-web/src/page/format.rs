//! Numbers, money and dates as people of a language write them. Whole numbers all the way; nothing goes through a float.
//!
//! German after DIN 5008: `1.234,56 €`, `24.11.2026`; English as in the European Union: `€1,234.56`, `24 Nov 2026`.
//! Between a number and what belongs to it stands a no-break space, and a minus is a minus sign.

use kontor_kernel::{Amount, Currency, Date, Quantity, TaxRate, Timestamp, UnitPrice, Zone};

use super::texts as say;
use crate::Language;

/// Keeps a number and its unit on one line (U+00A0).
pub const NO_BREAK: char = '\u{a0}';
/// Minus (U+2212): as wide as a plus, and read aloud as what it is.
pub const MINUS: char = '\u{2212}';

/// An amount of money.
#[must_use]
pub fn money(amount: Amount, currency: Currency, language: Language) -> String {
    let digits = currency.digits();
    with_currency(&decimal(i128::from(amount.minor()), digits, digits, language), currency, language)
}

/// An amount without its currency, for columns whose head says it.
#[must_use]
pub fn bare_money(amount: Amount, currency: Currency, language: Language) -> String {
    decimal(i128::from(amount.minor()), currency.digits(), currency.digits(), language)
}

/// A price of one base quantity, with as many places as it has, at least those of the currency.
#[must_use]
pub fn price(price: UnitPrice, currency: Currency, language: Language) -> String {
    let digits = decimal(i128::from(price.millionths()), PRICE_PLACES, currency.digits(), language);
    with_currency(&digits, currency, language)
}

/// A count.
#[must_use]
pub fn number(number: i64, language: Language) -> String {
    decimal(i128::from(number), 0, 0, language)
}

/// A quantity, with as many places as it has.
#[must_use]
pub fn quantity(quantity: Quantity, language: Language) -> String {
    decimal(i128::from(quantity.thousandths()), QUANTITY_PLACES, 0, language)
}

/// A tax rate in percent.
#[must_use]
pub fn rate(rate: TaxRate, language: Language) -> String {
    percent(&decimal(i128::from(rate.hundredths()), 2, 0, language), language)
}

/// How much more or less something is, in tenths of a percent, with its sign: `+19,0 %`.
#[must_use]
pub fn change(tenths: i64, language: Language) -> String {
    let sign = if tenths > 0 { "+" } else { "" };
    percent(&format!("{sign}{}", decimal(i128::from(tenths), 1, 1, language)), language)
}

/// A day.
#[must_use]
pub fn date(date: Date, language: Language) -> String {
    let (year, month, day) = parts(&date);
    match language {
        Language::German => format!("{day}.{month}.{year}"),
        Language::English => format!("{}{NO_BREAK}{}{NO_BREAK}{year}", no_zero(day), month_name(month)),
    }
}

/// A day without its year, for charts and this week's work.
#[must_use]
pub fn short_date(date: Date, language: Language) -> String {
    let (_, month, day) = parts(&date);
    match language {
        Language::German => format!("{day}.{month}."),
        Language::English => format!("{}{NO_BREAK}{}", no_zero(day), month_name(month)),
    }
}

/// A moment by the clock of a zone, to the minute: `24.11.2026 16:59`.
#[must_use]
pub fn time(at: Timestamp, zone: &Zone, language: Language) -> String {
    format!("{} {}", date(zone.date_at(at), language), clock(at, zone))
}

/// The hour and minute of a moment in a zone: `16:59`.
#[must_use]
pub fn clock(at: Timestamp, zone: &Zone) -> String {
    let (hour, minute) = zone.clock_at(at);
    format!("{hour:02}:{minute:02}")
}

/// A moment as one says it on the day of `now`: `Heute, 16:59`, `Gestern, 21:14`, else with its date.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &Zone, language: Language) -> String {
    let (day, today) = (zone.date_at(at), zone.date_at(now));
    let word = if day == today {
        language.say(say::TODAY).to_owned()
    } else if day.add_days(1) == Some(today) {
        language.say(say::YESTERDAY).to_owned()
    } else {
        date(day, language)
    };
    format!("{word}, {}", clock(at, zone))
}

/// An amount as it stands in a field to be edited: no grouping, no currency.
#[must_use]
pub fn input_money(amount: Amount, currency: Currency, language: Language) -> String {
    input(&amount.text(currency), language)
}

/// A price as it stands in a field to be edited.
#[must_use]
pub fn input_price(price: UnitPrice, currency: Currency, language: Language) -> String {
    let shown = decimal(i128::from(price.millionths()), PRICE_PLACES, currency.digits(), language);
    ungrouped(&shown, language)
}

/// A quantity as it stands in a field to be edited.
#[must_use]
pub fn input_quantity(value: Quantity, language: Language) -> String {
    ungrouped(&quantity(value, language), language)
}

const PRICE_PLACES: u32 = 6;
const QUANTITY_PLACES: u32 = 3;

/// Separators of thousands and of decimals.
fn separators(language: Language) -> (char, char) {
    match language {
        Language::German => ('.', ','),
        Language::English => (',', '.'),
    }
}

fn input(plain: &str, language: Language) -> String {
    plain.replace('.', &separators(language).1.to_string())
}

fn ungrouped(shown: &str, language: Language) -> String {
    shown.replace(separators(language).0, "").replace(MINUS, "-")
}

/// A number given in units of 10^-places, with at least so many of its places and no zeros behind the last digit else.
fn decimal(value: i128, places: u32, least: u32, language: Language) -> String {
    let (thousands, point) = separators(language);
    let width = usize::try_from(places).unwrap_or_default();
    let digits = format!("{:0>1$}", value.unsigned_abs(), width.saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(width));
    let mut text = String::new();
    if value < 0 {
        text.push(MINUS);
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len().saturating_sub(index) % 3 == 0 {
            text.push(thousands);
        }
        text.push(digit);
    }
    let least = usize::try_from(least).unwrap_or_default().min(width);
    let kept = part.trim_end_matches('0').len().max(least);
    if kept > 0 {
        text.push(point);
        text.extend(part.chars().take(kept));
    }
    text
}

fn with_currency(number: &str, currency: Currency, language: Language) -> String {
    let code = currency.as_str();
    let symbol = match code {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        _ => code,
    };
    match language {
        Language::German => format!("{number}{NO_BREAK}{symbol}"),
        Language::English => {
            let (sign, digits) =
                number.strip_prefix(MINUS).map_or(("", number), |digits| ("\u{2212}", digits));
            let space = if symbol == code { "\u{a0}" } else { "" };
            format!("{sign}{symbol}{space}{digits}")
        }
    }
}

fn percent(number: &str, language: Language) -> String {
    match language {
        Language::German => format!("{number}{NO_BREAK}%"),
        Language::English => format!("{number}%"),
    }
}

/// Year, month and day of the ISO text.
fn parts(date: &Date) -> (&str, &str, &str) {
    let mut parts = date.as_str().splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

fn no_zero(day: &str) -> &str {
    day.strip_prefix('0').unwrap_or(day)
}

fn month_name(month: &str) -> &'static str {
    match month {
        "01" => "Jan",
        "02" => "Feb",
        "03" => "Mar",
        "04" => "Apr",
        "05" => "May",
        "06" => "Jun",
        "07" => "Jul",
        "08" => "Aug",
        "09" => "Sep",
        "10" => "Oct",
        "11" => "Nov",
        _ => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language::{English, German};

    fn of(code: &str) -> Currency {
        code.parse().unwrap()
    }

    /// No-break spaces and minus signs made visible.
    fn seen(text: &str) -> String {
        text.replace(NO_BREAK, "_").replace(MINUS, "~")
    }

    #[test]
    fn money_is_written_as_people_do() {
        for (minor, code, german, english) in [
            (123_456, "EUR", "1.234,56_€", "€1,234.56"),
            (0, "EUR", "0,00_€", "€0.00"),
            (-5, "EUR", "~0,05_€", "~€0.05"),
            (99_999_999_999, "USD", "999.999.999,99_$", "$999,999,999.99"),
            (1_000, "JPY", "1.000_JPY", "JPY_1,000"),
            (1_000, "KWD", "1,000_KWD", "KWD_1.000"),
            (-100_000, "CHF", "~1.000,00_CHF", "~CHF_1,000.00"),
        ] {
            assert_eq!(seen(&money(Amount::new(minor), of(code), German)), german);
            assert_eq!(seen(&money(Amount::new(minor), of(code), English)), english);
        }
        assert_eq!(seen(&bare_money(Amount::new(-123_456), Currency::EUR, German)), "~1.234,56");
        // the very least one there is, whose positive twin does not fit
        assert_eq!(
            seen(&money(Amount::new(i64::MIN), Currency::EUR, English)),
            "~€92,233,720,368,547,758.08"
        );
    }

    #[test]
    fn prices_and_quantities_keep_the_places_they_have() {
        let euro = |millionths, language| seen(&price(UnitPrice::new(millionths), Currency::EUR, language));
        assert_eq!(euro(18_900_000, German), "18,90_€");
        assert_eq!(euro(12_345, English), "€0.012345");
        assert_eq!(euro(1_500_000_000, German), "1.500,00_€");
        let piece = |thousandths, language| seen(&quantity(Quantity::new(thousandths), language));
        assert_eq!((piece(2_000, German), piece(1_250, German)), ("2".into(), "1,25".into()));
        assert_eq!((piece(-500, English), piece(1_234_500, English)), ("~0.5".into(), "1,234.5".into()));
        assert_eq!(piece(10_000, German), "10");
    }

    #[test]
    fn counts_rates_and_changes() {
        assert_eq!((number(1_000_000, German), number(999, English)), ("1.000.000".into(), "999".into()));
        assert_eq!(seen(&rate(TaxRate::new(1_900), German)), "19_%");
        assert_eq!(seen(&rate(TaxRate::new(550), English)), "5.5%");
        assert_eq!(seen(&change(190, German)), "+19,0_%");
        assert_eq!(seen(&change(-3, English)), "~0.3%");
        assert_eq!(seen(&change(0, English)), "0.0%");
    }

    #[test]
    fn days_and_moments() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let day: Date = "2026-11-04".parse().unwrap();
        assert_eq!(date(day, German), "04.11.2026");
        assert_eq!(seen(&date(day, English)), "4_Nov_2026");
        assert_eq!(
            (short_date(day, German), seen(&short_date(day, English))),
            ("04.11.".into(), "4_Nov".into())
        );
        assert_eq!(time(at("2026-11-24T15:59:30Z"), &zone, German), "24.11.2026 16:59");
        let now = at("2026-11-24T20:00:00Z");
        for (moment_at, german, english) in [
            ("2026-11-23T23:00:00Z", "Heute, 00:00", "Today, 00:00"),
            ("2026-11-23T22:59:59Z", "Gestern, 23:59", "Yesterday, 23:59"),
            ("2026-11-21T10:00:00Z", "21.11.2026, 11:00", "21_Nov_2026, 11:00"),
        ] {
            assert_eq!(moment(at(moment_at), now, &zone, German), german);
            assert_eq!(seen(&moment(at(moment_at), now, &zone, English)), english);
        }
    }

    #[test]
    fn the_clock_keeps_to_the_zone_on_the_days_that_are_not_24_hours_long() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        for (at, shown) in [
            ("2026-03-29T00:59:00Z", "01:59"),
            ("2026-03-29T01:00:00Z", "03:00"),
            ("2026-10-25T00:30:00Z", "02:30"),
            ("2026-10-25T01:30:00Z", "02:30"),
            ("2026-10-25T22:30:00Z", "23:30"),
        ] {
            assert_eq!(clock(at.parse().unwrap(), &zone), shown, "{at}");
        }
    }

    #[test]
    fn fields_hold_what_can_be_typed_back() {
        assert_eq!(input_money(Amount::new(-123_456), Currency::EUR, German), "-1234,56");
        assert_eq!(input_money(Amount::new(123_456), Currency::EUR, English), "1234.56");
        assert_eq!(input_price(UnitPrice::new(1_234_567_800), Currency::EUR, German), "1234,5678");
        assert_eq!(input_quantity(Quantity::new(-1_234_500), German), "-1234,5");
    }
}
