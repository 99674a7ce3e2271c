//! Products for tests and demonstrations.

use kontor_kernel::{Quantity, UnitPrice};

use crate::add_product::AddProduct;
use crate::model::{OutOfStock, PriceBasis, ProductKind, ProductName, Sku, TaxClass, Unit};

/// Goods counted in pieces, at 9.90 gross with the standard rate, denied when sold out.
///
/// # Panics
/// When the text is no SKU.
#[must_use]
pub fn goods(sku: &str) -> AddProduct {
    let (Ok(sku), Ok(name)) = (Sku::parse(sku), ProductName::parse(sku)) else { panic!("{sku:?} is no SKU") };
    AddProduct {
        sku,
        name,
        kind: ProductKind::Goods,
        unit: Unit::PIECE,
        price: UnitPrice::new(9_900_000),
        price_base: Quantity::ONE,
        basis: PriceBasis::Gross,
        tax_class: TaxClass::Standard,
        out_of_stock: OutOfStock::Deny,
        barcode: None,
    }
}

/// A service at 40.00 net an hour.
///
/// # Panics
/// When the text is no SKU.
#[must_use]
pub fn service(sku: &str) -> AddProduct {
    AddProduct {
        kind: ProductKind::Service,
        unit: Unit::parse("HUR").unwrap_or_default(),
        price: UnitPrice::new(40_000_000),
        basis: PriceBasis::Net,
        ..goods(sku)
    }
}
