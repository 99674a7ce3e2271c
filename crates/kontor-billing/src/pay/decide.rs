//! The decision: pure, from the rows it names to the events it records.

use std::collections::BTreeSet;

use kontor_customers::model::CustomerId;
use kontor_customers::records::{Customer, CustomerTables};
use kontor_identity::records::IdentityTables;
use kontor_kernel::{Amount, Context, Currency, Date, rejects};
use kontor_orders::model::OrderId;
use kontor_orders::records::OrderTables;
use kontor_store::desk::KeyPart;
use kontor_store::{Command, Desk, Fault, Recorded, Stop};

use super::{NamedInvoice, RecordPayment, Target};
use crate::events::{InvoicePart, Paid};
use crate::model::{InvoiceId, InvoiceKind};
use crate::records::{Invoice, InvoiceTables};
use crate::rules::{Paying, check_cash, pay, spread, want_paying};

rejects! {
    /// Why a payment is not recorded, in the order of the checks.
    pub enum Reject {
        /// Rule 1.
        BadAmount at "amount" => 422, "bad_payment_amount", "A payment is above zero: correct the amount; money that goes back is a refund."
                | "Eine Zahlung ist größer als null: berichtigen Sie den Betrag; Geld, das zurückgeht, ist eine Rückzahlung.";
        /// Rule 2.
        NoTarget => 422, "payment_without_target", "Say what the money is for: a customer, an order, or invoices; exactly one of them."
                | "Sagen Sie, wofür das Geld ist: für einen Kunden, einen Auftrag oder Rechnungen; genau eines davon.";
        /// Rule 4, behind rule 3.
        DateInFuture { today: Date } at "date", facts(today) => 422, "payment_in_future", "Money can't have come after today ({today}): correct the date, or leave it out."
                | "Geld kann nicht nach heute ({today}) gekommen sein: berichtigen Sie das Datum, oder lassen Sie es weg.";
        /// Rule 2.
        UnknownCustomer at "customer" => 422, "unknown_customer", "There is no such customer: check the id."
                | "Diesen Kunden gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 2.
        UnknownOrder at "order" => 422, "unknown_order", "There is no such order: check the id."
                | "Diesen Auftrag gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 2.
        UnknownInvoice { index: usize } at "invoices/{index}/invoice" => 422, "unknown_invoice", "There is no such invoice: check the id."
                | "Diese Rechnung gibt es nicht: prüfen Sie die Nummer.";
        /// Rule 6.
        NamedTwice { index: usize } at "invoices/{index}/invoice" => 422, "invoice_named_twice", "Name each invoice once."
                | "Nennen Sie jede Rechnung nur einmal.";
        /// Rule 6.
        NotAnInvoice { index: usize } at "invoices/{index}/invoice" => 409, "not_an_invoice", "This is a credit note, to which nothing is paid: name the invoice."
                | "Das ist eine Rechnungskorrektur, auf die nichts gezahlt wird: nennen Sie die Rechnung.";
        /// Rule 6.
        OtherCustomer { index: usize } at "invoices/{index}/invoice" => 409, "invoice_of_other_customer", "One payment settles invoices of one customer: record a payment for each."
                | "Eine Zahlung begleicht Rechnungen eines Kunden: erfassen Sie für jeden Kunden eine.";
        /// Rule 6.
        BadPart { index: usize } at "invoices/{index}/amount" => 422, "bad_invoice_amount", "What an invoice gets is above zero: correct it, or leave it out for all that is open."
                | "Was eine Rechnung bekommt, ist größer als null: berichtigen Sie es, oder lassen Sie es weg für alles, was offen ist.";
        /// Rule 6.
        MoreThanOpen { index: usize, open: String, currency: Currency } at "invoices/{index}/amount", facts(open, currency) => 409, "more_than_open", "Only {open} {currency} of this invoice is open: give it less, and the rest stays unassigned."
                | "Von dieser Rechnung sind nur {open} {currency} offen: geben Sie ihr weniger, dann bleibt der Rest nicht zugeordnet.";
        /// Rule 6.
        MoreThanPaid at "invoices" => 422, "more_than_paid", "The invoices are given more than was paid: correct their amounts."
                | "Die Rechnungen bekommen mehr, als gezahlt wurde: berichtigen Sie die Beträge.";
    }
}

