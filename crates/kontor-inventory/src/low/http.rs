//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::Quantity;
use kontor_web::{App, Caller, Listed, Problem, ProblemBody};
use serde::Serialize;
use utoipa::ToSchema;

use super::Low;
use crate::model::LocationCode;

/// A product that is short at a location.
#[derive(Debug, Serialize, ToSchema)]
pub struct LowView {
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Where.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// What lies there.
    #[schema(value_type = String, example = "10")]
    on_hand: Quantity,
    /// What of it is promised to orders.
    #[schema(value_type = String, example = "4")]
    reserved: Quantity,
    /// What can be promised.
    #[schema(value_type = String, example = "6")]
    available: Quantity,
    /// At what quantity it is short.
    #[schema(value_type = String, example = "6")]
    low_at: Quantity,
}

impl From<Low> for LowView {
    fn from(low: Low) -> Self {
        let Low { product, sku, location, on_hand, reserved, available, low_at } = low;
        Self { product, sku, location, on_hand, reserved, available, low_at }
    }
}

/// List what is short: no more than its threshold is available. At most 1,000 rows.
#[utoipa::path(
    get, path = "/api/v1/stock/low", tag = "stock", operation_id = "list_low_stock",
    responses((status = 200, body = Listed<LowView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Listed<LowView>, Problem> {
    let low = super::all(&app.reads, caller.org).await?;
    Ok(Listed { items: low.into_iter().map(LowView::from).collect(), next: None })
}
