//! Count attempts to sign in, and make those who guess wait.
//!
//! *As the one who runs the house I want nobody to try out passwords, neither many for one address nor one for many.*
//!
//! 1. An attempt is counted before the password is looked at, for its mail address and for its network address: so many at
//!    once, or at several servers, are counted as well as one after the other.
//! 2. A few are free. Then each has to wait twice as long as the one before, a quarter of an hour at most.
//! 3. It makes no difference whether there is such a user.
//! 4. One that went well takes the mail address's count away, and itself from the network address's.
//! 5. After a day without any, all is forgotten.
//!
//! Records nothing: who merely tries is no business of the journal. Counts lie beside it, by hashes of the addresses.

mod decide;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use std::net::IpAddr;

/// Where an attempt is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subjects {
    /// A hash of the mail address.
    pub mail: [u8; 32],
    /// A hash of the network address.
    pub address: [u8; 32],
}

impl Subjects {
    /// Of a mail address, as it was typed, and a network address. Of IPv6 the network counts (64 bits): whoever has one
    /// address there has them all.
    #[must_use]
    pub fn of(mail: &str, address: IpAddr) -> Self {
        let network = match address.to_canonical() {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().into_iter().take(8).collect(),
        };
        let mail = mail.trim().to_lowercase();
        Self { mail: subject("mail", mail.as_bytes()), address: subject("address", &network) }
    }
}

fn subject(sort: &str, what: &[u8]) -> [u8; 32] {
    kontor_store::journal::digest(&[sort.as_bytes(), b"\0", what].concat())
}

/// Somebody is about to try.
#[derive(Debug, Clone, Copy)]
pub struct CountAttempt(pub Subjects);

/// It went well.
#[derive(Debug, Clone, Copy)]
pub struct AttemptWentWell(pub Subjects);
