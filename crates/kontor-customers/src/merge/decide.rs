//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::own::{Note, OwnTables};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::MergeCustomer;
use crate::events::Merged;
use crate::model::CustomerId;
use crate::records::{Customer, CustomerTables};
use crate::rules;

rejects! {
    /// Why nothing is merged; behind `unknown_customer` stand those of [`rules::ClosedReject`] for the survivor.
    pub enum Reject {
        /// Rule 1.
        Itself at "from" => 422, "merged_with_itself", "A customer can't be merged with itself: name the duplicate."
                | "Ein Kunde lässt sich nicht mit sich selbst zusammenführen: nennen Sie das Doppel.";
        /// Rule 1.
        UnknownCustomer => 404, "unknown_customer", "There is no such customer: check the id."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 1.
        UnknownDuplicate at "from" => 422, "unknown_duplicate", "There is no such customer: check the id of the duplicate."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer des Doppels.";
        /// Rule 1.
        DuplicateClosed at "from" => 409, "duplicate_closed", "This customer was merged or erased already: there is nothing left to merge."
                | "Dieser Kunde ist schon zusammengeführt oder gelöscht: da ist nichts mehr zusammenzuführen.";
        /// Rule 2.
        TooLarge => 422, "customer_figures_too_large", "Together the figures of both customers would be beyond all bounds."
                | "Zusammen wären die Zahlen beider Kunden jenseits aller Grenzen.";
    }
}

impl Command for MergeCustomer {
    type Answer = CustomerId;

    fn decide(&self, desk: &mut Desk, _: &Context) -> Result<(), Stop> {
        if self.customer == self.from {
            return Err(Reject::Itself.into());
        }
        let of_duplicate = vec![KeyPart::of(&self.from)];
        desk.customers().want(&(self.customer,));
        desk.customers().want(&(self.from,));
        desk.customers().want_set(&Customer::MERGED_INTO, &of_duplicate);
        desk.notes().want_set(&Note::OF_SUBJECT, &of_duplicate);
        desk.ready()?;
        let survivor = desk.customers().find(&(self.customer,))?.ok_or(Reject::UnknownCustomer)?;
        rules::check_open(survivor)?;
        let from = desk.customers().find(&(self.from,))?.ok_or(Reject::UnknownDuplicate)?;
        rules::check_open(from).map_err(|_| Reject::DuplicateClosed)?;
        let merged = Merged {
            customer: self.customer,
            from: self.from,
            order_count: from.order_count,
            volume: from.volume,
            open_orders: from.open_orders,
            open_balance: from.open_balance,
            duplicates: desk
                .customers()
                .set(&Customer::MERGED_INTO, &of_duplicate)?
                .iter()
                .map(|duplicate| duplicate.id)
                .collect(),
        };
        let fits = [
            (survivor.volume, from.volume),
            (survivor.open_orders, from.open_orders),
            (survivor.open_balance, from.open_balance),
        ];
        if fits.iter().any(|(ours, theirs)| ours.checked_add(*theirs).is_none()) {
            return Err(Reject::TooLarge.into());
        }
        let notes: Vec<Note> =
            desk.notes().set(&Note::OF_SUBJECT, &of_duplicate)?.into_iter().cloned().collect();
        for note in notes {
            desk.put_side(Note { subject: self.customer.raw(), ..note });
        }
        desk.record(merged)
    }

    fn answer(recorded: &Recorded) -> Result<CustomerId, Fault> {
        recorded.the::<Merged>().map(|merged| merged.customer)
    }
}
