//! `kontor import customers`.

use std::borrow::Cow;
use std::process::ExitCode;

use clap::Args;
use kontor_customers::model::{
    Address, AddressKind, ContactCard, CustomerKind, CustomerNumber, Language, PaymentMethod,
};
use kontor_formats::csv::{CsvReader, Row};
use kontor_formats::values::whole_text;
use kontor_kernel::UnitPrice;
use kontor_store::Fault;
use serde::Serialize;
use serde_json::json;

use super::cells::{Cells, Spelling};
use super::columns::{Column, Field, help};
use super::each::{self, Became, COUNTS, Things, run};
use super::file::Source;
use super::reject::{Reject, quoted};
use super::report::Report;
use crate::cli::door::{Door, Target, filtered};
use crate::config::Config;

/// What is read of a customer.
const COLUMNS: &[Column] = &[
    Column::needed("number", "The customer number"),
    Column::optional("name", "The full name, or whom to ask for; \"Customer\" and the number when left out"),
    Column::optional("company", "The registered name; where it stands, the customer is a company"),
    Column::optional("mail", "Where mail goes"),
    Column::optional("phone", "Where to call"),
    Column::optional("vat_id", "The VAT id with its country prefix"),
    Column::optional("street", "Street and house number"),
    Column::optional("zip", "The postal code"),
    Column::optional("city", "The town"),
    Column::optional("country", "The country, by code or name; the merchant's when left out"),
    Column::optional("language", "de or en; de when left out"),
    Column::optional("payment_method", "How they pay; invoice when left out"),
    Column::optional("terms_days", "Days until an invoice is due; 14 when left out"),
    Column::optional("credit_limit", "What may be ordered and owed; no limit when left out"),
];

/// Register the customers of a file. Those that are there already stay as they are.
#[derive(Debug, Args)]
#[command(after_help = help(COLUMNS))]
pub(in crate::cli) struct Customers {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    pub(super) target: Target,
}

impl Customers {
    pub(super) fn run(&self, config: &Config) -> Result<ExitCode, Fault> {
        let opened = self.source.open()?;
        let report = Report::new("customers", self.source.dry_run, &COUNTS);
        let (fields, spelling) = (self.fields(&opened.rows)?, opened.spelling);
        super::through(&self.target, config, async |door| {
            let home = door.get("/api/v1/org").await?.text("/country").to_owned();
            let things = Reader { source: &self.source, fields, spelling, home };
            run(&things, door, &self.source, opened, report).await
        })
    }

    fn fields(&self, rows: &CsvReader) -> Result<Fields, Fault> {
        let columns = self.source.columns(COLUMNS, rows)?;
        Ok(Fields {
            number: columns.needed("number")?,
            name: columns.optional("name")?,
            company: columns.optional("company")?,
            mail: columns.optional("mail")?,
            phone: columns.optional("phone")?,
            vat_id: columns.optional("vat_id")?,
            street: columns.optional("street")?,
            zip: columns.optional("zip")?,
            city: columns.optional("city")?,
            country: columns.optional("country")?,
            language: columns.optional("language")?,
            payment_method: columns.optional("payment_method")?,
            terms_days: columns.optional("terms_days")?,
            credit_limit: columns.optional("credit_limit")?,
        })
    }
}

struct Fields {
    number: Field,
    name: Option<Field>,
    company: Option<Field>,
    mail: Option<Field>,
    phone: Option<Field>,
    vat_id: Option<Field>,
    street: Option<Field>,
    zip: Option<Field>,
    city: Option<Field>,
    country: Option<Field>,
    language: Option<Field>,
    payment_method: Option<Field>,
    terms_days: Option<Field>,
    credit_limit: Option<Field>,
}

/// A customer to register, as the door takes it. What is left out, the door knows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct NewCustomer {
    pub(super) number: CustomerNumber,
    pub(super) kind: CustomerKind,
    pub(super) contact: ContactCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) payment_method: Option<PaymentMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) terms_days: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credit_limit: Option<UnitPrice>,
}

impl NewCustomer {
    /// Somebody of whom little more is known than the number.
    pub(super) fn bare(number: &CustomerNumber, name: Option<&str>, country: Option<&str>) -> Self {
        let name = name.map_or_else(|| format!("Customer {number}"), str::to_owned);
        let addresses = country.map(|country| address(["", "", "", country])).into_iter().collect();
        Self {
            number: number.clone(),
            kind: CustomerKind::Person,
            contact: ContactCard { name, addresses, ..ContactCard::default() },
            language: None,
            payment_method: None,
            terms_days: None,
            credit_limit: None,
        }
    }

