//! `kontor import stock`.

use std::borrow::Cow;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use kontor_catalog::model::Sku;
use kontor_formats::csv::{CsvReader, Row};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::Fault;
use serde_json::{Value, json};

use super::cells::{Cells, Spelling};
use super::columns::{Column, Field, help};
use super::each::{Became, Things, run};
use super::file::Source;
use super::products::NewProduct;
use super::reject::Reject;
use super::report::Report;
use crate::cli::door::{Door, Target, filtered};
use crate::config::Config;

/// What is read of a count.
const COLUMNS: &[Column] = &[
    Column::needed("sku", "The product"),
    Column::needed("quantity", "How much of it was counted"),
    Column::optional("location", "Where; as --location says when left out"),
    Column::optional(
        "cost",
        "What one unit cost, for what is more than was thought; as --cost says when left out",
    ),
];

/// Take over counts of stock: afterwards so much lies there as the file says. Counts that agree change nothing.
#[derive(Debug, Args)]
#[command(after_help = help(COLUMNS))]
pub(in crate::cli) struct Stock {
    #[command(flatten)]
    source: Source,
    /// Where was counted, where no column says so.
    #[arg(long, value_name = "LOCATION", value_parser = LocationCode::from_str, default_value = "main")]
    location: LocationCode,
    /// What one unit cost, where no column says so.
    #[arg(long, value_name = "PRICE", value_parser = UnitPrice::from_str, default_value = "0")]
    cost: UnitPrice,
    #[command(flatten)]
    pub(super) target: Target,
}

impl Stock {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let opened = self.source.open()?;
        let counts = [("changed", "counts taken over"), ("here_already", "counts that agree")];
        let report = Report::new("stock", self.source.dry_run, &counts);
        let (fields, spelling) = (self.fields(&opened.rows)?, opened.spelling);
        super::through(&self.target, config, async |door| {
            run(&Reader { args: self, fields, spelling }, door, &self.source, opened, report).await
        })
    }

    fn fields(&self, rows: &CsvReader) -> Result<Fields, Fault> {
        let columns = self.source.columns(COLUMNS, rows)?;
        Ok(Fields {
            sku: columns.needed("sku")?,
            quantity: columns.needed("quantity")?,
            location: columns.optional("location")?,
            cost: columns.optional("cost")?,
        })
    }
}

struct Fields {
    sku: Field,
    quantity: Field,
    location: Option<Field>,
    cost: Option<Field>,
}

struct Counted {
    sku: Sku,
    quantity: Quantity,
    location: LocationCode,
    cost: UnitPrice,
}

struct Reader<'a> {
    args: &'a Stock,
    fields: Fields,
    spelling: Spelling,
}

impl Things for Reader<'_> {
    type Thing = Counted;

    fn read(&self, row: &Row) -> Result<Counted, Reject> {
        let (cells, fields) = (Cells::new(row, self.spelling), &self.fields);
        let counted = Counted {
            sku: cells.needed_parsed(&fields.sku)?,
            quantity: cells.needed_number(&fields.quantity)?,
            location: cells.parsed(fields.location.as_ref())?.unwrap_or(self.args.location),
            cost: cells.number(fields.cost.as_ref())?.unwrap_or(self.args.cost),
        };
        if counted.quantity < Quantity::ZERO {
            return Err(Reject::BadQuantity { quantity: counted.quantity.to_string() });
        }
        Ok(counted)
    }

    fn key<'a>(&self, thing: &'a Counted) -> Cow<'a, str> {
        Cow::Owned(format!("{} at {}", thing.sku, thing.location))
    }

    async fn send(&self, door: &Door, thing: &Counted, key: &str) -> Result<Became, Fault> {
        let stock = door.get(&filtered("/api/v1/stock", &[("sku", thing.sku.as_str())])).await?;
        // A product that isn't there is not counted as zero: the door says that it is unknown.
        let is_known = stock.body.pointer("/items/0").is_some();
        if is_known && on_hand(&stock.body, thing.location) == thing.quantity {
            return Ok(Became::Here);
        }
        if thing.quantity.is_zero() && !is_known && NewProduct::find(&thing.sku, door).await?.is_some() {
            return Ok(Became::Here);
        }
        let body = json!({
            "sku": thing.sku, "location": thing.location, "on_hand": thing.quantity,
            "unit_cost": thing.cost, "reason": "Counted, from a file",
        });
        let path = self.args.source.writing("/api/v1/stock/adjustments");
        let adjusted = door.post(&path, body.to_string().into_bytes(), key).await?;
        Ok(if adjusted.is_done() { Became::Changed } else { Became::Refused(adjusted) })
    }
}

/// What lies at a location, as `GET /api/v1/stock` tells.
fn on_hand(stock: &Value, location: LocationCode) -> Quantity {
    let places = stock.pointer("/items/0/locations").and_then(Value::as_array);
    let place = places.into_iter().flatten().find(|place| place.get("location") == Some(&json!(location)));
    let text = place.and_then(|place| place.get("on_hand")).and_then(Value::as_str);
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}
