//! The JSON door.

use axum::extract::State;
use kontor_customers::model::CustomerId;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// The customer that was erased.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedView {
    /// Its id.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    id: CustomerId,
    /// Always true.
    erased: bool,
}

/// Erase a customer's personal data (Art. 17 GDPR).
///
/// Names, addresses, mail, telephone and notes are gone for good; numbers and amounts stay. Of who ever ordered, name,
/// VAT id and the address of invoices are kept with the invoices for as long as the law wants it.
///
/// Refusals: `unknown_customer`, `customer_merged`, `customer_erased`, `customer_has_open_orders`,
/// `customer_has_open_balance`.
#[utoipa::path(
    post, path = "/api/v1/customers/{id}/erase", tag = "customers", operation_id = "erase_customer",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 200, body = ErasedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn erase(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = super::submit(&app, &caller, &intent, customer).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| ErasedView { id, erased: true }))
}
