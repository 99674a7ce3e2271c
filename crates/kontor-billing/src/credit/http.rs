//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Amount, Currency, Date};
use kontor_orders::model::LineQuantity;
use kontor_orders::show::http::LineQuantityBody;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CreditInvoice;
use crate::events::Credited;
use crate::model::{InvoiceId, Reason};

/// What to take back of an invoice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditBody {
    /// How much of which line of the invoice; left out, all that is left.
    #[serde(default)]
    lines: Vec<LineQuantityBody>,
    /// The date on the credit note; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    document_date: Option<Date>,
    /// Why, in at most 200 characters, without names of persons.
    #[schema(value_type = String, example = "Damaged on the way")]
    reason: Reason,
}

impl CreditBody {
    /// The command for an invoice.
    #[must_use]
    pub fn command(self, invoice: InvoiceId) -> CreditInvoice {
        CreditInvoice {
            invoice,
            lines: self.lines.into_iter().map(LineQuantity::from).collect(),
            document_date: self.document_date,
            reason: self.reason,
        }
    }
}

/// The new credit note.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreditedView {
    /// Its id.
    #[schema(value_type = String, example = "inv_01jd0000000ac")]
    id: InvoiceId,
    /// Its number.
    #[schema(example = "GU-2026-000001")]
    number: String,
    /// The invoice that it corrects.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    corrects: InvoiceId,
    /// The date on the document.
    #[schema(value_type = String, example = "2026-11-24")]
    document_date: Date,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// What is taken back without tax.
    #[schema(example = "10.00")]
    net: String,
    /// The tax that is taken back.
    #[schema(example = "1.90")]
    tax: String,
    /// What is taken back with tax.
    #[schema(example = "11.90")]
    gross: String,
    /// What had been paid on the invoice and is unassigned again: it can be paid back.
    #[schema(example = "0.00")]
    freed: String,
}

impl CreditedView {
    fn of(credited: Credited, currency: Currency) -> Self {
        // The decision has added them up already, within bounds.
        let totals = credited.totals().unwrap_or_default();
        let freed = Amount::sum(credited.freed.iter().map(|part| part.amount)).unwrap_or_default();
        Self {
            id: credited.id,
            number: credited.number,
            corrects: credited.corrects,
            document_date: credited.document_date,
            currency,
            net: totals.net.text(currency),
            tax: totals.tax.text(currency),
            gross: totals.gross.text(currency),
            freed: freed.text(currency),
        }
    }
}

/// Credit an invoice or part of it (*Rechnungskorrektur*): its postings are reversed, what is owed falls.
///
/// Refusals: `unknown_invoice`, `not_an_invoice`, `bad_line_quantity`, `unknown_invoice_line`, `not_creditable`,
/// `nothing_to_credit`, `credit_in_future`, `credit_before_invoice`, `credit_below_zero`, `credit_exceeds_invoice`,
/// `balance_too_large`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/invoices/{id}/credit", tag = "invoices", request_body = CreditBody,
    params(("id" = String, Path, description = "The invoice's id", example = "inv_01jd0000000ab")),
    responses((status = 201, body = CreditedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn credit(
    State(app): State<App>,
    caller: Caller,
    Id(invoice): Id<InvoiceId>,
    Posted { body, intent }: Posted<CreditBody>,
) -> Result<Answer, Problem> {
    let command = body.command(invoice);
    let reply = app.submit(&caller, &intent, command).await?;
    let currency = caller.currency;
    Ok(Answer::created(reply, currency, intent.dry_run, |credited| CreditedView::of(credited, currency)))
}
