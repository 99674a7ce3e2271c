//! What orders need before they can be placed: their products and customers.

use std::collections::{HashMap, HashSet};

use futures_util::{StreamExt, stream};
use kontor_catalog::model::{OutOfStock, PriceBasis, ProductName};
use kontor_customers::model::CustomerNumber;
use kontor_kernel::{Quantity, limits};
use kontor_store::Fault;
use serde_json::Value;

use super::super::customers::NewCustomer;
use super::super::each::Became;
use super::super::file::Source;
use super::super::products::NewProduct;
use super::super::refused::Refused;
use super::super::reject::Reject;
use super::gather::FileOrder;
use super::line::{Head, Line};
use crate::cli::door::{Answered, Door};
use crate::remembered::Remembered;

/// Products and customers that are known to be there, and how new ones are made.
pub(super) struct Supply<'a> {
    door: &'a Door,
    source: &'a Source,
    run: &'a str,
    out_of_stock: OutOfStock,
    /// By SKU, the quantity that the product's price is for.
    products: Remembered<Quantity>,
    customers: Remembered<()>,
}

/// How many were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Made {
    pub(super) products: usize,
    pub(super) customers: usize,
}

/// What was found out about something that an order needs.
enum Needed<T> {
    Here(T),
    Made(T),
    Refused(Answered),
}

impl<T: Copy> Needed<T> {
    fn of(became: Became, thing: T) -> Self {
        match became {
            Became::Added | Became::Changed => Self::Made(thing),
            Became::Here => Self::Here(thing),
            Became::Refused(why) => Self::Refused(why),
        }
    }

    fn there(&self) -> Option<T> {
        match self {
            Self::Here(thing) | Self::Made(thing) => Some(*thing),
            Self::Refused(_) => None,
        }
    }
}

impl<'a> Supply<'a> {
    pub(super) fn new(door: &'a Door, source: &'a Source, run: &'a str, out_of_stock: OutOfStock) -> Self {
        let (products, customers) =
            (Remembered::new(limits::IMPORT_REMEMBERED), Remembered::new(limits::IMPORT_REMEMBERED));
        Self { door, source, run, out_of_stock, products, customers }
    }

    /// Sees to it that all products and customers of these orders are there. Lines and orders that can't have theirs
    /// are taken out, and handed back as refused.
    ///
    /// # Errors
    /// When the door can't be asked.
    pub(super) async fn provide(
        &mut self,
        orders: &mut Vec<FileOrder>,
    ) -> Result<(Made, Vec<Refused>), Fault> {
        let (mut made, mut refused) = (Made::default(), Vec::new());
        let customers = self.needed_customers(orders).await?;
        let products = self.needed_products(orders).await?;
        made.customers = customers.values().filter(|needed| matches!(needed, Needed::Made(()))).count();
        made.products = products.values().filter(|needed| matches!(needed, Needed::Made(_))).count();
        orders.retain_mut(|order| {
            let customer = order.head.customer.as_ref().and_then(|number| customers.get(number.as_str()));
            if let Some(Needed::Refused(why)) = customer {
                refused.extend(order.lines.drain(..).map(|line| at_door(line, why)));
                return false;
            }
            for line in std::mem::take(&mut order.lines) {
                match checked(line, &products) {
                    Ok(line) => order.lines.push(line),
                    Err(line) => refused.push(line),
                }
            }
            !order.lines.is_empty()
        });
        for (sku, needed) in &products {
            if let Some(base) = needed.there() {
                self.products.put(sku, base);
            }
        }
        for (number, needed) in &customers {
            if needed.there().is_some() {
                self.customers.put(number, ());
            }
        }
        Ok((made, refused))
    }

