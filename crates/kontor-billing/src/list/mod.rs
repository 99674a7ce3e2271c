//! See invoices and credit notes: the newest, what is open, those of an order or a customer, one by its number.

pub mod http;

use kontor_customers::model::CustomerId;
use kontor_orders::model::OrderId;
use kontor_store::desk::Record;
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::InvoiceId;
use crate::records::Invoice;

const ALL: &str = "org_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const OPEN: &str =
    "org_id = $1 AND kind = 'invoice' AND gross > paid + credited AND id < $2 ORDER BY id DESC LIMIT $3";
const OF_ORDER: &str = "org_id = $1 AND order_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
const OPEN_OF_ORDER: &str = "org_id = $1 AND order_id = $4 AND kind = 'invoice' AND gross > paid + credited \
    AND id < $2 ORDER BY id DESC LIMIT $3";
const OPEN_OF_CUSTOMER: &str = "org_id = $1 AND customer = $4 AND kind = 'invoice' AND gross > paid + credited \
    AND id < $2 ORDER BY id DESC LIMIT $3";
const BY_NUMBER: &str = "org_id = $1 AND number = $2";

/// A customer's invoices are a chain from the newest back: one look-up an invoice, and no index to keep.
const NEWEST_OF_CUSTOMER: &str =
    "SELECT last_invoice FROM billing_account WHERE org_id = $1 AND customer = $2";

/// Whose invoices.
#[derive(Debug, Clone, Default)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// Those of an order.
    Order(OrderId),
    /// Those of a customer.
    Customer(CustomerId),
}

/// The invoice or credit note with this number.
///
/// # Errors
/// When the database can't be read.
pub async fn by_number(reads: &ReadDb, org: i64, number: &str) -> Result<Option<Invoice>, Fault> {
    let found = reads.records::<Invoice>(BY_NUMBER, vec![org.into(), number.into()]).await?;
    Ok(found.into_iter().next())
}

/// A page of invoices and credit notes, newest first, older than `before`; one more than `size`, to see whether there is
/// a next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    whose: &Whose,
    before: i64,
    size: usize,
) -> Result<Vec<Invoice>, Fault> {
    let params = page_of(org, before, size);
    match whose {
        Whose::All => reads.records(ALL, params).await,
        Whose::Order(order) => reads.records(OF_ORDER, with(params, Value::of(order))).await,
        Whose::Customer(customer) => of_customer(reads, org, *customer, before, size).await,
    }
}

/// As [`page`], of invoices with something left to pay alone.
///
/// # Errors
/// When the database can't be read.
pub async fn open_page(
    reads: &ReadDb,
    org: i64,
    whose: &Whose,
    before: i64,
    size: usize,
) -> Result<Vec<Invoice>, Fault> {
    let params = page_of(org, before, size);
    match whose {
        Whose::All => reads.records(OPEN, params).await,
        Whose::Order(order) => reads.records(OPEN_OF_ORDER, with(params, Value::of(order))).await,
        Whose::Customer(customer) => {
            let mut open = reads.records(OPEN_OF_CUSTOMER, with(params.clone(), Value::of(customer))).await?;
            for duplicate in kontor_customers::show::duplicates(reads, org, *customer).await? {
                let theirs = with(params.clone(), Value::of(&duplicate.id));
                open.extend(reads.records::<Invoice>(OPEN_OF_CUSTOMER, theirs).await?);
            }
            open.sort_unstable_by_key(|invoice: &Invoice| std::cmp::Reverse(invoice.id));
            open.truncate(size.saturating_add(1));
            Ok(open)
        }
    }
}

fn page_of(org: i64, before: i64, size: usize) -> Vec<Value> {
    vec![Value::Int(org), Value::Int(before), Value::Int(kontor_store::db::one_more(size))]
}

fn with(mut params: Vec<Value>, value: Value) -> Vec<Value> {
    params.push(value);
    params
}

async fn of_customer(
    reads: &ReadDb,
    org: i64,
    customer: CustomerId,
    before: i64,
    size: usize,
) -> Result<Vec<Invoice>, Fault> {
    let duplicates = kontor_customers::show::duplicates(reads, org, customer).await?;
    let limit = kontor_store::db::one_more(size);
    if duplicates.is_empty() {
        // The chain starts at the newest, or behind the cursor, which is an invoice of this customer.
        let start = if before == i64::MAX {
            newest(reads, org, customer).await?
        } else {
            let cursor = reads.records::<Invoice>(crate::show::ONE, vec![org.into(), before.into()]).await?;
            let cursor = cursor.into_iter().find(|invoice| invoice.customer == Some(customer));
            cursor.and_then(|invoice| invoice.customer_prev).map(InvoiceId::raw)
        };
        return walk(reads, org, start, before, limit).await;
    }
    // A page of each chain, put in one order. A chain that the cursor is not in is walked from its newest document.
    let mut invoices = Vec::new();
    for id in [customer].into_iter().chain(duplicates.into_iter().map(|duplicate| duplicate.id)) {
        let start = newest(reads, org, id).await?;
        invoices.extend(walk(reads, org, start, before, limit).await?);
    }
    invoices.sort_unstable_by_key(|invoice| std::cmp::Reverse(invoice.id));
    invoices.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(invoices)
}

async fn newest(reads: &ReadDb, org: i64, customer: CustomerId) -> Result<Option<i64>, Fault> {
    let newest = reads.query(NEWEST_OF_CUSTOMER, vec![org.into(), Value::of(&customer)]).await?;
    newest.into_iter().next().map(|mut row| row.take::<i64>()).transpose()
}

async fn walk(
    reads: &ReadDb,
    org: i64,
    start: Option<i64>,
    before: i64,
    limit: i64,
) -> Result<Vec<Invoice>, Fault> {
    let Some(start) = start else { return Ok(Vec::new()) };
    let params = vec![org.into(), start.into(), before.into(), limit.into()];
    let rows = reads.query(&chain(), params).await?;
    rows.into_iter().map(|mut row| row.record()).collect()
}

/// Walks the chain, one document after the other, until there are enough.
fn chain() -> String {
    let columns = Invoice::SPEC.column_list();
    let of_i = columns.split(", ").map(|column| format!("i.{column}")).collect::<Vec<_>>().join(", ");
    format!(
        "WITH RECURSIVE chain AS (SELECT {columns} FROM billing_invoice WHERE org_id = $1 AND id = $2 \
         UNION ALL SELECT {of_i} FROM chain c JOIN billing_invoice i ON i.org_id = $1 AND i.id = c.customer_prev) \
         SELECT {columns} FROM chain WHERE id < $3 LIMIT $4"
    )
}

pub(crate) fn queries() -> Vec<String> {
    let tails = [ALL, OPEN, OF_ORDER, OPEN_OF_ORDER, OPEN_OF_CUSTOMER, BY_NUMBER];
    let mut queries: Vec<String> = tails.iter().map(|tail| db::select::<Invoice>(tail)).collect();
    queries.extend([NEWEST_OF_CUSTOMER.to_owned(), chain()]);
    queries
}
