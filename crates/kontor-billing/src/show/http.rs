//! The JSON door, and the views of an invoice that other doors use.

use axum::extract::State;
use kontor_catalog::model::{PriceBasis, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::CustomerId;
use kontor_kernel::{Amount, Currency, Date, Quantity, TaxRate, Timestamp, UnitPrice};
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Id, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use super::ShownInvoice;
use crate::events::RateTotals;
use crate::model::{InvoiceId, InvoiceKind, PaymentId, Reason, Settlement};
use crate::records::{Invoice, InvoiceLine, InvoiceTax};

/// An invoice or a credit note.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceView {
    /// Its id.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    id: InvoiceId,
    /// `invoice` or `credit_note`.
    #[schema(value_type = String, example = "invoice")]
    kind: InvoiceKind,
    /// The number on the document.
    #[schema(example = "RE-2026-000001")]
    number: String,
    /// The order.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// Who owes it.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// The invoice that a credit note corrects.
    #[schema(value_type = Option<String>)]
    corrects: Option<InvoiceId>,
    /// Why, on a credit note.
    #[schema(value_type = Option<String>)]
    reason: Option<Reason>,
    /// The date on the document.
    #[schema(value_type = String, example = "2026-11-24")]
    document_date: Date,
    /// The day of supply.
    #[schema(value_type = String, example = "2026-11-23")]
    supply_date: Date,
    /// The day it is posted to.
    #[schema(value_type = String, example = "2026-11-24")]
    posting_date: Date,
    /// The day by which it is to be paid.
    #[schema(value_type = String, example = "2026-12-08")]
    due_date: Date,
    /// Whether its prices are `net` or `gross`.
    #[schema(value_type = String, example = "gross")]
    basis: PriceBasis,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Total without tax.
    #[schema(example = "30.00")]
    net: String,
    /// Total tax.
    #[schema(example = "5.70")]
    tax: String,
    /// Total with tax.
    #[schema(example = "35.70")]
    gross: String,
    /// What payments have settled of it.
    #[schema(example = "20.00")]
    paid: String,
    /// What credit notes have taken back of it.
    #[schema(example = "0.00")]
    credited: String,
    /// What is left to pay.
    #[schema(example = "15.70")]
    open: String,
    /// `open`, `partly_paid`, `paid` or `credited`; null for a credit note.
    #[schema(value_type = Option<String>, example = "partly_paid")]
    settlement: Option<Settlement>,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    issued_at: Timestamp,
    /// The position of the last event that changed it.
    version: i64,
}

impl InvoiceView {
    /// The view of an invoice.
    #[must_use]
    pub fn of(invoice: Invoice, currency: Currency) -> Self {
        Self {
            open: invoice.open().text(currency),
            settlement: invoice.settlement(),
            id: invoice.id,
            kind: invoice.kind,
            number: invoice.number,
            order: invoice.order_id,
            customer: invoice.customer,
            corrects: invoice.corrects,
            reason: invoice.reason,
            document_date: invoice.document_date,
            supply_date: invoice.supply_date,
            posting_date: invoice.posting_date,
            due_date: invoice.due_date,
            basis: invoice.basis,
            currency,
            net: invoice.net.text(currency),
            tax: invoice.tax.text(currency),
            gross: invoice.gross.text(currency),
            paid: invoice.paid.text(currency),
            credited: invoice.credited.text(currency),
            issued_at: invoice.issued_at,
            version: invoice.version,
        }
    }
}

/// An invoice with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeInvoiceView {
    #[serde(flatten)]
    invoice: InvoiceView,
    /// Its lines. A credit note's have the numbers of the lines that they correct.
    lines: Vec<InvoiceLineView>,
    /// What each tax class and rate come to.
    taxes: Vec<TaxView>,
    /// What has paid it, the oldest first.
    payments: Vec<InvoicePaymentView>,
    /// What corrects it, the oldest first.
    credit_notes: Vec<InvoiceView>,
}