    /// Whether there is a customer with this number.
    pub(super) async fn is_there(number: &CustomerNumber, door: &Door) -> Result<bool, Fault> {
        let found = door.get(&filtered("/api/v1/customers", &[("number", number.as_str())])).await?;
        Ok(found.body.pointer("/items/0").is_some())
    }

    /// Registers the customer.
    pub(super) async fn add(&self, door: &Door, source: &Source, key: &str) -> Result<Became, Fault> {
        let body = json!(self).to_string().into_bytes();
        each::add(door, &source.writing("/api/v1/customers"), body, key, "customer_number_taken").await
    }
}

/// The address that invoices go to: street, postal code, town and country.
fn address([street, zip, city, country]: [&str; 4]) -> Address {
    Address {
        kind: AddressKind::Billing,
        name: String::new(),
        street: street.to_owned(),
        addition: String::new(),
        zip: zip.to_owned(),
        city: city.to_owned(),
        country: country.to_owned(),
    }
}

/// The number of a customer, which some programs write as a fraction: 17850.0.
pub(super) fn customer_number(
    cells: &Cells<'_>,
    field: Option<&Field>,
) -> Result<Option<CustomerNumber>, Reject> {
    let (Some(field), Some(text)) = (field, cells.text(field)) else { return Ok(None) };
    let number = CustomerNumber::parse(whole_text(text));
    let column = || field.title.to_string();
    let bad = |error| Reject::BadText { column: column(), why: format!("{}: {error}", quoted(text)) };
    number.map(Some).map_err(bad)
}

struct Reader<'a> {
    source: &'a Source,
    fields: Fields,
    spelling: Spelling,
    /// The merchant's country.
    home: String,
}

impl Reader<'_> {
    fn card(&self, cells: &Cells<'_>, number: &CustomerNumber) -> Result<ContactCard, Reject> {
        let fields = &self.fields;
        let text = |field: &Option<Field>| cells.text(field.as_ref()).unwrap_or_default().to_owned();
        let (name, company) = (text(&fields.name), text(&fields.company));
        let (street, zip, city) = (text(&fields.street), text(&fields.zip), text(&fields.city));
        let country = match (&fields.country, cells.text(fields.country.as_ref())) {
            (Some(field), Some(named)) => {
                let code = kontor_formats::country::code(named);
                let why = || format!("{} is no country: write its code, such as DE", quoted(named));
                Some(code.ok_or_else(|| Reject::BadText { column: field.title.to_string(), why: why() })?)
            }
            _ => None,
        };
        let has_address = country.is_some() || [&street, &zip, &city].iter().any(|part| !part.is_empty());
        let country = country.unwrap_or(&self.home);
        let address = has_address.then(|| address([&street, &zip, &city, country]));
        let is_nobody = name.is_empty() && company.is_empty();
        Ok(ContactCard {
            name: if is_nobody { format!("Customer {number}") } else { name },
            company,
            mail: text(&fields.mail),
            phone: text(&fields.phone),
            vat_id: text(&fields.vat_id),
            addresses: address.into_iter().collect(),
            persons: Vec::new(),
        })
    }
}

impl Things for Reader<'_> {
    type Thing = NewCustomer;

    fn read(&self, row: &Row) -> Result<NewCustomer, Reject> {
        let (cells, fields) = (Cells::new(row, self.spelling), &self.fields);
        cells.needed(&fields.number)?;
        let number = customer_number(&cells, Some(&fields.number))?;
        let number = number.ok_or_else(|| Reject::Empty { column: fields.number.title.to_string() })?;
        let contact = self.card(&cells, &number)?;
        Ok(NewCustomer {
            number,
            kind: if contact.company.is_empty() { CustomerKind::Person } else { CustomerKind::Company },
            contact,
            language: cells.parsed(fields.language.as_ref())?,
            payment_method: cells.parsed(fields.payment_method.as_ref())?,
            terms_days: cells.number(fields.terms_days.as_ref())?,
            credit_limit: cells.number(fields.credit_limit.as_ref())?,
        })
    }

    fn key<'a>(&self, thing: &'a NewCustomer) -> Cow<'a, str> {
        Cow::Borrowed(thing.number.as_str())
    }

    async fn send(&self, door: &Door, thing: &NewCustomer, key: &str) -> Result<Became, Fault> {
        if NewCustomer::is_there(&thing.number, door).await? {
            return Ok(Became::Here);
        }
        thing.add(door, self.source, key).await
    }
}
