//! List stock by product: how much lies where, how much of it is available, what it is worth.

pub mod http;
#[cfg(test)]
mod tests;

use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Amount, Quantity, UnitPrice};
use kontor_store::{Fault, ReadDb, Value};

use crate::model::LocationCode;

/// Products and their stock in one statement, so that value and quantities are of one moment.
const PAGE: &str = "SELECT v.product, v.value, v.last_cost, s.location, s.sku, s.on_hand, s.reserved \
     FROM (SELECT product, value, last_cost FROM inventory_value \
           WHERE org_id = $1 AND product > $2 ORDER BY product LIMIT $3) v \
     JOIN inventory_stock s ON s.org_id = $1 AND s.product = v.product \
     ORDER BY v.product, s.location";

/// The stock of a product at all locations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductStock {
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// What all of it cost.
    pub value: Amount,
    /// What one unit cost at the last receipt.
    pub last_cost: UnitPrice,
    /// Where it lies, by location.
    pub places: Vec<Place>,
}

/// The stock of a product at one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The location.
    pub location: LocationCode,
    /// What lies there.
    pub on_hand: Quantity,
    /// What of it is promised.
    pub reserved: Quantity,
}

/// A page of products that have ever been in stock, behind a product; one more than `size`, to see whether there is a
/// next page.
///
/// # Errors
/// When the database can't be read.
pub async fn page(reads: &ReadDb, org: i64, after: i64, size: usize) -> Result<Vec<ProductStock>, Fault> {
    products(reads, org, after, kontor_store::db::one_more(size)).await
}

/// The stock of one product, if it has ever been in stock.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64, product: ProductId) -> Result<Option<ProductStock>, Fault> {
    let next = products(reads, org, product.raw().saturating_sub(1), 1).await?;
    Ok(next.into_iter().next().filter(|stock| stock.product == product))
}

async fn products(reads: &ReadDb, org: i64, after: i64, limit: i64) -> Result<Vec<ProductStock>, Fault> {
    let mut products: Vec<ProductStock> = Vec::new();
    for mut row in reads.query(PAGE, vec![org.into(), after.into(), Value::Int(limit)]).await? {
        let (product, value, last_cost) = (row.take()?, row.take()?, row.take()?);
        let (location, sku) = (row.take()?, row.take()?);
        let place = Place { location, on_hand: row.take()?, reserved: row.take()? };
        match products.last_mut().filter(|last| last.product == product) {
            Some(last) => last.places.push(place),
            None => products.push(ProductStock { product, sku, value, last_cost, places: vec![place] }),
        }
    }
    Ok(products)
}

pub(crate) fn queries() -> Vec<String> {
    vec![PAGE.to_owned()]
}
