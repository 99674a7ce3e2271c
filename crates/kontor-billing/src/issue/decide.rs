//! The decision: pure, from the rows it names to the events it records.

use kontor_kernel::{Context, Date, rejects};
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::IssueInvoice;
use crate::events::Invoiced;
use crate::rules::{Invoicing, issue, want_invoicing};

rejects! {
    /// Why nothing is invoiced; before it come those of an order's lines, behind it those of [`crate::rules`].
    pub enum Reject {
        /// Rule 2.
        DateInFuture { today: Date } at "document_date", facts(today) => 422, "invoice_in_future", "An invoice is not dated after today ({today}): correct the date, or leave it out."
                | "Eine Rechnung trägt kein Datum nach heute ({today}): berichtigen Sie es, oder lassen Sie es weg.";
    }
}

impl Command for IssueInvoice {
    type Answer = Invoiced;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.name(desk, context);
        let parts = orders::choose_invoiceable(desk, self.order, &self.lines)?;
        let today = kontor_identity::rules::today(desk, context)?;
        let document_date = self.document_date.unwrap_or(today);
        if document_date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        let supply_date = self.supply_date.unwrap_or(document_date);
        issue(desk, context, Invoicing { order: self.order, parts, document_date, supply_date }).map(|_| ())
    }

    fn answer(recorded: &Recorded) -> Result<Invoiced, Fault> {
        recorded.the::<Invoiced>().cloned()
    }
}

impl IssueInvoice {
    /// Names every row that can be named before any is seen. Also for a command above, of which this is a step.
    pub fn name(&self, desk: &Desk, context: &Context) {
        let today = || kontor_identity::rules::today(desk, context).ok();
        want_invoicing(desk, self.order, self.document_date.or_else(today));
    }
}
