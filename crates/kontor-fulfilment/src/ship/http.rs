//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::Sku;
use kontor_kernel::{Date, Quantity};
use kontor_orders::model::{LineQuantity, OrderId};
use kontor_orders::rules::AtVersion;
use kontor_orders::show::http::LineQuantityBody;
use kontor_web::{Answer, App, Caller, Id, IfMatch, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Ship;
use crate::events::{Shipped, ShippedLine};
use crate::model::{Carrier, ShipmentId, TrackingNumber};

/// What leaves. An empty body ships all that can be handed over, today.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipBody {
    /// How much of which line; left out, all that can be handed over.
    #[serde(default)]
    lines: Vec<LineQuantityBody>,
    /// The day it leaves; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    date: Option<Date>,
    /// Who takes it: at most 64 characters.
    #[schema(value_type = Option<String>, example = "DHL")]
    carrier: Option<Carrier>,
    /// The carrier's number of it: at most 100 characters.
    #[schema(value_type = Option<String>, example = "00340434161094042557")]
    tracking: Option<TrackingNumber>,
}

impl ShipBody {
    /// The command for an order.
    #[must_use]
    pub fn command(self, order: OrderId) -> Ship {
        Ship {
            order,
            lines: self.lines.into_iter().map(LineQuantity::from).collect(),
            date: self.date,
            carrier: self.carrier,
            tracking: self.tracking,
        }
    }
}

/// The shipment.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShippedView {
    /// Its id.
    #[schema(value_type = String, example = "shp_01jd0000000ab")]
    id: ShipmentId,
    /// The number on its delivery note.
    #[schema(example = "LS-2026-000001")]
    number: String,
    /// The order.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// The day it left.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// What is in it.
    lines: Vec<ShipmentLineView>,
    /// Whether nothing of the order is left to ship.
    #[schema(example = true)]
    is_last: bool,
}

/// What is in a shipment of one line of its order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShipmentLineView {
    /// The line of the order, from 1.
    line: i32,
    /// Its SKU.
    #[schema(value_type = String, example = "TEE-EARL-GREY")]
    sku: Sku,
    /// How much.
    #[schema(value_type = String, example = "3")]
    quantity: Quantity,
}

impl ShipmentLineView {
    pub(crate) fn new(line: i32, sku: Sku, quantity: Quantity) -> Self {
        Self { line, sku, quantity }
    }
}

impl From<Shipped> for ShippedView {
    fn from(shipped: Shipped) -> Self {
        let line = |line: ShippedLine| ShipmentLineView::new(line.line, line.sku, line.quantity);
        Self {
            id: shipped.shipment,
            number: shipped.number,
            order: shipped.order,
            date: shipped.date,
            lines: shipped.lines.into_iter().map(line).collect(),
            is_last: shipped.is_last,
        }
    }
}

/// Ship an order or part of it: the goods leave stock, their cost is booked, the lines can be invoiced.
///
/// Refusals: `changed_meanwhile`, `unknown_order`, `order_not_open`, `bad_line_quantity`, `unknown_order_line`,
/// `not_shippable`, `nothing_to_ship`, `shipment_in_future`, `ledger_not_open`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/orders/{id}/ship", tag = "shipments", request_body = ShipBody,
    params(
        ("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab"),
        ("If-Match" = Option<String>, Header, description = "Act only if the order is still at this version: its ETag", example = "\"1234\""),
    ),
    responses((status = 201, body = ShippedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn ship(
    State(app): State<App>,
    caller: Caller,
    Id(order): Id<OrderId>,
    IfMatch(version): IfMatch,
    Posted { body, intent }: Posted<ShipBody>,
) -> Result<Answer, Problem> {
    let command =
        AtVersion { seen_at: version.map(|version| (order, version)), command: body.command(order) };
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, ShippedView::from))
}
