//! Payments and refunds, and which payment settles which invoice.

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Date, Timestamp};
use kontor_orders::model::OrderId;
use kontor_store::desk::{KeyPart, Rows, SetKey};
use kontor_store::{Stamp, Stop, record, tables};

use super::invoice::{InvoiceTables, of_invoice, settle};
use super::{add, beyond, take};
use crate::events::{Paid, PaymentPart, Refunded};
use crate::model::{InvoiceId, PaymentId, PaymentKind, PaymentReference, Reason};

record! {
    /// A payment, or a refund of one. amount = what its allocations come to + unassigned + refunded.
    pub struct Payment in "billing_payment", business, brief {
        key {
            /// Its id.
            id: PaymentId,
        }
        /// Which way the money went.
        kind: PaymentKind,
        /// Its number.
        number: String,
        /// How it was paid.
        method: PaymentMethod,
        /// How much, above zero in both directions.
        amount: Amount,
        /// What of it settles no invoice and was not paid back. Nothing of a refund.
        unassigned: Amount,
        /// What of it was paid back.
        refunded: Amount,
        /// Who paid.
        customer: Option<CustomerId>,
        /// The order it was meant for, whose later invoices it settles too.
        order_id: Option<OrderId>,
        /// The payment that a refund pays back.
        refunds: Option<PaymentId>,
        /// The day of the money.
        date: Date,
        /// What stands with it at the bank or the provider.
        reference: Option<PaymentReference>,
        /// Why, on a refund.
        reason: Option<Reason>,
        /// When it was recorded.
        recorded_at: Timestamp,
        /// The position of the last event that changed it.
        version: i64,
    }
    sets {
        /// Money for an order that settles no invoice yet.
        UNASSIGNED_OF_ORDER (order_id: OrderId) where "unassigned > 0" =>
            |row| row.order_id.filter(|_| row.unassigned > Amount::ZERO).map(unassigned_of);
    }
}

record! {
    /// How much of a payment settles an invoice. Goes when nothing of it is left.
    pub struct Allocation in "billing_allocation", business, brief {
        key {
            /// The payment.
            payment: PaymentId,
            /// The invoice.
            invoice: InvoiceId,
        }
        /// How much.
        amount: Amount,
    }
    sets {
        /// All that has paid an invoice.
        OF_INVOICE (invoice: InvoiceId) where "" => |row| Some(of_invoice(row.invoice));
    }
}

tables! {
    /// Payments on a desk.
    pub trait PaymentTables, PaymentTablesMut {
        /// Payments and refunds.
        payments, payments_mut: Payment;
        /// Which payment settles which invoice.
        allocations, allocations_mut: Allocation;
    }
}

/// The key of the set of the unassigned money of an order.
#[must_use]
pub fn unassigned_of(order: OrderId) -> SetKey {
    vec![KeyPart::of(&order)]
}

pub(crate) fn apply_paid(event: &Paid, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    event.settles.iter().for_each(|part| rows.invoices().want(&(part.invoice,)));
    let settled = Amount::sum(event.settles.iter().map(|part| part.amount)).ok_or_else(beyond)?;
    let mut unassigned = event.amount;
    take(&mut unassigned, settled)?;
    for part in &event.settles {
        settle(rows, part.invoice, part.amount, stamp)?;
        let (payment, invoice, amount) = (event.id, part.invoice, part.amount);
        rows.allocations_mut().insert(Allocation { payment, invoice, amount });
    }
    rows.payments_mut().insert(Payment {
        id: event.id,
        kind: PaymentKind::Payment,
        number: event.number.clone(),
        method: event.method,
        amount: event.amount,
        unassigned,
        refunded: Amount::ZERO,
        customer: event.customer,
        order_id: event.order,
        refunds: None,
        date: event.date,
        reference: event.reference.clone(),
        reason: None,
        recorded_at: stamp.at,
        version: stamp.position,
    });
    Ok(())
}

pub(crate) fn apply_refunded(event: &Refunded, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let changed = rows.payments_mut().change(&(event.payment,), |row| {
        take(&mut row.unassigned, event.amount)?;
        add(&mut row.refunded, event.amount)?;
        row.version = stamp.position;
        Ok::<_, Stop>(row.clone())
    })?;
    let paid = changed?;
    rows.payments_mut().insert(Payment {
        id: event.id,
        kind: PaymentKind::Refund,
        number: event.number.clone(),
        amount: event.amount,
        unassigned: Amount::ZERO,
        refunded: Amount::ZERO,
        refunds: Some(event.payment),
        date: event.date,
        reference: None,
        reason: Some(event.reason.clone()),
        recorded_at: stamp.at,
        version: stamp.position,
        ..paid
    });
    Ok(())
}

/// Unassigned money settles a new invoice.
pub(super) fn assign(
    rows: &mut Rows,
    invoice: InvoiceId,
    parts: &[PaymentPart],
    stamp: &Stamp,
) -> Result<(), Stop> {
    parts.iter().for_each(|part| rows.payments().want(&(part.payment,)));
    for part in parts {
        let changed = rows.payments_mut().change(&(part.payment,), |row| {
            row.version = stamp.position;
            take(&mut row.unassigned, part.amount)
        })?;
        changed?;
        rows.allocations_mut().insert(Allocation { payment: part.payment, invoice, amount: part.amount });
    }
    Ok(())
}

/// Money is not needed for an invoice any more, and is unassigned again.
pub(super) fn free(
    rows: &mut Rows,
    invoice: InvoiceId,
    parts: &[PaymentPart],
    stamp: &Stamp,
) -> Result<(), Stop> {
    for part in parts {
        rows.payments().want(&(part.payment,));
        rows.allocations().want(&(part.payment, invoice));
    }
    for part in parts {
        let key = (part.payment, invoice);
        let left = rows.allocations_mut().change(&key, |row| {
            take(&mut row.amount, part.amount)?;
            Ok::<_, Stop>(row.amount)
        })?;
        if left? == Amount::ZERO {
            rows.allocations_mut().remove(&key)?;
        }
        let changed = rows.payments_mut().change(&(part.payment,), |row| {
            row.version = stamp.position;
            add(&mut row.unassigned, part.amount)
        })?;
        changed?;
    }
    Ok(())
}
