//! The JSON doors: one order, or many at once.

use axum::extract::State;
use kontor_catalog::model::{PriceBasis, Sku};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Currency, Date, Quantity, UnitPrice};
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody, Shown};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Place, PlaceLine, PlacedOrder};
use crate::model::{Channel, ExternalNumber, OrderId, Reference};

/// An order to place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// Who orders; left out for a sale without account.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// `web`, `counter`, `phone`, `b2b`, `marketplace`, `import` or `portal`.
    #[serde(default = "web")]
    #[schema(value_type = String, example = "phone")]
    channel: Channel,
    /// Where it is shipped from; `main` when left out.
    #[schema(value_type = Option<String>, example = "main")]
    location: Option<LocationCode>,
    /// The currency of its prices, which must be the merchant's.
    #[schema(value_type = Option<String>, example = "EUR")]
    currency: Option<Currency>,
    /// Whether its prices are `net` or `gross`; left out, as the first product's price is.
    #[schema(value_type = Option<String>, example = "gross")]
    basis: Option<PriceBasis>,
    /// How it is to be paid; left out, as the customer prefers, or before delivery.
    #[schema(value_type = Option<String>, example = "invoice")]
    payment_method: Option<PaymentMethod>,
    /// The day it was ordered; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    order_date: Option<Date>,
    /// The buyer's reference, shown on all documents.
    #[schema(value_type = Option<String>, example = "PO 4711")]
    reference: Option<Reference>,
    /// Its number in the channel it came from: the same number is never taken twice.
    #[schema(value_type = Option<String>, example = "SHOP-1001")]
    external: Option<ExternalNumber>,
    /// What is ordered: 1 to 2,000 lines.
    lines: Vec<PlaceLineBody>,
}

/// A line of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceLineBody {
    /// The product.
    #[schema(value_type = String, example = "TEE-EARL-GREY")]
    sku: Sku,
    /// How much, with at most three decimal places.
    #[schema(value_type = String, example = "4")]
    quantity: Quantity,
    /// A price other than the product's, for one base quantity.
    #[schema(value_type = Option<String>, example = "12.50")]
    price: Option<UnitPrice>,
}

fn web() -> Channel {
    Channel::Web
}

impl From<PlaceLineBody> for PlaceLine {
    fn from(line: PlaceLineBody) -> Self {
        Self { sku: line.sku, quantity: line.quantity, price: line.price }
    }
}

impl From<PlaceBody> for Place {
    fn from(body: PlaceBody) -> Self {
        Self {
            customer: body.customer,
            channel: body.channel,
            location: body.location,
            currency: body.currency,
            basis: body.basis,
            payment_method: body.payment_method,
            order_date: body.order_date,
            reference: body.reference,
            external: body.external,
            lines: body.lines.into_iter().map(PlaceLine::from).collect(),
        }
    }
}

/// The placed order.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedView {
    /// Its id.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    id: OrderId,
    /// Its number.
    #[schema(example = "A-100001")]
    number: String,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Total without tax.
    #[schema(example = "42.02")]
    net: String,
    /// Total tax.
    #[schema(example = "7.98")]
    tax: String,
    /// Total with tax.
    #[schema(example = "50.00")]
    gross: String,
    /// What became of each line, in order.
    lines: Vec<PlacedLineView>,
}

/// What became of a line.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedLineView {
    /// Its number, from 1.
    line: usize,
    /// Without tax.
    #[schema(example = "42.02")]
    net: String,
    /// The tax.
    #[schema(example = "7.98")]
    tax: String,
    /// With tax.
    #[schema(example = "50.00")]
    gross: String,
    /// Reserved in stock.
    #[schema(value_type = String, example = "4")]
    reserved: Quantity,
    /// Waiting for goods.
    #[schema(value_type = String, example = "0")]
    backordered: Quantity,
}

impl PlacedView {
    fn of(placed: PlacedOrder, currency: Currency) -> Self {
        let line = |(index, line): (usize, &super::PlacedOrderLine)| PlacedLineView {
            line: index.saturating_add(1),
            net: line.totals.net.text(currency),
            tax: line.totals.tax.text(currency),
            gross: line.totals.gross.text(currency),
            reserved: line.reserved,
            backordered: line.backordered,
        };
        Self {
            id: placed.order,
            lines: placed.lines.iter().enumerate().map(line).collect(),
            number: placed.number,
            currency,
            net: placed.totals.net.text(currency),
            tax: placed.totals.tax.text(currency),
            gross: placed.totals.gross.text(currency),
        }
    }
}

/// Place an order: it is priced, taxed, and its goods are reserved, in one step.
///
/// Refusals: `order_without_lines`, `too_many_lines`, `bad_quantity`, `other_currency`, `unknown_customer`,
/// `no_account`, `external_number_taken`, `unknown_location`, `location_closed`, `unknown_sku`, `product_archived`, `amount_too_large`,
/// `no_tax_rate`, `negative_total`, `out_of_stock`, `customer_volume_too_large`, `credit_limit_exceeded`.
#[utoipa::path(
    post, path = "/api/v1/orders", tag = "orders", request_body = PlaceBody,
    responses((status = 201, body = PlacedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn place(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<PlaceBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, Place::from(body)).await?;
    let currency = caller.currency;
    Ok(Answer::created(reply, currency, intent.dry_run, |placed| PlacedView::of(placed, currency)))
}

/// Many orders to place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBatchBody {
    /// 1 to 1,000 orders. Each is placed or refused by itself.
    orders: Vec<PlaceBody>,
}

/// What became of each order, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedBatchView {
    /// One result an order.
    results: Vec<PlacedResult>,
}

/// What became of one order of a batch: `order` or `problem`.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacedResult {
    /// The HTTP status that it alone would have had.
    status: u16,
    /// The placed order.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<PlacedView>,
    /// Why it was not placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemBody>,
}

/// Place up to 1,000 orders, each by itself, with a result each.
///
/// With an `Idempotency-Key`, each order has a key of its own: a retry places what was not placed before.
/// Refusals: `bad_batch`; for each order those of placing it.
#[utoipa::path(
    post, path = "/api/v1/orders/batch", tag = "orders", request_body = PlaceBatchBody,
    responses((status = 200, body = PlacedBatchView), (status = "4XX", body = ProblemBody)),
)]
pub async fn place_batch(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<PlaceBatchBody>,
) -> Result<Shown<PlacedBatchView>, Problem> {
    let orders = body.orders.into_iter().map(Place::from).collect();
    let placed = app.submit_batch(&caller, &intent, "orders", orders).await?;
    let results = placed.into_iter().map(|placed| match placed {
        Ok(placed) => {
            let order = PlacedView::of(placed, caller.currency);
            PlacedResult { status: 201, order: Some(order), problem: None }
        }
        Err(problem) => {
            PlacedResult { status: problem.status(), order: None, problem: Some(problem.body().clone()) }
        }
    });
    Ok(Shown(PlacedBatchView { results: results.collect() }))
}
