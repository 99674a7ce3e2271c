//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Amount, Context, Timestamp, rejects};
use kontor_store::desk::KeyPart;
use kontor_store::own::{ContactVersion, Note, OwnTables};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::EraseCustomer;
use crate::events::Erased;
use crate::model::{ContactCard, CustomerId};
use crate::records::{Customer, CustomerTables};
use crate::rules;

rejects! {
    /// Why a customer is not erased; between the first and the second stand those of [`rules::ClosedReject`].
    pub enum Reject {
        /// Rule 1.
        UnknownCustomer => 404, "unknown_customer", "There is no such customer: check the id."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 2.
        OpenOrders => 409, "customer_has_open_orders", "An order of this customer is open: deliver and invoice it, or cancel it, and erase then."
                | "Ein Auftrag dieses Kunden ist offen: liefern und berechnen oder stornieren Sie ihn, und löschen Sie dann.";
        /// Rule 2.
        OpenBalance => 409, "customer_has_open_balance", "This customer owes something or has something to get: settle it, and erase then."
                | "Dieser Kunde schuldet etwas oder hat etwas zu bekommen: gleichen Sie es aus, und löschen Sie dann.";
    }
}

impl Command for EraseCustomer {
    type Answer = CustomerId;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let key = vec![KeyPart::of(&self.customer)];
        desk.customers().want(&(self.customer,));
        want_data(desk, self.customer);
        desk.ready()?;
        let customer = desk.customers().find(&(self.customer,))?.ok_or(Reject::UnknownCustomer)?;
        rules::check_open(customer)?;
        if customer.open_orders != Amount::ZERO {
            return Err(Reject::OpenOrders.into());
        }
        if customer.open_balance != Amount::ZERO {
            return Err(Reject::OpenBalance.into());
        }
        if customer.duplicates.is_some() {
            desk.customers().want_set(&Customer::MERGED_INTO, &key);
            desk.ready()?;
        }
        let duplicates = match customer.duplicates {
            Some(_) => desk.customers().set(&Customer::MERGED_INTO, &key)?,
            None => Vec::new(),
        };
        duplicates.iter().for_each(|duplicate| want_data(desk, duplicate.id));
        desk.ready()?;
        let (mut versions, mut notes) = (Vec::new(), Vec::new());
        for subject in [customer].into_iter().chain(duplicates.iter().copied()) {
            let key = vec![KeyPart::of(&subject.id)];
            let written = desk.contact_versions().set(&ContactVersion::OF_SUBJECT, &key)?;
            versions.extend(written.into_iter().map(|version| blanked(version, subject, context.now)));
            notes.extend(desk.notes().set(&Note::OF_SUBJECT, &key)?.into_iter().map(|note| note.id));
        }
        let duplicates = duplicates.iter().map(|duplicate| duplicate.id).collect();
        versions.into_iter().for_each(|version| desk.put_side(version));
        notes.into_iter().for_each(|note| desk.remove_side::<Note>((note,)));
        desk.record(Erased { customer: self.customer, duplicates })
    }

    fn answer(recorded: &Recorded) -> Result<CustomerId, Fault> {
        recorded.the::<Erased>().map(|erased| erased.customer)
    }
}

/// Names all that is written about somebody.
fn want_data(desk: &Desk, customer: CustomerId) {
    let key = vec![KeyPart::of(&customer)];
    desk.contact_versions().want_set(&ContactVersion::OF_SUBJECT, &key);
    desk.notes().want_set(&Note::OF_SUBJECT, &key);
}

/// Rules 3 and 4.
fn blanked(version: &ContactVersion, customer: &Customer, now: Timestamp) -> ContactVersion {
    let is_kept = customer.last_order.is_some() && version.id == customer.contact.raw();
    let card = serde_json::from_str::<ContactCard>(&version.data).ok().filter(|_| is_kept);
    let data = card.and_then(|card| serde_json::to_string(&card.of_invoices()).ok()).unwrap_or_default();
    ContactVersion { data, salt: Vec::new(), erased_at: Some(now), ..version.clone() }
}
