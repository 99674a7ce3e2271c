//! Turning the second step on and off.

use std::time::Duration;

use kontor_kernel::{Refuse, limits};
use kontor_store::Fault;
use kontor_web::Problem;

use super::totp::{KEY_BYTES, recovery_hash, step_of};
use super::{NewCodes, Reject, TurnOff, TurnOn, qr};
use crate::model::{Hidden, Mail, TicketKind, UserId};
use crate::seal::base32;
use crate::session::user_actor;
use crate::sign_in::Gate;
use crate::ticket::{self, NewTicket};

/// Bytes of chance in a recovery code.
const CODE_BYTES: usize = 10;

/// What an authenticator is to be told.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The ticket to come back with, and a code.
    pub ticket: Hidden,
    /// The key in base 32 (RFC 4648), for typing it.
    pub key: Hidden,
    /// The key as an address that a telephone opens.
    pub uri: Hidden,
    /// The same as a picture, an SVG element.
    pub qr: Hidden,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone)]
pub struct RecoveryCodes(pub Vec<Hidden>);

impl Gate {
    /// Begins to turn the second step on: makes a key.
    ///
    /// # Errors
    /// When it can't be written.
    pub async fn begin_second_step(&self, user: UserId) -> Result<Enrolment, Problem> {
        let user = self.user(user).await?.ok_or_else(|| Problem::from(Reject::NoSecondStep.refusal()))?;
        let mut key = [0; KEY_BYTES];
        kontor_store::random(&mut key)?;
        let lasts = Duration::from_secs(limits::STEP_MINUTES * 60);
        let ticket = NewTicket::new(TicketKind::Enrol, lasts)?.of(user.id).with(key.to_vec());
        let ticket = self.ticket(ticket).await?;
        enrolment(ticket, &user.mail, &key)
    }

    /// The same once more: the first code was wrong.
    ///
    /// # Errors
    /// `link_over` when it took too long.
    pub async fn enrolment_of(&self, user: UserId, ticket: &str) -> Result<Enrolment, Problem> {
        let over = || Problem::from(ticket::Reject::LinkOver.refusal());
        let found = ticket::find(&self.app.reads, ticket, TicketKind::Enrol, self.app.clock.now()).await?;
        let key = found.state.filter(|_| found.user_id == Some(user)).ok_or_else(over)?;
        let user = self.user(user).await?.ok_or_else(over)?;
        enrolment(Hidden(ticket.to_owned()), &user.mail, &key.0)
    }

    /// Turns the second step on, by a code of the new key; the recovery codes, this once.
    ///
    /// # Errors
    /// `code_wrong`; `link_over` when it took too long.
    pub async fn turn_second_step_on(
        &self,
        user: UserId,
        ticket: &str,
        code: &str,
    ) -> Result<RecoveryCodes, Problem> {
        let now = self.app.clock.now();
        let ticket = ticket::find(&self.app.reads, ticket, TicketKind::Enrol, now).await?;
        let over = || Problem::from(ticket::Reject::LinkOver.refusal());
        let key = ticket.state.filter(|_| ticket.user_id == Some(user)).ok_or_else(over)?;
        let typed: String = code.chars().filter(char::is_ascii_digit).collect();
        let step = step_of(&key.0, &typed, now).ok_or_else(|| Problem::from(Reject::CodeWrong.refusal()))?;
        let (codes, hashes) = new_codes()?;
        let command = TurnOn { user, ticket: ticket.id, key, step, codes: hashes };
        self.in_house(user_actor(user), command).await?;
        Ok(codes)
    }

    /// Makes new recovery codes in place of the former ones; this once.
    ///
    /// # Errors
    /// `no_second_step`.
    pub async fn new_recovery_codes(&self, user: UserId) -> Result<RecoveryCodes, Problem> {
        let (codes, hashes) = new_codes()?;
        self.in_house(user_actor(user), NewCodes { user, codes: hashes }).await?;
        Ok(codes)
    }

    /// Turns the second step off. Whoever asks has shown the password again ([`Gate::confirm`]).
    ///
    /// # Errors
    /// `no_second_step`.
    pub async fn turn_second_step_off(&self, user: UserId) -> Result<(), Problem> {
        self.in_house(user_actor(user), TurnOff { user }).await.map(drop)
    }
}

fn enrolment(ticket: Hidden, mail: &Mail, key: &[u8]) -> Result<Enrolment, Problem> {
    let (account, key) = (percent(mail.as_str()), rfc4648(key));
    let uri = format!(
        "otpauth://totp/Kontor:{account}?secret={key}&issuer=Kontor&algorithm=SHA1&digits=6&period=30"
    );
    let qr = Hidden(qr::svg(&uri)?);
    Ok(Enrolment { ticket, key: Hidden(key), uri: Hidden(uri), qr })
}

fn new_codes() -> Result<(RecoveryCodes, Vec<[u8; 32]>), Fault> {
    let (mut codes, mut hashes) = (Vec::new(), Vec::new());
    for _ in 0..limits::RECOVERY_CODES {
        let mut bytes = [0; CODE_BYTES];
        kontor_store::random(&mut bytes)?;
        let plain = base32(&bytes);
        hashes.push(recovery_hash(&plain));
        let groups: Vec<String> =
            plain.chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect()).collect();
        codes.push(Hidden(groups.join("-")));
    }
    Ok((RecoveryCodes(codes), hashes))
}

/// Base 32 with the letters that authenticators expect (RFC 4648, 6), for whole groups of five bytes.
fn rfc4648(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            let index = usize::try_from((bits >> held) & 31).unwrap_or(0);
            text.push(LETTERS.get(index).copied().map_or('A', char::from));
        }
    }
    text
}

/// A text within an address (RFC 3986, 2.1).
fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_addresses_are_written_as_authenticators_read_them() {
        // RFC 4648, section 10.
        assert_eq!(rfc4648(b"fooba"), "MZXW6YTB");
        assert_eq!(percent("a+b@example.com"), "a%2Bb@example.com");
        let (codes, hashes) = new_codes().unwrap();
        assert_eq!((codes.0.len(), hashes.len()), (10, 10));
        for (code, hash) in codes.0.iter().zip(&hashes) {
            assert_eq!(code.0.len(), 19, "{}", code.0);
            assert_eq!(recovery_hash(&code.0), *hash);
        }
    }
}
