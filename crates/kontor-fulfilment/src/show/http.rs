//! The JSON door, and the view of a shipment that the list uses too.

use axum::extract::State;
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Date, Timestamp};
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Id, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Carrier, ShipmentId, TrackingNumber};
use crate::records::{Shipment, ShipmentLine};
use crate::ship::http::ShipmentLineView;

/// A shipment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentView {
    /// Its id.
    #[schema(value_type = String, example = "shp_01jd0000000ab")]
    id: ShipmentId,
    /// The number on its delivery note.
    #[schema(example = "LS-2026-000001")]
    number: String,
    /// The order it belongs to.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// Where it left from.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// The day it left.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// Who takes it.
    #[schema(value_type = Option<String>, example = "DHL")]
    carrier: Option<Carrier>,
    /// The carrier's number of it.
    #[schema(value_type = Option<String>, example = "00340434161094042557")]
    tracking: Option<TrackingNumber>,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    shipped_at: Timestamp,
    /// The position of the event that made it.
    version: i64,
    /// What is in it; only when one shipment is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<ShipmentLineView>,
}

impl ShipmentView {
    /// The view of a shipment, with or without lines.
    #[must_use]
    pub fn of(shipment: Shipment, lines: Vec<ShipmentLine>) -> Self {
        let line = |line: ShipmentLine| ShipmentLineView::new(line.line, line.sku, line.quantity);
        Self {
            id: shipment.id,
            number: shipment.number,
            order: shipment.order_id,
            location: shipment.location,
            date: shipment.date,
            carrier: shipment.carrier,
            tracking: shipment.tracking,
            shipped_at: shipment.shipped_at,
            version: shipment.version,
            lines: lines.into_iter().map(line).collect(),
        }
    }
}

/// Show a shipment with what is in it.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/shipments/{id}", tag = "shipments",
    params(("id" = String, Path, description = "The shipment's id", example = "shp_01jd0000000ab")),
    responses((status = 200, body = ShipmentView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<ShipmentId>,
) -> Result<Shown<ShipmentView>, Problem> {
    let found = super::one(&app.reads, caller.org, id).await?;
    let (shipment, lines) = found.ok_or_else(|| Problem::not_found("shipment"))?;
    Ok(Shown(ShipmentView::of(shipment, lines)))
}
