//! What happened to products. Released shapes: never edited, only followed by a new version.

use std::sync::Arc;

use kontor_kernel::{Currency, Quantity, UnitPrice, deserialize_given};
use kontor_store::desk::Rows;
use kontor_store::event::EventEntry;
use kontor_store::{Event, Stamp, Stop};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{Gtin, OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
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
    /// What scanners read on it. New in version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<Gtin>,
}

impl Event for ProductAdded {
    const KIND: &'static str = "catalog.product_added";
    const VERSION: u16 = 2;

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
            "barcode": self.barcode,
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
    /// What scanners read on it from now on; null when it has no barcode any more. New in version 2.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "deserialize_given")]
    pub barcode: Option<Option<Gtin>>,
}

impl Event for ProductChanged {
    const KIND: &'static str = "catalog.product_changed";
    const VERSION: u16 = 2;

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
            // An empty text where it has none any more: absent and null mean that it stayed.
            "barcode": self.barcode.as_ref().map(|barcode| barcode.as_ref().map_or("", Gtin::as_str)),
            "currency": currency,
        })
    }
}

/// The events of this room: how each stored version is read. The first versions knew no barcodes.
#[must_use]
pub fn events() -> Vec<EventEntry> {
    vec![
        EventEntry::of::<ProductAdded>(),
        EventEntry::of::<ProductChanged>(),
        EventEntry::older(ProductAdded::KIND, 1, |bytes| {
            Ok(Arc::new(serde_json::from_slice::<ProductAdded>(bytes)?))
        }),
        EventEntry::older(ProductChanged::KIND, 1, |bytes| {
            Ok(Arc::new(serde_json::from_slice::<ProductChanged>(bytes)?))
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The event reads what was written once, and writes the same again.
    fn check<E: Event>(written: &str) -> E {
        let read: E = serde_json::from_str(written).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
        read
    }

    #[test]
    fn products_of_version_1_have_no_barcode() {
        let added: ProductAdded = check(
            r#"{"product":"prd_0000000000007","sku":"MUG","name":"Mug","kind":"goods","unit":"C62","price":"9.9","price_base":"1","basis":"gross","tax_class":"standard","out_of_stock":"deny"}"#,
        );
        assert_eq!(added.barcode, None);
        let changed: ProductChanged = check(r#"{"product":"prd_0000000000007","sku":"MUG","archived":true}"#);
        assert_eq!((changed.barcode, changed.archived), (None, Some(true)));
        let kinds: Vec<_> = events().iter().map(|entry| (entry.kind, entry.version)).collect();
        assert!(kinds.contains(&(ProductAdded::KIND, 1)) && kinds.contains(&(ProductChanged::KIND, 1)));
    }

    #[test]
    fn products_of_version_2_may_have_one_or_lose_it() {
        let changed: ProductChanged =
            check(r#"{"product":"prd_0000000000007","sku":"MUG","barcode":"4006381333931"}"#);
        assert_eq!(changed.publish(Currency::EUR)["barcode"], "4006381333931");
        let lost: ProductChanged = check(r#"{"product":"prd_0000000000007","sku":"MUG","barcode":null}"#);
        assert_eq!((lost.publish(Currency::EUR)["barcode"].as_str(), lost.barcode), (Some(""), Some(None)));
    }
}
