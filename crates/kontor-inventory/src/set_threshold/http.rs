//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::Sku;
use kontor_kernel::Quantity;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SetThreshold;
use crate::model::LocationCode;

/// A threshold.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ThresholdBody {
    /// Where; `main` when left out.
    #[schema(value_type = Option<String>, example = "main")]
    location: Option<LocationCode>,
    /// The product is short where no more than this is available; null takes the threshold away.
    #[schema(value_type = Option<String>, example = "10")]
    low_at: Option<Quantity>,
}

/// The threshold as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThresholdView {
    /// The product's SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Where.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// At what quantity it is short; null for never.
    #[schema(value_type = Option<String>, example = "10")]
    low_at: Option<Quantity>,
}

/// Say at what quantity a product is short.
///
/// Refusals: `negative_threshold`, `unknown_product`, `unknown_location`.
#[utoipa::path(
    patch, path = "/api/v1/stock/{sku}/threshold", tag = "stock", request_body = ThresholdBody,
    params(("sku" = String, Path, description = "The product's SKU", example = "MUG-BLUE")),
    responses((status = 200, body = ThresholdView), (status = "4XX", body = ProblemBody)),
)]
pub async fn set_threshold(
    State(app): State<App>,
    caller: Caller,
    Id(sku): Id<Sku>,
    Posted { body, intent }: Posted<ThresholdBody>,
) -> Result<Answer, Problem> {
    let location = body.location.unwrap_or_default();
    let command = SetThreshold { sku: sku.clone(), location, low_at: body.low_at };
    let view = ThresholdView { sku, location, low_at: body.low_at };
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |()| view))
}