/// A line of an invoice.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceLineView {
    /// Its number, from 1.
    line: i32,
    /// The line of the order.
    order_line: i32,
    /// The SKU.
    #[schema(value_type = String, example = "TEE-EARL-GREY")]
    sku: Sku,
    /// The name.
    #[schema(value_type = String, example = "Earl Grey 250 g")]
    name: ProductName,
    /// The unit, a code of UN/ECE Recommendation 20.
    #[schema(value_type = String, example = "C62")]
    unit: Unit,
    /// How much.
    #[schema(value_type = String, example = "3")]
    quantity: Quantity,
    /// The price of one base quantity.
    #[schema(value_type = String, example = "11.90")]
    price: UnitPrice,
    /// The quantity that the price is for.
    #[schema(value_type = String, example = "1")]
    price_base: Quantity,
    /// The tax class.
    #[schema(value_type = String, example = "standard")]
    tax_class: TaxClass,
    /// The rate in percent.
    #[schema(value_type = String, example = "19")]
    tax_rate: TaxRate,
    /// Without tax.
    #[schema(example = "30.00")]
    net: String,
    /// The tax.
    #[schema(example = "5.70")]
    tax: String,
    /// With tax.
    #[schema(example = "35.70")]
    gross: String,
    /// How much of it credit notes have taken back.
    #[schema(value_type = String, example = "0")]
    credited: Quantity,
}

impl InvoiceLineView {
    fn of(line: InvoiceLine, currency: Currency) -> Self {
        Self {
            line: line.line,
            order_line: line.order_line,
            sku: line.sku,
            name: line.name,
            unit: line.unit,
            quantity: line.quantity,
            price: line.price,
            price_base: line.price_base,
            tax_class: line.tax_class,
            tax_rate: line.tax_rate,
            net: line.net.text(currency),
            tax: line.tax.text(currency),
            gross: line.gross.text(currency),
            credited: line.credited,
        }
    }
}

/// What one tax class and rate come to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaxView {
    /// The tax class.
    #[schema(value_type = String, example = "standard")]
    tax_class: TaxClass,
    /// The rate in percent.
    #[schema(value_type = String, example = "19")]
    tax_rate: TaxRate,
    /// Without tax.
    #[schema(example = "30.00")]
    net: String,
    /// The tax.
    #[schema(example = "5.70")]
    tax: String,
    /// With tax.
    #[schema(example = "35.70")]
    gross: String,
}

impl TaxView {
    pub(crate) fn of_rate(rate: &RateTotals, currency: Currency) -> Self {
        let (net, tax, gross) = (rate.totals.net, rate.totals.tax, rate.totals.gross);
        Self {
            tax_class: rate.class,
            tax_rate: rate.rate,
            net: net.text(currency),
            tax: tax.text(currency),
            gross: gross.text(currency),
        }
    }

    fn of(row: &InvoiceTax, currency: Currency) -> Self {
        Self {
            tax_class: row.tax_class,
            tax_rate: row.tax_rate,
            net: row.net.text(currency),
            tax: row.tax.text(currency),
            gross: row.gross.text(currency),
        }
    }
}

/// A part of an invoice that a payment settles.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoicePaymentView {
    /// The payment.
    #[schema(value_type = String, example = "pay_01jd0000000ab")]
    payment: PaymentId,
    /// Its number; only when the invoice is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ZE-2026-000001")]
    number: Option<String>,
    /// The day of the money; only when the invoice is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    date: Option<Date>,
    /// How much of it.
    #[schema(example = "20.00")]
    amount: String,
}

impl InvoicePaymentView {
    pub(crate) fn new(payment: PaymentId, amount: Amount, currency: Currency) -> Self {
        Self { payment, number: None, date: None, amount: amount.text(currency) }
    }
}

impl WholeInvoiceView {
    fn of(shown: ShownInvoice, currency: Currency) -> Self {
        let payments = shown.payments.into_iter().map(|part| InvoicePaymentView {
            number: Some(part.number),
            date: Some(part.date),
            ..InvoicePaymentView::new(part.payment, part.amount, currency)
        });
        Self {
            invoice: InvoiceView::of(shown.invoice, currency),
            lines: shown.lines.into_iter().map(|line| InvoiceLineView::of(line, currency)).collect(),
            taxes: shown.taxes.iter().map(|row| TaxView::of(row, currency)).collect(),
            payments: payments.collect(),
            credit_notes: shown
                .credit_notes
                .into_iter()
                .map(|note| InvoiceView::of(note, currency))
                .collect(),
        }
    }
}

/// Show an invoice or credit note with its lines, its taxes, and what has paid and corrected it.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/invoices/{id}", tag = "invoices",
    params(("id" = String, Path, description = "The invoice's id", example = "inv_01jd0000000ab")),
    responses((status = 200, body = WholeInvoiceView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<InvoiceId>,
) -> Result<Shown<WholeInvoiceView>, Problem> {
    let found = super::one(&app.reads, caller.org, id).await?;
    let shown = found.ok_or_else(|| Problem::not_found("invoice"))?;
    Ok(Shown(WholeInvoiceView::of(shown, caller.currency)))
}
