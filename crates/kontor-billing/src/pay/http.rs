//! The JSON door.

use axum::extract::State;
use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::{Amount, Currency, Date, Refuse};
use kontor_orders::model::OrderId;
use kontor_web::{Answer, App, Caller, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NamedInvoice, RecordPayment, Reject, Target};
use crate::events::Paid;
use crate::model::{InvoiceId, PaymentId, PaymentReference};
use crate::payments::http::SettledView;

/// Money that came in, for a customer, an order, or invoices: exactly one of them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentBody {
    /// `invoice` (a transfer), `prepayment`, `card`, `direct_debit`, `on_delivery` or `cash`.
    #[schema(value_type = String, example = "invoice")]
    method: PaymentMethod,
    /// How much, as a decimal in the merchant's currency.
    #[schema(example = "35.70")]
    amount: String,
    /// The day of the money; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    date: Option<Date>,
    /// For what this customer owes, oldest first.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// For what is owed for this order, oldest first, and its later invoices.
    #[schema(value_type = Option<String>)]
    order: Option<OrderId>,
    /// For these invoices.
    invoices: Option<Vec<NamedInvoiceBody>>,
    /// What stands with it at the bank or the provider, in at most 140 characters, without names of persons.
    #[schema(value_type = Option<String>, example = "RE-2026-000001")]
    reference: Option<PaymentReference>,
}

/// An invoice that a payment is for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedInvoiceBody {
    /// The invoice.
    #[schema(value_type = String, example = "inv_01jd0000000ab")]
    invoice: InvoiceId,
    /// How much of the payment is for it; left out, as much as is open, as far as the money goes.
    #[schema(example = "20.00")]
    amount: Option<String>,
}

impl PaymentBody {
    /// The command, its amounts in the merchant's currency.
    ///
    /// # Errors
    /// `bad_value` at an amount that can't be read, `payment_without_target` when it is not for one thing.
    pub fn command(self, currency: Currency) -> Result<RecordPayment, Problem> {
        let target = match (self.customer, self.order, self.invoices) {
            (Some(customer), None, None) => Target::Customer(customer),
            (None, Some(order), None) => Target::Order(order),
            (None, None, Some(named)) => Target::Invoices(read_named(named, currency)?),
            _ => return Err(Problem::from(Reject::NoTarget.refusal())),
        };
        Ok(RecordPayment {
            method: self.method,
            amount: read_amount("amount", &self.amount, currency)?,
            target,
            date: self.date,
            reference: self.reference,
        })
    }
}

fn read_named(named: Vec<NamedInvoiceBody>, currency: Currency) -> Result<Vec<NamedInvoice>, Problem> {
    let read = |(index, named): (usize, NamedInvoiceBody)| {
        let amount =
            named.amount.map(|text| read_amount(&format!("invoices/{index}/amount"), &text, currency));
        Ok(NamedInvoice { invoice: named.invoice, amount: amount.transpose()? })
    };
    named.into_iter().enumerate().map(read).collect()
}

/// Reads an amount in the merchant's currency, or says what is wrong with it.
pub(crate) fn read_amount(field: &str, text: &str, currency: Currency) -> Result<Amount, Problem> {
    Amount::parse(text, currency).map_err(|error| Problem::bad_value(field, &error.to_string()))
}

/// The new payment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaidView {
    /// Its id.
    #[schema(value_type = String, example = "pay_01jd0000000ab")]
    id: PaymentId,
    /// Its number.
    #[schema(example = "ZE-2026-000001")]
    number: String,
    /// How much.
    #[schema(example = "50.00")]
    amount: String,
    /// The currency of all amounts.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// Who paid.
    #[schema(value_type = Option<String>, example = "cus_01jd0000000ab")]
    customer: Option<CustomerId>,
    /// The order that it was meant for.
    #[schema(value_type = Option<String>, example = "ord_01jd0000000ab")]
    order: Option<OrderId>,
    /// The day of the money.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
    /// Which invoices it settles, and how far.
    settles: Vec<SettledView>,
    /// What of it settles nothing: it can be paid back.
    #[schema(example = "14.30")]
    unassigned: String,
}

impl PaidView {
    fn of(paid: Paid, currency: Currency) -> Self {
        Self {
            id: paid.id,
            unassigned: paid.unassigned().text(currency),
            number: paid.number,
            amount: paid.amount.text(currency),
            currency,
            customer: paid.customer,
            order: paid.order,
            date: paid.date,
            settles: paid
                .settles
                .iter()
                .map(|part| SettledView::new(part.invoice, None, part.amount, currency))
                .collect(),
        }
    }
}

/// Record a payment: it settles invoices, the rest stays unassigned.
///
/// Refusals: `bad_value`, `bad_payment_amount`, `payment_without_target`, `cash_needs_tse`, `payment_in_future`,
/// `unknown_customer`, `unknown_order`, `unknown_invoice`, `invoice_named_twice`, `not_an_invoice`,
/// `invoice_of_other_customer`, `bad_invoice_amount`, `more_than_open`, `more_than_paid`, `balance_too_large`,
/// `ledger_not_open`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/payments", tag = "payments", request_body = PaymentBody,
    responses((status = 201, body = PaidView), (status = "4XX", body = ProblemBody)),
)]
pub async fn record(
    State(app): State<App>,
    caller: Caller,
    Posted { body, intent }: Posted<PaymentBody>,
) -> Result<Answer, Problem> {
    let currency = caller.currency;
    let reply = app.submit(&caller, &intent, body.command(currency)?).await?;
    Ok(Answer::created(reply, currency, intent.dry_run, |paid| PaidView::of(paid, currency)))
}
