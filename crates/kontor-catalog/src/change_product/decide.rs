//! The decision: pure, from the row it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::check_version;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeProduct;
use crate::events::ProductChanged;
use crate::model::Sku;
use crate::records::{CatalogTables, Product};
use crate::rules;

rejects! {
    /// Why a product is not changed, before the version, [`rules::PriceReject`] and [`rules::BarcodeReject`].
    pub enum Reject {
        /// Rule 1.
        NothingToChange => 422, "nothing_to_change", "Nothing is given to change: send name, price, price_base, tax_class, out_of_stock, archived or barcode."
                | "Es ist nichts angegeben, was sich ändern soll.";
        /// Rule 2.
        UnknownProduct { sku: Sku } => 404, "unknown_product", "There is no product {sku}: check the SKU."
                | "Den Artikel {sku} gibt es nicht: prüfen Sie die Artikelnummer.";
    }
}

impl Command for ChangeProduct {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        if *self == (Self { version: self.version, ..Self::of(self.sku.clone()) }) {
            return Err(Reject::NothingToChange.into());
        }
        let key = (self.sku.clone(),);
        desk.products().want(&key);
        let barcode = self.barcode.as_ref().and_then(Option::as_ref);
        if let Some(barcode) = barcode {
            desk.barcodes().want(&(barcode.clone(),));
        }
        desk.ready()?;
        let product = desk.products().find(&key)?;
        let product = product.ok_or_else(|| Reject::UnknownProduct { sku: self.sku.clone() })?;
        check_version(self.version, product.version)?;
        let price = self.price.unwrap_or(product.price);
        rules::check_price(price, self.price_base.unwrap_or(product.price_base))?;
        rules::check_barcode(desk, &self.sku, barcode)?;
        rules::check_class(self.tax_class.unwrap_or(product.tax_class))?;
        match self.change_of(product) {
            Some(change) => desk.record(change),
            None => Ok(()),
        }
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

impl ChangeProduct {
    /// Rule 6: what differs, if anything.
    fn change_of(&self, product: &Product) -> Option<ProductChanged> {
        let change = ProductChanged {
            product: product.id,
            sku: self.sku.clone(),
            name: self.name.clone().filter(|name| *name != product.name),
            price: self.price.filter(|price| *price != product.price),
            price_base: self.price_base.filter(|base| *base != product.price_base),
            tax_class: self.tax_class.filter(|class| *class != product.tax_class),
            out_of_stock: self.out_of_stock.filter(|policy| *policy != product.out_of_stock),
            archived: self.archived.filter(|archived| *archived != product.archived),
            barcode: self.barcode.clone().filter(|barcode| *barcode != product.barcode),
        };
        let differs = change.name.is_some()
            || change.price.is_some()
            || change.price_base.is_some()
            || change.tax_class.is_some()
            || change.out_of_stock.is_some()
            || change.archived.is_some()
            || change.barcode.is_some();
        differs.then_some(change)
    }
}
