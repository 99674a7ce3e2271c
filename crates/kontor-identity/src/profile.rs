//! What a merchant shows of itself on documents.

use serde::{Deserialize, Serialize};

/// What stands on documents and letters of a merchant. Empty texts stand on none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The name that customers know, where it isn't the registered one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Street and house number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// A second line: floor, yard.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub addition: String,
    /// The postal code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub zip: String,
    /// The town.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// The VAT id (*USt-IdNr.*, § 27a UStG), with its country prefix and without blanks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub vat_id: String,
    /// The tax number of the tax office (*Steuernummer*).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tax_number: String,
    /// Where to call.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Where mail goes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mail: String,
    /// The bank account that invoices are paid to (ISO 13616), without blanks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub iban: String,
    /// Its bank (ISO 9362).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bic: String,
    /// The bank's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub bank: String,
    /// The language of documents for customers who are not asked: `de` or `en`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Days until an invoice is due, for customers who are not given others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_days: Option<i32>,
}

impl Profile {
    /// Its plain texts with their names.
    pub(crate) fn texts(&self) -> [(&'static str, &str); 9] {
        [
            ("display_name", &self.display_name),
            ("street", &self.street),
            ("addition", &self.addition),
            ("zip", &self.zip),
            ("city", &self.city),
            ("tax_number", &self.tax_number),
            ("phone", &self.phone),
            ("mail", &self.mail),
            ("bank", &self.bank),
        ]
        .map(|(name, text)| (name, text.as_str()))
    }
}

/// Whether this can be a bank account: 15 to 34 letters and digits that come to 1 modulo 97 (ISO 13616-1, ISO 7064).
pub(crate) fn is_iban(text: &str) -> bool {
    let is_form = (15..=34).contains(&text.len())
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !is_form {
        return false;
    }
    let (head, body) = text.split_at(4);
    let digits = body.chars().chain(head.chars()).filter_map(|sign| sign.to_digit(36));
    // A letter stands for two digits: A is 10, Z is 35.
    digits.fold(0, |rest, digit| (rest * if digit < 10 { 10 } else { 100 } + digit) % 97) == 1
}

/// Whether this can be a bank's code: 8 or 11 signs, the first six of them letters (ISO 9362).
pub(crate) fn is_bic(text: &str) -> bool {
    matches!(text.len(), 8 | 11)
        && text.bytes().take(6).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Whether this can be a VAT id: two letters of a country, then 2 to 12 letters and digits (Art. 215 VAT Directive); a
/// German one has nine digits.
pub(crate) fn is_vat_id(text: &str) -> bool {
    let Some((country, number)) = text.split_at_checked(2) else { return false };
    let is_plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (2..=12).contains(&number.len())
        && number.bytes().all(is_plain)
        && (country != "DE" || (number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_account_has_its_check_digits() {
        for good in ["DE89370400440532013000", "GB82WEST12345698765432", "NO9386011117947"] {
            assert!(is_iban(good), "{good}");
        }
        for bad in [
            "",
            "DE89370400440532013001",
            "DE8937040044",
            "de89370400440532013000",
            "8937040044053201300DE0",
            "DEÄ9370400440532013000",
        ] {
            assert!(!is_iban(bad), "{bad}");
        }
        assert!(is_bic("COBADEFF") && is_bic("COBADEFFXXX"));
        assert!(!is_bic("COBADEF") && !is_bic("C0BADEFF") && !is_bic("cobadeff"));
    }

    #[test]
    fn a_vat_id_has_the_form_of_its_country() {
        for good in ["DE123456789", "ATU12345678", "NL123456789B01", "FR1A123456789"] {
            assert!(is_vat_id(good), "{good}");
        }
        for bad in ["", "DE", "DE12345678", "DE12345678A", "12345678901", "de123456789", "ÄÖ1"] {
            assert!(!is_vat_id(bad), "{bad}");
        }
    }
}
