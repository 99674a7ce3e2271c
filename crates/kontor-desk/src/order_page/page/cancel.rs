//! Cancel: what is open of an order, preset with all of it; a reason is asked for.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_orders::cancel::Cancel;
use kontor_orders::cancel::http::CancelBody;
use kontor_orders::model::OrderId;
use kontor_orders::rules::cancellable;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Field, field};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::deed::{Deed, Seen, Told, act, attempt, seen};
use super::quantities::{Choosable, Quantities, chosen};
use crate::order_page::texts;

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
) -> Result<Response, PageProblem> {
    let seen = seen(&app, &visit, id).await?;
    // What would be cancelled does not depend on why.
    let all = Cancel { order: id, lines: Vec::new(), reason: "-".to_owned() };
    let told = attempt(&app, &visit, all).await?;
    Ok(page(&visit, &seen, None, &told))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<OrderId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let body = chosen(&form).read::<CancelBody>(visit.language, &["quantity"]);
    match act(&app, &visit, &form, Some(id), body.map(|body| body.command(id))).await? {
        Ok(cancelled) => {
            let said = if cancelled.whole { texts::CANCELLED_WHOLE } else { texts::CANCELLED_PART };
            Ok(Onward::to(format!("/orders/{id}")).saying(Flash::new(visit.say(said))).into_response())
        }
        Err(told) => Ok(page(&visit, &seen(&app, &visit, id).await?, Some(&form), &told)),
    }
}

fn page(visit: &Visit, seen: &Seen, typed: Option<&Form>, told: &Told) -> Response {
    let deed = Deed {
        visit,
        about: (&seen.order.number, &format!("/orders/{}", seen.order.id)),
        lines: &seen.lines,
        name: texts::CANCEL_ORDER,
        action: &format!("/orders/{}/cancel", seen.order.id),
        is_danger: true,
        fields: form_fields(visit, seen, typed, told.problem.as_ref()),
        version: Some(seen.order.version),
        shown_version: typed.and_then(Form::version),
        is_ready: false,
    };
    deed.page(told)
}

fn form_fields(visit: &Visit, seen: &Seen, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let lines: Vec<_> = seen
        .lines
        .iter()
        .filter(|line| line.to_ship().is_positive())
        .map(|line| Choosable {
            line: line.line,
            sku: line.sku.as_str(),
            name: line.name.as_str(),
            available: cancellable(line),
            preset: cancellable(line),
        })
        .collect();
    let reason = Field {
        value: typed.map(|form| form.value("reason")).unwrap_or_default(),
        hint: visit.say(texts::REASON_HINT),
        is_required: true,
        has_focus: typed.is_none(),
        ..Field::new("reason", visit.say(texts::REASON))
    };
    html! {
        (Quantities { visit, lines: &lines, typed, problem }.table())
        (field(visit, &reason.with_problem(visit, problem)))
    }
}
