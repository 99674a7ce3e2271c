//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::{ProductId, Sku};
use kontor_kernel::{Amount, Currency, Date, Quantity, UnitPrice};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Receive, ReceiveLine};
use crate::events::{Received, ReceivedLine};
use crate::model::{LocationCode, ReceiptId, ReceiptReference};

/// Goods that came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveBody {
    /// Where they are put; left out, it is `main`.
    #[serde(default)]
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// The supplier's number of it: at most 64 characters.
    #[schema(value_type = Option<String>, example = "LS-4711")]
    reference: Option<ReceiptReference>,
    /// The day they came; left out, it is today in the merchant's zone.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    date: Option<Date>,
    /// What came: 1 to 1,000 lines.
    lines: Vec<ReceiveLineBody>,
}

/// A line of a receipt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveLineBody {
    /// The product.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// How much.
    #[schema(value_type = String, example = "10")]
    quantity: Quantity,
    /// What one unit cost in the merchant's currency, with at most six places.
    #[schema(value_type = String, example = "12.50")]
    unit_cost: UnitPrice,
}

impl ReceiveBody {
    /// The command.
    #[must_use]
    pub fn command(self) -> Receive {
        let line = |line: ReceiveLineBody| ReceiveLine {
            sku: line.sku,
            quantity: line.quantity,
            unit_cost: line.unit_cost,
        };
        Receive {
            location: self.location,
            reference: self.reference,
            date: self.date,
            lines: self.lines.into_iter().map(line).collect(),
        }
    }
}

/// The receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Its id.
    #[schema(value_type = String, example = "rct_01jd0000000ab")]
    id: ReceiptId,
    /// Where the goods lie.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// The day they came.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// The supplier's number of it.
    #[schema(value_type = Option<String>, example = "LS-4711")]
    reference: Option<ReceiptReference>,
    /// What all of it cost.
    #[schema(example = "125.00")]
    value: String,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// What came.
    lines: Vec<ReceiptLineView>,
    /// How many waiting order lines got goods of it.
    #[schema(example = 0)]
    lines_filled: usize,
}

/// A line of the receipt.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptLineView {
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU.
    #[schema(value_type = String, example = "MUG-BLUE")]
    sku: Sku,
    /// How much.
    #[schema(value_type = String, example = "10")]
    quantity: Quantity,
    /// What the line cost.
    #[schema(example = "125.00")]
    value: String,
}

impl ReceiptView {
    fn of(received: Received, currency: Currency) -> Self {
        // The decision has added them up already, within bounds.
        let value = Amount::sum(received.lines.iter().map(|line| line.value)).unwrap_or_default();
        let line = |line: ReceivedLine| ReceiptLineView {
            product: line.product,
            sku: line.sku,
            quantity: line.quantity,
            value: line.value.text(currency),
        };
        Self {
            id: received.receipt,
            location: received.location,
            date: received.date,
            reference: received.reference,
            value: value.text(currency),
            currency,
            lines: received.lines.into_iter().map(line).collect(),
            lines_filled: received.filled.len(),
        }
    }
}

/// Receive goods.
///
/// Those who wait for them get them at once. Refusals: `receipt_without_lines`, `too_many_receipt_lines`,
/// `bad_receipt_quantity`, `negative_unit_cost`, `unknown_location`, `location_closed`, `receipt_in_future`, `unknown_sku`,
/// `not_kept_in_stock`, `receipt_too_large`.
#[utoipa::path(
    post, path = "/api/v1/stock/receipts", tag = "stock", request_body = ReceiveBody,
    responses((status = 201, body = ReceiptView), (status = "4XX", body = ProblemBody)),
)]
pub async fn receive(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<ReceiveBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, body.command()).await?;
    let currency = caller.currency;
    Ok(Answer::created(reply, currency, intent.dry_run, |received| ReceiptView::of(received, currency)))
}
