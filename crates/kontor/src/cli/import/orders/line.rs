//! One row of a file as a line of an order.

use kontor_catalog::model::{PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{CustomerNumber, PaymentMethod};
use kontor_formats::csv::{CsvReader, Row};
use kontor_kernel::{Date, Quantity, UnitPrice};
use kontor_orders::model::{Channel, ExternalNumber, Reference};
use kontor_store::Fault;

use super::super::cells::{Cells, Spelling};
use super::super::columns::{Column, Field};
use super::super::customers::customer_number;
use super::super::file::Source;
use super::super::refused::Refused;
use super::super::reject::Reject;

/// What is read of an order's line.
pub(super) const COLUMNS: &[Column] = &[
    Column::needed("number", "The order's number; rows of one number are one order"),
    Column::needed("sku", "The product"),
    Column::needed("quantity", "How much of it"),
    Column::needed("price", "The price of one base quantity"),
    Column::needed("at", "When it was ordered; a time of day is dropped"),
    Column::optional("name", "The product's name, where it is new; the SKU when left out"),
    Column::optional("customer", "The customer number; where it is empty, the order has no account"),
    Column::optional("customer_name", "The customer's name, where they are new"),
    Column::optional("country", "The customer's country, by code or name, where they are new"),
    Column::optional("kind", "goods or service, where the product is new"),
    Column::optional("unit", "The product's unit, where it is new, such as C62 (piece) or KGM"),
    Column::optional("price_base", "The quantity that the price is for; 1 when left out"),
    Column::optional("basis", "Whether the order's prices are net or gross"),
    Column::optional("tax_class", "How the product is taxed, where it is new"),
    Column::optional("channel", "Where the order came in: web, phone, marketplace …"),
    Column::optional("payment_method", "How the order is paid"),
    Column::optional("reference", "The buyer's reference"),
];

/// The columns of a file.
pub(super) struct Fields {
    number: Field,
    sku: Field,
    quantity: Field,
    price: Field,
    at: Field,
    name: Option<Field>,
    customer: Option<Field>,
    customer_name: Option<Field>,
    country: Option<Field>,
    kind: Option<Field>,
    unit: Option<Field>,
    price_base: Option<Field>,
    basis: Option<Field>,
    tax_class: Option<Field>,
    channel: Option<Field>,
    payment_method: Option<Field>,
    reference: Option<Field>,
}

impl Fields {
    pub(super) fn find(source: &Source, rows: &CsvReader) -> Result<Self, Fault> {
        let columns = source.columns(COLUMNS, rows)?;
        Ok(Self {
            number: columns.needed("number")?,
            sku: columns.needed("sku")?,
            quantity: columns.needed("quantity")?,
            price: columns.needed("price")?,
            at: columns.needed("at")?,
            name: columns.optional("name")?,
            customer: columns.optional("customer")?,
            customer_name: columns.optional("customer_name")?,
            country: columns.optional("country")?,
            kind: columns.optional("kind")?,
            unit: columns.optional("unit")?,
            price_base: columns.optional("price_base")?,
            basis: columns.optional("basis")?,
            tax_class: columns.optional("tax_class")?,
            channel: columns.optional("channel")?,
            payment_method: columns.optional("payment_method")?,
            reference: columns.optional("reference")?,
        })
    }
}

/// What holds for rows that say nothing else.
#[derive(Debug, Clone)]
pub(super) struct Defaults {
    pub(super) basis: PriceBasis,
    pub(super) tax_class: TaxClass,
    pub(super) channel: Channel,
    pub(super) payment_method: Option<PaymentMethod>,
    /// SKUs of services, beside those without a digit.
    pub(super) services: Vec<String>,
    /// Whether prices of zero and below are taken.
    pub(super) any_price: bool,
    /// Whether numbers such as C123 and A123 are those of orders.
    pub(super) plain_numbers: bool,
}

/// What the first row of an order says of the whole order.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) number: ExternalNumber,
    pub(super) channel: Channel,
    pub(super) date: Date,
    pub(super) customer: Option<CustomerNumber>,
    pub(super) customer_name: Option<String>,
    pub(super) country: Option<&'static str>,
    pub(super) basis: PriceBasis,
    pub(super) payment_method: Option<PaymentMethod>,
    pub(super) reference: Option<Reference>,
}

