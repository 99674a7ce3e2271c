//! See one invoice or credit note: its lines, its taxes, what has paid it, what corrects it.

pub mod http;

use kontor_kernel::{Amount, Date};
use kontor_store::{Fault, ReadDb, Value, db};

use crate::model::{InvoiceId, PaymentId};
use crate::records::{Invoice, InvoiceLine, InvoiceTax};

pub(crate) const ONE: &str = "org_id = $1 AND id = $2";
const LINES: &str = "org_id = $1 AND invoice = $2 ORDER BY line";
const TAXES: &str = "org_id = $1 AND invoice = $2 ORDER BY tax_rate DESC, tax_class";
const CREDIT_NOTES: &str = "org_id = $1 AND order_id = $2 AND corrects = $3 ORDER BY id";
const PAYMENTS: &str = "SELECT a.payment, p.number, p.date, a.amount FROM billing_allocation a \
    JOIN billing_payment p ON p.org_id = a.org_id AND p.id = a.payment \
    WHERE a.org_id = $1 AND a.invoice = $2 ORDER BY a.payment";

/// An invoice with all that belongs to it.
#[derive(Debug, Clone)]
pub struct ShownInvoice {
    /// The row.
    pub invoice: Invoice,
    /// Its lines, by number.
    pub lines: Vec<InvoiceLine>,
    /// What each tax class and rate come to.
    pub taxes: Vec<InvoiceTax>,
    /// What has paid it, the oldest first.
    pub payments: Vec<PaidPart>,
    /// What corrects it, the oldest first.
    pub credit_notes: Vec<Invoice>,
}

/// A part of an invoice that a payment has settled.
#[derive(Debug, Clone)]
pub struct PaidPart {
    /// The payment.
    pub payment: PaymentId,
    /// Its number.
    pub number: String,
    /// The day of the money.
    pub date: Date,
    /// How much of it.
    pub amount: Amount,
}

/// One invoice or credit note.
///
/// # Errors
/// When the database can't be read.
pub async fn one(reads: &ReadDb, org: i64, id: InvoiceId) -> Result<Option<ShownInvoice>, Fault> {
    let key = || vec![org.into(), Value::of(&id)];
    let found = reads.records::<Invoice>(ONE, key()).await?;
    let Some(invoice) = found.into_iter().next() else { return Ok(None) };
    let lines = reads.records::<InvoiceLine>(LINES, key()).await?;
    let taxes = reads.records::<InvoiceTax>(TAXES, key()).await?;
    let mut payments = Vec::new();
    for mut row in reads.query(PAYMENTS, key()).await? {
        let (payment, number, date, amount) = (row.take()?, row.take()?, row.take()?, row.take()?);
        payments.push(PaidPart { payment, number, date, amount });
    }
    let of_order = vec![org.into(), Value::of(&invoice.order_id), Value::of(&id)];
    let credit_notes = reads.records::<Invoice>(CREDIT_NOTES, of_order).await?;
    Ok(Some(ShownInvoice { invoice, lines, taxes, payments, credit_notes }))
}

pub(crate) fn queries() -> Vec<String> {
    vec![
        db::select::<Invoice>(ONE),
        db::select::<InvoiceLine>(LINES),
        db::select::<InvoiceTax>(TAXES),
        db::select::<Invoice>(CREDIT_NOTES),
        PAYMENTS.to_owned(),
    ]
}
