//! Sign in: from a password, a passkey or a link to a session.
//!
//! *As a user I type my mail address and my password, a code when I have an authenticator, and am at work.*
//!
//! 1. An attempt is counted before it is looked at ([`attempt`](crate::attempt)).
//! 2. Whether there is such a user shows neither in the answer nor in how long it takes.
//! 3. Who has an authenticator shows a code as well, or a recovery code; each is good once.
//! 4. Who works for several merchants says for which; a session is for one.
//! 5. Who follows an invitation joins with the proof that they are the one invited.
//! 6. Whatever came before a session is a one-time [`ticket`](crate::ticket): a step can't be taken twice.
//!
//! All of it is here without pages, so that a test can walk it; the pages call [`Gate`]. Where two writes go to the house
//! and to a merchant, a crash between them leaves what signing in once more completes.

mod account;
mod arrive;
mod gate;
mod password;
mod reject;
mod set_up;
#[cfg(test)]
mod tests;

pub use account::{ResetLink, reset_link};
pub use arrive::{Invited, NewPerson};
pub use gate::{Choice, Gate, Opened, Step, Visitor};
pub use reject::Reject;
pub use set_up::{FirstStart, SetUp};

pub(crate) fn queries() -> Vec<String> {
    [gate::queries(), arrive::queries(), set_up::queries()].concat()
}
