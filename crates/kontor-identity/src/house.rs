//! The house: what belongs to no merchant (users, their passkeys, one-time tickets) stands under an id of its own, with a
//! journal of its own that is made when it is first needed.

use kontor_kernel::Actor;
use kontor_store::Envelope;

/// The id under which the house keeps what is no merchant's.
pub const HOUSE: i64 = 0;

/// An envelope for a command of the house.
#[must_use]
pub fn envelope(actor: Actor) -> Envelope {
    Envelope::new(HOUSE, actor).founding()
}
