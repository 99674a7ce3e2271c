//! Document numbers without gaps: each is taken in the command that makes the document, so a refused command takes
//! none, and a number once given always has its document.

use kontor_store::{Desk, Stop};

use crate::events::{NumberTaken, SeriesFormat};
use crate::records::LedgerTables;

/// The series of a merchant, by the sort of document, and what stands before the year and the number.
const PREFIXES: [(&str, &str); 6] = [
    // Rechnung; Rechnungskorrektur (kaufmännische Gutschrift, not the Gutschrift of § 14(2) UStG).
    ("invoice", "RE"),
    ("credit_note", "GU"),
    // Lieferschein, Wareneingang.
    ("shipment", "LS"),
    ("receipt", "WE"),
    // Zahlungseingang, Erstattung.
    ("payment", "ZE"),
    ("refund", "ER"),
];

/// A number has at least so many digits; a series may grow beyond.
const DIGITS: u16 = 6;

/// Names what [`next_number`] needs.
pub fn want_number(desk: &Desk, series: &str) {
    desk.ledger_series().want(&(series.to_owned(),));
}

/// Takes the next number of a series, which is named by the sort of document and the year: `invoice-2026` gives
/// `RE-2026-000001`. A series is made when its first number is taken.
///
/// The sorts are `invoice` (RE), `credit_note` (GU), `shipment` (LS), `receipt` (WE), `payment` (ZE), `refund` (ER).
///
/// # Errors
/// `Stop::Need` when the series is not in hand, `Stop::Broken` when there is no such sort or the year has not four
/// digits.
pub fn next_number(desk: &mut Desk, series: &str) -> Result<String, Stop> {
    let name = series.to_owned();
    let taken = match desk.ledger_series().find(&(name.clone(),))? {
        Some(row) => (text(&row.prefix, row.digits, row.next), row.next, None),
        None => {
            let prefix =
                prefix(series).ok_or_else(|| Stop::Broken(format!("there is no number series {series}")))?;
            (text(&prefix, DIGITS, 1), 1, Some(SeriesFormat { prefix, digits: DIGITS }))
        }
    };
    let (text, number, format) = taken;
    desk.record(NumberTaken { series: name, number, format })?;
    Ok(text)
}

fn prefix(series: &str) -> Option<String> {
    let (sort, year) = series.rsplit_once('-')?;
    let (_, letters) = PREFIXES.iter().find(|(name, _)| *name == sort)?;
    let is_year = year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
    is_year.then(|| format!("{letters}-{year}-"))
}

fn text(prefix: &str, digits: u16, number: i64) -> String {
    format!("{prefix}{number:0width$}", width = usize::from(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_prefix_year_and_at_least_six_digits() {
        let prefix = prefix("invoice-2026").unwrap();
        assert_eq!(text(&prefix, DIGITS, 1), "RE-2026-000001");
        assert_eq!(text(&prefix, DIGITS, 999_999), "RE-2026-999999");
        assert_eq!(text(&prefix, DIGITS, 1_000_000), "RE-2026-1000000");
    }

    #[test]
    fn a_series_is_a_known_sort_and_a_year() {
        let table = [
            ("credit_note-2026", Some("GU-2026-")),
            ("shipment-2027", Some("LS-2027-")),
            ("receipt-2026", Some("WE-2026-")),
            ("payment-2026", Some("ZE-2026-")),
            ("refund-2026", Some("ER-2026-")),
            ("invoice", None),
            ("invoice-26", None),
            ("invoice-2O26", None),
            ("bill-2026", None),
        ];
        for (series, expected) in table {
            assert_eq!(prefix(series).as_deref(), expected, "{series}");
        }
    }
}
