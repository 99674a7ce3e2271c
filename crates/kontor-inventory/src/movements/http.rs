//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::Sku;
use kontor_kernel::{Currency, Date, PageCursor, Quantity, Timestamp};
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::locations::http::bad_cursor;
use crate::model::{AdjustmentId, LocationCode, MovementKind, ReceiptId};
use crate::records::Movement;

/// Stock that went up or down.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovementView {
    /// The position of the event that moved it.
    position: i64,
    /// `receipt`, `issue`, `adjustment` or `return`.
    #[schema(value_type = String, example = "receipt")]
    kind: MovementKind,
    /// How much more; below zero, how much less.
    #[schema(value_type = String, example = "10")]
    quantity: Quantity,
    /// How much more the stock is worth.
    #[schema(example = "125.00")]
    value: String,
    /// The currency of the value.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// How much lay at the location afterwards.
    #[schema(value_type = String, example = "10")]
    on_hand_after: Quantity,
    /// The receipt or adjustment behind it; absent for goods that went to a buyer, where the event names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "rct_01jd0000000ab")]
    document: Option<String>,
    /// The day it counts for.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    recorded_at: Timestamp,
}

impl MovementView {
    fn of(movement: &Movement, currency: Currency) -> Self {
        let document = match movement.kind {
            MovementKind::Receipt => Some(ReceiptId::new(movement.document).to_string()),
            MovementKind::Adjustment => Some(AdjustmentId::new(movement.document).to_string()),
            // Documents of rooms above, whose ids this room can't write.
            MovementKind::Issue | MovementKind::Return => None,
        };
        Self {
            position: movement.position,
            kind: movement.kind,
            quantity: movement.quantity,
            value: movement.value.text(currency),
            currency,
            on_hand_after: movement.on_hand_after,
            document,
            date: movement.date,
            recorded_at: movement.at,
        }
    }
}

/// Which movements.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MovementFilter {
    /// Of the product with this SKU.
    #[param(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// At this location; left out, it is `main`.
    #[serde(default)]
    #[param(value_type = String, example = "main")]
    location: LocationCode,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List the movements of a product at a location, newest first.
///
/// Refusals: `not_found`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/stock/movements", tag = "stock", params(MovementFilter),
    responses((status = 200, body = Listed<MovementView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<MovementFilter>,
) -> Result<Listed<MovementView>, Problem> {
    let size = Paging { limit: filter.limit, after: None }.size()?;
    let before = filter.after.as_deref().map_or(Some((i64::MAX, 0)), read_cursor).ok_or_else(bad_cursor)?;
    let product = kontor_catalog::show::by_sku(&app.reads, caller.org, &filter.sku).await?;
    let product = product.ok_or_else(|| Problem::not_found("product"))?.id;
    let rows = super::page(&app.reads, caller.org, (product, filter.location), before, size).await?;
    Ok(Listed::of(rows, size, cursor, |movement| MovementView::of(&movement, caller.currency)))
}

/// Several movements may stand at one position: the cursor names the line as well.
fn cursor(movement: &Movement) -> String {
    format!("{}.{}", PageCursor::new(movement.position), movement.line)
}

fn read_cursor(text: &str) -> Option<(i64, i64)> {
    let (position, line) = text.split_once('.')?;
    let position: PageCursor = position.parse().ok()?;
    Some((position.value(), line.parse().ok()?))
}
