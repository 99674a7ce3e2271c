//! What happened to products. Released shapes: never edited, only followed by a new version.

use kontor_kernel::{Currency, Quantity, UnitPrice};
use kontor_store::desk::Rows;
use kontor_store::{Event, Stamp, Stop, events};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
use crate::records;

/// A product was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductAdded {
    /// The new product.
    pub product: ProductId,
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
}

impl Event for ProductAdded {
    const KIND: &'static str = "catalog.product_added";

    fn subject(&self) -> i64 {
        self.product.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_added(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "product": self.product,
            "sku": self.sku,
            "name": self.name,
            "kind": self.kind,
            "unit": self.unit,
            "price": self.price,
            "price_base": self.price_base,
            "basis": self.basis,
            "tax_class": self.tax_class,
            "out_of_stock": self.out_of_stock,
            "currency": currency,
        })
    }
}

/// A product was changed. What is absent stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChanged {
    /// The product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Its new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ProductName>,
    /// Its new price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<UnitPrice>,
    /// The new quantity that the price is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_base: Option<Quantity>,
    /// How it is taxed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_class: Option<TaxClass>,
    /// What happens from now on to an order for more than is available.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_stock: Option<OutOfStock>,
    /// Whether it is no longer sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

impl Event for ProductChanged {
    const KIND: &'static str = "catalog.product_changed";

    fn subject(&self) -> i64 {
        self.product.raw()
    }

    fn apply(&self, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
        records::apply_changed(self, rows, stamp)
    }

    fn publish(&self, currency: Currency) -> Value {
        json!({
            "product": self.product,
            "sku": self.sku,
            "name": self.name,
            "price": self.price,
            "price_base": self.price_base,
            "tax_class": self.tax_class,
            "out_of_stock": self.out_of_stock,
            "archived": self.archived,
            "currency": currency,
        })
    }
}

events![ProductAdded, ProductChanged];
