//! The JSON door.

use axum::extract::State;
use kontor_kernel::{Currency, Date};
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Refund;
use crate::events::Refunded;
use crate::model::{PaymentId, Reason};
use crate::pay::http::read_amount;

/// What to pay back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundBody {
    /// How much, as a decimal in the merchant's currency; left out, all that is unassigned.
    #[schema(example = "14.30")]
    amount: Option<String>,
    /// The day of the money; today when left out.
    #[schema(value_type = Option<String>, example = "2026-11-24")]
    date: Option<Date>,
    /// Why, in at most 200 characters, without names of persons.
    #[schema(value_type = String, example = "Paid twice")]
    reason: Reason,
}

impl RefundBody {
    /// The command for a payment, its amount in the merchant's currency.
    ///
    /// # Errors
    /// `bad_value` at an amount that can't be read.
    pub fn command(self, payment: PaymentId, currency: Currency) -> Result<Refund, Problem> {
        let amount = self.amount.map(|text| read_amount("amount", &text, currency)).transpose()?;
        Ok(Refund { payment, amount, date: self.date, reason: self.reason })
    }
}

/// The new refund.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundedView {
    /// Its id.
    #[schema(value_type = String, example = "pay_01jd0000000ac")]
    id: PaymentId,
    /// Its number.
    #[schema(example = "ER-2026-000001")]
    number: String,
    /// The payment that is paid back.
    #[schema(value_type = String, example = "pay_01jd0000000ab")]
    payment: PaymentId,
    /// How much.
    #[schema(example = "14.30")]
    amount: String,
    /// The currency of the amount.
    #[schema(value_type = String, example = "EUR")]
    currency: Currency,
    /// The day of the money.
    #[schema(value_type = String, example = "2026-11-24")]
    date: Date,
}

impl RefundedView {
    fn of(refunded: Refunded, currency: Currency) -> Self {
        Self {
            id: refunded.id,
            number: refunded.number,
            payment: refunded.payment,
            amount: refunded.amount.text(currency),
            currency,
            date: refunded.date,
        }
    }
}

/// Pay back unassigned money of a payment, the way it came.
///
/// Refusals: `bad_value`, `unknown_payment`, `not_a_payment`, `nothing_unassigned`, `bad_refund_amount`,
/// `more_than_unassigned`, `refund_in_future`, `refund_before_payment`, `balance_too_large`, `account_moves_too_much`.
#[utoipa::path(
    post, path = "/api/v1/payments/{id}/refund", tag = "payments", request_body = RefundBody,
    params(("id" = String, Path, description = "The payment's id", example = "pay_01jd0000000ab")),
    responses((status = 201, body = RefundedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn refund(
    State(app): State<App>,
    caller: Caller,
    Id(payment): Id<PaymentId>,
    Posted { body, intent }: Posted<RefundBody>,
) -> Result<Answer, Problem> {
    let currency = caller.currency;
    let reply = app.submit(&caller, &intent, body.command(payment, currency)?).await?;
    Ok(Answer::created(reply, currency, intent.dry_run, |refunded| RefundedView::of(refunded, currency)))
}
