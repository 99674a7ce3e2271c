//! What must never be seen in a log: passwords, their hashes, keys. Their `Debug` prints nothing of them.

use std::fmt;
use std::str::FromStr;

use kontor_kernel::{Cell, Column, ColumnKind, WrongCell, limits};

/// A text whose `Debug` prints nothing, such as a cookie on its way to a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Bytes whose `Debug` prints nothing, such as the key of an authenticator.
#[derive(Clone, PartialEq, Eq)]
pub struct HiddenBytes(pub Vec<u8>);

impl fmt::Debug for HiddenBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Column for HiddenBytes {
    const KIND: ColumnKind = ColumnKind::Bytes;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Bytes(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        Vec::<u8>::from_cell(cell).map(Self)
    }
}

/// A password as somebody typed it: any characters, neither trimmed nor cut.
#[derive(Clone)]
pub struct Password(Box<str>);

/// A text is no password that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPassword {
    /// Too short to withstand guessing.
    TooShort,
    /// Longer than is worth hashing.
    TooLong,
}

impl fmt::Display for BadPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort => {
                write!(f, "expected a password of at least {} characters", limits::PASSWORD_LEAST)
            }
            Self::TooLong => write!(f, "expected a password of at most {} bytes", limits::PASSWORD_BYTES),
        }
    }
}

impl std::error::Error for BadPassword {}

impl BadPassword {
    /// What is said about it, in German.
    #[must_use]
    pub fn german(self) -> String {
        match self {
            Self::TooShort => format!("Ein Passwort hat mindestens {} Zeichen.", limits::PASSWORD_LEAST),
            Self::TooLong => format!("Ein Passwort hat höchstens {} Bytes.", limits::PASSWORD_BYTES),
        }
    }
}

impl Password {
    /// A password that was typed to sign in: whatever it is, only bounded. What is beyond the bound can't be right.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let fits = text.len() <= limits::PASSWORD_BYTES;
        Self(if fits { text.into() } else { "".into() })
    }

    /// Its bytes, for the hash.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl FromStr for Password {
    type Err = BadPassword;
    /// A password that somebody chooses: long enough (NIST SP 800-63B-4, 3.1.1.2: length counts, not sorts of
    /// characters).
    fn from_str(text: &str) -> Result<Self, BadPassword> {
        if text.chars().count() < limits::PASSWORD_LEAST {
            return Err(BadPassword::TooShort);
        }
        if text.len() > limits::PASSWORD_BYTES {
            return Err(BadPassword::TooLong);
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The argon2id hash of a password or PIN in PHC form, with its salt and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Box<str>);

impl PasswordHash {
    /// A hash in PHC form.
    #[must_use]
    pub(crate) fn of_phc(phc: &str) -> Self {
        Self(phc.into())
    }

    /// Its PHC form.
    pub(crate) fn phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl Column for PasswordHash {
    const KIND: ColumnKind = ColumnKind::Text;
    fn to_cell(&self) -> Cell<'_> {
        Cell::Text(&self.0)
    }
    fn from_cell(cell: Cell<'_>) -> Result<Self, WrongCell> {
        match cell {
            Cell::Text(text) => Ok(Self(text.into())),
            _ => Err(WrongCell { expected: "a password hash" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_password_has_a_length_and_a_typed_one_has_none() {
        assert_eq!("short".parse::<Password>().err(), Some(BadPassword::TooShort));
        let long = "x".repeat(limits::PASSWORD_BYTES + 1);
        assert_eq!(long.parse::<Password>().err(), Some(BadPassword::TooLong));
        assert_eq!(Password::typed(&long).bytes(), b"");
        assert_eq!(Password::typed(" a ").bytes(), b" a ");
        let fine: Password = "größer als zehn".parse().unwrap();
        assert_eq!(fine.bytes(), "größer als zehn".as_bytes());
    }

    #[test]
    fn nothing_secret_is_printed() {
        let shown = format!(
            "{:?} {:?} {:?} {:?}",
            Password::typed("hunter22"),
            PasswordHash::of_phc("$argon2id$hunter22"),
            HiddenBytes(b"hunter22".to_vec()),
            Hidden("hunter22".to_owned()),
        );
        assert_eq!(shown, "… … … …");
    }
}
