//! The arithmetic of one-time codes by time: RFC 6238 over RFC 4226, SHA-1, six digits, thirty seconds, as every
//! authenticator knows them.

use hmac::{Hmac, KeyInit, Mac};
use kontor_kernel::{Refuse, Timestamp};
use kontor_store::journal::digest;
use kontor_web::Problem;
use sha1::Sha1;
use subtle::ConstantTimeEq;

use super::Reject;
use crate::model::HiddenBytes;

/// Seconds of a time step.
pub(super) const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub(super) const DIGITS: usize = 6;
/// Bytes of a key: those of SHA-1's output (RFC 4226, 4).
pub(super) const KEY_BYTES: usize = 20;

/// What somebody showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The code of a time step.
    Code { step: i64 },
    /// A recovery code, by its hash.
    Recovery { hash: [u8; 32] },
}

/// Reads what was typed: six digits are a code, anything else may be a recovery code.
///
/// # Errors
/// `code_wrong` when six digits are the code of no step around now.
pub(crate) fn read(typed: &str, key: Option<&HiddenBytes>, now: Timestamp) -> Result<Shown, Problem> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if typed.len() == DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let step = key.and_then(|key| step_of(&key.0, &typed, now));
        let shown = step.map(|step| Shown::Code { step });
        return shown.ok_or_else(|| Reject::CodeWrong.refusal().into());
    }
    Ok(Shown::Recovery { hash: recovery_hash(&typed) })
}

/// The hash of a recovery code, however it was typed: capital or small, with O for 0 and I or L for 1.
pub(super) fn recovery_hash(code: &str) -> [u8; 32] {
    let plain: String = code
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    digest(plain.as_bytes())
}

/// The time step whose code this is: now, or one before or behind.
pub(super) fn step_of(key: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let current = now.micros().div_euclid(1_000_000).div_euclid(STEP_SECONDS);
    [current, current.saturating_sub(1), current.saturating_add(1)]
        .into_iter()
        .find(|step| self::code(key, *step).as_bytes().ct_eq(code.as_bytes()).into())
}

/// The code of a time step (RFC 4226, 5.3).
pub(super) fn code(key: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(key) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash.last().copied().unwrap_or(0) & 0x0f);
    let four = hash.get(offset..).and_then(|rest| rest.first_chunk::<4>()).copied().unwrap_or_default();
    let number = u32::from_be_bytes(four) & 0x7fff_ffff;
    format!("{:0width$}", number % 1_000_000, width = DIGITS)
}

/// The code of a moment, as an authenticator shows it.
#[cfg(test)]
pub(crate) fn code_at(key: &[u8], now: Timestamp) -> String {
    code(key, now.micros() / 1_000_000 / STEP_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
        let key = b"12345678901234567890";
        let table = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, expected) in table {
            assert_eq!(code(key, seconds / STEP_SECONDS), expected, "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_differ_by_one_step() {
        let key = HiddenBytes(b"12345678901234567890".to_vec());
        let now = Timestamp::from_micros(1_234_567_890_000_000);
        let step = 1_234_567_890 / STEP_SECONDS;
        for (away, found) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let shown = read(&code(&key.0, step + away), Some(&key), now);
            assert_eq!(shown.ok(), found.then_some(Shown::Code { step: step + away }), "{away}");
        }
        assert_eq!(read("005 924", Some(&key), now).ok(), Some(Shown::Code { step }));
        assert!(read("005924", None, now).is_err());
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let hash = recovery_hash("a0b1-c2d3-e4f5-g6h7");
        for typed in ["A0B1C2D3E4F5G6H7", "aob1 c2d3 e4f5 g6h7", "a0bL-c2d3-e4f5-g6h7", "a0bi c2d3e4f5g6h7"] {
            assert_eq!(
                read(typed, None, Timestamp::from_micros(0)).ok(),
                Some(Shown::Recovery { hash }),
                "{typed}"
            );
        }
    }
}
