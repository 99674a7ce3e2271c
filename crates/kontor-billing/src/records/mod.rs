//! The tables of this room, and the only place that changes them.

mod invoice;
mod payment;

use kontor_kernel::Amount;
use kontor_store::Stop;
use kontor_store::desk::TableEntry;

pub use invoice::{Account, Invoice, InvoiceLine, InvoiceTables, InvoiceTax, line_of, of_invoice};
pub(crate) use invoice::{apply_credited, apply_invoiced};
pub use payment::{Allocation, Payment, PaymentTables, unassigned_of};
pub(crate) use payment::{apply_paid, apply_refunded};

/// The tables of this room.
#[must_use]
pub fn tables() -> Vec<TableEntry> {
    [invoice::tables(), payment::tables()].concat()
}

/// Adds to an amount of a row.
fn add(to: &mut Amount, amount: Amount) -> Result<(), Stop> {
    *to = to.checked_add(amount).ok_or_else(beyond)?;
    Ok(())
}

/// Takes from an amount of a row; nothing goes below zero.
fn take(from: &mut Amount, amount: Amount) -> Result<(), Stop> {
    *from = from.checked_sub(amount).filter(|left| *left >= Amount::ZERO).ok_or_else(beyond)?;
    Ok(())
}

fn beyond() -> Stop {
    Stop::Broken("an amount of an invoice or payment would be out of bounds".to_owned())
}
