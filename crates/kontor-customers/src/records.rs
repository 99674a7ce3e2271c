//! The tables of this room, and the only place that changes them.

use kontor_kernel::{Amount, Timestamp};
use kontor_store::desk::{KeyPart, Rows};
use kontor_store::journal::Sha256Digest;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{AccountMoved, Changed, Erased, Merged, Registered};
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
        /// The customer that this one, a duplicate, was merged into: all figures stand there.
        merged_into: Option<CustomerId>,
        /// How many duplicates were merged into this one; none is zero.
        duplicates: Option<i64>,
        /// When the personal data was erased.
        erased_at: Option<Timestamp>,
        /// The position of the last event by which somebody changed it; none since it was registered.
        edited: Option<i64>,
        /// The position of the last event that changed the row.
        version: i64,
    }
    sets {
        /// The duplicates that were merged into a customer.
        MERGED_INTO (merged_into: CustomerId) where "merged_into IS NOT NULL" =>
            |row| row.merged_into.map(|survivor| vec![KeyPart::of(&survivor)]);
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
        merged_into: None,
        duplicates: None,
        erased_at: None,
        edited: None,
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

pub(crate) fn apply_changed(event: &Changed, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    rows.customers_mut().change(&(event.customer,), |customer| {
        if let Some(card) = event.card {
            (customer.contact, customer.contact_digest) = (card.contact, card.digest);
        }
        customer.kind = event.kind.unwrap_or(customer.kind);
        customer.language = event.language.unwrap_or(customer.language);
        customer.payment_method = event.payment_method.unwrap_or(customer.payment_method);
        customer.terms_days = event.terms_days.unwrap_or(customer.terms_days);
        if let Some(limit) = event.credit_limit {
            customer.credit_limit = limit.amount();
        }
        customer.edited = Some(stamp.position);
        customer.version = stamp.position;
    })
}

pub(crate) fn apply_erased(event: &Erased, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let all = [event.customer].into_iter().chain(event.duplicates.iter().copied());
    all.clone().for_each(|customer| rows.customers().want(&(customer,)));
    for customer in all {
        rows.customers_mut().change(&(customer,), |customer| {
            customer.erased_at = Some(stamp.at);
            customer.edited = Some(stamp.position);
            customer.version = stamp.position;
        })?;
    }
    Ok(())
}

pub(crate) fn apply_merged(event: &Merged, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let closed = || [event.from].into_iter().chain(event.duplicates.iter().copied());
    rows.customers().want(&(event.customer,));
    closed().for_each(|customer| rows.customers().want(&(customer,)));
    let last_order_at = rows.customers().get(&(event.from,))?.last_order_at;
    for customer in closed() {
        rows.customers_mut().change(&(customer,), |customer| {
            customer.merged_into = Some(event.customer);
            customer.order_count = 0;
            (customer.volume, customer.open_orders) = (Amount::ZERO, Amount::ZERO);
            customer.open_balance = Amount::ZERO;
            customer.duplicates = None;
            customer.edited = Some(stamp.position);
            customer.version = stamp.position;
        })?;
    }
    let merged = i64::try_from(event.duplicates.len()).unwrap_or(i64::MAX).saturating_add(1);
    let added = rows.customers_mut().change(&(event.customer,), |survivor| {
        survivor.order_count = survivor.order_count.checked_add(event.order_count)?;
        survivor.volume = survivor.volume.checked_add(event.volume)?;
        survivor.open_orders = survivor.open_orders.checked_add(event.open_orders)?;
        survivor.open_balance = survivor.open_balance.checked_add(event.open_balance)?;
        survivor.last_order_at = survivor.last_order_at.max(last_order_at);
        survivor.duplicates = Some(survivor.duplicates.unwrap_or(0).saturating_add(merged));
        survivor.edited = Some(stamp.position);
        survivor.version = stamp.position;
        Some(())
    })?;
    added.ok_or_else(|| Stop::Broken(format!("the account of {} is beyond all bounds", event.customer)))
}

/// A note's events change no row of the journal's: the command has put the note down beside it.
pub(crate) fn apply_beside_the_journal(_rows: &mut Rows) -> Result<(), Stop> {
    Ok(())
}
