//! People: users, how they like the console, and how they come in.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, id_type, text_enum, text_type};

id_type! {
    /// A user: a person who signs in. One user may work for several merchants.
    pub struct UserId("usr");
}

id_type! {
    /// A session: one user at one merchant in one browser.
    pub struct SessionId("ses");
}

id_type! {
    /// An invitation to work for a merchant.
    pub struct InvitationId("ivt");
}

id_type! {
    /// A one-time ticket: a link, or a step on the way in.
    pub struct TicketId("tkt");
}

id_type! {
    /// A passkey.
    pub struct PasskeyId("psk");
}

id_type! {
    /// A workplace: a browser that several people share.
    pub struct WorkplaceId("wpl");
}

text_type! {
    /// A person's name, as colleagues read it.
    pub struct PersonName { max: 100 }
}

text_type! {
    /// What a browser says it is, or what its user calls it.
    pub struct DeviceName { max: 100 }
}

impl DeviceName {
    /// The name of a browser from what it sends; what can't be read becomes "Browser".
    #[must_use]
    pub fn of_browser(sent: &str) -> Self {
        let plain: String = sent.chars().filter(|c| !c.is_control()).take(Self::MAX_CHARS).collect();
        Self::parse(&plain).unwrap_or_else(|_| Self("Browser".into()))
    }
}

/// A mail address, in small letters: what a user signs in with.
///
/// Only what every address has is checked (something, one `@`, a host); whether mail arrives is another matter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mail(Box<str>);

/// A text is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadMail;

impl fmt::Display for BadMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a mail address such as anna@example.com, of at most 254 characters")
    }
}

impl std::error::Error for BadMail {}

impl Mail {
    /// The most characters (RFC 5321, 4.5.3.1.3, less the brackets).
    const MAX_CHARS: usize = 254;

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Mail {
    type Err = BadMail;
    fn from_str(text: &str) -> Result<Self, BadMail> {
        let text = text.trim().to_lowercase();
        let is_fine = text.chars().count() <= Self::MAX_CHARS
            && !text.contains(|c: char| c.is_whitespace() || c.is_control())
            && text
                .split_once('@')
                .is_some_and(|(person, host)| !person.is_empty() && !host.is_empty() && !host.contains('@'));
        if is_fine { Ok(Self(text.into())) } else { Err(BadMail) }
    }
}

impl fmt::Display for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…@…")
    }
}

impl serde::Serialize for Mail {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Mail {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Column for Mail {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(Self(text.into())),
            _ => Err(WrongCell { expected: "a mail address" }),
        }
    }
}

text_enum! {
    /// The language of the console.
    pub enum UiLanguage {
        /// German.
        German = "de",
        /// English.
        English = "en",
    }
}

text_enum! {
    /// Light or dark.
    #[derive(Default)]
    pub enum Theme {
        /// As the system has it.
        #[default]
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

text_enum! {
    /// How close rows stand.
    #[derive(Default)]
    pub enum Density {
        /// Rows of 36 pixels.
        #[default]
        Compact = "compact",
        /// With room between: rows of 44 pixels.
        Cosy = "cosy",
    }
}

text_enum! {
    /// Whether a member still works for the merchant.
    pub enum MemberState {
        /// May sign in.
        Active = "active",
        /// Was taken out; the row keeps who they were.
        Removed = "removed",
    }
}

text_enum! {
    /// How somebody signed in.
    pub enum SignInBy {
        /// By password alone.
        Password = "password",
        /// By password and a code of an authenticator.
        Code = "code",
        /// By password and one of the recovery codes.
        Recovery = "recovery",
        /// By passkey.
        Passkey = "passkey",
        /// By PIN at a shared workplace.
        Pin = "pin",
        /// By following the set-up link of a new house.
        SetUp = "set_up",
        /// By accepting an invitation.
        Invitation = "invitation",
    }
}

text_enum! {
    /// What a one-time ticket is good for.
    pub enum TicketKind {
        /// To set up a house that has nobody.
        SetUp = "set_up",
        /// To choose a new password.
        Reset = "reset",
        /// The password was right; a code is still to come.
        SecondStep = "second_step",
        /// All proofs were right; which merchant is still open.
        Choice = "choice",
        /// An authenticator is to be added; holds its key until a code shows that it works.
        Enrol = "enrol",
        /// A passkey is to be made; holds the challenge.
        PasskeyNew = "passkey_new",
        /// A passkey is to be shown; holds the challenge.
        PasskeyProof = "passkey_proof",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_is_kept_in_small_letters() {
        let mail: Mail = " Anna.Hansen@Example.COM ".parse().unwrap();
        assert_eq!(mail.as_str(), "anna.hansen@example.com");
        assert!(!format!("{mail:?}").contains("anna"), "no address in a log");
        for bad in ["", "anna", "@example.com", "anna@", "a@b@c", "an na@example.com", "a\0@b"] {
            assert_eq!(bad.parse::<Mail>(), Err(BadMail), "{bad:?}");
        }
        assert_eq!(format!("{}@b", "a".repeat(253)).parse::<Mail>(), Err(BadMail));
    }

    #[test]
    fn a_browser_is_named_whatever_it_sends() {
        assert_eq!(DeviceName::of_browser("Firefox\n/130").as_str(), "Firefox/130");
        assert_eq!(DeviceName::of_browser("").as_str(), "Browser");
        assert_eq!(DeviceName::of_browser(&"x".repeat(5_000)).as_str().len(), 100);
    }
}
