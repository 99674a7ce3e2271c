//! See payments and refunds: the newest, what is unassigned, those of an order, one with what it settles.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_customers::model::CustomerId;
use kontor_kernel::{Amount, limits};
use kontor_orders::model::OrderId;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{InvoiceId, PaymentId};
use crate::records::Payment;

const ONE: &str = "org_id = $1 AND id = $2";
const ALL: &str = "org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const OF_ORDER: &str = "org_id = $1 AND order_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
const UNASSIGNED: &str = "org_id = $1 AND unassigned > 0 AND id < $2 ORDER BY id DESC LIMIT $3";
const OF_CUSTOMER: &str = "org_id = $1 AND id > $2 AND customer = $4 ORDER BY id LIMIT $3";
const SETTLES: &str = "SELECT a.invoice, i.number, a.amount FROM billing_allocation a \
    JOIN billing_invoice i ON i.org_id = a.org_id AND i.id = a.invoice \
    WHERE a.org_id = $1 AND a.payment = $2 ORDER BY a.invoice";

/// Which payments.
#[derive(Debug, Clone, Copy)]
pub enum Filter {
    /// All of them.
    All,
    /// Those that were meant for an order.
    Order(OrderId),
    /// Those with money that settles nothing.
    Unassigned,
}

/// A part of a payment that settles an invoice.
#[derive(Debug, Clone)]
pub struct SettledPart {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// How much.
    pub amount: Amount,
}

/// A payment or refund with what it settles, by invoice.
///
/// # Errors
/// When the database can't be read.
pub async fn one(
    reads: &ReadDb,
    org: i64,
    id: PaymentId,
) -> Result<Option<(Payment, Vec<SettledPart>)>, Fault> {
    let found = reads.records::<Payment>(ONE, vec![org.into(), Value::of(&id)]).await?;
    let Some(payment) = found.into_iter().next() else { return Ok(None) };
    let mut settles = Vec::new();
    for mut row in reads.query(SETTLES, vec![org.into(), Value::of(&id)]).await? {
        let (invoice, number, amount) = (row.take()?, row.take()?, row.take()?);
        settles.push(SettledPart { invoice, number, amount });
    }
    Ok(Some((payment, settles)))
}

/// A page of payments and refunds, newest first, older than `before`; one more than `size`, to see whether there is a
/// next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    filter: Filter,
    before: i64,
    size: usize,
) -> Result<Vec<Payment>, Fault> {
    let limit = kontor_store::db::one_more(size);
    let mut params = vec![Value::Int(org), Value::Int(before), Value::Int(limit)];
    match filter {
        Filter::All => reads.records(ALL, params).await,
        Filter::Unassigned => reads.records(UNASSIGNED, params).await,
        Filter::Order(order) => {
            params.push(Value::of(&order));
            reads.records(OF_ORDER, params).await
        }
    }
}

/// All payments and refunds of a customer, oldest first. Walks all payments there are: for what is done once, such as an
/// export of what is known of somebody, not for pages.
///
/// # Errors
/// When the database can't be read.
pub async fn of_customer(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Vec<Payment>, Fault> {
    let (mut payments, mut after) = (Vec::<Payment>::new(), 0);
    loop {
        let params = vec![org.into(), Value::Int(after), limits::EXPORT_PAGE.into(), Value::of(&customer)];
        let page = reads.records::<Payment>(OF_CUSTOMER, params).await?;
        let Some(last) = page.last() else { return Ok(payments) };
        after = last.id.raw();
        payments.extend(page);
    }
}

pub(crate) fn queries() -> Vec<String> {
    let mut queries: Vec<String> = [ONE, ALL, OF_ORDER, OF_CUSTOMER, UNASSIGNED]
        .iter()
        .map(|tail| db::select::<Payment>(tail))
        .collect();
    queries.push(SETTLES.to_owned());
    queries
}
