//! Record a payment: preset with what is open of the order.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::pay::http::PaymentBody;
use kontor_billing::payments::{self, Filter};
use kontor_customers::model::PaymentMethod;
use kontor_kernel::{Amount, limits};
use kontor_orders::model::OrderId;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Choice, Field, Kind, field, fields, format};
use kontor_web::{App, Id, Problem};
use maud::Markup;

use super::deed::{Deed, Seen, Told, act, seen};
use crate::order_page::texts;

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
) -> Result<Response, PageProblem> {
    let seen = seen(&app, &visit, id).await?;
    let open = open(&app, &visit, &seen).await?;
    Ok(page(&visit, &seen, &Typed::Nothing { open }, &Told::default()))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let body = form.clone().with("order", id.to_string()).read::<PaymentBody>(visit.language, &["amount"]);
    let command = body.and_then(|body| body.command(visit.caller.currency));
    match act(&app, &visit, &form, Some(id), command).await? {
        Ok(paid) => {
            let said = visit.say_with(texts::PAID, &[&paid.number, &visit.money(paid.amount)]);
            Ok(Onward::to(format!("/orders/{id}")).saying(Flash::new(said)).into_response())
        }
        Err(told) => Ok(page(&visit, &seen(&app, &visit, id).await?, &Typed::Form(&form), &told)),
    }
}

/// What the form is filled with.
enum Typed<'a> {
    /// A new form, with what is open.
    Nothing { open: Amount },
    /// What was typed.
    Form(&'a Form),
}

/// What the order comes to, less what was paid, ahead as well; what was cancelled or credited is not owed.
async fn open(app: &App, visit: &Visit, seen: &Seen) -> Result<Amount, PageProblem> {
    let (org, order) = (visit.caller.org, &seen.order);
    let size = usize::from(limits::PAGE_MAX);
    let paid = payments::page(&app.reads, org, Filter::Order(order.id), i64::MAX, size).await;
    let paid = paid.map_err(|fault| PageProblem::new(visit, fault))?;
    let ahead = Amount::sum(paid.iter().map(|payment| payment.unassigned)).unwrap_or_default();
    let owed = order.unpaid().checked_add(order.open_gross).and_then(|owed| owed.checked_sub(ahead));
    Ok(owed.unwrap_or_default().max(Amount::ZERO))
}

fn page(visit: &Visit, seen: &Seen, typed: &Typed<'_>, told: &Told) -> Response {
    let shown_version = if let Typed::Form(form) = typed { form.version() } else { None };
    let deed = Deed {
        visit,
        about: (&seen.order.number, &format!("/orders/{}", seen.order.id)),
        lines: &seen.lines,
        name: texts::PAY,
        action: &format!("/orders/{}/pay", seen.order.id),
        is_danger: false,
        fields: form_fields(visit, seen, typed, told.problem.as_ref()),
        version: Some(seen.order.version),
        shown_version,
        is_ready: false,
    };
    deed.page(told)
}

fn form_fields(visit: &Visit, seen: &Seen, typed: &Typed<'_>, problem: Option<&Problem>) -> Markup {
    let value = |name: &str| match typed {
        Typed::Form(form) => form.value(name).to_owned(),
        Typed::Nothing { open } => match name {
            "amount" if *open > Amount::ZERO => {
                format::input_money(*open, visit.caller.currency, visit.language)
            }
            "method" => seen.order.payment_method.as_str().to_owned(),
            _ => String::new(),
        },
    };
    let [amount, method, date, reference] = ["amount", "method", "date", "reference"].map(value);
    let methods: Vec<Choice<'_>> = PaymentMethod::ALL
        .iter()
        .map(|method| Choice::new(method.as_str(), visit.say(texts::paid_by(*method))))
        .collect();
    let with = |one: Field<'_>| field(visit, &one.with_problem(visit, problem));
    fields(&[
        with(Field {
            value: &amount,
            kind: Kind::Decimal,
            is_required: true,
            has_focus: problem.is_none(),
            ..Field::new("amount", visit.say(texts::AMOUNT))
        }),
        with(Field {
            value: &method,
            kind: Kind::Select(&methods),
            is_required: true,
            ..Field::new("method", visit.say(texts::METHOD))
        }),
        with(Field {
            value: &date,
            kind: Kind::Date,
            hint: visit.say(texts::TODAY_WHEN_EMPTY),
            ..Field::new("date", visit.say(texts::PAY_DATE))
        }),
        with(Field {
            value: &reference,
            hint: visit.say(texts::REFERENCE_HINT),
            ..Field::new("reference", visit.say(texts::REFERENCE))
        }),
    ])
}
