//! Notes about a customer: written and removed on their page.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_customers::model::{CustomerId, NoteId};
use kontor_customers::note::WriteNote;
use kontor_customers::remove_note::RemoveNote;
use kontor_store::own::Note;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::page::{Action, Field, Kind, Target, Weight, action, card, empty, form};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::{show, texts};
use crate::page::{Entry, Told};
use crate::timeline::Names;

/// Writes a note.
pub async fn write(
    State(app): State<App>,
    visit: Visit,
    Id(customer): Id<CustomerId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let mut salt = [0; 16];
    kontor_store::random(&mut salt).map_err(|fault| PageProblem::new(&visit, fault))?;
    let command = WriteNote { customer, text: form.value("text").to_owned(), salt };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(_) => Ok(back(&visit, customer, texts::NOTED)),
        Err(problem) => {
            let told = Told::refused(problem);
            Ok(show::page(&app, &visit, customer, (Some(&form), &told)).await?.into_response())
        }
    }
}

/// Removes a note.
pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Id(customer): Id<CustomerId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let refused = |problem: Problem| PageProblem::new(&visit, problem);
    let note: NoteId = form.value("note").parse().map_err(|_| refused(Problem::not_found("note")))?;
    let notes = kontor_customers::notes::of(&app.reads, visit.caller.org, customer).await;
    let notes = notes.map_err(|fault| PageProblem::new(&visit, fault))?;
    if !notes.iter().any(|known| known.id == note.raw()) {
        return Err(refused(Problem::not_found("note")));
    }
    app.submit(&visit.caller, &form.intent(), RemoveNote { note }).await.map_err(refused)?;
    Ok(back(&visit, customer, texts::NOTE_REMOVED))
}

fn back(visit: &Visit, customer: CustomerId, said: kontor_web::Text) -> Response {
    Onward::to(format!("/customers/{customer}")).saying(Flash::new(visit.say(said))).into_response()
}

/// The notes of a page, with the form for one more where it may be written.
pub(super) fn notes(
    visit: &Visit,
    (customer, is_open): (CustomerId, bool),
    (notes, names): (&[Note], &Names),
    typed: (Option<&Form>, &Told),
) -> Markup {
    let may = visit.may("customers:write") && is_open;
    let path = format!("/customers/{customer}/notes");
    let body = html! {
        @if notes.is_empty() { (empty(visit.say(texts::NO_NOTES), &html! {})) }
        @for note in notes { (one(visit, note, &names.of(&note.author, visit.language), (&path, may))) }
        @if may { (form(visit, &path, None, &fields(visit, typed))) }
    };
    card(visit.say(texts::NOTES), &body)
}

fn one(visit: &Visit, note: &Note, author: &str, (path, may): (&str, bool)) -> Markup {
    let id = NoteId::new(note.id).to_string();
    html! {
        article.note id=(id) {
            @for line in note.text.lines() { p { (line) } }
            p.muted { (visit.time(note.written_at)) " · " (author) }
            @if may {
                (action(visit, &Action {
                    weight: Weight::Quiet,
                    ..Action::new(visit.say(texts::REMOVE), Target::Post(&format!("{path}/remove"), &[("note", &id)]))
                }))
            }
        }
    }
}

fn fields(visit: &Visit, (typed, told): (Option<&Form>, &Told)) -> Markup {
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    html! {
        (entry.field(Field { kind: Kind::TextArea, ..Field::new("text", visit.say(texts::NEW_NOTE)) }))
        (action(visit, &Action::new(visit.say(texts::ADD_NOTE), Target::Send(""))))
    }
}
