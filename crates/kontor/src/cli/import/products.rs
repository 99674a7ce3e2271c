//! `kontor import products`.

use std::borrow::Cow;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Args;
use kontor_catalog::model::{Gtin, OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_formats::csv::{CsvReader, Row};
use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::Fault;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::cells::{Cells, Spelling};
use super::columns::{Column, Field, help};
use super::each::{self, Became, COUNTS, Things, run};
use super::file::Source;
use super::reject::Reject;
use super::report::Report;
use crate::cli::door::{Door, Target, filtered};
use crate::config::Config;

/// What is read of a product.
const COLUMNS: &[Column] = &[
    Column::needed("sku", "Its number at the merchant"),
    Column::needed("name", "Its name on documents"),
    Column::needed("price", "The price of one base quantity"),
    Column::optional("price_base", "The quantity that the price is for, such as 100; 1 when left out"),
    Column::optional("basis", "Whether the price is net or gross; as --basis says when left out"),
    Column::optional("tax_class", "standard, reduced, zero or none; as --tax-class says when left out"),
    Column::optional("kind", "goods or service; goods when left out"),
    Column::optional("unit", "A code of UN/ECE Rec. 20 such as C62 (piece) or KGM; C62 when left out"),
    Column::optional("barcode", "The EAN, UPC or GTIN that scanners read on it"),
    Column::optional("out_of_stock", "deny or backorder; deny when left out"),
];

/// Add the products of a file. Those that are there already stay as they are.
#[derive(Debug, Args)]
#[command(after_help = help(COLUMNS))]
pub(in crate::cli) struct Products {
    #[command(flatten)]
    source: Source,
    /// Whether prices are net or gross, where no column says so.
    #[arg(long, value_name = "BASIS", value_parser = PriceBasis::from_str, default_value = "gross")]
    basis: PriceBasis,
    /// How products are taxed, where no column says so: standard, reduced, zero or none.
    #[arg(long, value_name = "CLASS", value_parser = TaxClass::from_str, default_value = "none")]
    tax_class: TaxClass,
    /// Change name, price and barcode of products that are there already to what the file says.
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    pub(super) target: Target,
}

impl Products {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let opened = self.source.open()?;
        let report = Report::new("products", self.source.dry_run, &COUNTS);
        let (fields, spelling) = (self.fields(&opened.rows)?, opened.spelling);
        super::through(&self.target, config, async |door| {
            let things = Reader { args: self, fields, spelling };
            run(&things, door, &self.source, opened, report).await
        })
    }

    fn fields(&self, rows: &CsvReader) -> Result<Fields, Fault> {
        let columns = self.source.columns(COLUMNS, rows)?;
        Ok(Fields {
            sku: columns.needed("sku")?,
            name: columns.needed("name")?,
            price: columns.needed("price")?,
            price_base: columns.optional("price_base")?,
            basis: columns.optional("basis")?,
            tax_class: columns.optional("tax_class")?,
            kind: columns.optional("kind")?,
            unit: columns.optional("unit")?,
            barcode: columns.optional("barcode")?,
            out_of_stock: columns.optional("out_of_stock")?,
        })
    }
}

struct Fields {
    sku: Field,
    name: Field,
    price: Field,
    price_base: Option<Field>,
    basis: Option<Field>,
    tax_class: Option<Field>,
    kind: Option<Field>,
    unit: Option<Field>,
    barcode: Option<Field>,
    out_of_stock: Option<Field>,
}

/// A product to add, as the door takes it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NewProduct {
    pub(super) sku: Sku,
    pub(super) name: ProductName,
    pub(super) kind: ProductKind,
    pub(super) unit: Unit,
    pub(super) price: UnitPrice,
    pub(super) price_base: Quantity,
    pub(super) basis: PriceBasis,
    pub(super) tax_class: TaxClass,
    pub(super) out_of_stock: OutOfStock,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) barcode: Option<Gtin>,
}

impl NewProduct {
    /// The product with its SKU, if there is one.
    pub(super) async fn find(sku: &Sku, door: &Door) -> Result<Option<Value>, Fault> {
        let mut found = door.get(&filtered("/api/v1/products", &[("sku", sku.as_str())])).await?;
        Ok(found.body.pointer_mut("/items/0").map(Value::take))
    }

    /// Adds the product.
    pub(super) async fn add(&self, door: &Door, source: &Source, key: &str) -> Result<Became, Fault> {
        let body = json!(self).to_string().into_bytes();
        each::add(door, &source.writing("/api/v1/products"), body, key, "sku_taken").await
    }
}

struct Reader<'a> {
    args: &'a Products,
    fields: Fields,
    spelling: Spelling,
}

impl Things for Reader<'_> {
    type Thing = NewProduct;

    fn read(&self, row: &Row) -> Result<NewProduct, Reject> {
        let (cells, fields) = (Cells::new(row, self.spelling), &self.fields);
        Ok(NewProduct {
            sku: cells.needed_parsed(&fields.sku)?,
            name: cells.needed_parsed(&fields.name)?,
            kind: cells.parsed(fields.kind.as_ref())?.unwrap_or(ProductKind::Goods),
            unit: cells.parsed(fields.unit.as_ref())?.unwrap_or_default(),
            price: cells.needed_number(&fields.price)?,
            price_base: cells.number(fields.price_base.as_ref())?.unwrap_or(Quantity::ONE),
            basis: cells.parsed(fields.basis.as_ref())?.unwrap_or(self.args.basis),
            tax_class: cells.parsed(fields.tax_class.as_ref())?.unwrap_or(self.args.tax_class),
            barcode: cells.parsed(fields.barcode.as_ref())?,
            out_of_stock: cells.parsed(fields.out_of_stock.as_ref())?.unwrap_or(OutOfStock::Deny),
        })
    }

    fn key<'a>(&self, thing: &'a NewProduct) -> Cow<'a, str> {
        Cow::Borrowed(thing.sku.as_str())
    }

    async fn send(&self, door: &Door, thing: &NewProduct, key: &str) -> Result<Became, Fault> {
        let source = &self.args.source;
        let Some(found) = NewProduct::find(&thing.sku, door).await? else {
            return thing.add(door, source, key).await;
        };
        let changes = self.changes(&found, thing);
        if changes.is_empty() {
            return Ok(Became::Here);
        }
        let id = found.get("id").and_then(Value::as_str).unwrap_or_default();
        let body = Value::Object(changes).to_string().into_bytes();
        let changed =
            door.send(Method::PATCH, &source.writing(&format!("/api/v1/products/{id}")), body, key).await?;
        Ok(if changed.is_done() { Became::Changed } else { Became::Refused(changed) })
    }
}

impl Reader<'_> {
    /// What the file says otherwise of a product that is there.
    fn changes(&self, found: &Value, thing: &NewProduct) -> Map<String, Value> {
        let mut changes = Map::new();
        if self.args.update {
            for (name, wanted) in [("name", json!(thing.name)), ("price", json!(thing.price))] {
                if found.get(name) != Some(&wanted) {
                    changes.insert(name.to_owned(), wanted);
                }
            }
            // A file without the column says nothing of barcodes.
            if let Some(barcode) = &thing.barcode
                && found.get("barcode") != Some(&json!(barcode))
            {
                changes.insert("barcode".to_owned(), json!(barcode));
            }
        }
        changes
    }
}
