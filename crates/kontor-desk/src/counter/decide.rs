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
        match self.shown {
            Some(shown) if shown != total => {
                Err(Reject::TotalChanged { text: format!("{} {currency}", total.text(currency)) }.into())
            }
            _ => Ok(()),
        }
    }

    fn answer(recorded: &Recorded) -> Result<Sold, Fault> {
        CounterSale::answer(recorded)
    }
}
