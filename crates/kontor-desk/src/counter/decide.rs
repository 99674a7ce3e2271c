//! The decision: pure, carried out by the rooms below.

use kontor_billing::counter_sale::{CounterSale, Sold};
use kontor_billing::events::Invoiced;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Context, rejects};
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::Sell;

rejects! {
    /// Why nothing is sold, behind the reasons of a sale over the counter.
    pub enum Reject {
        /// Rule 2.
        TotalChanged { text: String } at "shown", facts(text) => 409, "total_changed", "The total is {text} now, which is not what the page showed: tell the customer, and confirm again."
                | "Die Summe ist jetzt {text} und nicht mehr die angezeigte: sagen Sie es dem Kunden, und bestätigen Sie noch einmal.";
        /// Rule 3.
        GivenTooLittle { text: String } at "given", facts(text) => 422, "cash_too_little", "That is less than the total of {text}: take more, or choose another payment method."
                | "Das ist weniger als die Summe von {text}: nehmen Sie mehr entgegen, oder wählen Sie eine andere Zahlungsart.";
    }
}

impl Command for Sell {
    type Answer = Sold;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.sale.decide(desk, context)?;
        let currency = desk.org().get(&())?.currency;
        let invoiced = desk.recorded().find::<Invoiced>();
        let invoiced = invoiced.ok_or_else(|| Stop::Broken("a sale recorded no invoice".to_owned()))?;
        let total = invoiced.totals()?.gross;
        let text = || format!("{} {currency}", total.text(currency));
        if self.shown.is_some_and(|shown| shown != total) {
            return Err(Reject::TotalChanged { text: text() }.into());
        }
        if self.given.is_some_and(|given| given < total) {
            return Err(Reject::GivenTooLittle { text: text() }.into());
        }
        Ok(())
    }

    fn answer(recorded: &Recorded) -> Result<Sold, Fault> {
        CounterSale::answer(recorded)
    }
}
