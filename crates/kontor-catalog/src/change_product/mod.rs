//! Change a product.
//!
//! *As a merchant I change name, price, tax class or what happens when it is sold out, and take a product off the
//! shelves by archiving it. Orders that were placed keep what they were placed with.*
//!
//! 1. Something is given to change.
//! 2. The product exists.
//! 3. Nobody else has changed it since the version that the caller saw, if they say one.
//! 4. Its price is not negative and is for a quantity above zero.
//! 5. Its new barcode is not on another product.
//! 6. What is already so is not recorded again; if all of it is, nothing is.
//!
//! SKU, kind, unit and price basis never change: stock is counted in the unit, and old documents show the rest.
//!
//! Records [`ProductChanged`](crate::events::ProductChanged).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::{Quantity, UnitPrice};

use crate::model::{Gtin, OutOfStock, ProductName, Sku, TaxClass};

/// A product is to be changed. What is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeProduct {
    /// Its SKU.
    pub sku: Sku,
    /// The version that the caller saw.
    pub version: Option<i64>,
    /// Its new name.
    pub name: Option<ProductName>,
    /// Its new price.
    pub price: Option<UnitPrice>,
    /// The new quantity that the price is for.
    pub price_base: Option<Quantity>,
    /// How it is taxed from now on.
    pub tax_class: Option<TaxClass>,
    /// What happens from now on to an order for more than is available.
    pub out_of_stock: Option<OutOfStock>,
    /// Whether it is no longer sold.
    pub archived: Option<bool>,
    /// What scanners read on it from now on; `Some(None)` takes the barcode away.
    pub barcode: Option<Option<Gtin>>,
}

impl ChangeProduct {
    /// A change of nothing yet.
    #[must_use]
    pub const fn of(sku: Sku) -> Self {
        Self {
            sku,
            version: None,
            name: None,
            price: None,
            price_base: None,
            tax_class: None,
            out_of_stock: None,
            archived: None,
            barcode: None,
        }
    }
}
