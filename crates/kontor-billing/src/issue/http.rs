//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Date};
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_orders::rules::AtVersion;
use kontor_orders::show::http::LineQuantityBody;
use kontor_web::{Answer, App, Caller, Id, IfMatch, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::IssueInvoice;
use crate::events::Invoiced;
use crate::model::InvoiceId;
use crate::show::http::{InvoicePaymentView, TaxView};

/// What to invoice. An empty body invoices all that is shipped and not yet invoiced, with today's date.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceBody {
    /// How much of which line of the order, also ahead of delivery; left out, all that is shipped and not invoiced.
    #[serde(default)]
    lines: Vec<LineQuantityBody>,
    /// The date on the document; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    document_date: Option<Date>,
    /// The day of supply; the document's date when left out.
    #[schema(value_type = Option<String>, example = "2026-11-23")]
    supply_date: Option<Date>,
}

impl InvoiceBody {
    /// The command for an order.
    #[must_use]
    pub fn command(self, order: OrderId) -> IssueInvoice {
        IssueInvoice {
            order,
            lines: self.lines.into_iter().map(LineQuantity::from).collect(),
            document_date: self.document_date,
            supply_date: self.supply_date,
        }
    }
}

/// The new invoice.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoicedView {
    /// Its id.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    id: InvoiceId,
    /// Its number.
    #[schema(example = "RE-2026-000001")]
    number: String,
    /// The order.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// The date on the document.
    #[schema(value_type = String, example = "2026-11-24")]
    document_date: Date,
    /// The day of supply.
    #[schema(value_type = String, example = "2026-11-23")]
    supply_date: Date,
    /// The day by which it is to be paid.
    #[schema(value_type = String, example = "2026-12-08")]
    due_date: Date,
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
    /// What each tax class and rate come to.
    taxes: Vec<TaxView>,
    /// What had been paid ahead for the order and settles it.
    payments: Vec<InvoicePaymentView>,
}

impl InvoicedView {
    fn of(invoiced: Invoiced, currency: Currency) -> Self {
        // The decision has added them up already, within bounds.
        let totals = invoiced.totals().unwrap_or_default();
        let per_rate = invoiced.per_rate().unwrap_or_default();
        Self {
            id: invoiced.id,
            order: invoiced.order,
            document_date: invoiced.document_date,
            supply_date: invoiced.supply_date(),
            due_date: invoiced.due_date(),
            number: invoiced.number,
            currency,
            net: totals.net.text(currency),
            tax: totals.tax.text(currency),
            gross: totals.gross.text(currency),
            taxes: per_rate.iter().map(|rate| TaxView::of_rate(rate, currency)).collect(),
            payments: invoiced
                .paid_by
                .iter()
                .map(|part| InvoicePaymentView::new(part.payment, part.amount, currency))
                .collect(),
        }
    }
}

/// Invoice an order or part of it: it gets a number without gaps and is posted.
///
/// Refusals: `changed_meanwhile`, `unknown_order`, `bad_line_quantity`, `unknown_order_line`, `not_invoiceable`,
/// `nothing_to_invoice`, `invoice_in_future`, `no_tax_rate_on_day`, `amount_too_large`, `invoice_below_zero`, `balance_too_large`,
/// `ledger_not_open`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/invoice", tag = "invoices", request_body = InvoiceBody,
    params(
        ("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab"),
        ("If-Match" = Option<String>, Header, description = "Act only if the order is still at this version: its ETag", example = "\"1234\""),
    ),
    responses((status = 201, body = InvoicedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn issue(
    State(app): State<App>,
    caller: Caller,
    Id(order): Id<OrderId>,
    IfMatch(version): IfMatch,
    Posted { body, intent }: Posted<InvoiceBody>,
) -> Result<Answer, Problem> {
    let command =
        AtVersion { seen_at: version.map(|version| (order, version)), command: body.command(order) };
    let reply = app.submit(&caller, &intent, command).await?;
    let currency = caller.currency;
    Ok(Answer::created(reply, currency, intent.dry_run, |invoiced| InvoicedView::of(invoiced, currency)))
}
