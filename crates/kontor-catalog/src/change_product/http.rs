//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Quantity, UnitPrice};
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ChangeProduct;
use crate::model::{Gtin, OutOfStock, ProductId, ProductName, Sku, TaxClass};
use crate::show;

/// What to change of a product. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProductBody {
    /// The `version` that was seen: a change by somebody else behind it is a 409 `changed_meanwhile`.
    #[schema(example = 42)]
    version: Option<i64>,
    /// Its new name.
    #[schema(value_type = Option<String>, example = "Mug, navy blue")]
    name: Option<ProductName>,
    /// Its new price, in the basis in which it was added.
    #[schema(value_type = Option<String>, example = "10.90")]
    price: Option<UnitPrice>,
    /// The new quantity that the price is for.
    #[schema(value_type = Option<String>, example = "1")]
    price_base: Option<Quantity>,
    /// `standard`, `reduced`, `zero` or `none`.
    #[schema(value_type = Option<String>, example = "standard")]
    tax_class: Option<TaxClass>,
    /// `deny` or `backorder`.
    #[schema(value_type = Option<String>, example = "backorder")]
    out_of_stock: Option<OutOfStock>,
    /// `true` takes it off the shelves, `false` puts it back.
    archived: Option<bool>,
    /// What scanners read on it (GTIN: EAN or UPC); null takes the barcode away.
    #[serde(default, deserialize_with = "kontor_kernel::deserialize_given")]
    #[schema(value_type = Option<String>, example = "4006381333931")]
    barcode: Option<Option<Gtin>>,
}

impl ChangeProductBody {
    /// The command for the product with this SKU.
    #[must_use]
    pub fn command(self, sku: Sku) -> ChangeProduct {
        ChangeProduct {
            sku,
            version: self.version,
            name: self.name,
            price: self.price,
            price_base: self.price_base,
            tax_class: self.tax_class,
            out_of_stock: self.out_of_stock,
            archived: self.archived,
            barcode: self.barcode,
        }
    }
}

/// The product that was changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedView {
    /// Its id.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    id: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
}

/// Change a product.
///
/// Orders that were placed keep what they were placed with. Refusals: `nothing_to_change`, `unknown_product`,
/// `changed_meanwhile`, `negative_price`, `bad_price_base`, `barcode_taken`, `no_product_tax_class`.
#[utoipa::path(
    patch, path = "/api/v1/products/{id}", tag = "products", request_body = ChangeProductBody,
    params(("id" = String, Path, description = "The product's id", example = "prd_01jd0000000ab")),
    responses((status = 200, body = ChangedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn change_product(
    State(app): State<App>,
    caller: Caller,
    Id(product): Id<ProductId>,
    Posted { body, intent }: Posted<ChangeProductBody>,
) -> Result<Answer, Problem> {
    // A product never loses its SKU, so it may be read before the command is decided.
    let found = show::by_id(&app.reads, caller.org, product).await?;
    let sku = found.ok_or_else(|| Problem::not_found("product"))?.sku;
    let view = ChangedView { id: product, sku: sku.clone() };
    let reply = app.submit(&caller, &intent, body.command(sku)).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |()| view))
}
