//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::desk::check_version;
use kontor_store::journal::Sha256Digest;
use kontor_store::own::{ContactVersion, OwnTables};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::ChangeCustomer;
use crate::events::{Changed, NewCard};
use crate::model::{ContactCard, ContactId, CustomerId};
use crate::records::{Customer, CustomerTables};
use crate::rules;

rejects! {
    /// Why a customer is not changed, before [`rules::ClosedReject`], the version and [`rules::Reject`].
    pub enum Reject {
        /// Rule 1.
        NothingToChange => 422, "nothing_to_change", "Nothing is given to change: send kind, contact, language, payment_method, terms_days or credit_limit."
                | "Es ist nichts angegeben, was sich ändern soll.";
        /// Rule 2.
        UnknownCustomer => 404, "unknown_customer", "There is no such customer: check the id."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer.";
    }
}

impl Command for ChangeCustomer {
    type Answer = ();

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        let nothing = Self { version: self.version, salt: self.salt, ..Self::of(self.customer) };
        if *self == nothing {
            return Err(Reject::NothingToChange.into());
        }
        desk.customers().want(&(self.customer,));
        desk.ready()?;
        let customer = find(desk, self.customer)?;
        desk.contact_versions().want(&(customer.contact.raw(),));
        desk.ready()?;
        rules::check_open(customer)?;
        check_version(self.version, customer.edited.unwrap_or(0))?;
        let version = desk.contact_versions().get(&(customer.contact.raw(),))?;
        let card = card_of(version)?;
        rules::check_card(self.kind.unwrap_or(customer.kind), self.card.as_ref().unwrap_or(&card))?;
        let limit = self.credit_limit.unwrap_or(customer.credit_limit);
        rules::check_terms(self.terms_days.unwrap_or(customer.terms_days), limit)?;
        let new = self.card.as_ref().filter(|new| **new != card).map(|new| {
            rules::contact_version([context.id(), self.customer.raw()], new, self.salt, context.now)
        });
        let Some(change) = self.change_of(customer, new.as_ref()) else { return Ok(()) };
        if let Some(new) = new {
            desk.put_side(new);
        }
        desk.record(change)
    }

    fn answer(_: &Recorded) -> Result<(), Fault> {
        Ok(())
    }
}

fn find(desk: &Desk, customer: CustomerId) -> Result<&Customer, Stop> {
    Ok(desk.customers().find(&(customer,))?.ok_or(Reject::UnknownCustomer)?)
}

fn card_of(version: &ContactVersion) -> Result<ContactCard, Stop> {
    serde_json::from_str(&version.data)
        .map_err(|error| Stop::Broken(format!("the contact version {} can't be read: {error}", version.id)))
}

impl ChangeCustomer {
    /// Rule 6: what differs, if anything.
    fn change_of(&self, customer: &Customer, card: Option<&ContactVersion>) -> Option<Changed> {
        let card = card.map(|version| NewCard {
            contact: ContactId::new(version.id),
            digest: Sha256Digest(version.digest()),
        });
        let limit = self.credit_limit.filter(|limit| *limit != customer.credit_limit);
        let change = Changed {
            customer: self.customer,
            kind: self.kind.filter(|kind| *kind != customer.kind),
            card,
            language: self.language.filter(|language| *language != customer.language),
            payment_method: self.payment_method.filter(|method| *method != customer.payment_method),
            terms_days: self.terms_days.filter(|days| *days != customer.terms_days),
            credit_limit: limit.map(Into::into),
        };
        let differs = change.kind.is_some()
            || change.card.is_some()
            || change.language.is_some()
            || change.payment_method.is_some()
            || change.terms_days.is_some()
            || change.credit_limit.is_some();
        differs.then_some(change)
    }
}
