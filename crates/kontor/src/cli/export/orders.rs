//! The orders as a table: a row for each line.

use std::io::Write;

use kontor_customers::model::CustomerId;
use kontor_customers::show;
use kontor_formats::csv::{Cell, CsvWriter};
use kontor_kernel::Quantity;
use kontor_orders::export::{OrderPages, WholeOrder};
use kontor_orders::records::Line;
use kontor_store::{Fault, ReadDb};

use crate::cli::out;
use crate::cli::remembered::Remembered;

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

/// Who ordered: number and country.
#[derive(Debug, Clone, Default)]
struct Buyer {
    number: String,
    country: String,
}

/// Writes all orders of a merchant.
pub(super) async fn write(reads: &ReadDb, org: i64, out: impl Write) -> Result<(), Fault> {
    let mut table = CsvWriter::new(out, b',');
    out::written(table.write(&HEADER.map(Cell::Plain)))?;
    let mut buyers: Remembered<Buyer> = Remembered::new();
    let mut pages = OrderPages::up_to_now(reads, org).await?;
    while let Some(page) = pages.next().await? {
        for whole in &page {
            let buyer = match whole.order.customer {
                Some(customer) => buyer(reads, org, customer, &mut buyers).await?,
                None => Buyer::default(),
            };
            for line in &whole.lines {
                out::written(row(&mut table, whole, line, &buyer))?;
            }
        }
    }
    out::written(table.finish().and_then(|mut out| out.flush()))
}

async fn buyer(
    reads: &ReadDb,
    org: i64,
    customer: CustomerId,
    buyers: &mut Remembered<Buyer>,
) -> Result<Buyer, Fault> {
    let key = customer.to_string();
    if let Some(buyer) = buyers.get(&key) {
        return Ok(buyer.clone());
    }
    let shown = show::one(reads, org, customer).await?;
    let shown =
        shown.ok_or_else(|| Fault::data(format!("the customer {customer} of an order is missing")))?;
    let address = shown.card.addresses.into_iter().next();
    let country = address.map(|address| address.country).unwrap_or_default();
    let buyer = Buyer { number: shown.customer.number.to_string(), country };
    buyers.put(&key, buyer.clone());
    Ok(buyer)
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
