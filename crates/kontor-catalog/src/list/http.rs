//! The JSON door.

use axum::extract::State;
use kontor_kernel::PageCursor;
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::model::{Gtin, Sku};
use crate::records::Product;
use crate::show;
use crate::show::http::ProductView;

/// Which products.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProductFilter {
    /// The one with this SKU.
    #[param(value_type = Option<String>, example = "MUG-BLUE")]
    sku: Option<Sku>,
    /// The one with this barcode, as a scanner reads it.
    #[param(value_type = Option<String>, example = "4006381333931")]
    barcode: Option<Gtin>,
    /// How many, 1 to 200; 50 when left out.
    limit: Option<u16>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// List products.
///
/// In the order in which they were added; with `sku` or `barcode`, the one that has it, if any. Refusals: `bad_limit`,
/// `bad_cursor`, `bad_filter`, `bad_query`.
#[utoipa::path(
    get, path = "/api/v1/products", tag = "products", params(ProductFilter),
    responses((status = 200, body = Listed<ProductView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ProductFilter>,
) -> Result<Listed<ProductView>, Problem> {
    let paging = Paging { limit: filter.limit, after: filter.after };
    let size = paging.size()?;
    let products = match (&filter.sku, &filter.barcode) {
        (Some(_), Some(_)) => {
            return Err(Problem::bad_request("bad_filter", "Send a SKU or a barcode, not both."));
        }
        (Some(sku), None) => show::by_sku(&app.reads, caller.org, sku).await?.into_iter().collect(),
        (None, Some(barcode)) => {
            show::by_barcode(&app.reads, caller.org, barcode).await?.into_iter().collect()
        }
        (None, None) => super::page(&app.reads, caller.org, paging.after(i64::MIN)?, size).await?,
    };
    let cursor = |product: &Product| PageCursor::new(product.id.raw()).to_string();
    Ok(Listed::of(products, size, cursor, |product| ProductView::of(product, caller.currency)))
}
