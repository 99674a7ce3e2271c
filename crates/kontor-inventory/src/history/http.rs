//! The JSON door.

use std::time::Duration;

use axum::extract::State;
use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Date, Quantity, Timestamp, Zone};
use kontor_web::{App, Caller, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::PastStock;
use crate::model::LocationCode;

/// Which stock, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryFilter {
    /// Of the product with this SKU.
    #[param(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// The moment, such as `2026-11-24T18:36:00Z`; or a day, such as `2026-11-24`, for its end in the merchant's zone.
    #[param(example = "2026-11-24")]
    at: String,
}

/// The stock of a product as it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct PastStockView {
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// The moment that was asked for.
    #[schema(value_type = String, example = "2026-11-24T22:59:59.999999Z")]
    at: Timestamp,
    /// The position of the last event that had been recorded by then.
    position: i64,
    /// What lay at all locations.
    #[schema(value_type = String, example = "10")]
    on_hand: Quantity,
    /// Where it lay.
    locations: Vec<PastPlaceView>,
}

/// What lay at one location.
#[derive(Debug, Serialize, ToSchema)]
pub struct PastPlaceView {
    /// The location.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// What lay there.
    #[schema(value_type = String, example = "10")]
    on_hand: Quantity,
}

impl PastStockView {
    fn of((product, sku): (ProductId, Sku), at: Timestamp, stock: PastStock) -> Self {
        let sum =
            stock.places.iter().fold(0, |sum: i64, (_, on_hand)| sum.saturating_add(on_hand.thousandths()));
        let place = |(location, on_hand)| PastPlaceView { location, on_hand };
        Self {
            product,
            sku,
            at,
            position: stock.position,
            on_hand: Quantity::new(sum),
            locations: stock.places.into_iter().map(place).collect(),
        }
    }
}

/// Show how much of a product lay where at a past moment, as it was recorded by then.
///
/// Refusals: `bad_moment`, `unknown_sku`.
#[utoipa::path(
    get, path = "/api/v1/stock/history", tag = "stock", params(HistoryFilter),
    responses((status = 200, body = PastStockView), (status = "4XX", body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<HistoryFilter>,
) -> Result<Shown<PastStockView>, Problem> {
    let at = moment(&filter.at, &caller.zone).ok_or_else(|| {
        let detail = "A moment is written 2026-11-24T18:36:00Z, a day 2026-11-24: correct at.";
        Problem::bad_request("bad_moment", detail).at("at")
    })?;
    let product =
        kontor_catalog::show::by_sku(&app.reads, caller.org, &filter.sku).await?.ok_or_else(|| {
            Problem::new(404, "unknown_sku", &format!("There is no product {}: correct the SKU.", filter.sku))
                .at("sku")
        })?;
    let stock = super::as_of(&app.reads, caller.org, product.id, at).await?;
    Ok(Shown(PastStockView::of((product.id, filter.sku), at, stock)))
}

/// A moment as it is written, or the last one of a day.
fn moment(text: &str, zone: &Zone) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let next = text.parse::<Date>().ok()?.add_days(1)?;
    Some(zone.start_of(next).minus(Duration::from_micros(1)))
}
