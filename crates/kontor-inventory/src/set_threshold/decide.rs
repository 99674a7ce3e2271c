//! The decision: pure, from the rows it names to the event it records.

use kontor_catalog::records::CatalogTables;
use kontor_kernel::{Context, Quantity, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::SetThreshold;
use crate::events::ThresholdSet;
use crate::records::InventoryTables;

rejects! {
    /// Why no threshold is set.
    pub enum Reject {
        /// Rule 2.
        NegativeThreshold at "low_at" => 422, "negative_threshold", "A threshold is zero or more; send null to take it away."
                | "Ein Meldebestand ist null oder mehr; lassen Sie ihn leer, um ihn aufzuheben.";
        /// Rule 1.
        UnknownProduct => 404, "unknown_product", "There is no such product: check the SKU."
                | "Diesen Artikel gibt es nicht: prüfen Sie die Artikelnummer.";
        /// Rule 1.
        UnknownLocation at "location" => 422, "unknown_location", "There is no such location: check the code."
                | "Diesen Standort gibt es nicht: prüfen Sie das Kürzel.";
    }
}

impl Command for SetThreshold {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        if self.low_at.is_some_and(|low_at| low_at < Quantity::ZERO) {
            return Err(Reject::NegativeThreshold.into());
        }
        let key = (self.sku.clone(),);
        desk.products().want(&key);
        desk.locations().want(&(self.location,));
        desk.ready()?;
        let product = desk.products().find(&key)?.ok_or(Reject::UnknownProduct)?.id;
        desk.thresholds().want(&(product, self.location));
        desk.ready()?;
        if desk.locations().find(&(self.location,))?.is_none() {
            return Err(Reject::UnknownLocation.into());
        }
        let before = desk.thresholds().find(&(product, self.location))?.map(|threshold| threshold.low_at);
        if before == self.low_at {
            return Ok(());
        }
        let (sku, location, low_at) = (self.sku.clone(), self.location, self.low_at);
        desk.record(ThresholdSet { product, sku, location, low_at })
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}
