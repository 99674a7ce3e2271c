//! The decision: pure, from the rows it names to the events it records.

use std::collections::BTreeSet;

use kontor_customers::records::CustomerTables;
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Date, Quantity, rejects};
use kontor_ledger::model::SourceKind;
use kontor_ledger::rules::{self as ledger, Draft};
use kontor_orders::model::LineQuantity;
use kontor_orders::rules as orders;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{CreditInvoice, amounts};
use crate::events::{Credited, CreditedLine, PaymentPart, RateTotals};
use crate::model::{InvoiceId, InvoiceKind};
use crate::records::{
    Allocation, Invoice, InvoiceLine, InvoiceTables, InvoiceTax, PaymentTables, line_of, of_invoice,
};
use crate::rules::{check_balance, document_draft, move_balance, negative, series, want_document_accounts};

rejects! {
    /// Why nothing is credited, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        UnknownInvoice => 404, "unknown_invoice", "There is no such invoice: check the id."
                | "Diese Rechnung gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 1.
        NotAnInvoice => 409, "not_an_invoice", "This is a credit note itself: credit the invoice that it corrects."
                | "Das ist selbst eine Rechnungskorrektur: korrigieren Sie die Rechnung, zu der sie gehört.";
        /// Rule 2.
        BadQuantity { line: i32 } at "lines" => 422, "bad_line_quantity", "Name each line once, with a quantity above zero; line {line} is not so."
                | "Nennen Sie jede Position einmal, mit einer Menge über null; Position {line} ist nicht so.";
        /// Rule 2.
        UnknownLine { line: i32 } at "lines" => 422, "unknown_invoice_line", "The invoice has no line {line}: check the line's number."
                | "Die Rechnung hat keine Position {line}: prüfen Sie die Nummer.";
        /// Rule 2.
        NotCreditable { line: i32, available: Quantity, asked: Quantity } at "lines", facts(line, available, asked) => 409, "not_creditable", "Of line {line} only {available} is left to credit, not {asked}."
                | "Von Position {line} können nur noch {available} gutgeschrieben werden, nicht {asked}.";
        /// Rule 2.
        NothingToCredit => 409, "nothing_to_credit", "Nothing of this invoice is left to credit: all of it was taken back."
                | "Von dieser Rechnung ist nichts mehr gutzuschreiben: alles ist zurückgenommen.";
        /// Rule 3.
        DateInFuture { today: Date } at "document_date", facts(today) => 422, "credit_in_future", "A credit note is not dated after today ({today}): correct the date, or leave it out."
                | "Eine Rechnungskorrektur trägt kein Datum nach heute ({today}): berichtigen Sie es, oder lassen Sie es weg.";
        /// Rule 3.
        BeforeInvoice { invoiced: Date } at "document_date", facts(invoiced) => 422, "credit_before_invoice", "A credit note is not dated before its invoice ({invoiced}): correct the date, or leave it out."
                | "Eine Rechnungskorrektur trägt kein Datum vor ihrer Rechnung ({invoiced}): berichtigen Sie es, oder lassen Sie es weg.";
        /// Rule 5.
        MoreThanLeft => 409, "credit_exceeds_invoice", "These lines come to more than is left of the invoice: credit its deduction together with them."
                | "Diese Positionen ergeben mehr, als von der Rechnung übrig ist: schreiben Sie den Abzug mit ihnen zusammen gut.";
        /// Rule 5.
        BelowZero => 409, "credit_below_zero", "These lines come to less than zero: credit a deduction together with what it was taken from."
                | "Diese Positionen ergeben weniger als null: schreiben Sie einen Abzug mit dem zusammen gut, wovon er abgezogen wurde.";
    }
}

impl Command for CreditInvoice {
    type Answer = Credited;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.name(desk, context);
        desk.ready()?;
        let invoice = self.invoice(desk)?;
        if let Some(customer) = invoice.customer {
            desk.customers().want(&(customer,));
            desk.billing_accounts().want(&(customer,));
        }
        orders::want_order(desk, invoice.order_id);
        let (lines, taxes) = (self.lines_of(desk)?, self.taxes_of(desk)?);
        let chosen = self.choose(&lines)?;
        let date = self.date(desk, context, invoice)?;
        let parts =
            chosen.iter().map(|(line, quantity)| LineQuantity { line: line.order_line, quantity: *quantity });
        let parts: Vec<LineQuantity> = parts.collect();
        let credited = amounts::credited(invoice.basis, &chosen, &taxes)?;
        let per_rate = per_rate(&lines, &credited)?;
        let freed = self.freed(desk, invoice, sum(&per_rate)?)?;
        desk.ready()?;
        check_balance(desk, invoice.customer, negative(sum(&per_rate)?))?;

        let (order, customer, invoice_number) = (invoice.order_id, invoice.customer, invoice.number.clone());
        let id = InvoiceId::new(context.id());
        let number = ledger::next_number(desk, &series("credit_note", date))?;
        let text = format!("Credit note {number} to invoice {invoice_number}");
        let event = Credited {
            id,
            number,
            corrects: self.invoice,
            order,
            document_date: date,
            reason: self.reason.clone(),
            lines: credited,
            freed,
        };
        let (totals, freed) = (event.totals()?, event.freed.clone());
        desk.record(event)?;
        let draft = Draft::new(text, SourceKind::CreditNote, id.raw(), date);
        ledger::book(desk, document_draft(draft, &totals, &per_rate, -1)?)?;
        orders::credit(desk, order, id.raw(), totals.gross, parts)?;
        move_balance(desk, customer, id.raw(), negative(totals.gross))?;
        for part in freed {
            orders::pay(desk, order, part.payment.raw(), negative(part.amount))?;
        }
        Ok(())
    }

    fn answer(recorded: &Recorded) -> Result<Credited, Fault> {
        recorded.the::<Credited>().cloned()
    }
}

