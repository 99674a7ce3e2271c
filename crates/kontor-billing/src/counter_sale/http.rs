//! The JSON door.

use axum::extract::State;
use kontor_catalog::model::Sku;
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_inventory::model::LocationCode;
use kontor_kernel::{Amount, Currency, Quantity, UnitPrice};
use kontor_orders::model::{OrderId, Reference};
use kontor_orders::place::PlaceLine;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CounterSale, Sold};
use crate::model::{InvoiceId, PaymentId};

/// Something that is sold over the counter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterSaleBody {
    /// Who buys; left out for somebody unknown.
    #[schema(value_type = Option<String>)]
    customer: Option<CustomerId>,
    /// Where the goods are; `main` when left out.
    #[schema(value_type = Option<String>, example = "main")]
    location: Option<LocationCode>,
    /// `card`, `cash` or `direct_debit`.
    #[schema(value_type = String, example = "card")]
    payment_method: PaymentMethod,
    /// The cash that is handed over; what is more than the price is given back as `change`.
    #[schema(example = "20.00")]
    given: Option<String>,
    /// The buyer's reference, shown on all documents.
    #[schema(value_type = Option<String>)]
    reference: Option<Reference>,
    /// What is sold: 1 to 2,000 lines.
    lines: Vec<CounterSaleLineBody>,
}

/// A line of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CounterSaleLineBody {
    /// The product.
    #[schema(value_type = String, example = "TEE-EARL-GREY")]
    sku: Sku,
    /// How much, with at most three decimal places.
    #[schema(value_type = String, example = "1")]
    quantity: Quantity,
    /// A price other than the product's, for one base quantity.
    #[schema(value_type = Option<String>, example = "12.50")]
    price: Option<UnitPrice>,
}

impl CounterSaleBody {
    fn command(self, currency: Currency) -> Result<CounterSale, Problem> {
        let body = self;
        let given = body.given.map(|given| Amount::parse(&given, currency)).transpose();
        let given = given.map_err(|error| Problem::bad_value("given", &error.to_string()))?;
        let line = |line: CounterSaleLineBody| PlaceLine {
            sku: line.sku,
            quantity: line.quantity,
            price: line.price,
        };
        Ok(CounterSale {
            customer: body.customer,
            location: body.location,
            payment_method: body.payment_method,
            given,
            reference: body.reference,
            lines: body.lines.into_iter().map(line).collect(),
        })
    }
}

/// The sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct SoldView {
    /// The order.
    #[schema(value_type = String, example = "ord_01jd0000000ab")]
    order: OrderId,
    /// Its number.
    #[schema(example = "A-100001")]
    order_number: String,
    /// The invoice.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    invoice: InvoiceId,
    /// Its number.
    #[schema(example = "RE-2026-000001")]
    invoice_number: String,
    /// The payment; null when nothing was to pay.
    #[schema(value_type = Option<String>, example = "pay_01jd0000000ab")]
    payment: Option<PaymentId>,
    /// Its number.
    #[schema(example = "ZE-2026-000001")]
    payment_number: Option<String>,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Total without tax.
    #[schema(example = "10.00")]
    net: String,
    /// Total tax.
    #[schema(example = "1.90")]
    tax: String,
    /// Total with tax.
    #[schema(example = "11.90")]
    gross: String,
    /// What was paid.
    #[schema(example = "11.90")]
    paid: String,
    /// What is given back of the cash that was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "8.10")]
    change: Option<String>,
}

impl SoldView {
    fn of(sold: Sold, given: Option<Amount>, currency: Currency) -> Self {
        let change = given.and_then(|given| given.checked_sub(sold.totals.gross));
        let (payment, payment_number, paid) = match sold.payment {
            Some((payment, number, amount)) => (Some(payment), Some(number), amount),
            None => (None, None, Amount::ZERO),
        };
        Self {
            order: sold.order,
            order_number: sold.order_number,
            invoice: sold.invoice,
            invoice_number: sold.invoice_number,
            payment,
            payment_number,
            currency,
            net: sold.totals.net.text(currency),
            tax: sold.totals.tax.text(currency),
            gross: sold.totals.gross.text(currency),
            paid: paid.text(currency),
            change: change.map(|change| change.text(currency)),
        }
    }
}

/// Sell at the counter: order, hand-over, invoice and payment in one step, all of it or nothing.
///
/// Refusals: `not_paid_at_once`, `cash_needs_tse`, those of placing an order, `not_at_the_counter`, `given_without_cash`,
/// `too_little_given`,
/// `balance_too_large`, `ledger_not_open`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/counter-sales", tag = "payments", request_body = CounterSaleBody,
    responses((status = 201, body = SoldView), (status = "4XX", body = ProblemBody)),
)]
pub async fn sell(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<CounterSaleBody>,
) -> Result<Answer, Problem> {
    let currency = caller.currency;
    let command = body.command(currency)?;
    let given = command.given;
    let reply = app.submit(&caller, &intent, command).await?;
    Ok(Answer::created(reply, currency, intent.dry_run, |sold| SoldView::of(sold, given, currency)))
}
