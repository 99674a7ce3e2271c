//! Everything that is known of a customer, in one document.
//!
//! *As a merchant I hand out what I know of somebody when they ask for it (Art. 15 GDPR), in a form that a program can
//! read (Art. 20).*
//!
//! 1. All versions of the contact card, also the old ones; all notes; terms and figures.
//! 2. All orders with their lines, all invoices and credit notes, all payments and refunds.
//! 3. The same of duplicates that were merged into the customer. Who asks for a duplicate gets what is its own.
//! 4. Of an erased customer, what is left.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_billing::list::Whose;
use kontor_billing::records::{Invoice, Payment};
use kontor_customers::model::CustomerId;
use kontor_customers::show::Shown;
use kontor_kernel::limits;
use kontor_orders::list::Filter;
use kontor_orders::records::{Line, Order};
use kontor_store::own::{ContactVersion, Note};
use kontor_store::{Fault, ReadDb};

/// What is known of somebody.
#[derive(Debug)]
pub struct Known {
    /// The customer, and the duplicates that were merged into it.
    pub customers: Vec<Shown>,
    /// All versions of their cards, oldest first.
    pub versions: Vec<ContactVersion>,
    /// The notes, newest first.
    pub notes: Vec<Note>,
    /// The orders with their lines, newest first.
    pub orders: Vec<(Order, Vec<Line>)>,
    /// Invoices and credit notes, newest first.
    pub invoices: Vec<Invoice>,
    /// Payments and refunds, oldest first.
    pub payments: Vec<Payment>,
}

/// Everything that is known of a customer; none where there is no such.
///
/// # Errors
/// When the database can't be read.
pub async fn of(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Option<Known>, Fault> {
    let Some(shown) = kontor_customers::show::one(reads, org, customer).await? else { return Ok(None) };
    let mut customers = vec![shown];
    for duplicate in kontor_customers::show::duplicates(reads, org, customer).await? {
        customers.extend(kontor_customers::show::one(reads, org, duplicate.id).await?);
    }
    let (mut versions, mut notes, mut payments) = (Vec::new(), Vec::new(), Vec::new());
    for one in &customers {
        let id = one.customer.id;
        versions.extend(kontor_customers::show::versions(reads, org, id).await?);
        notes.extend(kontor_customers::notes::of(reads, org, id).await?);
        payments.extend(kontor_billing::payments::of_customer(reads, org, id).await?);
    }
    let orders = orders(reads, org, customer).await?;
    let invoices = invoices(reads, org, customer).await?;
    Ok(Some(Known { customers, versions, notes, orders, invoices, payments }))
}

/// How many documents are read at once.
fn page() -> usize {
    usize::from(limits::PAGE_MAX)
}

async fn orders(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Vec<(Order, Vec<Line>)>, Fault> {
    let filter = Filter { customer: Some(customer), ..Filter::default() };
    let (mut orders, mut before) = (Vec::new(), i64::MAX);
    loop {
        let page = kontor_orders::list::page(reads, org, &filter, before, page()).await?;
        let Some(last) = page.last() else { return Ok(orders) };
        before = last.id.raw();
        for order in page {
            if let Some(whole) = kontor_orders::show::one(reads, org, order.id).await? {
                orders.push(whole);
            }
        }
    }
}

async fn invoices(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Vec<Invoice>, Fault> {
    let (mut invoices, mut before) = (Vec::new(), i64::MAX);
    loop {
        let page = kontor_billing::list::page(reads, org, &Whose::Customer(customer), before, page()).await?;
        let Some(last) = page.last() else { return Ok(invoices) };
        before = last.id.raw();
        invoices.extend(page);
    }
}
