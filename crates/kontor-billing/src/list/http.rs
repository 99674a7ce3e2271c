//! The JSON door.

use axum::extract::State;
use kontor_customers::model::CustomerId;
use kontor_kernel::PageCursor;
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Whose;
use crate::records::Invoice;
use crate::show::http::InvoiceView;

/// Which invoices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InvoiceFilter {
    /// The invoices and credit notes of this order.
    #[param(value_type = Option<String>)]
    order: Option<OrderId>,
    /// The invoices and credit notes of this customer.
    #[param(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// `true`: only invoices with something left to pay.
    open: Option<bool>,
    /// The invoice or credit note with this number.
    #[param(example = "RE-2026-000001")]
    number: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of invoices and credit notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvoiceList {
    /// The documents, newest first.
    items: Vec<InvoiceView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// List invoices and credit notes, newest first.
///
/// Refusals: `bad_query`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/invoices", tag = "invoices", params(InvoiceFilter),
    responses((status = 200, body = InvoiceList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<InvoiceFilter>,
) -> Result<Listed<InvoiceView>, Problem> {
    let currency = caller.currency;
    let is_open = query.open.unwrap_or(false);
    let whose = match (query.order, query.customer, &query.number) {
        (None, None, None) => Whose::All,
        (Some(order), None, None) => Whose::Order(order),
        (None, Some(customer), None) => Whose::Customer(customer),
        (None, None, Some(number)) => {
            let found = super::by_number(&app.reads, caller.org, number).await?;
            let found = found.filter(|invoice| !is_open || invoice.is_open());
            let items = found.into_iter().map(|invoice| InvoiceView::of(invoice, currency)).collect();
            return Ok(Listed { items, next: None });
        }
        _ => {
            let detail = "Filter by one of order, customer and number, not by several.";
            return Err(Problem::bad_request("bad_query", detail));
        }
    };
    let paging = Paging { limit: query.limit, after: query.after };
    let (size, before) = (paging.size()?, paging.after(i64::MAX)?);
    let rows = if is_open {
        super::open_page(&app.reads, caller.org, &whose, before, size).await?
    } else {
        super::page(&app.reads, caller.org, &whose, before, size).await?
    };
    let cursor = |invoice: &Invoice| PageCursor::new(invoice.id.raw()).to_string();
    Ok(Listed::of(rows, size, cursor, |invoice| InvoiceView::of(invoice, currency)))
}