    /// Asks for every product of these orders that isn't known, and makes those that are new as their first row says.
    async fn needed_products(
        &self,
        orders: &[FileOrder],
    ) -> Result<HashMap<String, Needed<Quantity>>, Fault> {
        let mut needed = HashMap::new();
        let (mut unknown, mut named): (Vec<(PriceBasis, &Line)>, HashSet<&str>) = Default::default();
        for order in orders {
            for line in &order.lines {
                let sku = line.sku.as_str();
                if named.insert(sku) {
                    match self.products.get(sku) {
                        Some(base) => drop(needed.insert(sku.to_owned(), Needed::Here(*base))),
                        None => unknown.push((order.head.basis, line)),
                    }
                }
            }
        }
        let asking = unknown.into_iter().map(|(basis, line)| self.product(basis, line));
        let mut asked = stream::iter(asking).buffered(limits::IMPORT_REQUESTS);
        while let Some(answer) = asked.next().await {
            let (sku, product) = answer?;
            needed.insert(sku, product);
        }
        Ok(needed)
    }

    async fn product(&self, basis: PriceBasis, line: &Line) -> Result<(String, Needed<Quantity>), Fault> {
        let sku = line.sku.to_string();
        if let Some(found) = NewProduct::find(&line.sku, self.door).await? {
            return Ok((sku, Needed::Here(price_base(&found))));
        }
        let name = line.name.clone().or_else(|| ProductName::parse(line.sku.as_str()).ok());
        let name = name.ok_or_else(|| Fault::bug("a SKU that is no name"))?;
        let product = NewProduct {
            sku: line.sku.clone(),
            name,
            kind: line.kind,
            unit: line.unit,
            price: line.price.max(kontor_kernel::UnitPrice::ZERO),
            price_base: line.price_base,
            basis,
            tax_class: line.tax_class,
            out_of_stock: self.out_of_stock,
            barcode: None,
        };
        let key = format!("{}/product/{}", self.run, line.row.line);
        let became = product.add(self.door, self.source, &key).await?;
        Ok((sku, Needed::of(became, line.price_base)))
    }

    async fn needed_customers(&self, orders: &[FileOrder]) -> Result<HashMap<String, Needed<()>>, Fault> {
        let (mut unknown, mut named): (Vec<(&CustomerNumber, &Head)>, HashSet<&str>) = Default::default();
        for order in orders {
            if let Some(number) = &order.head.customer
                && self.customers.get(number.as_str()).is_none()
                && named.insert(number.as_str())
            {
                unknown.push((number, &order.head));
            }
        }
        let asking = unknown.into_iter().map(|(number, head)| self.customer(number, head));
        let mut asked = stream::iter(asking).buffered(limits::IMPORT_REQUESTS);
        let mut needed = HashMap::new();
        while let Some(answer) = asked.next().await {
            let (number, customer) = answer?;
            needed.insert(number, customer);
        }
        Ok(needed)
    }

    async fn customer(&self, number: &CustomerNumber, head: &Head) -> Result<(String, Needed<()>), Fault> {
        if NewCustomer::is_there(number, self.door).await? {
            return Ok((number.to_string(), Needed::Here(())));
        }
        let customer = NewCustomer::bare(number, head.customer_name.as_deref(), head.country);
        let key = format!("{}/customer/{number}", self.run);
        let became = customer.add(self.door, self.source, &key).await?;
        Ok((number.to_string(), Needed::of(became, ())))
    }
}

/// The quantity that a product's price is for, as `GET /api/v1/products` tells.
fn price_base(product: &Value) -> Quantity {
    let text = product.get("price_base").and_then(Value::as_str);
    text.and_then(|text| text.parse().ok()).unwrap_or(Quantity::ONE)
}

/// The line, if it can have its product at its price.
fn checked(line: Line, products: &HashMap<String, Needed<Quantity>>) -> Result<Line, Refused> {
    match products.get(line.sku.as_str()) {
        Some(Needed::Refused(why)) => Err(at_door(line, why)),
        Some(Needed::Here(base)) | Some(Needed::Made(base)) if *base != line.price_base => {
            let reject =
                Reject::OtherPriceBase { base: base.to_string(), given: line.price_base.to_string() };
            Err(Refused::by(line.row, &reject))
        }
        _ => Ok(line),
    }
}

fn at_door(line: Line, why: &Answered) -> Refused {
    Refused::at_door(line.row, why.text("/code"), why.text("/detail"))
}
