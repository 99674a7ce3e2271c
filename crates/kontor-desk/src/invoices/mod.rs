//! Invoices and credit notes as accounting works on them: with their customers' names, by how far they are settled.
//!
//! *As accounting I see who owes what since when, find an invoice by its number, read it as the buyer has it, and take
//! the next step from there.*
//!
//! 1. A page of the list is one statement: documents, their customers' names, their orders' numbers.
//! 2. What is open has an index of its own, so it is found at once. What is overdue is the part of it that is due, the
//!    oldest first: that is who is to be reminded next.
//! 3. For other tabs no index is kept: a page looks at a bounded number of documents ([`limits::BOARD_SCAN`]), says when
//!    it ends there, and its cursor goes on from there.
//! 4. A document shows its recipient as they were when it was issued, whatever has changed since.
//! 5. Names are for those who may see customers; others see the customer's number.

pub mod page;
mod sql;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod texts;
mod words;

use kontor_billing::model::InvoiceId;
use kontor_billing::records::Invoice;
use kontor_customers::model::{CustomerId, CustomerNumber};
use kontor_kernel::{Date, limits, text_enum};
use kontor_store::db::{Row, one_more};
use kontor_store::{Fault, ReadDb, Value};
use kontor_web::Text;

use crate::people::Who;

text_enum! {
    /// A tab of the list.
    pub enum Tab {
        /// Every document.
        All = "all",
        /// Something is left to pay.
        Open = "open",
        /// Something is left to pay, and the day is past; the oldest first.
        Overdue = "overdue",
        /// Nothing is left to pay.
        Paid = "paid",
        /// All of it was taken back.
        Credited = "credited",
        /// Credit notes.
        CreditNotes = "credit_notes",
    }
}

impl Tab {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::All => texts::ALL,
            Self::Open => texts::OPEN,
            Self::Overdue => texts::OVERDUE,
            Self::Paid => texts::PAID,
            Self::Credited => texts::CREDITED,
            Self::CreditNotes => texts::CREDIT_NOTES,
        }
    }

    /// The oldest first.
    const fn goes_up(self) -> bool {
        matches!(self, Self::Overdue)
    }
}

/// A document of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The document.
    pub invoice: Invoice,
    /// Its customer's number.
    pub customer_number: Option<CustomerNumber>,
    /// The customer's company or else name, as of now; empty for a sale without account and once erased.
    pub name: String,
    /// Its order's number.
    pub order_number: String,
}

/// A page of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The documents in the tab's order.
    pub cards: Vec<Card>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// Whether it ends because enough was looked at, not because enough was found.
    pub is_cut: bool,
}

/// A page of a tab, behind the document `after`.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    (tab, today): (Tab, Date),
    after: Option<i64>,
    size: usize,
) -> Result<Listed, Fault> {
    let cursor = after.unwrap_or(if tab.goes_up() { i64::MIN } else { i64::MAX });
    let mut params = vec![org.into(), cursor.into(), one_more(size).into()];
    if !sql::has_own_index(tab) {
        params.push(limits::BOARD_SCAN.into());
    }
    if tab == Tab::Overdue {
        params.push(Value::of(&today));
    }
    let mut listed = Listed::of(cards(reads.query(&sql::page(tab), params).await?)?, tab, size);
    if listed.next.is_none() && !sql::has_own_index(tab) {
        // Few were found: either there are no more, or enough was looked at.
        let params = vec![org.into(), cursor.into(), limits::BOARD_SCAN.into()];
        if let Some(mut row) = reads.query(&sql::edge(tab), params).await?.into_iter().next() {
            let (looked_at, last): (i64, Option<i64>) = (row.take()?, row.take()?);
            listed.is_cut = looked_at >= limits::BOARD_SCAN;
            listed.next = last.filter(|_| listed.is_cut);
        }
    }
    Ok(listed)
}

/// A customer's documents, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn of_customer(
    reads: &ReadDb,
    org: i64,
    customer: CustomerId,
    after: Option<i64>,
    size: usize,
) -> Result<Listed, Fault> {
    let whose = kontor_billing::list::Whose::Customer(customer);
    let found = kontor_billing::list::page(reads, org, &whose, after.unwrap_or(i64::MAX), size).await?;
    let ids: Vec<InvoiceId> = found.iter().map(|invoice| invoice.id).collect();
    Ok(Listed::of(named(reads, org, &ids).await?, Tab::All, size))
}

/// The documents that somebody means by a number: as it stands on the document, or its last digits of this year or the
/// year before.
///
/// # Errors
/// When the database can't be read.
pub async fn by_number(reads: &ReadDb, org: i64, number: &str, today: Date) -> Result<Listed, Fault> {
    let mut wanted = meant(number, today);
    wanted.resize(sql::NUMBERS, String::new());
    let params = std::iter::once(Value::Int(org)).chain(wanted.iter().map(|number| number.as_str().into()));
    Ok(Listed::of(cards(reads.query(&sql::by_numbers(), params.collect()).await?)?, Tab::All, sql::NUMBERS))
}

/// The numbers that a text may mean.
fn meant(text: &str, today: Date) -> Vec<String> {
    let text = text.trim().to_uppercase();
    let mut wanted = vec![text.clone()];
    if !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        for year in [today.year(), today.year().saturating_sub(1)] {
            wanted.extend(["RE", "GU"].map(|sort| format!("{sort}-{year:04}-{text:0>6}")));
        }
    }
    wanted
}

async fn named(reads: &ReadDb, org: i64, ids: &[InvoiceId]) -> Result<Vec<Card>, Fault> {
    let ids = ids.iter().map(Value::of).chain(std::iter::repeat(Value::Int(0))).take(sql::IDS);
    cards(reads.query(&sql::by_ids(), std::iter::once(Value::Int(org)).chain(ids).collect()).await?)
}

/// How many are open, and how many of the oldest of these are overdue; none where there are too many to count.
///
/// # Errors
/// When the database can't be read.
pub async fn counts(reads: &ReadDb, org: i64, today: Date) -> Result<[Option<i64>; 2], Fault> {
    let params = vec![org.into(), Value::of(&today), limits::COUNTED.into()];
    let Some(mut row) = reads.query(sql::COUNTS, params).await?.into_iter().next() else {
        return Ok([None, None]);
    };
    let (open, overdue): (i64, i64) = (row.take()?, row.take()?);
    let is_counted = open < limits::COUNTED;
    Ok([open, overdue].map(|count| is_counted.then_some(count)))
}

fn cards(rows: Vec<Row>) -> Result<Vec<Card>, Fault> {
    let card = |mut row: Row| {
        let invoice = row.record()?;
        let (customer_number, data): (_, Option<String>) = (row.take()?, row.take()?);
        let order_number: Option<String> = row.take()?;
        let name = Who::of(data.as_deref()).name();
        Ok(Card { invoice, customer_number, name, order_number: order_number.unwrap_or_default() })
    };
    rows.into_iter().map(card).collect()
}

impl Listed {
    fn of(mut cards: Vec<Card>, tab: Tab, size: usize) -> Self {
        cards.sort_by_key(|card| card.invoice.id.raw());
        if !tab.goes_up() {
            cards.reverse();
        }
        let more = cards.len() > size;
        cards.truncate(size);
        let next = cards.last().filter(|_| more).map(|card| card.invoice.id.raw());
        Self { cards, next, is_cut: false }
    }
}

pub(crate) fn queries() -> Vec<String> {
    sql::queries()
}
