//! The text of a token: `kontor_`, the merchant's 13 characters, the token's 13, and a secret of 52.
//!
//! The secret is 32 random bytes. They hold so much chance that a plain SHA-256 is a safe hash of them; a slow
//! password hash would only slow every request.

use kontor_kernel::{decode_id, encode_digits};
use kontor_store::Fault;
use kontor_store::journal::digest;
use subtle::ConstantTimeEq;

use crate::model::{OrgId, TokenId};

const PREFIX: &str = "kontor";
const SECRET_BYTES: usize = 32;
const SECRET_CHARS: usize = 52;
const ID_CHARS: usize = 13;
/// Characters of a token's text.
pub const TOKEN_CHARS: usize = PREFIX.len() + 1 + 2 * ID_CHARS + SECRET_CHARS;

/// A secret, on its way to the one who asked for it. Not `Debug`, so that it can't slip into a log.
pub struct Secret(String);

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// When the system has no random source.
    pub fn new() -> Result<Self, Fault> {
        let mut bytes = [0; SECRET_BYTES];
        kontor_store::random(&mut bytes)?;
        Ok(Self(base32(&bytes)))
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        digest(self.0.as_bytes())
    }

    /// The text to show, once.
    #[must_use]
    pub fn text(&self, org: OrgId, token: TokenId) -> String {
        let id = |id: i64| String::from_utf8_lossy(&encode_digits(id)).into_owned();
        format!("{PREFIX}_{}{}{}", id(org.raw()), id(token.raw()), self.0)
    }
}

/// Crockford's digits, five bits each; the last one holds what is left.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(SECRET_CHARS);
    let (mut bits, mut held) = (0_u32, 0_u32);
    let push = |five: u32, text: &mut String| {
        // The last of an id's 13 digits stands for its lowest five bits.
        let digits = encode_digits(i64::from(five & 31));
        text.push(digits.last().copied().map_or('0', char::from));
    };
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            push(bits >> held, &mut text);
        }
    }
    if held > 0 {
        push(bits << (5 - held), &mut text);
    }
    text
}

/// What a token's text says it is.
#[derive(Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub(crate) org: OrgId,
    pub(crate) token: TokenId,
    secret: &'a str,
}

impl<'a> Claim<'a> {
    /// Reads a token's text; `None` when it is none.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?.strip_prefix('_')?;
        if text.len() != TOKEN_CHARS || !text.is_ascii() {
            return None;
        }
        let (org, rest) = rest.split_at_checked(ID_CHARS)?;
        let (token, secret) = rest.split_at_checked(ID_CHARS)?;
        let id = |digits: &str, prefix| decode_id(&format!("{prefix}_{digits}"), prefix);
        let org = OrgId::new(id(org, OrgId::PREFIX)?);
        Some(Self { org, token: TokenId::new(id(token, TokenId::PREFIX)?), secret })
    }

    /// Whether the secret is the one that was hashed. Takes the same time whichever byte differs.
    pub(crate) fn fits(&self, hash: &[u8; 32]) -> bool {
        digest(self.secret.as_bytes()).ct_eq(hash).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let secret = Secret::new().unwrap();
        let text = secret.text(OrgId::new(7), TokenId::new(i64::MAX));
        assert_eq!(text.len(), TOKEN_CHARS);
        let claim = Claim::read(&text).unwrap();
        assert_eq!((claim.org, claim.token), (OrgId::new(7), TokenId::new(i64::MAX)));
        assert!(claim.fits(&secret.hash()));
        assert!(!claim.fits(&Secret::new().unwrap().hash()));
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        let text = Secret::new().unwrap().text(OrgId::new(1), TokenId::new(2));
        let bad = [
            String::new(),
            text.replace("kontor_", "kontor-"),
            format!("{text}0"),
            text.get(1..).unwrap().to_owned(),
            text.replace("kontor_0", "kontor_u"),
            "kontor_".to_owned(),
            "ä".repeat(TOKEN_CHARS / 2),
        ];
        for bad in bad {
            assert!(Claim::read(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn base32_writes_every_bit() {
        assert_eq!(base32(&[0; 32]), "0".repeat(52));
        assert_eq!(base32(&[0xff; 32]), format!("{}g", "z".repeat(51)));
        assert_eq!(base32(&[0b0000_1000, 0b0100_0000]), "1100");
    }
}
