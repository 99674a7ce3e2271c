//! The orders as a table: a row for each line.

use std::io::Write;

use kontor_customers::model::CustomerId;
use kontor_customers::show;
use kontor_formats::csv::{Cell, CsvWriter};
use kontor_kernel::{Quantity, limits};
use kontor_orders::export::{OrderPages, WholeOrder};
use kontor_orders::records::Line;
use kontor_store::{Fault, ReadDb};

use super::written;
use crate::remembered::Remembered;

/// The columns, by the names under which they are imported again.
const HEADER: [&str; 16] = [
    "number",
    "channel",
    "sku",
    "name",
    "kind",
    "unit",
    "quantity",
    "at",
    "price",
    "price_base",
    "basis",
    "tax_class",
    "payment_method",
    "customer",
    "country",
    "reference",
];

/// The orders of a merchant being written.
pub(super) struct Orders<W: Write> {
    buyers: Buyers,
    pages: OrderPages,
    table: CsvWriter<W>,
}

impl<W: Write> Orders<W> {
    pub(super) async fn begin(reads: &ReadDb, org: i64, out: W) -> Result<Self, Fault> {
        let mut table = CsvWriter::new(out, b',');
        written(table.write(&HEADER.map(Cell::Plain)))?;
        let pages = OrderPages::up_to_now(reads, org).await?;
        Ok(Self { buyers: Buyers::new(reads, org), pages, table })
    }

    pub(super) async fn page(&mut self) -> Result<bool, Fault> {
        let Some(page) = self.pages.next().await? else { return Ok(false) };
        for whole in &page {
            let buyer = self.buyers.of(whole.order.customer).await?;
            for line in &whole.lines {
                written(row(&mut self.table, whole, line, &buyer))?;
            }
        }
        Ok(true)
    }

    pub(super) fn finish(self) -> Result<W, Fault> {
        written(self.table.finish())
    }
}

/// Who ordered: number and country.
#[derive(Debug, Clone, Default)]
pub(super) struct Buyer {
    pub(super) number: String,
    pub(super) country: String,
}

/// The buyers of documents; most have been seen before.
pub(super) struct Buyers {
    reads: ReadDb,
    org: i64,
    seen: Remembered<Buyer>,
}

impl Buyers {
    pub(super) fn new(reads: &ReadDb, org: i64) -> Self {
        Self { reads: reads.clone(), org, seen: Remembered::new(limits::EXPORT_REMEMBERED) }
    }

    pub(super) async fn of(&mut self, customer: Option<CustomerId>) -> Result<Buyer, Fault> {
        let Some(customer) = customer else { return Ok(Buyer::default()) };
        let key = customer.to_string();
        if let Some(buyer) = self.seen.get(&key) {
            return Ok(buyer.clone());
        }
        let shown = show::one(&self.reads, self.org, customer).await?;
        let shown =
            shown.ok_or_else(|| Fault::data(format!("the customer {customer} of a document is missing")))?;
        let address = shown.card.addresses.into_iter().next();
        let country = address.map(|address| address.country).unwrap_or_default();
        let buyer = Buyer { number: shown.customer.number.to_string(), country };
        self.seen.put(&key, buyer.clone());
        Ok(buyer)
    }
}

fn row(
    table: &mut CsvWriter<impl Write>,
    whole: &WholeOrder,
    line: &Line,
    buyer: &Buyer,
) -> std::io::Result<()> {
    let order = &whole.order;
    let left = Quantity::new(line.quantity.thousandths().saturating_sub(line.cancelled.thousandths()));
    if left.is_zero() {
        return Ok(());
    }
    // A number that came from elsewhere is a text of anybody's.
    let number = match &order.external {
        Some(external) => Cell::Text(external.as_str()),
        None => Cell::Plain(&order.number),
    };
    table.write(&[
        number,
        Cell::Plain(order.channel.as_str()),
        Cell::Text(line.sku.as_str()),
        Cell::Text(line.name.as_str()),
        Cell::Plain(line.kind.as_str()),
        Cell::Plain(line.unit.as_str()),
        Cell::Plain(&left.to_string()),
        Cell::Plain(&order.order_date.to_string()),
        Cell::Plain(&line.price.to_string()),
        Cell::Plain(&line.price_base.to_string()),
        Cell::Plain(order.basis.as_str()),
        Cell::Plain(line.tax_class.as_str()),
        Cell::Plain(order.payment_method.as_str()),
        Cell::Text(&buyer.number),
        Cell::Text(&buyer.country),
        Cell::Text(order.reference.as_ref().map_or("", |reference| reference.as_str())),
    ])
}
