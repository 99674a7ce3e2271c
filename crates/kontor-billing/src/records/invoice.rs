//! Invoices and credit notes.

use kontor_catalog::model::{PriceBasis, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::CustomerId;
use kontor_kernel::{Amount, Date, Quantity, TaxRate, Timestamp, UnitPrice};
use kontor_orders::model::OrderId;
use kontor_store::desk::{KeyPart, Rows, SetKey};
use kontor_store::{Stamp, Stop, record, tables};

use super::payment::{assign, free};
use super::{add, beyond, take};
use crate::events::{Credited, CreditedLine, Invoiced, RateTotals};
use crate::model::{InvoiceId, InvoiceKind, Reason, Settlement, settlement};

record! {
    /// An invoice, or a credit note that corrects one. Only `paid` and `credited` ever change.
    pub struct Invoice in "billing_invoice", business, brief {
        key {
            /// Its id.
            id: InvoiceId,
        }
        /// Invoice or credit note.
        kind: InvoiceKind,
        /// The number on the document.
        number: String,
        /// The order it belongs to.
        order_id: OrderId,
        /// Who owes it; none for a sale without account.
        customer: Option<CustomerId>,
        /// The same customer's invoice or credit note before this one.
        customer_prev: Option<InvoiceId>,
        /// The invoice that a credit note corrects.
        corrects: Option<InvoiceId>,
        /// The date on the document (§ 14(4) no. 3 UStG).
        document_date: Date,
        /// The day of supply (§ 14(4) no. 6 UStG), with which the tax falls due (§ 13(1) no. 1a UStG).
        supply_date: Date,
        /// The day it is posted to.
        posting_date: Date,
        /// The day by which it is to be paid.
        due_date: Date,
        /// Whether its prices are net or gross.
        basis: PriceBasis,
        /// Total without tax.
        net: Amount,
        /// Total tax.
        tax: Amount,
        /// Total with tax.
        gross: Amount,
        /// What payments have settled of it.
        paid: Amount,
        /// What credit notes have taken back of it.
        credited: Amount,
        /// Why, on a credit note.
        reason: Option<Reason>,
        /// When it was recorded.
        issued_at: Timestamp,
        /// The position of the last event that changed it.
        version: i64,
    }
    sets {
        /// What is left to pay of an order.
        OPEN_OF_ORDER (order_id: OrderId) where "kind = 'invoice' AND gross > paid + credited" =>
            |row| row.is_open().then(|| vec![KeyPart::of(&row.order_id)]);
        /// What is left to pay of a customer.
        OPEN_OF_CUSTOMER (customer: CustomerId) where "kind = 'invoice' AND gross > paid + credited" =>
            |row| row.customer.filter(|_| row.is_open()).map(|customer| vec![KeyPart::of(&customer)]);
    }
}

record! {
    /// A line of an invoice. A line of a credit note has the number of the line it corrects.
    pub struct InvoiceLine in "billing_invoice_line", business, brief {
        key {
            /// The invoice.
            invoice: InvoiceId,
            /// Its number, from 1.
            line: i32,
        }
        /// The line of the order.
        order_line: i32,
        /// The SKU.
        sku: Sku,
        /// The name.
        name: ProductName,
        /// The unit it is counted in.
        unit: Unit,
        /// How much.
        quantity: Quantity,
        /// The price of one base quantity, in the invoice's basis.
        price: UnitPrice,
        /// The quantity that the price is for.
        price_base: Quantity,
        /// The tax class.
        tax_class: TaxClass,
        /// The rate on the day of supply.
        tax_rate: TaxRate,
        /// The line without tax.
        net: Amount,
        /// Its tax.
        tax: Amount,
        /// The line with tax.
        gross: Amount,
        /// How much of it credit notes have taken back.
        credited: Quantity,
    }
    sets {
        /// All lines of an invoice.
        OF_INVOICE (invoice: InvoiceId) where "" => |row| Some(of_invoice(row.invoice));
    }
}

record! {
    /// What one tax class and rate come to on an invoice.
    pub struct InvoiceTax in "billing_invoice_tax", business, brief {
        key {
            /// The invoice.
            invoice: InvoiceId,
            /// The tax class.
            tax_class: TaxClass,
            /// The rate.
            tax_rate: TaxRate,
        }
        /// Without tax.
        net: Amount,
        /// The tax.
        tax: Amount,
        /// With tax.
        gross: Amount,
        /// What credit notes have taken back of the net amount.
        credited_net: Amount,
        /// What credit notes have taken back of the tax.
        credited_tax: Amount,
    }
    sets {
        /// All rates of an invoice.
        OF_INVOICE (invoice: InvoiceId) where "" => |row| Some(of_invoice(row.invoice));
    }
}

record! {
    /// Where the chain of a customer's invoices begins.
    pub struct Account in "billing_account", business, kept {
        key {
            /// The customer.
            customer: CustomerId,
        }
        /// Their newest invoice or credit note.
        last_invoice: InvoiceId,
    }
}

tables! {
    /// Invoices on a desk.
    pub trait InvoiceTables, InvoiceTablesMut {
        /// Invoices and credit notes.
        invoices, invoices_mut: Invoice;
        /// Their lines.
        invoice_lines, invoice_lines_mut: InvoiceLine;
        /// Their sums by tax rate.
        invoice_taxes, invoice_taxes_mut: InvoiceTax;
        /// Where the customers' chains begin.
        billing_accounts, billing_accounts_mut: Account;
    }
}

/// The key of the sets of an invoice's lines and rates, and of what has paid it.
#[must_use]
pub fn of_invoice(invoice: InvoiceId) -> SetKey {
    vec![KeyPart::of(&invoice)]
}

/// The line of this number.
#[must_use]
pub fn line_of<'a>(lines: &[&'a InvoiceLine], number: i32) -> Option<&'a InvoiceLine> {
    lines.iter().find(|line| line.line == number).copied()
}

