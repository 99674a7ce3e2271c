//! Rules that features here and rooms above share. Pure.

use kontor_kernel::{Context, Date};
use kontor_store::{Desk, Stop};

use crate::records::IdentityTables;

/// The day it is at the merchant's seat.
///
/// # Errors
/// `Stop::Need` when the merchant's row is not in hand.
pub fn today(desk: &Desk, context: &Context) -> Result<Date, Stop> {
    Ok(desk.org().get(&())?.zone.date_at(context.now))
}