impl CreditInvoice {
    /// Names every row that can be named before any is seen.
    fn name(&self, desk: &Desk, context: &Context) {
        desk.org().want(&());
        desk.invoices().want(&(self.invoice,));
        desk.invoice_lines().want_set(&InvoiceLine::OF_INVOICE, &of_invoice(self.invoice));
        desk.invoice_taxes().want_set(&InvoiceTax::OF_INVOICE, &of_invoice(self.invoice));
        desk.allocations().want_set(&Allocation::OF_INVOICE, &of_invoice(self.invoice));
        let today = kontor_identity::rules::today(desk, context);
        if let Some(date) = self.document_date.or(today.ok()) {
            want_document_accounts(desk, date);
            ledger::want_number(desk, &series("credit_note", date));
        }
    }

    /// Rule 1.
    fn invoice<'a>(&self, desk: &'a Desk) -> Result<&'a Invoice, Stop> {
        let invoice = desk.invoices().find(&(self.invoice,))?.ok_or(Reject::UnknownInvoice)?;
        if invoice.kind == InvoiceKind::CreditNote { Err(Reject::NotAnInvoice.into()) } else { Ok(invoice) }
    }

    fn lines_of<'a>(&self, desk: &'a Desk) -> Result<Vec<&'a InvoiceLine>, Stop> {
        Ok(desk.invoice_lines().set(&InvoiceLine::OF_INVOICE, &of_invoice(self.invoice))?)
    }

    fn taxes_of<'a>(&self, desk: &'a Desk) -> Result<Vec<&'a InvoiceTax>, Stop> {
        Ok(desk.invoice_taxes().set(&InvoiceTax::OF_INVOICE, &of_invoice(self.invoice))?)
    }

    /// Rule 2: what is credited.
    fn choose<'a>(&self, lines: &[&'a InvoiceLine]) -> Result<Vec<(&'a InvoiceLine, Quantity)>, Reject> {
        let mut seen = BTreeSet::new();
        let mut chosen = Vec::with_capacity(self.lines.len());
        for part in &self.lines {
            if !part.quantity.is_positive() || !seen.insert(part.line) {
                return Err(Reject::BadQuantity { line: part.line });
            }
            let line = line_of(lines, part.line).ok_or(Reject::UnknownLine { line: part.line })?;
            let available = line.to_credit();
            if part.quantity > available {
                return Err(Reject::NotCreditable { line: part.line, available, asked: part.quantity });
            }
            chosen.push((line, part.quantity));
        }
        if !self.lines.is_empty() {
            return Ok(chosen);
        }
        let left = lines.iter().map(|line| (*line, line.to_credit()));
        let chosen: Vec<_> = left.filter(|(_, quantity)| quantity.is_positive()).collect();
        if chosen.is_empty() { Err(Reject::NothingToCredit) } else { Ok(chosen) }
    }

    /// Rule 3.
    fn date(&self, desk: &Desk, context: &Context, invoice: &Invoice) -> Result<Date, Stop> {
        let today = kontor_identity::rules::today(desk, context)?;
        let date = self.document_date.unwrap_or(today);
        if date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        if date < invoice.document_date {
            return Err(Reject::BeforeInvoice { invoiced: invoice.document_date }.into());
        }
        Ok(date)
    }

    /// Rules 5 and 8: the money that is not needed for the invoice any more, the newest payment first.
    fn freed(&self, desk: &Desk, invoice: &Invoice, gross: Amount) -> Result<Vec<PaymentPart>, Stop> {
        if gross < Amount::ZERO {
            return Err(Reject::BelowZero.into());
        }
        if invoice.gross.checked_sub(invoice.credited).is_none_or(|left| gross > left) {
            return Err(Reject::MoreThanLeft.into());
        }
        let mut left = gross.checked_sub(invoice.open()).unwrap_or(Amount::ZERO);
        let mut freed = Vec::new();
        for row in desk.allocations().set(&Allocation::OF_INVOICE, &of_invoice(self.invoice))?.iter().rev() {
            let amount = row.amount.min(left);
            if amount > Amount::ZERO {
                left = left.checked_sub(amount).unwrap_or(Amount::ZERO);
                desk.payments().want(&(row.payment,));
                freed.push(PaymentPart { payment: row.payment, amount });
            }
        }
        Ok(freed)
    }
}

/// What each rate of the credit note comes to.
fn per_rate(lines: &[&InvoiceLine], credited: &[CreditedLine]) -> Result<Vec<RateTotals>, Stop> {
    let mut rates = Vec::new();
    for part in credited {
        let line = line_of(lines, part.line).ok_or(Reject::UnknownLine { line: part.line })?;
        RateTotals::add(&mut rates, (line.tax_class, line.tax_rate), (part.net, part.tax))?;
    }
    Ok(rates)
}

fn sum(per_rate: &[RateTotals]) -> Result<Amount, Stop> {
    let gross = Amount::sum(per_rate.iter().map(|rate| rate.totals.gross));
    gross.ok_or_else(|| Stop::Broken("a credit note beyond all bounds".to_owned()))
}
