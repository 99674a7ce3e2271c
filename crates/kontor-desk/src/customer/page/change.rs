//! Change a customer, at the version that was seen.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::change::http::ChangeCustomerBody;
use kontor_customers::model::CustomerId;
use kontor_customers::show::Shown;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::{App, Id, Problem};

use super::form::{self, There};
use super::{history, name_of, texts};
use crate::page::changes;
use crate::page::{Entry, Sheet, Told};

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
) -> Result<Response, PageProblem> {
    Ok(sheet(&visit, &found(&app, &visit, id).await?, None, &Told::default()))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let shown = found(&app, &visit, id).await?;
    let form = form::meant(&form);
    let body = form.read::<ChangeCustomerBody>(visit.language, &["credit_limit"]);
    let mut command = match body.and_then(|body| body.command(id, visit.caller.currency)) {
        Ok(command) => command,
        Err(problem) => return Ok(sheet(&visit, &shown, Some(&form), &Told::refused(problem))),
    };
    command.version = form.version();
    // A limit that was emptied is none any more; the body can't tell that from one that was left out.
    command.credit_limit = command.credit_limit.or(Some(None));
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(_) => {
            let said = visit.say_with(texts::CHANGED, &[&shown.customer.number]);
            Ok(Onward::to(format!("/customers/{id}")).saying(Flash::new(said)).into_response())
        }
        Err(problem) => {
            let mut told = Told::refused(problem);
            if let Some(since) = form.version().filter(|_| told.is_conflict()) {
                let meanwhile = changes::since(&app, &visit, (id.raw(), since), history::sentence).await;
                told.meanwhile = Some(meanwhile.map_err(|fault| PageProblem::new(&visit, fault))?);
            }
            Ok(sheet(&visit, &found(&app, &visit, id).await?, Some(&form), &told))
        }
    }
}

/// A customer, or a page that says that there is none.
pub(super) async fn found(app: &App, visit: &Visit, id: CustomerId) -> Result<Shown, PageProblem> {
    let found = kontor_customers::show::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(visit, fault))?;
    found.ok_or_else(|| PageProblem::new(visit, Problem::not_found("customer")))
}

fn sheet(visit: &Visit, shown: &Shown, typed: Option<&Form>, told: &Told) -> Response {
    let customer = &shown.customer;
    let there = There {
        kind: customer.kind,
        card: shown.card.clone(),
        language: customer.language,
        payment_method: customer.payment_method,
        terms_days: customer.terms_days,
        credit_limit: customer.credit_limit,
        country: shown.card.addresses.first().map(|address| address.country.clone()).unwrap_or_default(),
    };
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let name = name_of(visit, customer, &shown.card);
    let action = format!("/customers/{}/change", customer.id);
    let sheet = Sheet {
        visit,
        back: (&name, &format!("/customers/{}", customer.id)),
        names: (texts::CHANGE_CUSTOMER, texts::SAVE),
        action: &action,
        version: Some(told.version(typed, customer.version)),
        has_preview: false,
        is_danger: false,
        fields: form::all(&entry, &there, None),
    };
    sheet.page(told)
}
