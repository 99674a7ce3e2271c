//! `kontor import orders`.
//!
//! The file is read on a thread of its own and handed over in portions. Of each portion, first the products and
//! customers that are new are made, many at once; then its orders are placed, one portion after the other, so that
//! they get their numbers in the order of the file. Nothing is kept of what was placed: memory stays the same however
//! long the file is.

mod gather;
mod line;
mod place;
mod supply;
#[cfg(test)]
mod tests;

use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use kontor_catalog::model::{OutOfStock, PriceBasis, TaxClass};
use kontor_customers::model::PaymentMethod;
use kontor_inventory::model::LocationCode;
use kontor_kernel::UnitPrice;
use kontor_orders::model::Channel;
use kontor_store::Fault;
use tokio::sync::mpsc;

use self::gather::{Gatherer, Portion};
use self::line::{COLUMNS, Defaults, Fields, Reading};
use self::place::Placing;
use self::supply::Supply;
use super::columns::help;
use super::file::{Opened, Source};
use super::refused::Rejects;
use super::report::{Report, Watch};
use crate::cli::door::{Door, Target};
use crate::config::Config;

/// Place the orders of a file. Products and customers that are new are added; orders that are there already, by their
/// number, are left alone.
#[derive(Debug, Args)]
#[command(after_help = help(COLUMNS))]
pub(in crate::cli) struct Orders {
    #[command(flatten)]
    source: Source,
    /// Ship, invoice and pay each order at its date; goods that are missing are booked in first as opening stock.
    #[arg(long)]
    complete: bool,
    /// What one unit of opening stock cost.
    #[arg(long, value_name = "PRICE", value_parser = UnitPrice::from_str, default_value = "0", requires = "complete")]
    cost: UnitPrice,
    /// Whether prices are net or gross, where no column says so.
    #[arg(long, value_name = "BASIS", value_parser = PriceBasis::from_str, default_value = "gross")]
    basis: PriceBasis,
    /// How new products are taxed, where no column says so: standard, reduced, zero or none.
    #[arg(long, value_name = "CLASS", value_parser = TaxClass::from_str, default_value = "none")]
    tax_class: TaxClass,
    /// SKUs that are services, such as C2,CARRIAGE. A SKU without a digit, such as POST or M, is one anyway.
    #[arg(long, value_name = "SKUS", value_delimiter = ',')]
    services: Vec<String>,
    /// What happens later to orders for new products that are sold out: deny or backorder; left out, deny with
    /// --complete, else backorder, because without goods no order could be taken.
    #[arg(long, value_name = "WHAT", value_parser = OutOfStock::from_str)]
    out_of_stock: Option<OutOfStock>,
    /// Where the orders came in, where no column says so: web, counter, phone, b2b, marketplace, import or portal. An
    /// order's number is known by its channel.
    #[arg(long, value_name = "CHANNEL", value_parser = Channel::from_str, default_value = "import")]
    channel: Channel,
    /// How orders are paid, where no column says so; left out, as their customers prefer, and in advance without one.
    #[arg(long, value_name = "METHOD", value_parser = PaymentMethod::from_str)]
    payment_method: Option<PaymentMethod>,
    /// Where the orders are shipped from.
    #[arg(long, value_name = "LOCATION", value_parser = LocationCode::from_str, default_value = "main")]
    location: LocationCode,
    /// Take prices of zero (gifts) and below (deductions) too.
    #[arg(long)]
    any_price: bool,
    /// Take numbers such as C123 and A123 for orders, not for cancellations and adjustments.
    #[arg(long)]
    plain_numbers: bool,
    #[command(flatten)]
    pub(super) target: Target,
}

impl Orders {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let Opened { rows, spelling, rejects } = self.source.open()?;
        let reading =
            Reading { fields: Fields::find(&self.source, &rows)?, spelling, defaults: self.defaults() };
        let gatherer = Gatherer::new(self.source.name(), reading, rows);
        super::through(&self.target, config, async |door| self.import(door, gatherer, rejects).await)
    }

    fn defaults(&self) -> Defaults {
        Defaults {
            basis: self.basis,
            tax_class: self.tax_class,
            channel: self.channel,
            payment_method: self.payment_method,
            services: self.services.clone(),
            any_price: self.any_price,
            plain_numbers: self.plain_numbers,
        }
    }

    async fn import(&self, door: &Door, gatherer: Gatherer, mut rejects: Rejects) -> Result<(), Fault> {
        let mut report = Report::new("orders", self.source.dry_run, &place::COUNTS);
        let mut watch = Watch::start();
        let run = super::run_id()?;
        let patient = if self.complete { OutOfStock::Deny } else { OutOfStock::Backorder };
        let mut supply = Supply::new(door, &self.source, &run, self.out_of_stock.unwrap_or(patient));
        let placing = Placing { args: self, door, run: &run, currency: door.currency().await? };
        let mut portions = portions(gatherer);
        while let Some(portion) = portions.recv().await {
            let Portion { mut orders, refused, rows, .. } = portion?;
            report.rows = rows;
            for refused in refused {
                rejects.add(refused)?;
            }
            let (made, refused) = supply.provide(&mut orders).await?;
            report.count("products", made.products);
            report.count("customers", made.customers);
            for refused in refused {
                rejects.add(refused)?;
            }
            if self.source.dry_run {
                placing.preview(&orders, &mut report).await?;
            } else {
                placing.place(orders, &mut report, &mut rejects).await?;
            }
            watch.say(rows, &format!(", {} orders so far", report.number("orders")));
        }
        let refused = rejects.finish()?;
        let seconds = watch.seconds();
        drop(watch);
        report.print(&refused, &seconds, self.source.json)
    }
}

/// Reads on a thread of its own, one portion ahead. It ends with the file, or when nobody wants more.
fn portions(mut gatherer: Gatherer) -> mpsc::Receiver<Result<Portion, Fault>> {
    let (sender, receiver) = mpsc::channel(1);
    let read = move || {
        loop {
            let portion = match gatherer.next() {
                Ok(Some(portion)) => Ok(portion),
                Ok(None) => return,
                Err(fault) => Err(fault),
            };
            let is_last = portion.is_err();
            if sender.blocking_send(portion).is_err() || is_last {
                return;
            }
        }
    };
    tokio::task::spawn_blocking(read);
    receiver
}
