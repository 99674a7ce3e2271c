//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::MergeCustomer;
use crate::model::CustomerId;

/// The duplicate.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// The customer that is merged and closed.
    #[schema(value_type = String, example = "cus_01jd0000000ac")]
    from: CustomerId,
}

/// What is left.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergedView {
    /// The customer that survives.
    #[schema(value_type = String, example = "cus_01jd0000000ab")]
    id: CustomerId,
}

/// Merge a duplicate into this customer.
///
/// The duplicate's figures and notes go to this customer, whose lists show the duplicate's orders and invoices as well.
/// It can't be taken back. Refusals: `merged_with_itself`, `unknown_customer`, `customer_merged`, `customer_erased`,
/// `unknown_duplicate`, `duplicate_closed`, `customer_figures_too_large`.
#[utoipa::path(
    post, path = "/api/v1/customers/{id}/merge", tag = "customers", request_body = MergeBody,
    operation_id = "merge_customer",
    params(("id" = String, Path, description = "The customer that survives", example = "cus_01jd0000000ab")),
    responses((status = 200, body = MergedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn merge(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
    Posted { body, intent }: Posted<MergeBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, MergeCustomer { customer, from: body.from }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| MergedView { id }))
}
