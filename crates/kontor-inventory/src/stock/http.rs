//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Currency, PageCursor, Quantity, UnitPrice};
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Place, ProductStock};
use crate::model::LocationCode;

/// The stock of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockView {
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// What lies at all locations.
    #[schema(value_type = String, example = "10")]
    on_hand: Quantity,
    /// What of it is promised to orders.
    #[schema(value_type = String, example = "4")]
    reserved: Quantity,
    /// What can be promised.
    #[schema(value_type = String, example = "6")]
    available: Quantity,
    /// What all of it cost.
    #[schema(example = "125.00")]
    value: String,
    /// What one unit cost at the last receipt.
    #[schema(value_type = String, example = "12.50")]
    last_cost: UnitPrice,
    /// The currency of value and cost.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Where it lies.
    locations: Vec<PlaceView>,
}

/// The stock of a product at one location.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceView {
    /// The location.
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
}

impl StockView {
    fn of(stock: ProductStock, currency: Currency) -> Self {
        let sum = |part: fn(&Place) -> Quantity| {
            let parts = stock.places.iter().map(|place| part(place).thousandths());
            Quantity::new(parts.fold(0, i64::saturating_add))
        };
        let (on_hand, reserved) = (sum(|place| place.on_hand), sum(|place| place.reserved));
        Self {
            product: stock.product,
            on_hand,
            reserved,
            available: on_hand.checked_sub(reserved).unwrap_or_default(),
            value: stock.value.text(currency),
            last_cost: stock.last_cost,
            currency,
            locations: stock.places.iter().map(PlaceView::of).collect(),
            sku: stock.sku,
        }
    }
}

impl PlaceView {
    fn of(place: &Place) -> Self {
        let (on_hand, reserved) = (place.on_hand, place.reserved);
        let available = on_hand.checked_sub(reserved).unwrap_or_default();
        Self { location: place.location, on_hand, reserved, available }
    }
}

/// Which stock.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StockFilter {
    /// Of the product with this SKU.
    #[param(value_type = Option<String>, example = "MUG-BLUE")]
    sku: Option<Sku>,
    /// How many products, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List stock by product.
///
/// All that has ever been in stock; with `sku`, of that product, if it has. Refusals: `bad_limit`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/stock", tag = "stock", params(StockFilter),
    responses((status = 200, body = Listed<StockView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<StockFilter>,
) -> Result<Listed<StockView>, Problem> {
    let paging = Paging { limit: filter.limit, after: filter.after };
    let size = paging.size()?;
    let products = match &filter.sku {
        None => super::page(&app.reads, caller.org, paging.after(0)?, size).await?,
        Some(sku) => match kontor_catalog::show::by_sku(&app.reads, caller.org, sku).await? {
            Some(product) => super::one(&app.reads, caller.org, product.id).await?.into_iter().collect(),
            None => Vec::new(),
        },
    };
    let cursor = |stock: &ProductStock| PageCursor::new(stock.product.raw()).to_string();
    Ok(Listed::of(products, size, cursor, |stock| StockView::of(stock, caller.currency)))
}
