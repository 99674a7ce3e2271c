//! The JSON doors: a list, and one with what it settles.

use axum::extract::State;
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Currency, Date, PageCursor, Timestamp};
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Id, Listed, Paging, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Filter, SettledPart};
use crate::model::{InvoiceId, PaymentId, PaymentKind, PaymentReference, Reason};
use crate::records::Payment;

/// A payment or a refund.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentView {
    /// Its id.
    #[schema(value_type = String, example = "pay_01jd0000000ab")]
    id: PaymentId,
    /// `payment` or `refund`.
    #[schema(value_type = String, example = "payment")]
    kind: PaymentKind,
    /// Its number.
    #[schema(example = "ZE-2026-000001")]
    number: String,
    /// How it was paid.
    #[schema(value_type = String, example = "invoice")]
    method: PaymentMethod,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// How much.
    #[schema(example = "50.00")]
    amount: String,
    /// What of it settles nothing and was not paid back.
    #[schema(example = "14.30")]
    unassigned: String,
    /// What of it was paid back.
    #[schema(example = "0.00")]
    refunded: String,
    /// Who paid.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// The order that it was meant for.
    #[schema(value_type = Option<String>, example = "ord_01jd0000000ab")]
    order: Option<OrderId>,
    /// The payment that a refund pays back.
    #[schema(value_type = Option<String>)]
    refunds: Option<PaymentId>,
    /// The day of the money.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// What stands with it at the bank or the provider.
    #[schema(value_type = Option<String>, example = "RE-2026-000001")]
    reference: Option<PaymentReference>,
    /// Why, on a refund.
    #[schema(value_type = Option<String>)]
    reason: Option<Reason>,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    recorded_at: Timestamp,
    /// The position of the last event that changed it.
    version: i64,
    /// Which invoices it settles; only when one payment is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    settles: Option<Vec<SettledView>>,
}

/// A part of a payment that settles an invoice.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettledView {
    /// The invoice.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    invoice: InvoiceId,
    /// Its number; only when the payment is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "RE-2026-000001")]
    number: Option<String>,
    /// How much.
    #[schema(example = "35.70")]
    amount: String,
}

impl SettledView {
    pub(crate) fn new(
        invoice: InvoiceId,
        number: Option<String>,
        amount: Amount,
        currency: Currency,
    ) -> Self {
        Self { invoice, number, amount: amount.text(currency) }
    }
}

impl PaymentView {
    /// The view of a payment, with what it settles where that is given.
    #[must_use]
    pub fn of(payment: Payment, settles: Option<Vec<SettledPart>>, currency: Currency) -> Self {
        let settled =
            |part: SettledPart| SettledView::new(part.invoice, Some(part.number), part.amount, currency);
        Self {
            id: payment.id,
            kind: payment.kind,
            number: payment.number,
            method: payment.method,
            currency,
            amount: payment.amount.text(currency),
            unassigned: payment.unassigned.text(currency),
            refunded: payment.refunded.text(currency),
            customer: payment.customer,
            order: payment.order_id,
            refunds: payment.refunds,
            date: payment.date,
            reference: payment.reference,
            reason: payment.reason,
            recorded_at: payment.recorded_at,
            version: payment.version,
            settles: settles.map(|settles| settles.into_iter().map(settled).collect()),
        }
    }
}

/// Which payments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaymentFilter {
    /// The payments and refunds of this order.
    #[param(value_type = Option<String>)]
    order: Option<OrderId>,
    /// `true`: only payments with money that settles nothing.
    unassigned: Option<bool>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of payments and refunds.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentList {
    /// The payments, newest first.
    items: Vec<PaymentView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// List payments and refunds, newest first.
///
/// Refusals: `bad_query`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/payments", tag = "payments", params(PaymentFilter),
    responses((status = 200, body = PaymentList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PaymentFilter>,
) -> Result<Listed<PaymentView>, Problem> {
    let filter = match (query.order, query.unassigned.unwrap_or(false)) {
        (None, false) => Filter::All,
        (None, true) => Filter::Unassigned,
        (Some(order), false) => Filter::Order(order),
        (Some(_), true) => {
            return Err(Problem::bad_request("bad_query", "Filter by order or by unassigned, not by both."));
        }
    };
    let paging = Paging { limit: query.limit, after: query.after };
    let size = paging.size()?;
    let rows = super::page(&app.reads, caller.org, filter, paging.after(i64::MAX)?, size).await?;
    let cursor = |payment: &Payment| PageCursor::new(payment.id.raw()).to_string();
    Ok(Listed::of(rows, size, cursor, |payment| PaymentView::of(payment, None, caller.currency)))
}

/// Show a payment or refund with what it settles.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/payments/{id}", tag = "payments",
    params(("id" = String, Path, description = "The payment's id", example = "pay_01jd0000000ab")),
    responses((status = 200, body = PaymentView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<PaymentId>,
) -> Result<Shown<PaymentView>, Problem> {
    let found = super::one(&app.reads, caller.org, id).await?;
    let (payment, settles) = found.ok_or_else(|| Problem::not_found("payment"))?;
    Ok(Shown(PaymentView::of(payment, Some(settles), caller.currency)))
}
