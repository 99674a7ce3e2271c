//! Payments and refunds as accounting works on them: with names, what they settle, what is left of them.
//!
//! *As accounting I note what came in for the invoice or order that somebody named, see what it settles before it is
//! noted, and find money that settles nothing yet.*
//!
//! 1. A page of the list is one statement: payments, their customers' names, their orders' numbers.
//! 2. What money is for is found by the number of an invoice or an order.
//! 3. Names are for those who may see customers; others see the customer's number.

pub mod page;
#[cfg(test)]
mod tests;
mod texts;

use kontor_billing::records::Payment;
use kontor_customers::model::CustomerNumber;
use kontor_store::db::{Row, one_more};
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb};

use crate::people::Who;

/// A payment of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The payment.
    pub payment: Payment,
    /// Its customer's number.
    pub customer_number: Option<CustomerNumber>,
    /// The customer's company or else name, as of now; empty for a sale without account and once erased.
    pub name: String,
    /// The number of the order that it was meant for.
    pub order_number: Option<String>,
}

/// Which payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those with money that settles nothing.
    Unassigned,
    /// The one with this number.
    Number(String),
}

/// A page of payments, newest first, behind the payment `before`; one more than `size`, to see whether there is a next
/// page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    wanted: &Wanted,
    before: i64,
    size: usize,
) -> Result<Vec<Card>, Fault> {
    let mut params = vec![org.into(), before.into(), one_more(size).into()];
    if let Wanted::Number(number) = wanted {
        params.push(number.as_str().into());
    }
    let mut cards = read(reads.query(&statement(wanted), params).await?)?;
    cards.sort_by_key(|card| std::cmp::Reverse(card.payment.id.raw()));
    Ok(cards)
}

fn statement(wanted: &Wanted) -> String {
    let condition = match wanted {
        Wanted::All => "",
        Wanted::Unassigned => " AND unassigned > 0",
        Wanted::Number(_) => " AND number = $4",
    };
    let columns = |of: &str| {
        let columns = Payment::SPEC.columns.iter().map(|column| format!("{of}{}", column.name));
        columns.collect::<Vec<_>>().join(", ")
    };
    format!(
        "SELECT {}, c.number, v.data, o.number FROM (SELECT {} FROM billing_payment WHERE org_id = $1{condition} \
         AND id < $2 ORDER BY id DESC LIMIT $3) p \
         LEFT JOIN customers_customer c ON c.org_id = $1 AND c.id = p.customer \
         LEFT JOIN contact_version v ON v.org_id = $1 AND v.id = c.contact \
         LEFT JOIN orders_order o ON o.org_id = $1 AND o.id = p.order_id",
        columns("p."),
        columns("")
    )
}

fn read(rows: Vec<Row>) -> Result<Vec<Card>, Fault> {
    let card = |mut row: Row| {
        let payment = row.record()?;
        let (customer_number, data): (_, Option<String>) = (row.take()?, row.take()?);
        Ok(Card {
            payment,
            customer_number,
            name: Who::of(data.as_deref()).name(),
            order_number: row.take()?,
        })
    };
    rows.into_iter().map(card).collect()
}

pub(crate) fn queries() -> Vec<String> {
    [Wanted::All, Wanted::Unassigned, Wanted::Number(String::new())].iter().map(statement).collect()
}
