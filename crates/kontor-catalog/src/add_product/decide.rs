//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{AddProduct, NewProduct};
use crate::events::ProductAdded;
use crate::model::{ProductId, Sku};
use crate::records::CatalogTables;
use crate::rules;

rejects! {
    /// Why a product is not added, behind [`rules::PriceReject`], before [`rules::BarcodeReject`].
    pub enum Reject {
        /// Rule 2.
        SkuTaken { sku: Sku } at "sku" => 409, "sku_taken", "The SKU {sku} is in use: choose another, or change the product that has it."
                | "Die Artikelnummer {sku} ist vergeben: wählen Sie eine andere, oder ändern Sie den Artikel, der sie hat.";
    }
}

impl Command for AddProduct {
    type Answer = NewProduct;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        rules::check_price(self.price, self.price_base)?;
        rules::check_class(self.tax_class)?;
        let key = (self.sku.clone(),);
        desk.products().want(&key);
        if let Some(barcode) = &self.barcode {
            desk.barcodes().want(&(barcode.clone(),));
        }
        desk.ready()?;
        if desk.products().find(&key)?.is_some() {
            return Err(Reject::SkuTaken { sku: self.sku.clone() }.into());
        }
        rules::check_barcode(desk, &self.sku, self.barcode.as_ref())?;
        desk.record(ProductAdded {
            product: ProductId::new(context.id()),
            sku: self.sku.clone(),
            name: self.name.clone(),
            kind: self.kind,
            unit: self.unit,
            price: self.price,
            price_base: self.price_base,
            basis: self.basis,
            tax_class: self.tax_class,
            out_of_stock: self.out_of_stock,
            barcode: self.barcode.clone(),
        })
    }

    fn answer(recorded: &Recorded) -> Result<NewProduct, Fault> {
        let added = recorded.the::<ProductAdded>()?;
        Ok(NewProduct { product: added.product, sku: added.sku.clone() })
    }
}
