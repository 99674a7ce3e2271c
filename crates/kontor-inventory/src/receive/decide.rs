//! The decision: pure, from the rows it names to the events it records.

use kontor_catalog::model::{ProductKind, Sku};
use kontor_catalog::records::CatalogTables;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Currency, Date, Quantity, UnitPrice, limits, line_amount, rejects};
use kontor_ledger::model::{Role, SourceKind};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{Receive, ReceiveLine};
use crate::events::{Received, ReceivedLine};
use crate::model::ReceiptId;
use crate::records::InventoryTables;
use crate::rules::{self, Booking, Freed};

rejects! {
    /// Why goods are not received, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        NoLines at "lines" => 422, "receipt_without_lines", "A receipt needs at least one line: add a line with sku, quantity and unit_cost."
                | "Ein Wareneingang braucht mindestens eine Position: Artikel, Menge und Einstandspreis.";
        /// Rule 1.
        TooManyLines { count: usize } at "lines", facts(count) => 422, "too_many_receipt_lines", "A receipt has at most 1,000 lines, this one has {count}: split it."
                | "Ein Wareneingang hat höchstens 1.000 Positionen, dieser hat {count}: teilen Sie ihn auf.";
        /// Rule 2.
        BadQuantity { index: usize } at "lines/{index}/quantity" => 422, "bad_receipt_quantity", "A quantity received is above zero: correct it, or leave the line out."
                | "Eine eingegangene Menge ist größer als null: berichtigen Sie sie, oder lassen Sie die Position weg.";
        /// Rule 2.
        NegativeUnitCost { index: usize } at "lines/{index}/unit_cost" => 422, "negative_unit_cost", "A unit cost is zero or more: correct it."
                | "Ein Einstandspreis ist null oder mehr: berichtigen Sie ihn.";
        /// Rule 4, behind [`rules::Reject::UnknownLocation`].
        DateInFuture { today: Date } at "date", facts(today) => 422, "receipt_in_future", "Goods can't have come after today ({today}): correct the date, or leave it out."
                | "Ware kann nicht nach heute ({today}) gekommen sein: berichtigen Sie das Datum, oder lassen Sie es weg.";
        /// Rule 5.
        UnknownSku { index: usize, sku: Sku } at "lines/{index}/sku" => 422, "unknown_sku", "There is no product {sku}: add it first or correct the SKU."
                | "Den Artikel {sku} gibt es nicht: legen Sie ihn an, oder berichtigen Sie die Artikelnummer.";
        /// Rule 5.
        NotKeptInStock { index: usize, sku: Sku } at "lines/{index}/sku" => 422, "not_kept_in_stock", "{sku} is a service, which is not kept in stock: leave the line out."
                | "{sku} ist eine Dienstleistung, die keinen Bestand hat: lassen Sie die Position weg.";
        /// Rule 6.
        TooMuch { index: usize } at "lines/{index}" => 422, "receipt_too_large", "With this line the stock would be more, or worth more, than can be counted: correct quantity or unit cost."
                | "Mit dieser Position wäre der Bestand mehr, oder mehr wert, als zu zählen ist: berichtigen Sie Menge oder Einstandspreis.";
    }
}

impl Command for Receive {
    type Answer = Received;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        desk.org().want(&());
        desk.locations().want(&(self.location,));
        for line in &self.lines {
            desk.products().want(&(line.sku.clone(),));
        }
        desk.ready()?;
        rules::check_open_location(desk, &self.location)?;
        let today = kontor_identity::rules::today(desk, context)?;
        let date = self.date.unwrap_or(today);
        if date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        let currency = desk.org().get(&())?.currency;
        let lines = self.valued(desk, currency)?;
        rules::want_books(desk, date, Role::GoodsReceived);
        let mut freed = Freed::default();
        for line in &lines {
            desk.stock_values().want(&(line.product,));
            freed.add(line.product, self.location, line.quantity)?;
        }
        let filled = rules::fill(desk, &freed)?;
        desk.ready()?;
        let total = within_bounds(desk, &lines)?;
        let receipt = ReceiptId::new(context.id());
        let (location, reference) = (self.location, self.reference.clone());
        desk.record(Received { receipt, location, date, reference, lines, filled })?;
        rules::book(
            desk,
            Booking {
                text: self.text(receipt),
                source: SourceKind::Receipt,
                document: receipt.raw(),
                date,
                value: total,
                against: Role::GoodsReceived,
            },
        )
    }

    fn answer(recorded: &Recorded) -> Result<Received, Fault> {
        recorded.the::<Received>().cloned()
    }
}

impl Receive {
    /// Rules 1 and 2, which need no rows.
    fn check(&self) -> Result<(), Reject> {
        if self.lines.is_empty() {
            return Err(Reject::NoLines);
        }
        if self.lines.len() > limits::BATCH_PARTS {
            return Err(Reject::TooManyLines { count: self.lines.len() });
        }
        for (index, line) in self.lines.iter().enumerate() {
            if !line.quantity.is_positive() {
                return Err(Reject::BadQuantity { index });
            }
            if line.unit_cost < UnitPrice::ZERO {
                return Err(Reject::NegativeUnitCost { index });
            }
        }
        Ok(())
    }

    /// Rules 5 and 6: the lines with their products and values.
    fn valued(&self, desk: &Desk, currency: Currency) -> Result<Vec<ReceivedLine>, Stop> {
        let lines = self.lines.iter().enumerate();
        lines.map(|(index, line)| valued(desk, index, line, currency)).collect()
    }

    /// What the books say.
    fn text(&self, receipt: ReceiptId) -> String {
        match &self.reference {
            Some(reference) => format!("Goods receipt {reference}"),
            None => format!("Goods receipt {receipt}"),
        }
    }
}

fn valued(desk: &Desk, index: usize, line: &ReceiveLine, currency: Currency) -> Result<ReceivedLine, Stop> {
    let sku = line.sku.clone();
    let Some(product) = desk.products().find(&(sku.clone(),))? else {
        return Err(Reject::UnknownSku { index, sku }.into());
    };
    if product.kind == ProductKind::Service {
        return Err(Reject::NotKeptInStock { index, sku }.into());
    }
    let value = line_amount(line.unit_cost, Quantity::ONE, line.quantity, currency);
    let value = value.ok_or(Reject::TooMuch { index })?;
    Ok(ReceivedLine { product: product.id, sku, quantity: line.quantity, unit_cost: line.unit_cost, value })
}

/// Rule 6: neither the receipt nor any stock becomes more than can be counted. What all of it cost.
fn within_bounds(desk: &Desk, lines: &[ReceivedLine]) -> Result<Amount, Stop> {
    let (mut total, mut count) = (Amount::ZERO, Quantity::ZERO);
    for (index, line) in lines.iter().enumerate() {
        let row = desk.stock_values().find(&(line.product,))?;
        let (on_hand, worth) = row.map_or((Quantity::ZERO, Amount::ZERO), |row| (row.on_hand, row.value));
        // All lines so far together, whatever their products: simple, and far above what anybody receives.
        let sums = total.checked_add(line.value).zip(count.checked_add(line.quantity));
        let fits = sums.filter(|(total, count)| {
            worth.checked_add(*total).is_some() && on_hand.checked_add(*count).is_some()
        });
        (total, count) = fits.ok_or(Reject::TooMuch { index })?;
    }
    Ok(total)
}
