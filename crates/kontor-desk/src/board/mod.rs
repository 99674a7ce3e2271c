//! The order board: the newest orders of a tab, each as a card with its customer and one badge.
//!
//! *As somebody who works on orders I see what is to do, newest first, and narrow it down by what I know.*
//!
//! 1. A page is one statement, whatever it shows: orders, their customers' names, what the badges need.
//! 2. Filters are looked for among a bounded number of orders of the tab ([`limits::BOARD_SCAN`]); a page that ends there
//!    says so, and its cursor goes on from there. So a rare filter never reads a million orders for one page.
//! 3. Days are those on which orders came in, as ids are ordered by time.
//! 4. Counts of tabs are those that orders keep; unpaid and backordered are counted up to a thousand.

pub mod page;
mod sql;
mod summary;
#[cfg(test)]
mod tests;
mod texts;

pub use summary::Summary;

use kontor_customers::model::{CustomerId, CustomerNumber, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Date, PageCursor, Zone, first_id_at, limits, text_enum};
use kontor_orders::model::{Channel, OrderId};
use kontor_orders::records::Order;
use kontor_store::db::{Row, one_more};
use kontor_store::{Fault, ReadDb, Value};
use kontor_web::console::Visit;
use kontor_web::{Problem, Text};

text_enum! {
    /// A tab of the board.
    pub enum BoardTab {
        /// Every order.
        All = "all",
        /// Something is left to ship.
        ToShip = "to_ship",
        /// Something is left to invoice.
        ToInvoice = "to_invoice",
        /// Something is left to do.
        Placed = "placed",
        /// An invoice is open; ordered by the invoices.
        Unpaid = "unpaid",
        /// A line waits for goods.
        Backordered = "backordered",
        /// Nothing is left to do.
        Completed = "completed",
        /// Cancelled as a whole.
        Cancelled = "cancelled",
    }
}

impl BoardTab {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::All => texts::ALL_ORDERS,
            Self::ToShip => texts::TAB_TO_SHIP,
            Self::ToInvoice => texts::TAB_TO_INVOICE,
            Self::Placed => texts::TAB_PLACED,
            Self::Unpaid => texts::TAB_UNPAID,
            Self::Backordered => texts::TAB_BACKORDERED,
            Self::Completed => texts::TAB_COMPLETED,
            Self::Cancelled => texts::TAB_CANCELLED,
        }
    }
}

/// What the orders of a tab are narrowed down to. The default lets all pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where they came in.
    pub channel: Option<Channel>,
    /// Whose they are.
    pub customer: Option<CustomerId>,
    /// How they are to be paid.
    pub payment_method: Option<PaymentMethod>,
    /// Where they are shipped from.
    pub location: Option<LocationCode>,
    /// The first day on which they came in.
    pub from: Option<Date>,
    /// The last day on which they came in.
    pub to: Option<Date>,
    /// The least total with tax.
    pub least: Option<Amount>,
    /// The greatest total with tax.
    pub most: Option<Amount>,
    /// These orders alone, such as a search has found: the first hundred of them.
    pub ids: Option<Vec<OrderId>>,
}

/// Which page of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The tab.
    pub tab: BoardTab,
    /// What it is narrowed down to.
    pub filter: Filter,
    /// The `next` of the page before.
    pub after: Option<PageCursor>,
    /// How many cards.
    pub size: usize,
}

impl Asked {
    /// The first page of a tab.
    #[must_use]
    pub fn tab(tab: BoardTab, size: usize) -> Self {
        Self { tab, filter: Filter::default(), after: None, size }
    }
}

/// An order on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The order.
    pub order: Order,
    /// Its customer's number.
    pub customer_number: Option<CustomerNumber>,
    /// The customer's company or else name, as of now; empty for a sale without account and once erased.
    pub name: String,
    /// The town of the first address.
    pub city: String,
    /// How it stands, in one badge.
    pub summary: Summary,
    /// The earliest day by which an invoice of it is to be paid that is open.
    pub due: Option<Date>,
}

