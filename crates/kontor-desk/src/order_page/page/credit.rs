//! Credit an invoice of an order: what is left of it, preset with all of it; a reason is asked for.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_billing::credit::CreditInvoice;
use kontor_billing::credit::http::CreditBody;
use kontor_billing::model::{InvoiceId, Reason};
use kontor_billing::show::ShownInvoice;
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
    Id(id): Id<InvoiceId>,
) -> Result<Response, PageProblem> {
    let (invoice, seen) = found(&app, &visit, id).await?;
    // What would be taken back does not depend on why.
    let told = match Reason::parse("-") {
        Ok(reason) => {
            let all = CreditInvoice { invoice: id, lines: Vec::new(), document_date: None, reason };
            attempt(&app, &visit, all).await?
        }
        Err(_) => Told::default(),
    };
    Ok(page(&visit, (&invoice, &seen), None, &told))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<InvoiceId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let (invoice, _) = found(&app, &visit, id).await?;
    let order = invoice.invoice.order_id;
    let body = chosen(&form).read::<CreditBody>(visit.language, &["quantity"]);
    match act(&app, &visit, &form, Some(order), body.map(|body| body.command(id))).await? {
        Ok(credited) => {
            let gross = credited.totals().unwrap_or_default().gross;
            let said = visit.say_with(texts::CREDITED, &[&credited.number, &visit.money(gross)]);
            Ok(Onward::to(format!("/orders/{order}")).saying(Flash::new(said)).into_response())
        }
        Err(told) => {
            let (invoice, seen) = found(&app, &visit, id).await?;
            Ok(page(&visit, (&invoice, &seen), Some(&form), &told))
        }
    }
}

/// An invoice and its order.
async fn found(app: &App, visit: &Visit, id: InvoiceId) -> Result<(ShownInvoice, Seen), PageProblem> {
    let found = kontor_billing::show::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(visit, fault))?;
    let invoice = found.ok_or_else(|| PageProblem::new(visit, Problem::not_found("invoice")))?;
    let seen = seen(app, visit, invoice.invoice.order_id).await?;
    Ok((invoice, seen))
}

fn page(
    visit: &Visit,
    (invoice, seen): (&ShownInvoice, &Seen),
    typed: Option<&Form>,
    told: &Told,
) -> Response {
    let deed = Deed {
        visit,
        about: (&seen.order.number, &format!("/orders/{}", seen.order.id)),
        lines: &seen.lines,
        name: texts::CREDIT,
        action: &format!("/invoices/{}/credit", invoice.invoice.id),
        is_danger: true,
        fields: form_fields(visit, invoice, typed, told.problem.as_ref()),
        version: Some(seen.order.version),
        shown_version: typed.and_then(Form::version),
        is_ready: false,
    };
    deed.page(told)
}

fn form_fields(
    visit: &Visit,
    shown: &ShownInvoice,
    typed: Option<&Form>,
    problem: Option<&Problem>,
) -> Markup {
    let lines: Vec<_> = shown
        .lines
        .iter()
        .filter(|line| line.to_credit().is_positive())
        .map(|line| Choosable {
            line: line.line,
            sku: line.sku.as_str(),
            name: line.name.as_str(),
            available: line.to_credit(),
            preset: line.to_credit(),
        })
        .collect();
    let value = |name: &str| typed.map(|form| form.value(name)).unwrap_or_default();
    let with = |one: Field<'_>| field(visit, &one.with_problem(visit, problem));
    html! {
        p { (visit.say_with(texts::CREDIT_OF, &[&shown.invoice.number, &visit.money(shown.invoice.gross)])) }
        (Quantities { visit, lines: &lines, typed, problem }.table())
        (fields(&[
            with(Field {
                value: value("reason"),
                hint: visit.say(texts::REASON_HINT),
                is_required: true,
                has_focus: typed.is_none(),
                ..Field::new("reason", visit.say(texts::REASON))
            }),
            with(Field {
                value: value("document_date"),
                kind: Kind::Date,
                hint: visit.say(texts::TODAY_WHEN_EMPTY),
                ..Field::new("document_date", visit.say(texts::DOCUMENT_DATE))
            }),
        ]))
    }
}
