//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Currency, Date, Quantity, UnitPrice};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Adjust, Finding, candidates};
use crate::events::Adjusted;
use crate::model::{AdjustmentId, LocationCode, Reason};

/// What was found.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustBody {
    /// The product.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Where; left out, it is `main`.
    #[serde(default)]
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// What was counted. Send this or `delta`.
    #[schema(value_type = Option<String>, example = "8")]
    on_hand: Option<Quantity>,
    /// How much more there is than was thought; below zero, how much less.
    #[schema(value_type = Option<String>, example = "-2")]
    delta: Option<Quantity>,
    /// Why: at most 200 characters. Name no person.
    #[schema(value_type = String, example = "Two broken")]
    reason: Reason,
    /// What one unit of a gain cost; left out, it is the last cost.
    #[schema(value_type = Option<String>, example = "12.50")]
    unit_cost: Option<UnitPrice>,
}

impl AdjustBody {
    /// The command, with the reservations that may lose their goods as they are now.
    ///
    /// # Errors
    /// `count_or_difference`; when the database can't be read.
    pub async fn command(self, app: &App, org: i64) -> Result<Adjust, Problem> {
        let finding = match (self.on_hand, self.delta) {
            (Some(counted), None) => Finding::Counted(counted),
            (None, Some(difference)) => Finding::Difference(difference),
            (Some(_), Some(_)) | (None, None) => {
                let what = "Send what was counted as on_hand or the difference as delta: one of them.";
                let german = "Geben Sie an, was gezählt wurde, oder den Unterschied: eines von beiden.";
                return Err(Problem::new(422, "count_or_difference", what).german(german));
            }
        };
        // An unknown SKU has no reservations; the decision refuses it.
        let candidates = match kontor_catalog::show::by_sku(&app.reads, org, &self.sku).await? {
            Some(product) => candidates(&app.reads, org, (product.id, self.location), finding).await?,
            None => Vec::new(),
        };
        let Self { sku, location, reason, unit_cost, .. } = self;
        Ok(Adjust { sku, location, finding, reason, unit_cost, candidates })
    }
}

/// The adjustment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdjustmentView {
    /// Its id.
    #[schema(value_type = String, example = "adj_01jd0000000ab")]
    id: AdjustmentId,
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Where.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// The day it counts for.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// How much more there is; below zero, how much less.
    #[schema(value_type = String, example = "-2")]
    quantity: Quantity,
    /// How much more the stock is worth.
    #[schema(example = "-25.00")]
    value: String,
    /// The currency of the value.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// How many waiting order lines got goods of it.
    #[schema(example = 0)]
    lines_filled: usize,
    /// How many order lines lost what was reserved for them and wait again.
    #[schema(example = 0)]
    lines_shorted: usize,
}

impl AdjustmentView {
    fn of(adjusted: Adjusted, currency: Currency) -> Self {
        Self {
            id: adjusted.adjustment,
            product: adjusted.product,
            sku: adjusted.sku,
            location: adjusted.location,
            date: adjusted.date,
            quantity: adjusted.quantity,
            value: adjusted.value.text(currency),
            currency,
            lines_filled: adjusted.filled.len(),
            lines_shorted: adjusted.shorted.len(),
        }
    }
}

/// Adjust stock: a count, damage, loss or find.
///
/// It succeeds whatever is reserved; the youngest reservations wait again. Refusals: `count_or_difference`,
/// `negative_count`, `no_difference`, `negative_unit_cost`, `unknown_location`, `unknown_sku`, `not_kept_in_stock`,
/// `less_than_nothing`, `cost_unknown`, `adjustment_too_large`, `too_many_reservations`, `stock_moved`.
#[utoipa::path(
    post, path = "/api/v1/stock/adjustments", tag = "stock", request_body = AdjustBody,
    responses((status = 201, body = AdjustmentView), (status = "4XX", body = ProblemBody)),
)]
pub async fn adjust(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<AdjustBody>,
) -> Result<Answer, Problem> {
    let command = body.command(&app, caller.org).await?;
    let reply = app.submit(&caller, &intent, command).await?;
    let currency = caller.currency;
    Ok(Answer::created(reply, currency, intent.dry_run, |adjusted| AdjustmentView::of(adjusted, currency)))
}
