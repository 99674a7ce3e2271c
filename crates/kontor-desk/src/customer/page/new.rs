//! Register a customer; who may be the same person is shown first.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::model::{ContactCard, CustomerKind, Language, PaymentMethod};
use kontor_customers::register::http::RegisterBody;
use kontor_web::App;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Field, Target, Tone, notice};
use maud::{Markup, html};

use super::form::{self, There};
use super::{Known, find, texts};
use crate::page::{Entry, Told};

/// The button that registers whoever may be there already.
const ANYWAY: &str = "anyway";

/// The form.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    let there = there(&app, &visit).await?;
    Ok(sheet(&visit, &there, None, &Told::default(), &[]))
}

/// Sends it.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let there = there(&app, &visit).await?;
    let form = form::meant(&form);
    let body = form.read::<RegisterBody>(visit.language, &["credit_limit"]);
    let command = match body.and_then(|body| body.command(visit.caller.currency)) {
        Ok(command) => command,
        Err(problem) => {
            return Ok(sheet(&visit, &there, Some(&form), &Told::refused(form::placed(problem)), &[]));
        }
    };
    if form.button() != ANYWAY {
        let twins = find::possible_duplicates(&app.reads, visit.caller.org, &command.card).await;
        let twins = twins.map_err(|fault| PageProblem::new(&visit, fault))?;
        if !twins.is_empty() {
            return Ok(sheet(&visit, &there, Some(&form), &Told::default(), &twins));
        }
    }
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) => {
            let said = visit.say_with(texts::REGISTERED, &[&reply.answer.number]);
            let to = format!("/customers/{}", reply.answer.customer);
            Ok(Onward::to(to).saying(Flash::new(said)).into_response())
        }
        Err(problem) => Ok(sheet(&visit, &there, Some(&form), &Told::refused(problem), &[])),
    }
}

/// What a new customer begins with: the merchant's country and the usual terms.
async fn there(app: &App, visit: &Visit) -> Result<There, PageProblem> {
    let org = kontor_identity::show_org::one(&app.reads, visit.caller.org).await;
    let org = org.map_err(|fault| PageProblem::new(visit, fault))?;
    Ok(There {
        kind: CustomerKind::Person,
        card: ContactCard::default(),
        language: Language::German,
        payment_method: PaymentMethod::Invoice,
        terms_days: 14,
        credit_limit: None,
        country: org.map(|org| org.country.to_string()).unwrap_or_default(),
    })
}

fn sheet(visit: &Visit, there: &There, typed: Option<&Form>, told: &Told, twins: &[Known]) -> Response {
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let number = entry.field(Field {
        hint: visit.say(texts::NUMBER_HINT),
        ..Field::new("number", visit.say(texts::NUMBER))
    });
    let (label, value) =
        if twins.is_empty() { (texts::REGISTER, "") } else { (texts::REGISTER_ANYWAY, ANYWAY) };
    let inner = html! {
        (form::all(&entry, there, Some(&number)))
        (page::actions(visit, &[
            Action::new(visit.say(texts::CUSTOMERS), Target::Link("/customers")),
            Action::primary(visit.say(label), Target::Send(value)).key("Ctrl Enter"),
        ]))
    };
    let body = html! {
        (told.notice(visit))
        @if !twins.is_empty() { (warning(visit, twins)) }
        (page::form(visit, "/customers/new", None, &inner))
    };
    Page::new(visit, visit.say(texts::NEW_CUSTOMER))
        .status(if twins.is_empty() { told.status() } else { 409 })
        .heading(page::heading(
            Some((visit.say(texts::CUSTOMERS), "/customers")),
            visit.say(texts::NEW_CUSTOMER),
            &[],
        ))
        .body(body)
        .into_response()
}

/// Who may be the same person.
fn warning(visit: &Visit, twins: &[Known]) -> Markup {
    let list = html! {
        ul {
            @for twin in twins {
                li {
                    a href={ "/customers/" (twin.customer.id) } { (twin.name(visit)) }
                    " · " (twin.customer.number)
                    @for part in [twin.town(), &twin.card.mail, &twin.card.phone] {
                        @if !part.is_empty() { " · " (part) }
                    }
                }
            }
        }
        p { (visit.say(texts::TWINS_HINT)) }
    };
    notice(Tone::Warn, visit.say(texts::TWINS), &list)
}
