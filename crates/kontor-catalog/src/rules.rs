//! Rules that the features here share. Pure.

use kontor_kernel::{Quantity, UnitPrice, rejects};

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
