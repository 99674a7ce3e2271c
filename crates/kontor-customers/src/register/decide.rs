//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Amount, Context, limits, rejects};
use kontor_store::journal::Sha256Digest;
use kontor_store::own::ContactVersion;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{NewCustomer, Register};
use crate::events::Registered;
use crate::model::{ContactId, CustomerId, CustomerKind, CustomerNumber};
use crate::records::CustomerTables;

rejects! {
    /// Why a customer is not registered, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        PersonWithoutName at "contact/name" => 422, "person_without_name", "A person needs a name: fill in the contact's name."
                | "Eine Person braucht einen Namen: füllen Sie ihn aus.";
        /// Rule 1.
        CompanyWithoutName at "contact/company" => 422, "company_without_name", "A company needs its registered name: fill in the contact's company."
                | "Ein Unternehmen braucht seine Firma: füllen Sie sie aus.";
        /// Rule 2.
        BadText { place: &'static str } at "{place}" => 422, "bad_contact_text", "A text of the contact is too long or holds control characters: 200 characters of plain text are the limit."
                | "Eine Angabe zum Kontakt ist zu lang oder enthält Steuerzeichen: höchstens 200 Zeichen einfacher Text.";
        /// Rule 3.
        BadMail at "contact/mail" => 422, "bad_mail", "The mail address can't be right: it needs one @ with something on both sides."
                | "Die Mailadresse kann nicht stimmen: sie braucht ein @ mit etwas auf beiden Seiten.";
        /// Rule 4.
        BadTerms at "terms_days" => 422, "bad_terms", "Payment terms are 0 to 365 days."
                | "Das Zahlungsziel liegt zwischen 0 und 365 Tagen.";
        /// Rule 4.
        NegativeCreditLimit at "credit_limit" => 422, "negative_credit_limit", "A credit limit is zero or more; leave it out for no limit."
                | "Ein Kreditlimit ist null oder mehr; lassen Sie es weg, wenn es keines gibt.";
        /// Rule 5.
        NumberTaken { number: CustomerNumber } at "number" => 409, "customer_number_taken", "The customer number {number} is in use: choose another, or leave it out for the next free one."
                | "Die Kundennummer {number} ist vergeben: wählen Sie eine andere, oder lassen Sie sie weg für die nächste freie.";
    }
}

/// The first number that is given.
const FIRST_NUMBER: i64 = 10_001;
/// A number given by hand with more digits than this is not taken for one of the counter's.
const COUNTER_DIGITS: usize = 9;

/// The number that the counter gives.
fn numbered(sequence: i64) -> String {
    format!("K{sequence}")
}

/// The counter's value that would give this number.
fn sequence_of(number: &CustomerNumber) -> Option<i64> {
    let digits = number.as_str().strip_prefix('K').filter(|digits| digits.len() <= COUNTER_DIGITS)?;
    digits.parse().ok().filter(|sequence| numbered(*sequence) == number.as_str())
}

impl Command for Register {
    type Answer = NewCustomer;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        let (number, sequence) = self.number(desk)?;
        let version = self.contact_version(context);
        let event = Registered {
            customer: CustomerId::new(version.subject),
            number,
            sequence,
            kind: self.kind,
            contact: ContactId::new(version.id),
            contact_digest: Sha256Digest(version.digest()),
            language: self.language,
            payment_method: self.payment_method,
            terms_days: self.terms_days,
            credit_limit: self.credit_limit,
        };
        desk.put_side(version);
        desk.record(event)
    }

    fn answer(recorded: &Recorded) -> Result<NewCustomer, Fault> {
        let registered = recorded.the::<Registered>()?;
        Ok(NewCustomer { customer: registered.customer, number: registered.number.clone() })
    }
}

impl Register {
    /// Rules 1 to 4, which need no rows.
    fn check(&self) -> Result<(), Reject> {
        match self.kind {
            CustomerKind::Person if self.card.name.trim().is_empty() => {
                return Err(Reject::PersonWithoutName);
            }
            CustomerKind::Company if self.card.company.trim().is_empty() => {
                return Err(Reject::CompanyWithoutName);
            }
            CustomerKind::Person | CustomerKind::Company => {}
        }
        let is_bad =
            |text: &str| text.chars().count() > limits::TEXT_CHARS || text.chars().any(char::is_control);
        if let Some((place, _)) = self.card.texts().find(|(_, text)| is_bad(text)) {
            return Err(Reject::BadText { place });
        }
        let mail = &self.card.mail;
        let is_mail =
            |(name, host): (&str, &str)| !name.is_empty() && !host.is_empty() && !host.contains('@');
        if !mail.is_empty() && !mail.split_once('@').is_some_and(is_mail) {
            return Err(Reject::BadMail);
        }
        if !(0..=365).contains(&self.terms_days) {
            return Err(Reject::BadTerms);
        }
        if self.credit_limit.is_some_and(|limit| limit < Amount::ZERO) {
            return Err(Reject::NegativeCreditLimit);
        }
        Ok(())
    }

    /// Rule 5: the number, and the counter's value when the counter moves on behind it.
    fn number(&self, desk: &Desk) -> Result<(CustomerNumber, Option<i64>), Stop> {
        desk.customer_counter().want(&());
        if let Some(number) = &self.number {
            desk.customer_numbers().want(&(number.clone(),));
        }
        desk.ready()?;
        let next = desk.customer_counter().find(&())?.map_or(FIRST_NUMBER, |counter| counter.next);
        let Some(number) = &self.number else {
            let number = CustomerNumber::parse(&numbered(next));
            let number =
                number.map_err(|error| Stop::Broken(format!("the counter makes no number: {error}")))?;
            return Ok((number, Some(next)));
        };
        if desk.customer_numbers().find(&(number.clone(),))?.is_some() {
            return Err(Reject::NumberTaken { number: number.clone() }.into());
        }
        // A number that the counter would come to moves it on, so what the counter gives is always free.
        Ok((number.clone(), sequence_of(number).filter(|sequence| *sequence >= next)))
    }

    /// Rule 6: the card as a contact version of the new customer.
    fn contact_version(&self, context: &Context) -> ContactVersion {
        let subject = context.id();
        ContactVersion {
            id: context.id(),
            subject,
            // A struct of strings always becomes JSON.
            data: serde_json::to_string(&self.card).unwrap_or_default(),
            salt: self.salt.to_vec(),
            written_at: context.now,
            erased_at: None,
        }
    }
}
