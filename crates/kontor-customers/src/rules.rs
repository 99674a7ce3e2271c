//! Rules that features here and rooms above share. Pure.

use kontor_kernel::Amount;
use kontor_store::{Desk, Stop};

use crate::events::AccountMoved;
use crate::model::CustomerId;
use crate::records::Customer;

/// How much more a customer may order on account: the limit less what is ordered and owed. `None`: no limit.
#[must_use]
pub fn credit_left(customer: &Customer) -> Option<Amount> {
    let limit = customer.credit_limit?;
    let used = customer.open_orders.checked_add(customer.open_balance);
    Some(used.and_then(|used| limit.checked_sub(used)).unwrap_or(Amount::ZERO))
}

/// A customer placed an order of this gross total.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand.
pub fn count_order(desk: &mut Desk, customer: CustomerId, order: i64, gross: Amount) -> Result<(), Stop> {
    desk.record(AccountMoved {
        customer,
        document: order,
        order_count: 1,
        volume: gross,
        open_orders: gross,
        open_balance: Amount::ZERO,
    })
}

/// Changes what a customer has ordered and owes, because of a document.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand.
pub fn move_account(desk: &mut Desk, movement: AccountMoved) -> Result<(), Stop> {
    let nothing = AccountMoved {
        customer: movement.customer,
        document: movement.document,
        order_count: 0,
        volume: Amount::ZERO,
        open_orders: Amount::ZERO,
        open_balance: Amount::ZERO,
    };
    if movement == nothing { Ok(()) } else { desk.record(movement) }
}