impl Command for RecordPayment {
    type Answer = Paid;

    fn decide(&self, desk: &mut Desk, context: &Context) -> Result<(), Stop> {
        self.check()?;
        self.name(desk, context);
        desk.ready()?;
        check_cash(desk, self.method)?;
        let today = kontor_identity::rules::today(desk, context)?;
        let date = self.date.unwrap_or(today);
        if date > today {
            return Err(Reject::DateInFuture { today }.into());
        }
        let (customer, order, settles) = match &self.target {
            Target::Customer(id) => {
                let (customer, settles) = self.of_customer(desk, *id)?;
                (Some(customer), None, settles)
            }
            Target::Order(id) => self.of_order(desk, *id)?,
            Target::Invoices(named) => self.of_invoices(desk, named)?,
        };
        let (method, amount, reference) = (self.method, self.amount, self.reference.clone());
        pay(desk, context, Paying { method, amount, customer, order, date, reference, settles })
    }

    fn answer(recorded: &Recorded) -> Result<Paid, Fault> {
        recorded.the::<Paid>().cloned()
    }
}

/// Who paid, for which order, and what of it settles what.
type Settling = (Option<CustomerId>, Option<OrderId>, Vec<InvoicePart>);

impl RecordPayment {
    /// Rules 1 and 2, which need no rows.
    fn check(&self) -> Result<(), Reject> {
        if self.amount <= Amount::ZERO {
            return Err(Reject::BadAmount);
        }
        match &self.target {
            Target::Invoices(named) if named.is_empty() => Err(Reject::NoTarget),
            Target::Invoices(_) | Target::Customer(_) | Target::Order(_) => Ok(()),
        }
    }

    /// Names every row that can be named before any is seen. Also for a command above, of which this is a step.
    pub fn name(&self, desk: &Desk, context: &Context) {
        desk.org().want(&());
        match &self.target {
            Target::Customer(customer) => {
                desk.customers().want(&(*customer,));
                desk.invoices().want_set(&Invoice::OPEN_OF_CUSTOMER, &vec![KeyPart::of(customer)]);
            }
            Target::Order(order) => {
                desk.orders().want(&(*order,));
                desk.invoices().want_set(&Invoice::OPEN_OF_ORDER, &vec![KeyPart::of(order)]);
            }
            Target::Invoices(named) => named.iter().for_each(|named| desk.invoices().want(&(named.invoice,))),
        }
        let today = kontor_identity::rules::today(desk, context);
        if let Some(date) = self.date.or(today.ok()) {
            want_paying(desk, self.method, date);
        }
    }

    /// Rule 5. A payment of a duplicate is its survivor's; the open invoices of all of them are among those it settles.
    fn of_customer(&self, desk: &Desk, customer: CustomerId) -> Result<(CustomerId, Vec<InvoicePart>), Stop> {
        let row = desk.customers().find(&(customer,))?.ok_or(Reject::UnknownCustomer)?;
        let survivor = row.merged_into.unwrap_or(customer);
        let of_survivor = vec![KeyPart::of(&survivor)];
        desk.customers().want(&(survivor,));
        desk.ready()?;
        let mut all = vec![survivor];
        if desk.customers().get(&(survivor,))?.duplicates.is_some() {
            desk.customers().want_set(&Customer::MERGED_INTO, &of_survivor);
            desk.ready()?;
            let duplicates = desk.customers().set(&Customer::MERGED_INTO, &of_survivor)?;
            all.extend(duplicates.into_iter().map(|duplicate| duplicate.id));
        }
        let keys: Vec<_> = all.iter().map(|customer| vec![KeyPart::of(customer)]).collect();
        keys.iter().for_each(|key| desk.invoices().want_set(&Invoice::OPEN_OF_CUSTOMER, key));
        desk.ready()?;
        let mut open = Vec::new();
        for key in &keys {
            open.extend(desk.invoices().set(&Invoice::OPEN_OF_CUSTOMER, key)?);
        }
        Ok((survivor, self.oldest_first(open)))
    }

