//! Currencies: ISO 4217 codes with the digits of their minor unit.

use std::fmt;
use std::str::FromStr;

use crate::{Cell, Column, ColumnKind, WrongCell};

/// An ISO 4217 currency: three capital letters, of the list of those in use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Why a text is no currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an ISO 4217 currency code such as EUR")]
pub struct BadCurrency;

/// Currencies without a minor unit (ISO 4217, list one, as of 2026, like the two below). Funds codes, metals and
/// units of account are left out: nobody pays with them. Sorted, to be found quickly.
const NONE: &[&[u8; 3]] = &[
    b"BIF", b"CLP", b"DJF", b"GNF", b"ISK", b"JPY", b"KMF", b"KRW", b"PYG", b"RWF", b"UGX", b"VND", b"VUV",
    b"XAF", b"XOF", b"XPF",
];

/// Currencies whose minor unit has two digits.
const TWO: &[&[u8; 3]] = &[
    b"AED", b"AFN", b"ALL", b"AMD", b"AOA", b"ARS", b"AUD", b"AWG", b"AZN", b"BAM", b"BBD", b"BDT", b"BMD",
    b"BND", b"BOB", b"BRL", b"BSD", b"BTN", b"BWP", b"BYN", b"BZD", b"CAD", b"CDF", b"CHF", b"CNY", b"COP",
    b"CRC", b"CUP", b"CVE", b"CZK", b"DKK", b"DOP", b"DZD", b"EGP", b"ERN", b"ETB", b"EUR", b"FJD", b"FKP",
    b"GBP", b"GEL", b"GHS", b"GIP", b"GMD", b"GTQ", b"GYD", b"HKD", b"HNL", b"HTG", b"HUF", b"IDR", b"ILS",
    b"INR", b"IRR", b"JMD", b"KES", b"KGS", b"KHR", b"KPW", b"KYD", b"KZT", b"LAK", b"LBP", b"LKR", b"LRD",
    b"LSL", b"MAD", b"MDL", b"MGA", b"MKD", b"MMK", b"MNT", b"MOP", b"MRU", b"MUR", b"MVR", b"MWK", b"MXN",
    b"MYR", b"MZN", b"NAD", b"NGN", b"NIO", b"NOK", b"NPR", b"NZD", b"PAB", b"PEN", b"PGK", b"PHP", b"PKR",
    b"PLN", b"QAR", b"RON", b"RSD", b"RUB", b"SAR", b"SBD", b"SCR", b"SDG", b"SEK", b"SGD", b"SHP", b"SLE",
    b"SOS", b"SRD", b"SSP", b"STN", b"SVC", b"SYP", b"SZL", b"THB", b"TJS", b"TMT", b"TOP", b"TRY", b"TTD",
    b"TWD", b"TZS", b"UAH", b"USD", b"UYU", b"UZS", b"VED", b"VES", b"WST", b"XCD", b"XCG", b"YER", b"ZAR",
    b"ZMW", b"ZWG",
];

/// Currencies whose minor unit has three digits.
const THREE: &[&[u8; 3]] = &[b"BHD", b"IQD", b"JOD", b"KWD", b"LYD", b"OMR", b"TND"];

fn is_in(list: &[&[u8; 3]], code: [u8; 3]) -> bool {
    list.binary_search(&&code).is_ok()
}

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many digits the minor unit has.
    #[must_use]
    pub fn digits(self) -> u32 {
        if is_in(NONE, self.0) {
            0
        } else if is_in(THREE, self.0) {
            3
        } else {
            2
        }
    }
}

impl FromStr for Currency {
    type Err = BadCurrency;
    fn from_str(text: &str) -> Result<Self, BadCurrency> {
        let code: [u8; 3] = text.as_bytes().try_into().map_err(|_| BadCurrency)?;
        if [TWO, NONE, THREE].iter().any(|list| is_in(list, code)) {
            Ok(Self(code))
        } else {
            Err(BadCurrency)
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::deserialize_text(deserializer)
    }
}

impl Column for Currency {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| WrongCell { expected: "a currency code" }),
            _ => Err(WrongCell { expected: "a currency code" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_share_no_code() {
        for list in [NONE, TWO, THREE] {
            assert!(list.is_sorted_by(|one, next| one < next));
        }
        assert!(TWO.iter().all(|code| !is_in(NONE, **code) && !is_in(THREE, **code)));
        assert!(NONE.iter().all(|code| !is_in(THREE, **code)));
    }

    #[test]
    fn a_code_of_the_list_has_its_digits() {
        let table = [
            ("EUR", 2),
            ("USD", 2),
            ("CHF", 2),
            ("HUF", 2),
            ("XCG", 2),
            ("JPY", 0),
            ("ISK", 0),
            ("XOF", 0),
            ("KWD", 3),
            ("TND", 3),
        ];
        for (code, digits) in table {
            let currency: Currency = code.parse().unwrap();
            assert_eq!((currency.as_str(), currency.digits()), (code, digits));
            assert_eq!(format!("{currency} {currency:?}"), format!("{code} {code}"));
            assert_eq!(serde_json::to_string(&currency).unwrap(), format!("\"{code}\""));
            assert_eq!(serde_json::from_str::<Currency>(&format!("\"{code}\"")).unwrap(), currency);
            assert_eq!(currency.to_cell(), Cell::Text(code));
            assert_eq!(Currency::from_cell(currency.to_cell()), Ok(currency));
        }
        assert_eq!("EUR".parse(), Ok(Currency::EUR));
    }

    #[test]
    fn what_nobody_pays_with_is_refused() {
        // Not a code, written wrongly, withdrawn, a metal, for tests, a unit of account.
        for text in [
            "", "EU", "EURO", "eur", " EUR", "€", "ABC", "DEM", "HRK", "BGN", "XAU", "XTS", "XXX", "CHE",
            "CLF",
        ] {
            assert_eq!(text.parse::<Currency>(), Err(BadCurrency), "{text:?}");
            assert!(Currency::from_cell(Cell::Text(text)).is_err(), "{text:?}");
        }
        assert!(Currency::from_cell(Cell::Int(978)).is_err());
        assert!(serde_json::from_str::<Currency>("978").is_err());
    }
}