impl Invoice {
    /// What is left to pay. Nothing of a credit note.
    #[must_use]
    pub fn open(&self) -> Amount {
        let settled = self.paid.minor().saturating_add(self.credited.minor());
        match self.kind {
            InvoiceKind::Invoice => Amount::new(self.gross.minor().saturating_sub(settled)),
            InvoiceKind::CreditNote => Amount::ZERO,
        }
    }

    /// Whether something is left to pay.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open() > Amount::ZERO
    }

    /// How far it is settled; none for a credit note.
    #[must_use]
    pub fn settlement(&self) -> Option<Settlement> {
        (self.kind == InvoiceKind::Invoice).then(|| settlement(self.gross, self.paid, self.credited))
    }
}

impl InvoiceLine {
    /// What was agreed for it: net or gross, as the invoice is.
    #[must_use]
    pub fn amount(&self, basis: PriceBasis) -> Amount {
        match basis {
            PriceBasis::Net => self.net,
            PriceBasis::Gross => self.gross,
        }
    }

    /// How much of it can still be credited.
    #[must_use]
    pub fn to_credit(&self) -> Quantity {
        self.quantity.checked_sub(self.credited).unwrap_or(Quantity::ZERO)
    }
}

pub(crate) fn apply_invoiced(event: &Invoiced, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let totals = event.totals()?;
    let paid = Amount::sum(event.paid_by.iter().map(|part| part.amount)).ok_or_else(beyond)?;
    let customer_prev = chain(rows, event.customer, event.id)?;
    rows.invoices_mut().insert(Invoice {
        id: event.id,
        kind: InvoiceKind::Invoice,
        number: event.number.clone(),
        order_id: event.order,
        customer: event.customer,
        customer_prev,
        corrects: None,
        document_date: event.document_date,
        supply_date: event.supply_date(),
        posting_date: event.document_date,
        due_date: event.due_date(),
        basis: event.basis,
        net: totals.net,
        tax: totals.tax,
        gross: totals.gross,
        paid,
        credited: Amount::ZERO,
        reason: None,
        issued_at: stamp.at,
        version: stamp.position,
    });
    for (number, line) in (1..).zip(&event.lines) {
        rows.invoice_lines_mut().insert(InvoiceLine {
            invoice: event.id,
            line: number,
            order_line: line.order_line,
            sku: line.sku.clone(),
            name: line.name.clone(),
            unit: line.unit,
            quantity: line.quantity,
            price: line.price,
            price_base: line.price_base,
            tax_class: line.tax_class,
            tax_rate: line.tax_rate,
            net: line.net,
            tax: line.tax,
            gross: line.gross(),
            credited: Quantity::ZERO,
        });
    }
    insert_taxes(rows, event.id, &event.per_rate()?);
    assign(rows, event.id, &event.paid_by, stamp)
}