    /// Rule 5.
    fn of_order(&self, desk: &Desk, id: OrderId) -> Result<Settling, Stop> {
        let order = desk.orders().find(&(id,))?.ok_or(Reject::UnknownOrder)?;
        let open = desk.invoices().set(&Invoice::OPEN_OF_ORDER, &vec![KeyPart::of(&id)])?;
        Ok((order.customer, Some(id), self.oldest_first(open)))
    }

    fn oldest_first(&self, mut open: Vec<&Invoice>) -> Vec<InvoicePart> {
        open.sort_unstable_by_key(|invoice| (invoice.document_date, invoice.id));
        spread(self.amount, open.into_iter().map(|invoice| (invoice.id, invoice.open())))
    }

    /// Rule 6.
    fn of_invoices(&self, desk: &Desk, named: &[NamedInvoice]) -> Result<Settling, Stop> {
        let invoices = found(desk, named)?;
        let mut given = Vec::with_capacity(named.len());
        let mut left = self.amount;
        for (index, (named, invoice)) in named.iter().zip(&invoices).enumerate() {
            let Some(amount) = named.amount else { continue };
            if amount <= Amount::ZERO {
                return Err(Reject::BadPart { index }.into());
            }
            let open = invoice.open();
            if amount > open {
                let currency = desk.org().get(&())?.currency;
                return Err(Reject::MoreThanOpen { index, open: open.text(currency), currency }.into());
            }
            left =
                left.checked_sub(amount).filter(|left| *left >= Amount::ZERO).ok_or(Reject::MoreThanPaid)?;
            given.push(InvoicePart { invoice: named.invoice, amount });
        }
        let without_amount = named.iter().zip(&invoices).filter(|(named, _)| named.amount.is_none());
        given.extend(spread(left, without_amount.map(|(named, invoice)| (named.invoice, invoice.open()))));
        let first = invoices.first();
        let order = first.map(|first| first.order_id);
        let order = order.filter(|order| invoices.iter().all(|invoice| invoice.order_id == *order));
        Ok((first.and_then(|first| first.customer), order, given))
    }
}

/// The named invoices: each once, invoices all of them, of one customer.
fn found<'a>(desk: &'a Desk, named: &[NamedInvoice]) -> Result<Vec<&'a Invoice>, Stop> {
    let mut seen: BTreeSet<InvoiceId> = BTreeSet::new();
    let mut invoices: Vec<&Invoice> = Vec::with_capacity(named.len());
    for (index, named) in named.iter().enumerate() {
        let invoice = desk.invoices().find(&(named.invoice,))?.ok_or(Reject::UnknownInvoice { index })?;
        if !seen.insert(named.invoice) {
            return Err(Reject::NamedTwice { index }.into());
        }
        if invoice.kind == InvoiceKind::CreditNote {
            return Err(Reject::NotAnInvoice { index }.into());
        }
        if let Some(first) = invoices.first()
            && first.customer != invoice.customer
            && account(desk, first)? != account(desk, invoice)?
        {
            return Err(Reject::OtherCustomer { index }.into());
        }
        invoices.push(invoice);
    }
    Ok(invoices)
}

/// Whose account an invoice stands in: that of a duplicate is its survivor's.
fn account(desk: &Desk, invoice: &Invoice) -> Result<Option<CustomerId>, Stop> {
    let account = |customer| kontor_customers::rules::account_of(desk, customer).map(|row| row.id);
    invoice.customer.map(account).transpose()
}