/// A page of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The orders, newest first.
    pub cards: Vec<Card>,
    /// Where the next page begins.
    pub next: Option<PageCursor>,
    /// Whether it ends because enough was looked at, not because enough was found: more may be behind `next`.
    pub is_cut: bool,
}

/// A page of the board for one who has this day and these days' zone.
///
/// # Errors
/// When the database can't be read.
pub async fn page(
    reads: &ReadDb,
    org: i64,
    (today, zone): (Date, &Zone),
    asked: &Asked,
) -> Result<Page, Fault> {
    let Asked { tab, filter, after, size } = asked;
    let end = filter
        .to
        .map_or(i64::MAX, |day| day.add_days(1).map_or(i64::MAX, |next| first_id_at(zone.start_of(next))));
    let from = filter.from.map_or(i64::MIN, |day| first_id_at(zone.start_of(day)));
    let cursor = after.map_or(i64::MAX, PageCursor::value);
    // On the tab of unpaid orders the cursor is an invoice, which is younger than its order.
    let is_by_invoice = *tab == BoardTab::Unpaid && filter.customer.is_none();
    let before = if is_by_invoice { cursor } else { cursor.min(end) };
    let params = vec![org.into(), before.into(), from.into()];
    let to = filter.to.filter(|_| is_by_invoice);
    if (Filter { from: None, to, ..filter.clone() }) == Filter::default() {
        let params = [params, vec![one_more(*size).into()]].concat();
        let cards = read(reads.query(&sql::plain(*tab), params).await?, today)?;
        return Ok(Page::of(cards, *size));
    }
    sifted(reads, asked, (params, end), today).await
}

/// A page that passes the filters.
async fn sifted(
    reads: &ReadDb,
    Asked { tab, filter, size, .. }: &Asked,
    (mut params, end): (Vec<Value>, i64),
    today: Date,
) -> Result<Page, Fault> {
    let window = params.clone();
    params.push(limits::BOARD_SCAN.into());
    params.extend([
        value(filter.channel.as_ref()),
        value(filter.payment_method.as_ref()),
        value(filter.location.as_ref()),
        value(filter.least.as_ref()),
        value(filter.most.as_ref()),
        end.into(),
        one_more(*size).into(),
    ]);
    if let Some(ids) = &filter.ids {
        let ids = ids.iter().map(Value::of).chain(std::iter::repeat(Value::Int(0)));
        params.extend(ids.take(sql::IDS));
        let cards = read(reads.query(&sql::named(*tab), params).await?, today)?;
        let mine = |card: &(i64, Card)| filter.customer.is_none_or(|id| card.1.order.customer == Some(id));
        return Ok(Page::of(cards.into_iter().filter(mine).collect(), *size));
    }
    if let Some(customer) = &filter.customer {
        params.push(Value::of(customer));
        let cards = read(reads.query(&sql::customers(*tab), params).await?, today)?;
        return Ok(Page::of(cards, *size));
    }
    let cards = read(reads.query(&sql::sifted(*tab), params).await?, today)?;
    let is_full = cards.len() > *size;
    let mut page = Page::of(cards, *size);
    if !is_full {
        // Few were found: either there are no more, or enough was looked at.
        let window = [window, vec![limits::BOARD_SCAN.into()]].concat();
        let edge = reads.query(&sql::edge(*tab), window).await?.into_iter().next();
        if let Some(mut row) = edge {
            let (looked_at, last): (i64, Option<i64>) = (row.take()?, row.take()?);
            page.is_cut = looked_at >= limits::BOARD_SCAN;
            page.next = last.filter(|_| page.is_cut).map(PageCursor::new);
        }
    }
    Ok(page)
}

fn value(of: Option<&impl kontor_kernel::Column>) -> Value {
    of.map_or(Value::Null, Value::of)
}

