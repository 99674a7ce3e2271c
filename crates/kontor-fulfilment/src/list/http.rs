//! The JSON door.

use axum::extract::State;
use kontor_kernel::PageCursor;
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Filter;
use crate::records::Shipment;
use crate::show::http::ShipmentView;

/// Which shipments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShipmentFilter {
    /// The shipments of this order.
    #[param(value_type = Option<String>, example = "ord_01jd0000000ab")]
    order: Option<OrderId>,
    /// The shipment with this number.
    #[param(example = "LS-2026-000001")]
    number: Option<String>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of shipments.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentList {
    /// The shipments, newest first.
    items: Vec<ShipmentView>,
    /// Send it as `after` to get the next page.
    next: Option<String>,
}

/// List shipments, newest first.
///
/// Refusals: `bad_query`, `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/shipments", tag = "shipments", params(ShipmentFilter),
    responses((status = 200, body = ShipmentList), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ShipmentFilter>,
) -> Result<Listed<ShipmentView>, Problem> {
    let paging = Paging { limit: query.limit, after: query.after };
    let size = paging.size()?;
    let filter = Filter { order: query.order, number: query.number };
    let rows = super::page(&app.reads, caller.org, &filter, paging.after(i64::MAX)?, size).await?;
    let cursor = |shipment: &Shipment| PageCursor::new(shipment.id.raw()).to_string();
    Ok(Listed::of(rows, size, cursor, |shipment| ShipmentView::of(shipment, Vec::new())))
}
