//! Invoice: what was shipped and is not invoiced, preset; more of it ahead of delivery if one wants.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::issue::IssueInvoice;
use kontor_billing::issue::http::InvoiceBody;
use kontor_kernel::Quantity;
use kontor_orders::model::OrderId;
use kontor_orders::records::Line;
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
    let all = IssueInvoice { order: id, lines: Vec::new(), document_date: None, supply_date: None };
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
    let body = chosen(&form).read::<InvoiceBody>(visit.language, &["quantity"]);
    match act(&app, &visit, &form, Some(id), body.map(|body| body.command(id))).await? {
        Ok(invoiced) => {
            let gross = invoiced.totals().unwrap_or_default().gross;
            let said = visit.say_with(texts::INVOICED, &[&invoiced.number, &visit.money(gross)]);
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
        name: texts::INVOICE,
        action: &format!("/orders/{}/invoice", seen.order.id),
        is_danger: false,
        fields: form_fields(visit, seen, typed, told.problem.as_ref()),
        version: Some(seen.order.version),
        shown_version: typed.and_then(Form::version),
        is_ready: true,
    };
    deed.page(told)
}

/// What was shipped of a line and is not on an invoice.
fn shipped_not_invoiced(line: &Line) -> Quantity {
    let left = line.shipped.checked_sub(line.invoiced).unwrap_or(Quantity::ZERO);
    left.min(line.to_invoice()).max(Quantity::ZERO)
}

fn form_fields(visit: &Visit, seen: &Seen, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let lines: Vec<_> = seen
        .lines
        .iter()
        .filter(|line| line.to_invoice().is_positive())
        .map(|line| Choosable {
            line: line.line,
            sku: line.sku.as_str(),
            name: line.name.as_str(),
            available: line.to_invoice(),
            preset: shipped_not_invoiced(line),
        })
        .collect();
    let value = |name: &str| typed.map(|form| form.value(name)).unwrap_or_default();
    let day = |name, label, hint| {
        let one = Field {
            value: value(name),
            kind: Kind::Date,
            hint: visit.say(hint),
            ..Field::new(name, visit.say(label))
        };
        field(visit, &one.with_problem(visit, problem))
    };
    html! {
        (Quantities { visit, lines: &lines, typed, problem }.table())
        (fields(&[
            day("document_date", texts::DOCUMENT_DATE, texts::TODAY_WHEN_EMPTY),
            day("supply_date", texts::SUPPLY_DATE, texts::AS_DOCUMENT_WHEN_EMPTY),
        ]))
    }
}
