//! The JSON door: many orders at once.

use axum::extract::State;
use kontor_catalog::model::PriceBasis;
use kontor_customers::model::{CustomerNumber, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Currency, Date, UnitPrice};
use kontor_orders::model::{Channel, ExternalNumber, OrderId, Reference};
use kontor_orders::place::http::PlaceLineBody;
use kontor_orders::place::{Place, PlaceLine};
use kontor_web::{App, Caller, Posted, Problem, ProblemBody, Shown};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Complete, ImportOrder, ImportedOrder};

/// Orders that come over from another program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrdersBody {
    /// 1 to 1,000 orders. Each is imported or refused by itself.
    orders: Vec<ImportOrderBody>,
    /// Whether they are over: what is missing in stock is booked in, and each is shipped, invoiced and paid on its
    /// `order_date`.
    #[serde(default)]
    complete: bool,
    /// What one unit of goods had cost that are booked in for a complete order; nothing when left out.
    #[serde(default)]
    #[schema(value_type = String, example = "0")]
    unit_cost: UnitPrice,
}

/// An order of another program.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOrderBody {
    /// Its number there, unique within the channel: by it, an order that is here already is known again.
    #[schema(value_type = String, example = "SHOP-1001")]
    external: Option<ExternalNumber>,
    /// Who ordered, by the number of a customer who is here; left out for a sale without account.
    #[schema(value_type = Option<String>, example = "K10001")]
    customer_number: Option<CustomerNumber>,
    /// `web`, `counter`, `phone`, `b2b`, `marketplace`, `import` or `portal`.
    #[serde(default = "import")]
    #[schema(value_type = String, example = "web")]
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
    /// How it is, or was, paid; left out, as the customer prefers, or before delivery.
    #[schema(value_type = Option<String>, example = "card")]
    payment_method: Option<PaymentMethod>,
    /// The day it was ordered; today when left out, which a complete order can't.
    #[schema(value_type = Option<String>, example = "2025-11-24")]
    order_date: Option<Date>,
    /// The buyer's reference, shown on all documents.
    #[schema(value_type = Option<String>, example = "PO 4711")]
    reference: Option<Reference>,
    /// What was ordered: 1 to 2,000 lines.
    lines: Vec<PlaceLineBody>,
}

fn import() -> Channel {
    Channel::Import
}

impl ImportOrderBody {
    fn into_command(self, complete: Option<Complete>) -> ImportOrder {
        let place = Place {
            customer: None,
            channel: self.channel,
            location: self.location,
            currency: self.currency,
            basis: self.basis,
            payment_method: self.payment_method,
            order_date: self.order_date,
            reference: self.reference,
            external: self.external,
            lines: self.lines.into_iter().map(PlaceLine::from).collect(),
        };
        ImportOrder { place, customer_number: self.customer_number, complete }
    }
}

/// What became of each order, in order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedOrdersView {
    /// One result an order.
    results: Vec<ImportedResult>,
}

/// What became of one order: `order` or `problem`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedResult {
    /// The HTTP status that it alone would have had: 201 when it was imported.
    status: u16,
    /// The order that is here now.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<ImportedOrderView>,
    /// Why it was not imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemBody>,
}

/// An imported order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedOrderView {
    /// Its id.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    id: OrderId,
    /// Its number here.
    #[schema(example = "A-100001")]
    number: String,
    /// How many lines it has.
    #[schema(example = 1)]
    lines: usize,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Total with tax.
    #[schema(example = "50.00")]
    gross: String,
}

impl ImportedOrderView {
    fn of(imported: ImportedOrder, currency: Currency) -> Self {
        let ImportedOrder { order, number, gross, lines } = imported;
        Self { id: order, number, lines, currency, gross: gross.text(currency) }
    }
}

/// Import up to 1,000 orders of another program, open ones or such that are over, each by itself, with a result each.
///
/// An order that was imported before is refused as `already_imported` and nothing is done, so the same file may be sent
/// again. With an `Idempotency-Key`, each order has a key of its own. With `complete`, order, opening stock, shipment,
/// invoice and payment are one step.
/// Refusals: `bad_batch`; for each order `import_without_number`, `import_without_date`, `already_imported`,
/// `import_differs`, `unknown_customer_number`, `import_in_future`, `negative_unit_cost`, `opening_stock_too_large`,
/// those of placing it and, when it is complete, of invoicing and paying it.
#[utoipa::path(
    post, path = "/api/v1/imports/orders", tag = "imports", request_body = ImportOrdersBody,
    responses((status = 200, body = ImportedOrdersView), (status = "4XX", body = ProblemBody)),
)]
pub async fn import_orders(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<ImportOrdersBody>,
) -> Result<Shown<ImportedOrdersView>, Problem> {
    let complete = body.complete.then_some(Complete { unit_cost: body.unit_cost });
    let orders = body.orders.into_iter().map(|order| order.into_command(complete)).collect();
    let imported = app.submit_batch(&caller, &intent, "orders", orders).await?;
    let results = imported.into_iter().map(|imported| match imported {
        Ok(imported) => {
            let order = ImportedOrderView::of(imported, caller.currency);
            ImportedResult { status: 201, order: Some(order), problem: None }
        }
        Err(problem) => {
            ImportedResult { status: problem.status(), order: None, problem: Some(problem.body().clone()) }
        }
    });
    Ok(Shown(ImportedOrdersView { results: results.collect() }))
}
