//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, PageCursor, Timestamp};
use kontor_web::{App, Caller, Id, Listed, Problem, ProblemBody, Query, Shown as Answer};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Shown;
use crate::model::{ContactCard, CustomerId, CustomerKind, CustomerNumber, Language, PaymentMethod};

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerView {
    /// Its id.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    id: CustomerId,
    /// Its number.
    #[schema(value_type = String, example = "K10001")]
    number: CustomerNumber,
    /// `person` or `company`.
    #[schema(value_type = String, example = "person")]
    kind: CustomerKind,
    /// Names and addresses; empty once erased.
    contact: ContactCard,
    /// Whether the personal data was erased.
    erased: bool,
    /// `de` or `en`.
    #[schema(value_type = String, example = "de")]
    language: Language,
    /// How they prefer to pay.
    #[schema(value_type = String, example = "invoice")]
    payment_method: PaymentMethod,
    /// Days until an invoice is due.
    terms_days: i32,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// What may be ordered and owed together; null is no limit.
    #[schema(example = "5000.00")]
    credit_limit: Option<String>,
    /// Orders placed.
    order_count: i64,
    /// Gross total ordered.
    #[schema(example = "119.00")]
    volume: String,
    /// Gross total ordered and not yet invoiced.
    #[schema(example = "0.00")]
    open_orders: String,
    /// Invoiced and not yet paid; below zero when they paid more.
    #[schema(example = "0.00")]
    open_balance: String,
    /// When the newest order was placed.
    #[schema(value_type = Option<String>, example = "2026-11-24T18:36:00.000000Z")]
    last_order_at: Option<Timestamp>,
    /// The customer that this one, a duplicate, was merged into: all figures stand there.
    #[schema(value_type = Option<String>)]
    merged_into: Option<CustomerId>,
    /// The version of the row: the position of the event that changed it last.
    version: i64,
}

impl CustomerView {
    /// The view of a customer whose merchant counts in this currency.
    #[must_use]
    pub fn of(shown: Shown, currency: Currency) -> Self {
        let row = shown.customer;
        Self {
            id: row.id,
            number: row.number,
            kind: row.kind,
            contact: shown.card,
            erased: shown.is_erased,
            language: row.language,
            payment_method: row.payment_method,
            terms_days: row.terms_days,
            currency,
            credit_limit: row.credit_limit.map(|limit| limit.text(currency)),
            order_count: row.order_count,
            volume: row.volume.text(currency),
            open_orders: row.open_orders.text(currency),
            open_balance: row.open_balance.text(currency),
            last_order_at: row.last_order_at,
            merged_into: row.merged_into,
            version: row.version,
        }
    }
}

/// A page of customers.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomerList {
    /// The customers, newest first.
    items: Vec<CustomerView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// Which customers.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CustomerFilter {
    /// Only the customer with this number.
    number: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List customers, newest first.
///
/// Refusals: `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/customers", tag = "customers", params(CustomerFilter),
    responses((status = 200, body = CustomerList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<CustomerFilter>,
) -> Result<Listed<CustomerView>, Problem> {
    let currency = caller.currency;
    if let Some(number) = &filter.number {
        let found = super::by_number(&app.reads, caller.org, number).await?;
        return Ok(Listed {
            items: found.into_iter().map(|shown| CustomerView::of(shown, currency)).collect(),
            next: None,
        });
    }
    let paging = kontor_web::Paging { limit: filter.limit, after: filter.after };
    let size = paging.size()?;
    let rows = super::page(&app.reads, caller.org, paging.after(i64::MAX)?, size).await?;
    let cursor = |shown: &Shown| PageCursor::new(shown.customer.id.raw()).to_string();
    Ok(Listed::of(rows, size, cursor, |shown| CustomerView::of(shown, currency)))
}

/// Show a customer with its card and figures.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/customers/{id}", tag = "customers",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 200, body = CustomerView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<CustomerId>,
) -> Result<Answer<CustomerView>, Problem> {
    let found = super::one(&app.reads, caller.org, id).await?;
    let shown = found.ok_or_else(|| Problem::not_found("customer"))?;
    Ok(Answer(CustomerView::of(shown, caller.currency)))
}