/// A line of an order.
#[derive(Debug)]
pub(super) struct Line {
    /// The row as it stands in the file, in case it is refused.
    pub(super) row: Row,
    pub(super) sku: Sku,
    pub(super) quantity: Quantity,
    pub(super) price: UnitPrice,
    pub(super) price_base: Quantity,
    /// What is to be known of the product, where it is new.
    pub(super) name: Option<ProductName>,
    pub(super) kind: ProductKind,
    pub(super) unit: Unit,
    pub(super) tax_class: TaxClass,
}

/// How rows are read.
pub(super) struct Reading {
    pub(super) fields: Fields,
    pub(super) spelling: Spelling,
    pub(super) defaults: Defaults,
}

impl Reading {
    /// Reads a row.
    pub(super) fn read(&self, row: Row) -> Result<(Head, Line), Refused> {
        match self.parse(&row) {
            Ok((head, line)) => Ok((head, line(row))),
            Err(reject) => Err(Refused::by(row, &reject)),
        }
    }

    fn parse(&self, row: &Row) -> Result<(Head, impl FnOnce(Row) -> Line + use<>), Reject> {
        let (cells, fields) = (Cells::new(row, self.spelling), &self.fields);
        let number = self.number(&cells)?;
        let sku: Sku = cells.needed_parsed(&fields.sku)?;
        let quantity: Quantity = cells.needed_number(&fields.quantity)?;
        if !quantity.is_positive() {
            return Err(Reject::BadQuantity { quantity: quantity.to_string() });
        }
        let price = self.price(&cells)?;
        let date = cells.needed_date(&fields.at)?;
        let head = self.head(&cells, number, date)?;
        let name = cells.parsed(fields.name.as_ref())?;
        let kind = cells.parsed(fields.kind.as_ref())?.unwrap_or_else(|| self.kind(&sku));
        let unit = cells.parsed(fields.unit.as_ref())?.unwrap_or_default();
        let price_base = cells.number(fields.price_base.as_ref())?.unwrap_or(Quantity::ONE);
        let tax_class = cells.parsed(fields.tax_class.as_ref())?.unwrap_or(self.defaults.tax_class);
        let line = move |row| Line { row, sku, quantity, price, price_base, name, kind, unit, tax_class };
        Ok((head, line))
    }

    /// The number, unless it is that of a cancellation or an adjustment.
    fn number(&self, cells: &Cells<'_>) -> Result<ExternalNumber, Reject> {
        let text = cells.needed(&self.fields.number)?;
        let mut letters = text.chars();
        let marked = letters.next().filter(|_| letters.next().is_some_and(|second| second.is_ascii_digit()));
        match marked {
            Some('C') if !self.defaults.plain_numbers => Err(Reject::NeedsReturn { number: text.to_owned() }),
            Some('A') if !self.defaults.plain_numbers => Err(Reject::Adjustment { number: text.to_owned() }),
            _ => cells.needed_parsed(&self.fields.number),
        }
    }

    fn price(&self, cells: &Cells<'_>) -> Result<UnitPrice, Reject> {
        let price: UnitPrice = cells.needed_number(&self.fields.price)?;
        if self.defaults.any_price {
            Ok(price)
        } else if price == UnitPrice::ZERO {
            Err(Reject::NoPrice)
        } else if price < UnitPrice::ZERO {
            Err(Reject::NegativePrice { price: price.to_string() })
        } else {
            Ok(price)
        }
    }

    fn head(&self, cells: &Cells<'_>, number: ExternalNumber, date: Date) -> Result<Head, Reject> {
        let (fields, defaults) = (&self.fields, &self.defaults);
        Ok(Head {
            number,
            channel: cells.parsed(fields.channel.as_ref())?.unwrap_or(defaults.channel),
            date,
            customer: customer_number(cells, fields.customer.as_ref())?,
            customer_name: cells.parsed(fields.customer_name.as_ref())?,
            // What is no country is left out: an order is worth more than the address of a new customer.
            country: cells.text(fields.country.as_ref()).and_then(kontor_formats::country::code),
            basis: cells.parsed(fields.basis.as_ref())?.unwrap_or(defaults.basis),
            payment_method: cells.parsed(fields.payment_method.as_ref())?.or(defaults.payment_method),
            reference: cells.parsed(fields.reference.as_ref())?,
        })
    }

    /// A code without a digit, such as POST or M, is none of goods.
    fn kind(&self, sku: &Sku) -> ProductKind {
        let is_service = !sku.as_str().contains(|letter: char| letter.is_ascii_digit())
            || self.defaults.services.iter().any(|service| service == sku.as_str());
        if is_service { ProductKind::Service } else { ProductKind::Goods }
    }
}
