//! The decision: pure, from the rows it names to the event it records.

use kontor_kernel::{Context, rejects};
use kontor_store::journal::Sha256Digest;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{NewCustomer, Register};
use crate::events::Registered;
use crate::model::{ContactId, CustomerId, CustomerNumber};
use crate::records::CustomerTables;
use crate::rules;

rejects! {
    /// Why a customer is not registered, behind [`rules::Reject`].
    pub enum Reject {
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
        rules::check_card(self.kind, &self.card)?;
        rules::check_terms(self.terms_days, self.credit_limit)?;
        let (number, sequence) = self.number(desk)?;
        let subject = context.id();
        let version = rules::contact_version([context.id(), subject], &self.card, self.salt, context.now);
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
}
