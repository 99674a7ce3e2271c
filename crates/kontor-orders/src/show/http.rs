//! The JSON door, and the views of an order that other doors use.

use axum::extract::State;
use kontor_catalog::model::{PriceBasis, ProductId, ProductKind, ProductName, Sku, TaxClass, Unit};
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Currency, Date, Quantity, TaxRate, Timestamp, UnitPrice};
use kontor_web::{App, Caller, Id, Problem, ProblemBody, Versioned};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::{Channel, ExternalNumber, LineQuantity, OrderId, OrderState, Reference};
use crate::records::{Line, Order};

/// A quantity of one line.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineQuantityBody {
    /// The line's number, from 1.
    line: i32,
    /// How much of it.
    #[schema(value_type = String, example = "3")]
    quantity: Quantity,
}

impl From<LineQuantityBody> for LineQuantity {
    fn from(body: LineQuantityBody) -> Self {
        Self { line: body.line, quantity: body.quantity }
    }
}

/// An order.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderView {
    /// Its id.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    id: OrderId,
    /// Its number.
    #[schema(example = "A-100001")]
    number: String,
    /// `placed`, `completed` or `cancelled`.
    #[schema(value_type = String, example = "placed")]
    state: OrderState,
    /// Who ordered.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// Where it came in.
    #[schema(value_type = String, example = "phone")]
    channel: Channel,
    /// Where it is shipped from.
    #[schema(value_type = String, example = "main")]
    location: LocationCode,
    /// Whether its prices are net or gross.
    #[schema(value_type = String, example = "gross")]
    basis: PriceBasis,
    /// How it is to be paid.
    #[schema(value_type = String, example = "invoice")]
    payment_method: PaymentMethod,
    /// The day it was ordered.
    #[schema(value_type = String, example = "2026-11-24")]
    order_date: Date,
    /// The buyer's reference.
    #[schema(value_type = Option<String>)]
    reference: Option<Reference>,
    /// Its number in the channel it came from.
    #[schema(value_type = Option<String>)]
    external: Option<ExternalNumber>,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Total without tax.
    net: String,
    /// Total tax.
    tax: String,
    /// Total with tax.
    gross: String,
    /// What is invoiced, with tax.
    invoiced: String,
    /// What is credited, with tax.
    credited: String,
    /// What is paid.
    paid: String,
    /// How many lines.
    line_count: i64,
    /// Lines with something left to ship.
    lines_to_ship: i64,
    /// Lines with something left to invoice.
    lines_to_invoice: i64,
    /// When it was placed.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    placed_at: Timestamp,
    /// The position of the last event that changed it.
    version: i64,
    /// The lines; only when one order is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<LineView>,
}

/// A line of an order.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineView {
    /// Its number, from 1.
    line: i32,
    /// The product.
    #[schema(value_type = String, example = "prd_01jd0000000ab")]
    product: ProductId,
    /// Its SKU when it was ordered.
    #[schema(value_type = String, example = "TEE-EARL-GREY")]
    sku: Sku,
    /// Its name when it was ordered.
    #[schema(value_type = String, example = "Earl Grey 250 g")]
    name: ProductName,
    /// The unit, a code of UN/ECE Recommendation 20.
    #[schema(value_type = String, example = "C62")]
    unit: Unit,
    /// `goods` or `service`.
    #[schema(value_type = String, example = "goods")]
    kind: ProductKind,
    /// How much was ordered.
    #[schema(value_type = String, example = "4")]
    quantity: Quantity,
    /// The price of one base quantity.
    #[schema(value_type = String, example = "12.5")]
    price: UnitPrice,
    /// The quantity that the price is for.
    #[schema(value_type = String, example = "1")]
    price_base: Quantity,
    /// The tax class.
    #[schema(value_type = String, example = "standard")]
    tax_class: TaxClass,
    /// The rate in percent.
    #[schema(value_type = String, example = "19")]
    tax_rate: TaxRate,
    /// Without tax.
    net: String,
    /// The tax.
    tax: String,
    /// With tax.
    gross: String,
    /// Neither reserved nor waiting.
    #[schema(value_type = String, example = "0")]
    open: Quantity,
    /// Reserved in stock.
    #[schema(value_type = String, example = "1")]
    reserved: Quantity,
    /// Waiting for goods.
    #[schema(value_type = String, example = "0")]
    backordered: Quantity,
    /// Handed over.
    #[schema(value_type = String, example = "3")]
    shipped: Quantity,
    /// Cancelled.
    #[schema(value_type = String, example = "0")]
    cancelled: Quantity,
    /// Invoiced.
    #[schema(value_type = String, example = "3")]
    invoiced: Quantity,
    /// Credited of what was invoiced.
    #[schema(value_type = String, example = "0")]
    credited: Quantity,
}

impl OrderView {
    /// The view of an order, with or without lines.
    #[must_use]
    pub fn of(order: Order, lines: Vec<Line>, currency: Currency) -> Self {
        Self {
            id: order.id,
            number: order.number,
            state: order.state,
            customer: order.customer,
            channel: order.channel,
            location: order.location,
            basis: order.basis,
            payment_method: order.payment_method,
            order_date: order.order_date,
            reference: order.reference,
            external: order.external,
            currency,
            net: order.net.text(currency),
            tax: order.tax.text(currency),
            gross: order.gross.text(currency),
            invoiced: order.invoiced.text(currency),
            credited: order.credited.text(currency),
            paid: order.paid.text(currency),
            line_count: order.line_count,
            lines_to_ship: order.lines_to_ship,
            lines_to_invoice: order.lines_to_invoice,
            placed_at: order.placed_at,
            version: order.version,
            lines: lines.into_iter().map(|line| LineView::of(line, currency)).collect(),
        }
    }
}

impl LineView {
    fn of(line: Line, currency: Currency) -> Self {
        Self {
            line: line.line,
            product: line.product,
            sku: line.sku,
            name: line.name,
            unit: line.unit,
            kind: line.kind,
            quantity: line.quantity,
            price: line.price,
            price_base: line.price_base,
            tax_class: line.tax_class,
            tax_rate: line.tax_rate,
            net: line.net.text(currency),
            tax: line.tax.text(currency),
            gross: line.gross.text(currency),
            open: line.open,
            reserved: line.reserved,
            backordered: line.backordered,
            shipped: line.shipped,
            cancelled: line.cancelled,
            invoiced: line.invoiced,
            credited: line.credited,
        }
    }
}

/// Show an order with its lines and how much of each is where. Its version is its ETag.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}", tag = "orders",
    params(("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab")),
    responses((status = 200, body = OrderView), (status = 404, body = ProblemBody)),
)]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<OrderId>,
) -> Result<Versioned<OrderView>, Problem> {
    let found = super::one(&app.reads, caller.org, id).await?;
    let (order, lines) = found.ok_or_else(|| Problem::not_found("order"))?;
    Ok(Versioned { version: order.version, view: OrderView::of(order, lines, caller.currency) })
}
