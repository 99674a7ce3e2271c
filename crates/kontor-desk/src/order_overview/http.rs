//! The JSON door.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use kontor_orders::model::OrderId;
use kontor_orders::show::http::OrderView;
use kontor_web::{App, Caller, Problem, ProblemBody, Shown};

/// Show an order as of an event: with its lines, behind everything that was recorded up to that position.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/as-of/{position}", tag = "orders",
    params(
        ("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab"),
        ("position" = i64, Path, description = "A position of the journal", example = 4711),
    ),
    responses((status = 200, body = OrderView), (status = 404, body = ProblemBody)),
)]
pub async fn as_of(
    State(app): State<App>,
    caller: Caller,
    places: Result<Path<(String, String)>, PathRejection>,
) -> Result<Shown<OrderView>, Problem> {
    let not_found = || Problem::not_found("order");
    let Path((id, position)) = places.map_err(|_| not_found())?;
    let id: OrderId = id.parse().map_err(|_| not_found())?;
    let position: i64 = position.parse().map_err(|_| not_found())?;
    let found = super::as_of((&app.reads, &app.schema), caller.org, id, position).await?;
    let (order, lines) = found.ok_or_else(not_found)?;
    Ok(Shown(OrderView::of(order, lines, caller.currency)))
}
