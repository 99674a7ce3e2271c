//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Quantity, UnitPrice};
use kontor_web::{App, Caller, Id, Problem, ProblemBody, Shown};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Gtin, OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
use crate::records::Product;

/// A product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductView {
    /// Its id.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    id: ProductId,
    /// The merchant's own number of it.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Its name on documents.
    #[schema(value_type = String, example = "Mug, blue")]
    name: ProductName,
    /// `goods` or `service`.
    #[schema(value_type = String, example = "goods")]
    kind: ProductKind,
    /// The UN/ECE Rec 20 code of what it is counted in.
    #[schema(value_type = String, example = "C62")]
    unit: Unit,
    /// The price of one base quantity.
    #[schema(value_type = String, example = "9.90")]
    price: UnitPrice,
    /// The quantity that the price is for.
    #[schema(value_type = String, example = "1")]
    price_base: Quantity,
    /// The currency of the price.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// `net` or `gross`.
    #[schema(value_type = String, example = "gross")]
    basis: PriceBasis,
    /// `standard`, `reduced`, `zero` or `none`.
    #[schema(value_type = String, example = "standard")]
    tax_class: TaxClass,
    /// `deny` or `backorder`.
    #[schema(value_type = String, example = "deny")]
    out_of_stock: OutOfStock,
    /// Whether it is no longer sold.
    archived: bool,
    /// What scanners read on it (GTIN: EAN or UPC).
    #[schema(value_type = Option<String>, example = "4006381333931")]
    barcode: Option<Gtin>,
    /// The position of the last event that changed it.
    version: i64,
}

impl ProductView {
    /// The view of a product whose merchant keeps prices in this currency.
    #[must_use]
    pub fn of(product: Product, currency: Currency) -> Self {
        Self {
            id: product.id,
            sku: product.sku,
            name: product.name,
            kind: product.kind,
            unit: product.unit,
            price: product.price,
            price_base: product.price_base,
            currency,
            basis: product.basis,
            tax_class: product.tax_class,
            out_of_stock: product.out_of_stock,
            archived: product.archived,
            barcode: product.barcode,
            version: product.version,
        }
    }
}

/// Show a product.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/products/{id}", tag = "products",
    params(("id" = String, Path, description = "The product's id", example = "prd_01jd0000000ab")),
    responses((status = 200, body = ProductView), (status = "4XX", body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(product): Id<ProductId>,
) -> Result<Shown<ProductView>, Problem> {
    let product = super::by_id(&app.reads, caller.org, product).await?;
    let product = product.ok_or_else(|| Problem::not_found("product"))?;
    Ok(Shown(ProductView::of(product, caller.currency)))
}
