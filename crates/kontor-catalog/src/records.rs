//! The tables of this room, and the only place that changes them.

use kontor_kernel::{Quantity, UnitPrice};
use kontor_store::desk::Rows;
use kontor_store::{Stamp, Stop, record, tables};

use crate::events::{ProductAdded, ProductChanged};
use crate::model::{Gtin, OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};

record! {
    /// A product.
    pub struct Product in "catalog_product", business, kept {
        key {
            /// The merchant's own number of it.
            sku: Sku,
        }
        /// Its id.
        id: ProductId,
        /// Its name on documents.
        name: ProductName,
        /// Goods or a service.
        kind: ProductKind,
        /// What it is counted in.
        unit: Unit,
        /// The price of one base quantity.
        price: UnitPrice,
        /// The quantity that the price is for.
        price_base: Quantity,
        /// Whether the price is net or gross.
        basis: PriceBasis,
        /// How it is taxed.
        tax_class: TaxClass,
        /// What happens to an order for more than is available.
        out_of_stock: OutOfStock,
        /// No longer sold.
        archived: bool,
        /// What scanners read on it.
        barcode: Option<Gtin>,
        /// The position of the last event that changed the row.
        version: i64,
    }
}

record! {
    /// A barcode in use.
    pub struct BarcodeInUse in "catalog_barcode", business, brief {
        key {
            /// The barcode.
            barcode: Gtin,
        }
        /// The product that has it.
        sku: Sku,
    }
}

tables! {
    /// The tables of this room on a desk.
    pub trait CatalogTables, CatalogTablesMut {
        /// Products.
        products, products_mut: Product;
        /// Barcodes in use.
        barcodes, barcodes_mut: BarcodeInUse;
    }
}

pub(crate) fn apply_added(event: &ProductAdded, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    if let Some(barcode) = &event.barcode {
        rows.barcodes_mut().insert(BarcodeInUse { barcode: barcode.clone(), sku: event.sku.clone() });
    }
    rows.products_mut().insert(Product {
        sku: event.sku.clone(),
        id: event.product,
        name: event.name.clone(),
        kind: event.kind,
        unit: event.unit,
        price: event.price,
        price_base: event.price_base,
        basis: event.basis,
        tax_class: event.tax_class,
        out_of_stock: event.out_of_stock,
        archived: false,
        barcode: event.barcode.clone(),
        version: stamp.position,
    });
    Ok(())
}

pub(crate) fn apply_changed(event: &ProductChanged, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    if let Some(barcode) = &event.barcode {
        let before = rows.products().get(&(event.sku.clone(),))?.barcode.clone();
        if let Some(before) = before {
            rows.barcodes_mut().remove(&(before,))?;
        }
        if let Some(barcode) = barcode {
            rows.barcodes_mut().insert(BarcodeInUse { barcode: barcode.clone(), sku: event.sku.clone() });
        }
    }
    rows.products_mut().change(&(event.sku.clone(),), |product| {
        if let Some(name) = &event.name {
            product.name = name.clone();
        }
        product.price = event.price.unwrap_or(product.price);
        product.price_base = event.price_base.unwrap_or(product.price_base);
        product.tax_class = event.tax_class.unwrap_or(product.tax_class);
        product.out_of_stock = event.out_of_stock.unwrap_or(product.out_of_stock);
        product.archived = event.archived.unwrap_or(product.archived);
        if let Some(barcode) = &event.barcode {
            product.barcode = barcode.clone();
        }
        product.version = stamp.position;
    })
}
