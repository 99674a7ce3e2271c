//! Ship: what can go of an order, preset with all of it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_fulfilment::ship::Ship;
use kontor_fulfilment::ship::http::ShipBody;
use kontor_orders::model::OrderId;
use kontor_orders::rules::shippable;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Field, Kind, field, fields};
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
    let all = Ship { order: id, lines: Vec::new(), date: None, carrier: None, tracking: None };
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
    let body = chosen(&form).read::<ShipBody>(visit.language, &["quantity"]);
    match act(&app, &visit, &form, Some(id), body.map(|body| body.command(id))).await? {
        Ok(shipped) => {
            let said = visit.say_with(texts::SHIPPED, &[&shipped.number]);
            Ok(Onward::to(format!("/orders/{id}")).saying(Flash::new(said)).into_response())
        }
        Err(told) => Ok(page(&visit, &seen(&app, &visit, id).await?, Some(&form), &told)),
    }
}

fn page(visit: &Visit, seen: &Seen, typed: Option<&Form>, told: &Told) -> Response {
    let deed = Deed {
        visit,
        about: (&seen.order.number, &format!("/orders/{}", seen.order.id)),
        lines: &seen.lines,
        name: texts::SHIP,
        action: &format!("/orders/{}/ship", seen.order.id),
        is_danger: false,
        fields: form_fields(visit, seen, typed, told.problem.as_ref()),
        version: Some(seen.order.version),
        shown_version: typed.and_then(Form::version),
        is_ready: true,
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
            available: shippable(line),
            preset: shippable(line),
        })
        .collect();
    let value = |name: &str| typed.map(|form| form.value(name)).unwrap_or_default().to_owned();
    let (date, carrier, tracking) = (value("date"), value("carrier"), value("tracking"));
    let text = |name, label, value, kind, hint| {
        let one = Field { value, kind, hint, ..Field::new(name, visit.say(label)) };
        field(visit, &one.with_problem(visit, problem))
    };
    html! {
        (Quantities { visit, lines: &lines, typed, problem }.table())
        (fields(&[
            text("carrier", texts::CARRIER, &carrier, Kind::Text, ""),
            text("tracking", texts::TRACKING, &tracking, Kind::Scan, ""),
            text("date", texts::SHIP_DATE, &date, Kind::Date, visit.say(texts::TODAY_WHEN_EMPTY)),
        ]))
    }
}
