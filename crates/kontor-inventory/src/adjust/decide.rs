//! The decision: pure, from the rows it names to the events it records.

use std::cmp::Reverse;

use kontor_catalog::model::{ProductId, ProductKind, Sku};
use kontor_catalog::records::CatalogTables;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Quantity, UnitPrice, line_amount, rejects};
use kontor_ledger::model::{Role, SourceKind};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Adjust, CANDIDATES, Finding};
use crate::events::Adjusted;
use crate::model::{AdjustmentId, HolderQuantity};
use crate::records::{InventoryTables, opposite};
use crate::rules::{self, Booking, Freed};

rejects! {
    /// Why stock is not adjusted, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        NegativeCount at "on_hand" => 422, "negative_count", "A count is zero or more: correct it, or send the difference as delta."
                | "Eine Zählung ist null oder mehr: berichtigen Sie sie, oder geben Sie den Unterschied an.";
        /// Rule 1.
        NoDifference at "delta" => 422, "no_difference", "A difference is not zero: correct it, or send what was counted as on_hand."
                | "Ein Unterschied ist nicht null: berichtigen Sie ihn, oder geben Sie an, was gezählt wurde.";
        /// Rule 2.
        NegativeUnitCost at "unit_cost" => 422, "negative_unit_cost", "A unit cost is zero or more: correct it."
                | "Ein Einstandspreis ist null oder mehr: berichtigen Sie ihn.";
        /// Rule 3, behind [`rules::Reject::UnknownLocation`].
        UnknownSku { sku: Sku } at "sku" => 422, "unknown_sku", "There is no product {sku}: add it first or correct the SKU."
                | "Den Artikel {sku} gibt es nicht: legen Sie ihn an, oder berichtigen Sie die Artikelnummer.";
        /// Rule 3.
        NotKeptInStock { sku: Sku } at "sku" => 422, "not_kept_in_stock", "{sku} is a service, which is not kept in stock."
                | "{sku} ist eine Dienstleistung, die keinen Bestand hat.";
        /// Rule 4.
        LessThanNothing { on_hand: Quantity } at "delta", facts(on_hand) => 409, "less_than_nothing", "Only {on_hand} lie there: no more can be taken away."
                | "Dort liegen nur {on_hand}: mehr kann nicht weggenommen werden.";
        /// Rule 5.
        CostUnknown at "unit_cost" => 422, "cost_unknown", "The product was never received, so its cost is not known: send unit_cost."
                | "Der Artikel kam noch nie herein, sein Einstandspreis ist also unbekannt: geben Sie ihn an.";
        /// Rule 5.
        TooMuch => 422, "adjustment_too_large", "The stock would be more, or worth more, than can be counted: correct quantity or unit cost."
                | "Der Bestand wäre mehr, oder mehr wert, als zu zählen ist: berichtigen Sie Menge oder Einstandspreis.";
        /// Rule 7.
        TooManyReservations => 409, "too_many_reservations", "More than 1,000 reservations would lose their goods at once: adjust in smaller steps."
                | "Mehr als 1.000 Reservierungen verlören auf einmal ihre Ware: gehen Sie in kleineren Schritten vor.";
        /// Rule 7.
        StockMoved => 409, "stock_moved", "The stock has moved since it was looked at: send it again."
                | "Der Bestand hat sich inzwischen bewegt: schicken Sie es noch einmal.";
    }
}

impl Command for Adjust {
    type Answer = Adjusted;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        desk.org().want(&());
        desk.locations().want(&(self.location,));
        desk.products().want(&(self.sku.clone(),));
        self.candidates.iter().for_each(|held| desk.reservations().want(held));
        desk.ready()?;
        rules::check_location(desk, &self.location)?;
        let product = self.product(desk)?;
        let today = kontor_identity::rules::today(desk, context)?;
        rules::want_books(desk, today, Role::StockDifference);
        desk.stock().want(&(product, self.location));
        desk.stock_values().want(&(product,));
        desk.ready()?;
        let event = self.adjusted(desk, context, product)?;
        let (text, document) = (format!("Stock adjustment {}", self.sku), event.adjustment.raw());
        let (date, value) = (event.date, event.value);
        desk.record(event)?;
        let (source, against) = (SourceKind::Adjustment, Role::StockDifference);
        rules::book(desk, Booking { text, source, document, date, value, against })
    }

    fn answer(recorded: &Recorded) -> Result<Adjusted, Fault> {
        recorded.the::<Adjusted>().cloned()
    }
}