pub(crate) fn apply_credited(event: &Credited, rows: &mut Rows, stamp: &Stamp) -> Result<(), Stop> {
    let invoice = event.corrects;
    // Named at once, so that a long credit note is not loaded line by line.
    event.lines.iter().for_each(|line| rows.invoice_lines().want(&(invoice, line.line)));
    let totals = event.totals()?;
    let corrected = rows.invoices().get(&(invoice,))?.clone();
    let customer_prev = chain(rows, corrected.customer, event.id)?;

    let mut per_rate: Vec<RateTotals> = Vec::new();
    for line in &event.lines {
        let row = credit_line(rows, event, line)?;
        RateTotals::add(&mut per_rate, (row.tax_class, row.tax_rate), (line.net, line.tax))?;
        rows.invoice_lines_mut().insert(row);
    }
    for rate in &per_rate {
        let changed = rows.invoice_taxes_mut().change(&(invoice, rate.class, rate.rate), |row| {
            add(&mut row.credited_net, rate.totals.net)?;
            add(&mut row.credited_tax, rate.totals.tax)
        })?;
        changed?;
    }
    insert_taxes(rows, event.id, &per_rate);
    let freed = Amount::sum(event.freed.iter().map(|part| part.amount)).ok_or_else(beyond)?;
    let changed = rows.invoices_mut().change(&(invoice,), |row| {
        take(&mut row.paid, freed)?;
        add(&mut row.credited, totals.gross)?;
        row.version = stamp.position;
        Ok::<_, Stop>(())
    })?;
    changed?;
    rows.invoices_mut().insert(Invoice {
        id: event.id,
        kind: InvoiceKind::CreditNote,
        number: event.number.clone(),
        customer_prev,
        corrects: Some(invoice),
        document_date: event.document_date,
        posting_date: event.document_date,
        due_date: event.document_date,
        net: totals.net,
        tax: totals.tax,
        gross: totals.gross,
        paid: Amount::ZERO,
        credited: Amount::ZERO,
        reason: Some(event.reason.clone()),
        issued_at: stamp.at,
        version: stamp.position,
        ..corrected
    });
    free(rows, invoice, &event.freed, stamp)
}

/// Takes a quantity of an invoice's line back; the line of the credit note.
fn credit_line(rows: &mut Rows, event: &Credited, line: &CreditedLine) -> Result<InvoiceLine, Stop> {
    let changed = rows.invoice_lines_mut().change(&(event.corrects, line.line), |row| {
        row.credited =
            row.credited.checked_add(line.quantity).filter(|credited| *credited <= row.quantity)?;
        Some(row.clone())
    })?;
    let corrected =
        changed.ok_or_else(|| Stop::Broken("more of a line is credited than was invoiced".to_owned()))?;
    Ok(InvoiceLine {
        invoice: event.id,
        quantity: line.quantity,
        net: line.net,
        tax: line.tax,
        gross: line.gross(),
        credited: Quantity::ZERO,
        ..corrected
    })
}

fn insert_taxes(rows: &mut Rows, invoice: InvoiceId, per_rate: &[RateTotals]) {
    for rate in per_rate {
        rows.invoice_taxes_mut().insert(InvoiceTax {
            invoice,
            tax_class: rate.class,
            tax_rate: rate.rate,
            net: rate.totals.net,
            tax: rate.totals.tax,
            gross: rate.totals.gross,
            credited_net: Amount::ZERO,
            credited_tax: Amount::ZERO,
        });
    }
}

/// Puts a document at the head of its customer's chain; the one that stood there.
fn chain(rows: &mut Rows, customer: Option<CustomerId>, id: InvoiceId) -> Result<Option<InvoiceId>, Stop> {
    let Some(customer) = customer else { return Ok(None) };
    let before = rows.billing_accounts().find(&(customer,))?.map(|account| account.last_invoice);
    let new = || Account { customer, last_invoice: id };
    rows.billing_accounts_mut().upsert(&(customer,), new, |account| account.last_invoice = id)?;
    Ok(before)
}

/// A payment settled a part of an invoice.
pub(super) fn settle(rows: &mut Rows, invoice: InvoiceId, amount: Amount, stamp: &Stamp) -> Result<(), Stop> {
    rows.invoices_mut().change(&(invoice,), |row| {
        add(&mut row.paid, amount)?;
        row.version = stamp.position;
        if row.open() < Amount::ZERO { Err(beyond()) } else { Ok(()) }
    })?
}
