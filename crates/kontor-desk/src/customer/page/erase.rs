//! Erase what is known of somebody: what goes and what the law keeps is said first.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::model::CustomerId;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{self, Confirm, Tone, confirm};
use kontor_web::{App, Id};
use maud::html;

use super::change::found;
use super::{name_of, texts};
use crate::erase_customer;
use crate::page::Told;

/// What it does.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
) -> Result<Response, PageProblem> {
    // Tried first: who may not be erased yet is told so before anybody presses a button.
    let dry = kontor_web::Intent { key: None, dry_run: true };
    let told = match erase_customer::submit(&app, &visit.caller, &dry, id).await {
        Ok(_) => Told::default(),
        Err(problem) => Told::refused(problem),
    };
    sheet(&app, &visit, id, (200, &told)).await
}

/// Erases.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Result<Response, PageProblem> {
    match erase_customer::submit(&app, &visit.caller, &form.intent(), id).await {
        Ok(_) => {
            let said = Flash::new(visit.say(texts::ERASED_DONE));
            Ok(Onward::to(format!("/customers/{id}")).saying(said).into_response())
        }
        Err(problem) => {
            let told = Told::refused(problem);
            sheet(&app, &visit, id, (told.status(), &told)).await
        }
    }
}

async fn sheet(
    app: &App,
    visit: &Visit,
    id: CustomerId,
    (status, told): (u16, &Told),
) -> Result<Response, PageProblem> {
    let shown = found(app, visit, id).await?;
    let notes = kontor_customers::notes::of(&app.reads, visit.caller.org, id).await;
    let notes = notes.map_err(|fault| PageProblem::new(visit, fault))?;
    let name = name_of(visit, &shown.customer, &shown.card);
    let count = visit.number(i64::try_from(notes.len()).unwrap_or(i64::MAX));
    let effects = [
        (Tone::Warn, visit.say_with(texts::E_ERASE_CARD, &[&name])),
        (Tone::Warn, visit.say_with(texts::E_ERASE_NOTES, &[&count])),
        (Tone::Info, visit.say(texts::E_ERASE_KEEPS).to_owned()),
        (Tone::Info, visit.say_with(texts::E_ERASE_NUMBERS, &[&shown.customer.number])),
        (Tone::Warn, visit.say(texts::E_FOREVER).to_owned()),
    ];
    let back = format!("/customers/{id}");
    let question = confirm(
        visit,
        &Confirm {
            action: &format!("/customers/{id}/erase"),
            effects: &effects,
            fields: html! {},
            label: visit.say(texts::ERASE),
            is_danger: true,
            back: &back,
        },
    );
    let body = html! {
        (told.notice(visit))
        @if told.problem.is_none() { (question) } @else { a.button href=(back) { (name) } }
    };
    Ok(Page::new(visit, visit.say(texts::ERASE_TITLE))
        .status(status)
        .heading(page::heading(Some((&name, &back)), visit.say(texts::ERASE_TITLE), &[]))
        .body(body)
        .into_response())
}
