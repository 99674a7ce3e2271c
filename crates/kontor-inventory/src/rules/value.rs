//! What stock is worth, and how the books learn of it.

use kontor_kernel::{Amount, Date, Quantity, share};
use kontor_ledger::model::{Role, SourceKind};
use kontor_ledger::rules::Draft;
use kontor_store::{Desk, Stop};

/// What a quantity taken out of stock had cost: value × quantity ÷ on hand, rounded half up. Taken out piece by piece,
/// the last one takes the rest, so an empty shelf is worth nothing.
pub(crate) fn cost_of(quantity: Quantity, on_hand: Quantity, value: Amount) -> Option<Amount> {
    share(value, quantity.thousandths(), on_hand.thousandths())
}

/// Names what [`book`] needs, so that it comes with the rest.
pub(crate) fn want_books(desk: &Desk, date: Date, against: Role) {
    kontor_ledger::rules::want(desk, date, &[Role::Stock, against]);
}

/// A change of the value of stock, for the books.
pub(crate) struct Booking {
    pub(crate) text: String,
    pub(crate) source: SourceKind,
    pub(crate) document: i64,
    pub(crate) date: Date,
    /// How much more the stock is worth; below zero, how much less.
    pub(crate) value: Amount,
    /// Where it comes from or goes to.
    pub(crate) against: Role,
}

/// Books a change of the value of stock against another account.
///
/// # Errors
/// As [`kontor_ledger::rules::book`].
pub(crate) fn book(desk: &mut Desk, booking: Booking) -> Result<(), Stop> {
    let Booking { text, source, document, date, value, against } = booking;
    let draft = Draft::new(text, source, document, date).supply_date(date);
    let magnitude = Amount::new(value.minor().saturating_abs());
    let (debit, credit) = if value < Amount::ZERO { (against, Role::Stock) } else { (Role::Stock, against) };
    kontor_ledger::rules::book(desk, draft.debit(debit, magnitude).credit(credit, magnitude))
}
