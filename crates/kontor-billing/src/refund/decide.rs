//! The decision: pure, from the rows it names to the events it records.

use kontor_customers::records::CustomerTables;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Currency, Date, rejects};
use kontor_ledger::model::{Role, SourceKind};
use kontor_ledger::rules::{self as ledger, Draft};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::Refund;
use crate::events::Refunded;
use crate::model::{PaymentId, PaymentKind, account_of};
use crate::records::{Payment, PaymentTables};
use crate::rules::{check_balance, move_balance, series};

rejects! {
    /// Why nothing is paid back, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        UnknownPayment => 404, "unknown_payment", "There is no such payment: check the id."
                | "Diese Zahlung gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 1.
        NotAPayment => 409, "not_a_payment", "This is a refund itself: pay back from the payment."
                | "Das ist selbst eine Rückzahlung: zahlen Sie von der Zahlung zurück.";
        /// Rule 2.
        NothingUnassigned => 409, "nothing_unassigned", "All of this payment settles invoices or was paid back: credit an invoice first."
                | "Diese Zahlung ist ganz verrechnet oder zurückgezahlt: schreiben Sie zuerst eine Rechnung gut.";
        /// Rule 2.
        BadAmount at "amount" => 422, "bad_refund_amount", "A refund is above zero: correct the amount, or leave it out for all that is unassigned."
                | "Eine Rückzahlung ist größer als null: berichtigen Sie den Betrag, oder lassen Sie ihn weg für alles, was nicht zugeordnet ist.";
        /// Rule 2.
        MoreThanUnassigned { unassigned: String, currency: Currency } at "amount", facts(unassigned, currency) => 409, "more_than_unassigned", "Only {unassigned} {currency} of this payment is unassigned: pay back less, or credit an invoice first."
                | "Von dieser Zahlung sind nur {unassigned} {currency} nicht zugeordnet: zahlen Sie weniger zurück, oder schreiben Sie zuerst eine Rechnung gut.";
        /// Rule 3.
        DateInFuture { today: Date } at "date", facts(today) => 422, "refund_in_future", "Money can't have gone after today ({today}): correct the date, or leave it out."
                | "Geld kann nicht nach heute ({today}) gegangen sein: berichtigen Sie das Datum, oder lassen Sie es weg.";
        /// Rule 3.
        BeforePayment { paid: Date } at "date", facts(paid) => 422, "refund_before_payment", "Money can't go back before it came ({paid}): correct the date, or leave it out."
                | "Geld kann nicht zurückgehen, bevor es kam ({paid}): berichtigen Sie das Datum, oder lassen Sie es weg.";
    }
}

impl Command for Refund {
    type Answer = Refunded;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        desk.org().want(&());
        desk.payments().want(&(self.payment,));
        let today = kontor_identity::rules::today(desk, context);
        if let Some(date) = self.date.or(today.as_ref().ok().copied()) {
            ledger::want(desk, date, &[Role::Receivables, Role::Bank]);
            ledger::want_number(desk, &series("refund", date));
        }
        desk.ready()?;
        let paid = desk.payments().find(&(self.payment,))?.ok_or(Reject::UnknownPayment)?;
        let amount = self.amount(desk, paid)?;
        let date = self.date(today?, paid)?;
        let (customer, account) = (paid.customer, account_of(paid.method));
        if let Some(customer) = customer {
            desk.customers().want(&(customer,));
            desk.ready()?;
        }
        check_balance(desk, customer, amount)?;

        let id = PaymentId::new(context.id());
        let text = format!("of payment {}", paid.number);
        let number = ledger::next_number(desk, &series("refund", date))?;
        let draft = Draft::new(format!("Refund {number} {text}"), SourceKind::Refund, id.raw(), date);
        let (payment, reason) = (self.payment, self.reason.clone());
        desk.record(Refunded { id, number, payment, amount, date, reason })?;
        ledger::book(desk, draft.debit(Role::Receivables, amount).credit(account, amount))?;
        move_balance(desk, customer, id.raw(), amount)
    }

    fn answer(recorded: &Recorded) -> Result<Refunded, Fault> {
        recorded.the::<Refunded>().cloned()
    }
}

impl Refund {
    /// Rules 1 and 2.
    fn amount(&self, desk: &Desk, paid: &Payment) -> Result<Amount, Stop> {
        if paid.kind == PaymentKind::Refund {
            return Err(Reject::NotAPayment.into());
        }
        let unassigned = paid.unassigned;
        if unassigned <= Amount::ZERO {
            return Err(Reject::NothingUnassigned.into());
        }
        let amount = self.amount.unwrap_or(unassigned);
        if amount <= Amount::ZERO {
            return Err(Reject::BadAmount.into());
        }
        if amount > unassigned {
            let currency = desk.org().get(&())?.currency;
            let unassigned = unassigned.text(currency);
            return Err(Reject::MoreThanUnassigned { unassigned, currency }.into());
        }
        Ok(amount)
    }

    /// Rule 3.
    fn date(&self, today: Date, paid: &Payment) -> Result<Date, Reject> {
        let date = self.date.unwrap_or(today);
        if date > today {
            return Err(Reject::DateInFuture { today });
        }
        if date < paid.date { Err(Reject::BeforePayment { paid: paid.date }) } else { Ok(date) }
    }
}
