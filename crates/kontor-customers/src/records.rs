//! The tables of this room, and the only place that changes them.

use kontor_kernel::{Amount, Timestamp};
use kontor_store::desk::Rows;
use kontor_store::journal::Sha256Digest;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{AccountMoved, Registered};
use crate::model::{ContactId, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod};

record! {
    /// A customer.
    pub struct Customer in "customers_customer", business, kept {
        key {
            /// Its id.
            id: CustomerId,
        }
        /// Its number.
        number: CustomerNumber,
        /// Person or company.
        kind: CustomerKind,
        /// The contact version that holds now.
        contact: ContactId,
        /// The salted digest of that version.
        contact_digest: Sha256Digest,
        /// The language of documents and messages.
        language: Language,
        /// How they prefer to pay.
        payment_method: PaymentMethod,
        /// Days until an invoice is due.
        terms_days: i32,
        /// What may be ordered and owed together; none is no limit.
        credit_limit: Option<Amount>,
        /// Orders placed and not cancelled as a whole.
        order_count: i64,
        /// The gross total of all that was ordered and not cancelled.
        volume: Amount,
        /// The gross total of what is ordered and not yet invoiced.
        open_orders: Amount,
        /// What is invoiced and not yet paid; below zero when they have paid more.
        open_balance: Amount,
        /// The newest order. Each order points to the one before it: the customer's history without an index.
        last_order: Option<i64>,
        /// When it was placed.
        last_order_at: Option<Timestamp>,
        /// The position of the last event that changed the row.
        version: i64,
    }
}

record! {
    /// A customer number in use.
    pub struct NumberInUse in "customers_number", business, brief {
        key {
            /// The number.
            number: CustomerNumber,
        }
        /// Whose it is.
        customer: CustomerId,
    }
}

record! {
    /// The next number to give.
    pub struct Counter in "customers_counter", business, kept {
        key {}
        /// The next number to give.
        next: i64,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait CustomerTables, CustomerTablesMut {
        /// Customers.
        customers, customers_mut: Customer;
        /// Numbers in use.
        customer_numbers, customer_numbers_mut: NumberInUse;
        /// The next number.
        customer_counter, customer_counter_mut: Counter;
    }
}

pub(crate) fn apply_registered(event: &Registered, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    if let Some(sequence) = event.sequence {
        let next = sequence.saturating_add(1);
        rows.customer_counter_mut().upsert(&(), || Counter { next }, |counter| counter.next = next)?;
    }
    rows.customer_numbers_mut()
        .insert(NumberInUse { number: event.number.clone(), customer: event.customer });
    rows.customers_mut().insert(Customer {
        id: event.customer,
        number: event.number.clone(),
        kind: event.kind,
        contact: event.contact,
        contact_digest: event.contact_digest,
        language: event.language,
        payment_method: event.payment_method,
        terms_days: event.terms_days,
        credit_limit: event.credit_limit,
        order_count: 0,
        volume: Amount::ZERO,
        open_orders: Amount::ZERO,
        open_balance: Amount::ZERO,
        last_order: None,
        last_order_at: None,
        version: stamp.position,
    });
    Ok(())
}

pub(crate) fn apply_account_moved(event: &AccountMoved, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let moved = rows.customers_mut().change(&(event.customer,), |customer| {
        customer.order_count = customer.order_count.checked_add(event.order_count)?;
        customer.volume = customer.volume.checked_add(event.volume)?;
        customer.open_orders = customer.open_orders.checked_add(event.open_orders)?;
        customer.open_balance = customer.open_balance.checked_add(event.open_balance)?;
        if event.order_count > 0 {
            customer.last_order = Some(event.document);
            customer.last_order_at = Some(stamp.at);
        }
        customer.version = stamp.position;
        Some(())
    })?;
    moved.ok_or_else(|| Stop::Broken(format!("the account of {} is beyond all bounds", event.customer)))
}
