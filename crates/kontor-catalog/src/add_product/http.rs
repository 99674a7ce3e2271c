//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Quantity, UnitPrice};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AddProduct, NewProduct};
use crate::model::{Gtin, OutOfStock, PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};

/// A product to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddProductBody {
    /// The merchant's own number of it: at most 64 characters, upper and lower case differ.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// Its name on documents: at most 200 characters.
    #[schema(value_type = String, example = "Mug, blue")]
    name: ProductName,
    /// `goods` lie in stock, a `service` does not.
    #[serde(default = "goods")]
    #[schema(value_type = String, example = "goods")]
    kind: ProductKind,
    /// The UN/ECE Rec 20 code of what it is counted in: `C62` piece, `KGM` kilogram, `MTR` metre, `HUR` hour.
    #[serde(default)]
    #[schema(value_type = String, example = "C62")]
    unit: Unit,
    /// The price of one base quantity in the merchant's currency, with at most six places.
    #[schema(value_type = String, example = "9.90")]
    price: UnitPrice,
    /// The quantity that the price is for.
    #[serde(default = "Quantity::one")]
    #[schema(value_type = String, example = "1")]
    price_base: Quantity,
    /// Whether the price is `net` or `gross`.
    #[serde(default = "net")]
    #[schema(value_type = String, example = "gross")]
    basis: PriceBasis,
    /// `standard`, `reduced`, `zero` (taxed at 0 %) or `none` (no tax).
    #[serde(default = "standard")]
    #[schema(value_type = String, example = "standard")]
    tax_class: TaxClass,
    /// What happens to an order for more than is available: `deny` or `backorder`.
    #[serde(default = "deny")]
    #[schema(value_type = String, example = "deny")]
    out_of_stock: OutOfStock,
    /// What scanners read on it (GTIN: EAN or UPC): 8, 12, 13 or 14 digits with a right check digit.
    #[schema(value_type = Option<String>, example = "4006381333931")]
    barcode: Option<Gtin>,
}

impl AddProductBody {
    /// The command.
    #[must_use]
    pub fn command(self) -> AddProduct {
        AddProduct {
            sku: self.sku,
            name: self.name,
            kind: self.kind,
            unit: self.unit,
            price: self.price,
            price_base: self.price_base,
            basis: self.basis,
            tax_class: self.tax_class,
            out_of_stock: self.out_of_stock,
            barcode: self.barcode,
        }
    }
}

fn goods() -> ProductKind {
    ProductKind::Goods
}

fn net() -> PriceBasis {
    PriceBasis::Net
}

fn standard() -> TaxClass {
    TaxClass::Standard
}

fn deny() -> OutOfStock {
    OutOfStock::Deny
}

/// The new product.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedView {
    /// Its id.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    id: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
}

impl From<NewProduct> for AddedView {
    fn from(new: NewProduct) -> Self {
        Self { id: new.product, sku: new.sku }
    }
}

/// Add a product.
///
/// Refusals: `negative_price`, `bad_price_base`, `no_product_tax_class`, `sku_taken`, `barcode_taken`.
#[utoipa::path(
    post, path = "/api/v1/products", tag = "products", request_body = AddProductBody,
    responses((status = 201, body = AddedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn add_product(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<AddProductBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, body.command()).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, AddedView::from))
}