impl Adjust {
    /// Rules 1 and 2, which need no rows.
    fn check(&self) -> Result<(), Reject> {
        match self.finding {
            Finding::Counted(counted) if counted < Quantity::ZERO => return Err(Reject::NegativeCount),
            Finding::Difference(Quantity::ZERO) => return Err(Reject::NoDifference),
            Finding::Counted(_) | Finding::Difference(_) => {}
        }
        if self.unit_cost.is_some_and(|cost| cost < UnitPrice::ZERO) {
            return Err(Reject::NegativeUnitCost);
        }
        Ok(())
    }

    /// Rule 3.
    fn product(&self, desk: &Desk) -> Result<ProductId, Stop> {
        match desk.products().find(&(self.sku.clone(),))? {
            None => Err(Reject::UnknownSku { sku: self.sku.clone() }.into()),
            Some(product) if product.kind == ProductKind::Service => {
                Err(Reject::NotKeptInStock { sku: self.sku.clone() }.into())
            }
            Some(product) => Ok(product.id),
        }
    }

    /// Rules 4 to 7: what happens.
    fn adjusted(&self, desk: &Desk, context: &Context, product: ProductId) -> Result<Adjusted, Stop> {
        let stock = desk.stock().find(&(product, self.location))?;
        let (thought, reserved) =
            stock.map_or_else(Default::default, |stock| (stock.on_hand, stock.reserved));
        let on_hand = self.finding.on_hand(thought).ok_or(Reject::TooMuch)?;
        if on_hand < Quantity::ZERO {
            return Err(Reject::LessThanNothing { on_hand: thought }.into());
        }
        let quantity = on_hand.checked_sub(thought).ok_or(Reject::TooMuch)?;
        let value = self.value(desk, product, quantity)?;
        let mut freed = Freed::default();
        if quantity.is_positive() {
            freed.add(product, self.location, quantity)?;
        }
        Ok(Adjusted {
            adjustment: AdjustmentId::new(context.id()),
            product,
            sku: self.sku.clone(),
            location: self.location,
            date: kontor_identity::rules::today(desk, context)?,
            quantity,
            value,
            unit_cost: self.unit_cost.filter(|_| quantity.is_positive()),
            reason: self.reason.clone(),
            filled: rules::fill(desk, &freed)?,
            shorted: self.shorted(desk, product, reserved.checked_sub(on_hand).unwrap_or_default())?,
        })
    }

    /// Rule 5: how much more the stock is worth.
    fn value(&self, desk: &Desk, product: ProductId, quantity: Quantity) -> Result<Amount, Stop> {
        let row = desk.stock_values().find(&(product,))?;
        if quantity == Quantity::ZERO {
            return Ok(Amount::ZERO);
        }
        let (on_hand, worth) = row.map_or_else(Default::default, |row| (row.on_hand, row.value));
        if quantity < Quantity::ZERO {
            let cost = rules::cost_of(opposite(quantity), on_hand, worth).and_then(Amount::checked_neg);
            return cost.ok_or_else(|| Stop::Broken(format!("{product} has more at a location than in all")));
        }
        let cost = self.unit_cost.or(row.map(|row| row.last_cost)).ok_or(Reject::CostUnknown)?;
        let currency = desk.org().get(&())?.currency;
        let gain = line_amount(cost, Quantity::ONE, quantity, currency);
        let fits =
            |gain: &Amount| worth.checked_add(*gain).is_some() && on_hand.checked_add(quantity).is_some();
        Ok(gain.filter(fits).ok_or(Reject::TooMuch)?)
    }

    /// Rule 7: who gives up how much of what is missing, the youngest first.
    fn shorted(
        &self,
        desk: &Desk,
        product: ProductId,
        missing: Quantity,
    ) -> Result<Vec<HolderQuantity>, Stop> {
        let mut left = missing;
        let mut held = Vec::with_capacity(self.candidates.len());
        for candidate in &self.candidates {
            held.extend(desk.reservations().find(candidate)?);
        }
        held.retain(|held| held.product == product && held.location == self.location);
        held.sort_unstable_by_key(|held| Reverse((held.since, held.holder, held.line)));
        held.dedup();
        let mut shorted = Vec::new();
        for held in held {
            let quantity = held.reserved.min(left);
            if quantity.is_positive() {
                shorted.push(HolderQuantity { holder: held.holder, line: held.line, quantity });
                left = left.checked_sub(quantity).unwrap_or_default();
            }
        }
        if !left.is_positive() {
            Ok(shorted)
        } else if self.candidates.len() >= CANDIDATES {
            Err(Reject::TooManyReservations.into())
        } else {
            Err(Reject::StockMoved.into())
        }
    }
}
