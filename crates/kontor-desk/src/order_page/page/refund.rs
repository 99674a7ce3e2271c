//! Pay back money of a payment that settles nothing; a reason is asked for.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::model::{PaymentId, Reason};
use kontor_billing::records::Payment;
use kontor_billing::refund::Refund;
use kontor_billing::refund::http::RefundBody;
use kontor_kernel::Amount;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Field, Kind, field, fields, format};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::deed::{Deed, Seen, Told, act, attempt, seen};
use crate::order_page::texts;

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<PaymentId>,
) -> Result<Response, PageProblem> {
    let (payment, seen) = found(&app, &visit, id).await?;
    // What would be paid back does not depend on why.
    let told = match Reason::parse("-") {
        Ok(reason) => attempt(&app, &visit, Refund { payment: id, amount: None, date: None, reason }).await?,
        Err(_) => Told::default(),
    };
    Ok(page(&visit, (&payment, seen.as_ref()), None, &told))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<PaymentId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let (payment, _) = found(&app, &visit, id).await?;
    let body = form.read::<RefundBody>(visit.language, &["amount"]);
    let command = body.and_then(|body| body.command(id, visit.caller.currency));
    match act(&app, &visit, &form, payment.order_id, command).await? {
        Ok(refunded) => {
            let said = visit.say_with(texts::REFUNDED, &[&refunded.number, &visit.money(refunded.amount)]);
            Ok(Onward::to(back(&payment)).saying(Flash::new(said)).into_response())
        }
        Err(told) => {
            let (payment, seen) = found(&app, &visit, id).await?;
            Ok(page(&visit, (&payment, seen.as_ref()), Some(&form), &told))
        }
    }
}

/// Back to the order that the money was meant for, or to the payment.
fn back(payment: &Payment) -> String {
    payment.order_id.map_or_else(|| format!("/payments/{}", payment.id), |order| format!("/orders/{order}"))
}

/// A payment and the order that it was meant for.
async fn found(app: &App, visit: &Visit, id: PaymentId) -> Result<(Payment, Option<Seen>), PageProblem> {
    let found = kontor_billing::payments::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(visit, fault))?;
    let (payment, _) = found.ok_or_else(|| PageProblem::new(visit, Problem::not_found("payment")))?;
    let seen = match payment.order_id {
        Some(order) => Some(seen(app, visit, order).await?),
        None => None,
    };
    Ok((payment, seen))
}

fn page(
    visit: &Visit,
    (payment, seen): (&Payment, Option<&Seen>),
    typed: Option<&Form>,
    told: &Told,
) -> Response {
    let number = seen.map_or(&payment.number, |seen| &seen.order.number);
    let deed = Deed {
        visit,
        about: (number, &back(payment)),
        lines: seen.map_or(&[], |seen| &seen.lines),
        name: texts::REFUND,
        action: &format!("/payments/{}/refund", payment.id),
        is_danger: true,
        fields: form_fields(visit, payment, typed, told.problem.as_ref()),
        version: seen.map(|seen| seen.order.version),
        shown_version: typed.and_then(Form::version),
        is_ready: false,
    };
    deed.page(told)
}

fn form_fields(visit: &Visit, payment: &Payment, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let preset = if payment.unassigned > Amount::ZERO {
        format::input_money(payment.unassigned, visit.caller.currency, visit.language)
    } else {
        String::new()
    };
    let value = |name: &str| typed.map(|form| form.value(name)).unwrap_or_default();
    let with = |one: Field<'_>| field(visit, &one.with_problem(visit, problem));
    html! {
        p {
            (visit.say_with(
                texts::REFUND_OF,
                &[&payment.number, &visit.money(payment.amount), &visit.money(payment.unassigned)],
            ))
        }
        (fields(&[
            with(Field {
                value: typed.map_or(&*preset, |form| form.value("amount")),
                kind: Kind::Decimal,
                ..Field::new("amount", visit.say(texts::AMOUNT))
            }),
            with(Field {
                value: value("reason"),
                hint: visit.say(texts::REASON_HINT),
                is_required: true,
                has_focus: typed.is_none(),
                ..Field::new("reason", visit.say(texts::REASON))
            }),
            with(Field {
                value: value("date"),
                kind: Kind::Date,
                hint: visit.say(texts::TODAY_WHEN_EMPTY),
                ..Field::new("date", visit.say(texts::PAY_DATE))
            }),
        ]))
    }
}
