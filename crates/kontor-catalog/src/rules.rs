//! Rules that the features here share. Pure.

use kontor_kernel::{Quantity, UnitPrice, rejects};
use kontor_store::{Desk, Stop};

use crate::model::{Gtin, Sku, TaxClass};
use crate::records::CatalogTables;

rejects! {
    /// Why a price is not taken, in the order of the checks.
    pub enum PriceReject {
        /// A deduction is not a product.
        NegativePrice at "price" => 422, "negative_price", "A price is zero or more: correct it."
                | "Ein Preis ist null oder mehr: berichtigen Sie ihn.";
        /// A price is for some quantity.
        BadPriceBase at "price_base" => 422, "bad_price_base", "The quantity that the price is for must be above zero: leave it out for 1."
                | "Die Menge, für die der Preis gilt, ist größer als null: lassen Sie sie weg für 1.";
    }
}

rejects! {
    /// Why a tax class is not taken.
    pub enum ClassReject {
        /// It is the merchant's, not a product's.
        NoProductClass at "tax_class" => 422, "no_product_tax_class", "That a small business charges no tax is a setting of the merchant: give the product the class that it has otherwise."
                | "Dass ein Kleinunternehmer keine Steuer berechnet, ist eine Einstellung des Mandanten: geben Sie dem Artikel die Klasse, die er sonst hat.";
    }
}

/// A product is taxed by itself, whatever its merchant is.
///
/// # Errors
/// [`ClassReject::NoProductClass`].
pub fn check_class(class: TaxClass) -> Result<(), ClassReject> {
    if class == TaxClass::SmallBusiness { Err(ClassReject::NoProductClass) } else { Ok(()) }
}

rejects! {
    /// Why a barcode is not taken.
    pub enum BarcodeReject {
        /// A barcode belongs to one product.
        BarcodeTaken { barcode: Gtin, sku: Sku } at "barcode", facts(sku) => 409, "barcode_taken", "The product {sku} has the barcode {barcode} already: scan again, or take it from there first."
                | "Der Artikel {sku} hat den Barcode {barcode} schon: scannen Sie noch einmal, oder nehmen Sie ihn dort erst weg.";
    }
}

/// Whether a product may have this barcode: no other one has it.
///
/// # Errors
/// `Stop::Need` when it is not in hand; [`BarcodeReject::BarcodeTaken`].
pub fn check_barcode(desk: &Desk, sku: &Sku, barcode: Option<&Gtin>) -> Result<(), Stop> {
    let Some(barcode) = barcode else { return Ok(()) };
    match desk.barcodes().find(&(barcode.clone(),))? {
        Some(taken) if taken.sku != *sku => {
            let (barcode, sku) = (barcode.clone(), taken.sku.clone());
            Err(BarcodeReject::BarcodeTaken { barcode, sku }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// A price is not negative, and it is for a quantity above zero.
///
/// # Errors
/// [`PriceReject`] says what is wrong.
pub fn check_price(price: UnitPrice, base: Quantity) -> Result<(), PriceReject> {
    if price < UnitPrice::ZERO {
        return Err(PriceReject::NegativePrice);
    }
    if !base.is_positive() {
        return Err(PriceReject::BadPriceBase);
    }
    Ok(())
}
