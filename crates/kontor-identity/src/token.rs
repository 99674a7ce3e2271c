//! The text of a token: `kontor_`, and what is [sealed](crate::seal): the merchant, the token, a secret.

use kontor_store::Fault;

use crate::model::{OrgId, TokenId};
use crate::seal::{SEALED_CHARS, Seal, Sealed};

const PREFIX: &str = "kontor";
/// Characters of a token's text.
pub const TOKEN_CHARS: usize = PREFIX.len() + 1 + SEALED_CHARS;

/// A secret, on its way to the one who asked for it. Not `Debug`, so that it can't slip into a log.
pub struct Secret(Seal);

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// When the system has no random source.
    pub fn new() -> Result<Self, Fault> {
        Seal::new().map(Self)
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        self.0.hash()
    }

    /// The text to show, once.
    #[must_use]
    pub fn text(&self, org: OrgId, token: TokenId) -> String {
        format!("{PREFIX}_{}", self.0.text(org.raw(), token.raw()))
    }
}

/// What a token's text says it is.
#[derive(Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub(crate) org: OrgId,
    pub(crate) token: TokenId,
    sealed: Sealed<'a>,
}

impl<'a> Claim<'a> {
    /// Reads a token's text; `None` when it is none.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let sealed = Sealed::read(text.strip_prefix(PREFIX)?.strip_prefix('_')?)?;
        Some(Self { org: OrgId::new(sealed.org), token: TokenId::new(sealed.id), sealed })
    }

    /// Whether the secret is the one that was hashed.
    pub(crate) fn fits(&self, hash: &[u8; 32]) -> bool {
        self.sealed.fits(hash)
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
}
