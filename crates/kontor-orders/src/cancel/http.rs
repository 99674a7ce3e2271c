//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, IfMatch, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Cancel, CancelledLines};
use crate::model::{LineQuantity, OrderId};
use crate::rules::AtVersion;
use crate::show::http::LineQuantityBody;

/// What to cancel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelBody {
    /// How much of which line; left out, all that is open.
    #[serde(default)]
    lines: Vec<LineQuantityBody>,
    /// Why.
    #[schema(example = "The buyer changed their mind")]
    reason: String,
}

impl CancelBody {
    /// The command for an order.
    #[must_use]
    pub fn command(self, order: OrderId) -> Cancel {
        Cancel { order, lines: self.lines.into_iter().map(LineQuantity::from).collect(), reason: self.reason }
    }
}

/// What was cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub struct CancelledView {
    /// The order.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// How much of which line.
    #[schema(value_type = Vec<LineQuantityBody>)]
    lines: Vec<LineQuantity>,
    /// Whether nothing of the order is left.
    whole: bool,
}

impl From<CancelledLines> for CancelledView {
    fn from(cancelled: CancelledLines) -> Self {
        Self { order: cancelled.order, lines: cancelled.lines, whole: cancelled.whole }
    }
}

/// Cancel an order or part of it, before it is shipped.
///
/// Refusals: `changed_meanwhile`, `cancel_without_reason`, `unknown_order`, `order_not_open`, `bad_line_quantity`,
/// `unknown_order_line`, `not_cancellable`, `nothing_to_cancel`.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/cancel", tag = "orders", request_body = CancelBody,
    params(
        ("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab"),
        ("If-Match" = Option<String>, Header, description = "Act only if the order is still at this version: its ETag", example = "\"1234\""),
    ),
    responses((status = 200, body = CancelledView), (status = "4XX", body = ProblemBody)),
)]
pub async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Id(order): Id<OrderId>,
    IfMatch(version): IfMatch,
    Posted { body, intent }: Posted<CancelBody>,
) -> Result<Answer, Problem> {
    let command =
        AtVersion { seen_at: version.map(|version| (order, version)), command: body.command(order) };
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, CancelledView::from))
}
