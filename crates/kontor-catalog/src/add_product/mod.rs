//! Add a product.
//!
//! *As a merchant or a shop I add what I sell, so that orders, stock and invoices can name it.*
//!
//! 1. Its price is not negative and is for a quantity above zero.
//! 2. Its SKU is not in use, not even by an archived product.
//! 3. Its barcode, if it has one, is not on another product.
//!
//! Records [`ProductAdded`](crate::events::ProductAdded).

mod decide;
pub mod http;
#[cfg(test)]
mod tests;

pub use decide::Reject;

use kontor_kernel::{Quantity, UnitPrice};

use crate::model::{Gtin, OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};

/// Something is to be sold.
#[derive(Debug, Clone)]
pub struct AddProduct {
    /// The merchant's own number of it.
    pub sku: Sku,
    /// Its name on documents.
    pub name: ProductName,
    /// Goods or a service.
    pub kind: ProductKind,
    /// What it is counted in.
    pub unit: Unit,
    /// The price of one base quantity.
    pub price: UnitPrice,
    /// The quantity that the price is for.
    pub price_base: Quantity,
    /// Whether the price is net or gross.
    pub basis: PriceBasis,
    /// How it is taxed.
    pub tax_class: TaxClass,
    /// What happens to an order for more than is available.
    pub out_of_stock: OutOfStock,
    /// What scanners read on it.
    pub barcode: Option<Gtin>,
}

/// The new product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProduct {
    /// Its id.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
}
