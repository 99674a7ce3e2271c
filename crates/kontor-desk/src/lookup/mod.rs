//! Find a customer or a product by what somebody types or scans.
//!
//! *As service I type what I hear or scan what I hold, and get the few that it can be.*
//!
//! 1. A customer's number, a product's SKU, and a product's barcode name exactly one.
//! 2. Anything else is searched for, and answered with the best few.

pub mod page;
#[cfg(test)]
mod tests;

use kontor_catalog::model::{Gtin, Sku};
use kontor_catalog::records::Product;
use kontor_customers::show::Shown;
use kontor_kernel::limits;
use kontor_store::{Fault, ReadDb};

use crate::search;

/// The customer of exactly this number, in whichever case it is typed.
///
/// # Errors
/// When the database can't be read.
pub async fn customer(reads: &ReadDb, org: i64, text: &str) -> Result<Option<Shown>, Fault> {
    for number in spellings(text) {
        if let Some(found) = kontor_customers::show::by_number(reads, org, &number).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The product of exactly this SKU or barcode.
///
/// # Errors
/// When the database can't be read.
pub async fn product(reads: &ReadDb, org: i64, text: &str) -> Result<Option<Product>, Fault> {
    for sku in spellings(text) {
        let Ok(sku) = Sku::parse(&sku) else { continue };
        if let Some(found) = kontor_catalog::show::by_sku(reads, org, &sku).await? {
            return Ok(Some(found));
        }
    }
    match Gtin::parse(text) {
        Ok(barcode) => kontor_catalog::show::by_barcode(reads, org, &barcode).await,
        Err(_) => Ok(None),
    }
}

/// The customers that a text may mean, the best first.
///
/// # Errors
/// When the database can't be read.
pub async fn customers(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Shown>, Fault> {
    if let Some(exact) = customer(reads, org, text).await? {
        return Ok(vec![exact]);
    }
    let mut found = Vec::new();
    for id in search::customers(reads, org, text, limits::LOOKUP_HITS).await? {
        let shown = kontor_customers::show::one(reads, org, id).await?;
        let is_open = |shown: &Shown| !shown.is_erased && shown.customer.merged_into.is_none();
        found.extend(shown.filter(is_open));
    }
    Ok(found)
}

/// The products that a text may mean, the best first.
///
/// # Errors
/// When the database can't be read.
pub async fn products(reads: &ReadDb, org: i64, text: &str) -> Result<Vec<Product>, Fault> {
    if let Some(exact) = product(reads, org, text).await? {
        return Ok(vec![exact]);
    }
    let mut found = Vec::new();
    for id in search::products(reads, org, text, limits::LOOKUP_HITS).await? {
        let product = kontor_catalog::show::by_id(reads, org, id).await?;
        found.extend(product.filter(|product| !product.archived));
    }
    Ok(found)
}

/// As it is typed, and in capitals: numbers mostly are.
fn spellings(text: &str) -> Vec<String> {
    let text = text.trim();
    let mut spellings = vec![text.to_owned(), text.to_uppercase()];
    spellings.dedup();
    spellings.retain(|text| !text.is_empty());
    spellings
}