impl Page {
    /// The cards with their places, one more than fits when there is a next page.
    fn of(mut cards: Vec<(i64, Card)>, size: usize) -> Self {
        cards.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        let more = cards.len() > size;
        cards.truncate(size);
        let last = cards.last().filter(|_| more);
        let next = last.map(|(place, _)| PageCursor::new(*place));
        Self { cards: cards.into_iter().map(|(_, card)| card).collect(), next, is_cut: false }
    }
}

/// The cards of some orders, in the order of the ids; at most a hundred.
///
/// # Errors
/// When the database can't be read.
pub async fn cards(reads: &ReadDb, org: i64, today: Date, ids: &[OrderId]) -> Result<Vec<Card>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { ids: Some(ids.to_vec()), ..Filter::default() };
    let asked = Asked { tab: BoardTab::All, filter, after: None, size: sql::IDS };
    let params = vec![org.into(), i64::MAX.into(), i64::MIN.into()];
    let mut cards = sifted(reads, &asked, (params, i64::MAX), today).await?.cards;
    cards.sort_by_key(|card| ids.iter().position(|id| *id == card.order.id));
    Ok(cards)
}

/// What a card shows of a customer's contact card.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Who {
    name: String,
    company: String,
    addresses: Vec<Town>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Town {
    city: String,
}

fn read(rows: Vec<Row>, today: Date) -> Result<Vec<(i64, Card)>, Fault> {
    rows.into_iter().map(|row| read_one(row, today)).collect()
}

fn read_one(mut row: Row, today: Date) -> Result<(i64, Card), Fault> {
    let order: Order = row.record()?;
    let place = row.take()?;
    let (customer_number, data): (Option<CustomerNumber>, Option<String>) = (row.take()?, row.take()?);
    let (waits, is_part_shipped): (i64, i64) = (row.take()?, row.take()?);
    let due: Option<Date> = row.take()?;
    let summary = Summary::of(&order, (waits > 0, is_part_shipped > 0), due.is_some_and(|due| due < today));
    // An erased card is empty.
    let who: Who = data.and_then(|data| serde_json::from_str(&data).ok()).unwrap_or_default();
    let name = if who.company.is_empty() { who.name } else { who.company };
    let city = who.addresses.into_iter().next().unwrap_or_default().city;
    Ok((place, Card { order, customer_number, name, city, summary, due }))
}

/// How many orders a tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabCount {
    /// The tab.
    pub tab: BoardTab,
    /// How many.
    pub count: i64,
    /// Whether there may be more: nobody counted on.
    pub is_least: bool,
}

/// How many orders each tab shows, in the order of the tabs.
///
/// # Errors
/// When the database can't be read.
pub async fn tab_counts(reads: &ReadDb, org: i64) -> Result<Vec<TabCount>, Fault> {
    let mut found = Vec::new();
    for mut row in reads.query(&sql::counts(), vec![org.into(), limits::COUNTED.into()]).await? {
        let (tab, count): (String, i64) = (row.take()?, row.take()?);
        found.push((tab, count));
    }
    let count = |tab: BoardTab| {
        let of = |tab: BoardTab| {
            found.iter().find(|(name, _)| name == tab.as_str()).map_or(0, |(_, count)| *count)
        };
        match tab {
            BoardTab::All => of(BoardTab::Placed) + of(BoardTab::Completed) + of(BoardTab::Cancelled),
            other => of(other),
        }
    };
    let is_bounded = |tab| matches!(tab, BoardTab::Unpaid | BoardTab::Backordered);
    let counted = |tab: &BoardTab| {
        let count = count(*tab);
        TabCount { tab: *tab, count, is_least: is_bounded(*tab) && count >= limits::COUNTED }
    };
    Ok(BoardTab::ALL.iter().map(counted).collect())
}

/// The orders that somebody means by what they type: a number, or whatever the search knows.
///
/// # Errors
/// When the database can't be read.
pub(crate) async fn found(reads: &ReadDb, visit: &Visit, text: &str) -> Result<Vec<OrderId>, Problem> {
    Ok(crate::search::orders(reads, visit.caller.org, text, sql::IDS).await?)
}

pub(crate) fn queries() -> Vec<String> {
    sql::queries()
}
