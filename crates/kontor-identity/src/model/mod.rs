//! The words of this room as types.

mod person;
mod secret;

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, id_type, text_enum, text_type};

pub use person::{
    BadMail, Density, DeviceName, InvitationId, Mail, MemberState, PasskeyId, PersonName, SessionId,
    SignInBy, Theme, TicketId, TicketKind, UiLanguage, UserId, WorkplaceId,
};
pub use secret::{BadPassword, Hidden, HiddenBytes, Password, PasswordHash};

id_type! {
    /// A merchant.
    pub struct OrgId("org");
}

id_type! {
    /// A token.
    pub struct TokenId("tok");
}

text_type! {
    /// A merchant's registered name (*Firma*).
    pub struct OrgName { max: 200 }
}

text_enum! {
    /// How a merchant is taxed.
    pub enum TaxStatus {
        /// Charges tax as the law says for each product.
        Regular = "regular",
        /// A small business that charges none (*Kleinunternehmer*, § 19 UStG).
        SmallBusiness = "small_business",
    }
}

text_type! {
    /// What a token is for, so that it is recognised in a list.
    pub struct TokenName { max: 100 }
}

/// A country as ISO 3166-1 alpha-2, such as `DE`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

/// A text is no country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadCountry;

impl fmt::Display for BadCountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a country as ISO 3166-1 alpha-2, such as DE")
    }
}

impl std::error::Error for BadCountry {}

/// All codes that ISO 3166-1 has assigned.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ \
    FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT \
    JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP \
    MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE \
    RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV \
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl CountryCode {
    /// Germany.
    pub const DE: Self = Self(*b"DE");

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for CountryCode {
    type Err = BadCountry;
    fn from_str(text: &str) -> Result<Self, BadCountry> {
        let code: [u8; 2] = text.as_bytes().try_into().map_err(|_| BadCountry)?;
        if COUNTRIES.split_whitespace().any(|known| known == text) { Ok(Self(code)) } else { Err(BadCountry) }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for CountryCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for CountryCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Column for CountryCode {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(self.as_str())
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => text.parse().map_err(|_| WrongCell { expected: "a country code" }),
            _ => Err(WrongCell { expected: "a country code" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_one_that_iso_knows() {
        assert_eq!("DE".parse(), Ok(CountryCode::DE));
        for bad in ["", "D", "de", "DEU", "XX", "D ", "ÄÖ", "A\0", " DE"] {
            assert_eq!(bad.parse::<CountryCode>(), Err(BadCountry), "{bad:?}");
        }
    }
}
