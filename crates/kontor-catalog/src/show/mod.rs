//! Show a product, found by its id or its SKU.

pub mod http;

use kontor_store::db::select;
use kontor_store::{Fault, ReadDb, Value};

use crate::model::{Gtin, ProductId, Sku};
use crate::records::Product;

const BY_ID: &str = "org_id = $1 AND id = $2";
const BY_SKU: &str = "org_id = $1 AND sku = $2";
const BY_BARCODE: &str =
    "org_id = $1 AND sku = (SELECT sku FROM catalog_barcode WHERE org_id = $1 AND barcode = $2)";

/// The product with this id.
///
/// # Errors
/// When the database can't be read.
pub async fn by_id(reads: &ReadDb, org: i64, product: ProductId) -> Result<Option<Product>, Fault> {
    let found = reads.records(BY_ID, vec![Value::Int(org), Value::of(&product)]).await?;
    Ok(found.into_iter().next())
}

/// The product with this SKU.
///
/// # Errors
/// When the database can't be read.
pub async fn by_sku(reads: &ReadDb, org: i64, sku: &Sku) -> Result<Option<Product>, Fault> {
    let found = reads.records(BY_SKU, vec![Value::Int(org), Value::of(sku)]).await?;
    Ok(found.into_iter().next())
}

/// The product with this barcode.
///
/// # Errors
/// When the database can't be read.
pub async fn by_barcode(reads: &ReadDb, org: i64, barcode: &Gtin) -> Result<Option<Product>, Fault> {
    let found = reads.records(BY_BARCODE, vec![Value::Int(org), Value::of(barcode)]).await?;
    Ok(found.into_iter().next())
}

pub(crate) fn queries() -> Vec<String> {
    vec![select::<Product>(BY_ID), select::<Product>(BY_SKU), select::<Product>(BY_BARCODE)]
}
