//! Rules that features here share: issuing an invoice, taking money, what both do to books and customers. Pure.

mod invoicing;
mod paying;
mod posting;

pub use invoicing::Reject as InvoicingReject;
pub(crate) use invoicing::{Invoicing, issue, want_invoicing};
pub use paying::Reject as PayingReject;
pub(crate) use paying::{Paying, check_cash, pay, want_paying};
pub(crate) use posting::{document_draft, want_document_accounts};

use kontor_customers::events::AccountMoved;
use kontor_customers::model::CustomerId;
use kontor_kernel::{Amount, Date, rejects};
use kontor_store::{Desk, Stop};

use crate::events::InvoicePart;
use crate::model::InvoiceId;

rejects! {
    /// What is refused wherever a customer's balance moves.
    pub enum Reject {
        /// A customer's balance has a bound, as every amount.
        BalanceTooLarge => 422, "balance_too_large", "With this the customer's balance would be beyond all bounds: check the amount."
                | "Damit läge der Saldo des Kunden jenseits aller Grenzen: prüfen Sie den Betrag.";
    }
}

/// The series of documents of one sort in a year: `invoice-2026`.
pub(crate) fn series(sort: &str, date: Date) -> String {
    format!("{sort}-{:04}", date.year())
}

/// Checks that a customer's balance can move so far.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand; [`Reject::BalanceTooLarge`].
pub(crate) fn check_balance(desk: &Desk, customer: Option<CustomerId>, change: Amount) -> Result<(), Stop> {
    let Some(customer) = customer else { return Ok(()) };
    let balance = kontor_customers::rules::account_of(desk, customer)?.open_balance;
    if balance.checked_add(change).is_none() { Err(Reject::BalanceTooLarge.into()) } else { Ok(()) }
}

/// Moves a customer's open balance, because of a document.
///
/// # Errors
/// `Stop::Need` when the customer is not in hand.
pub(crate) fn move_balance(
    desk: &mut Desk,
    customer: Option<CustomerId>,
    document: i64,
    change: Amount,
) -> Result<(), Stop> {
    move_account(desk, customer, document, change, Amount::ZERO)
}

/// Moves a customer's open balance, and takes from the open orders what was `planned`.
///
/// # Errors
/// As [`move_balance`].
pub(crate) fn move_account(
    desk: &mut Desk,
    customer: Option<CustomerId>,
    document: i64,
    open_balance: Amount,
    planned: Amount,
) -> Result<(), Stop> {
    let Some(customer) = customer else { return Ok(()) };
    let (order_count, volume, open_orders) = (0, Amount::ZERO, negative(planned));
    kontor_customers::rules::move_account(
        desk,
        AccountMoved { customer, document, order_count, volume, open_orders, open_balance },
    )
}

/// The amount with the other sign.
pub(crate) fn negative(amount: Amount) -> Amount {
    Amount::new(amount.minor().saturating_neg())
}

/// Spreads money over what is open, in this order, each as far as it goes.
pub(crate) fn spread(money: Amount, open: impl IntoIterator<Item = (InvoiceId, Amount)>) -> Vec<InvoicePart> {
    let mut left = money;
    let mut parts = Vec::new();
    for (invoice, open) in open {
        let amount = open.min(left);
        if amount <= Amount::ZERO {
            continue;
        }
        left = left.checked_sub(amount).unwrap_or(Amount::ZERO);
        parts.push(InvoicePart { invoice, amount });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_goes_as_far_as_it_reaches() {
        let open = [(1, 100), (2, 0), (3, 50)].map(|(id, open)| (InvoiceId::new(id), Amount::new(open)));
        for (money, expected) in [
            (0, vec![]),
            (40, vec![(1, 40)]),
            (100, vec![(1, 100)]),
            (120, vec![(1, 100), (3, 20)]),
            (500, vec![(1, 100), (3, 50)]),
        ] {
            let got = spread(Amount::new(money), open);
            let got: Vec<_> = got.iter().map(|part| (part.invoice.raw(), part.amount.minor())).collect();
            assert_eq!(got, expected, "{money}");
        }
    }
}
