//! Secrets that people and programs carry: the merchant's 13 characters, those of the row that knows the secret's hash,
//! and a secret of 52. Tokens, sessions, links and workplaces are all made so.
//!
//! The secret is 32 random bytes. They hold so much chance that a plain SHA-256 is a safe hash of them; a slow
//! password hash would only slow every request.

use kontor_kernel::{decode_digits, encode_digits};
use kontor_store::Fault;
use kontor_store::journal::digest;
use subtle::ConstantTimeEq;

const SECRET_BYTES: usize = 32;
const SECRET_CHARS: usize = 52;
const ID_CHARS: usize = 13;
/// Characters of a sealed text.
pub(crate) const SEALED_CHARS: usize = 2 * ID_CHARS + SECRET_CHARS;

/// A secret on its way out. Not `Debug`, so that it can't slip into a log.
pub(crate) struct Seal(String);

impl Seal {
    /// A new secret.
    pub(crate) fn new() -> Result<Self, Fault> {
        let mut bytes = [0; SECRET_BYTES];
        kontor_store::random(&mut bytes)?;
        Ok(Self(base32(&bytes)))
    }

    /// What is stored of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        digest(self.0.as_bytes())
    }

    /// An id from the secret's hash, for a row that no command numbers.
    pub(crate) fn id(&self) -> i64 {
        let [a, b, c, d, e, f, g, h, ..] = self.hash();
        i64::from_be_bytes([a, b, c, d, e, f, g, h]) & i64::MAX
    }

    /// The text, once.
    pub(crate) fn text(&self, org: i64, id: i64) -> String {
        let digits = |id: i64| String::from_utf8_lossy(&encode_digits(id)).into_owned();
        format!("{}{}{}", digits(org), digits(id), self.0)
    }
}

/// What a sealed text says it is.
#[derive(Clone, Copy)]
pub(crate) struct Sealed<'a> {
    pub(crate) org: i64,
    pub(crate) id: i64,
    secret: &'a str,
}

impl<'a> Sealed<'a> {
    /// Reads a sealed text; `None` when it is none.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        if text.len() != SEALED_CHARS || !text.is_ascii() {
            return None;
        }
        let (org, rest) = text.split_at_checked(ID_CHARS)?;
        let (id, secret) = rest.split_at_checked(ID_CHARS)?;
        Some(Self { org: decode_digits(org)?, id: decode_digits(id)?, secret })
    }

    /// Whether the secret is the one that was hashed. Takes the same time whichever byte differs.
    pub(crate) fn fits(&self, hash: &[u8; 32]) -> bool {
        digest(self.secret.as_bytes()).ct_eq(hash).into()
    }

    /// A second secret that whoever carries this one shares with us: nothing of it is stored, and the database alone
    /// does not tell it.
    pub(crate) fn derive(&self, purpose: &str) -> String {
        base32(&digest(format!("{purpose}\0{}", self.secret).as_bytes()))
    }
}

/// Crockford's digits, five bits each; the last one holds what is left.
pub(crate) fn base32(bytes: &[u8]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_read_again_and_fits_its_hash_alone() {
        let (seal, other) = (Seal::new().unwrap(), Seal::new().unwrap());
        let text = seal.text(0, i64::MAX);
        let sealed = Sealed::read(&text).unwrap();
        assert_eq!((sealed.org, sealed.id), (0, i64::MAX));
        assert!(sealed.fits(&seal.hash()) && !sealed.fits(&other.hash()));
        assert_ne!(sealed.derive("csrf"), sealed.derive("else"));
        assert!(!text.contains(&sealed.derive("csrf")));
        for bad in ["", &*format!("{text}0"), &text.replacen('0', "u", 1), &"ä".repeat(SEALED_CHARS / 2)] {
            assert!(Sealed::read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn base32_writes_every_bit() {
        assert_eq!(base32(&[0; 32]), "0".repeat(52));
        assert_eq!(base32(&[0xff; 32]), format!("{}g", "z".repeat(51)));
        assert_eq!(base32(&[0b0000_1000, 0b0100_0000]), "1100");
    }
}
