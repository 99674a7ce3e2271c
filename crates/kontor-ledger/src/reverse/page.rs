//! The question before an entry is reversed: what it would book, its day and its reason.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kontor_store::Reply;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Field, Kind, Target, Weight, actions, field, fields, form as form_of, heading, problem_notice,
    stack,
};
use kontor_web::{App, Intent, Problem};
use maud::{Markup, html};

use super::http::ReverseBody;
use crate::page::would_book;
use crate::post::NewEntry;
use crate::texts as say;

/// What would happen.
pub async fn ask(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Page, PageProblem> {
    let entry = number.parse().map_err(|_| PageProblem::new(&visit, Problem::not_found("journal entry")))?;
    let today = visit.caller.zone.date_at(app.clock.now());
    let form = Form::default().with("date", today.to_string());
    let dry = Intent { key: None, dry_run: true };
    match reverse(&app, &visit, &form, entry, &dry).await {
        Ok(reply) => {
            let shown = would_book(&app.reads, &visit, &reply.recorded).await;
            let shown = shown.map_err(|fault| PageProblem::new(&visit, fault))?;
            Ok(question(&visit, entry, &form, None, shown))
        }
        // Another day may do; anything else can't be asked.
        Err(problem) if problem.body().field.is_some() => {
            Ok(question(&visit, entry, &form, Some(&problem), html! {}))
        }
        Err(problem) => Err(PageProblem::new(&visit, problem)),
    }
}

/// Reverses it, or shows again what would happen.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
    form: Form,
) -> Result<Response, PageProblem> {
    let entry = number.parse().map_err(|_| PageProblem::new(&visit, Problem::not_found("journal entry")))?;
    match reverse(&app, &visit, &form, entry, &form.intent()).await {
        Err(problem) => Ok(question(&visit, entry, &form, Some(&problem), html! {}).into_response()),
        Ok(reply) if form.is_preview() => {
            let shown = would_book(&app.reads, &visit, &reply.recorded).await;
            let shown = shown.map_err(|fault| PageProblem::new(&visit, fault))?;
            Ok(question(&visit, entry, &form, None, shown).into_response())
        }
        Ok(reply) => {
            let flash = Flash::new(visit.say_with(say::REVERSED_AS, &[&entry, &reply.answer.number]));
            Ok(Onward::to(format!("/ledger/entries/{entry}")).saying(flash).into_response())
        }
    }
}

async fn reverse(
    app: &App,
    visit: &Visit,
    form: &Form,
    entry: i64,
    intent: &Intent,
) -> Result<Reply<NewEntry>, Problem> {
    let body: ReverseBody = form.read(visit.language, &[])?;
    let today = visit.caller.zone.date_at(app.clock.now());
    app.submit(&visit.caller, intent, body.command(entry, today)).await
}

fn question(visit: &Visit, entry: i64, form: &Form, problem: Option<&Problem>, preview: Markup) -> Page {
    let title = visit.say_with(say::REVERSE_ENTRY, &[&entry]);
    let back = format!("/ledger/entries/{entry}");
    let date = Field {
        value: form.value("date"),
        kind: Kind::Date,
        is_required: true,
        ..Field::new("date", visit.say(say::DATE))
    };
    let reason = Field {
        value: form.value("reason"),
        hint: visit.say(say::REASON_HINT),
        has_focus: problem.is_none(),
        ..Field::new("reason", visit.say(say::REASON))
    };
    let asked = [date, reason].map(|one| field(visit, &one.with_problem(visit, problem)));
    let deed = Action { weight: Weight::Danger, ..Action::new(visit.say(say::REVERSE), Target::Send("")) };
    let inner = html! {
        (fields(&asked))
        (actions(visit, &[
            deed,
            Action::new(visit.say(say::PREVIEW), Target::Send("preview")),
            Action::new(visit.say(say::CANCEL), Target::Link(&back)),
        ]))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        p.muted { (visit.say(say::REVERSE_HINT)) }
        (stack(&[preview, form_of(visit, &format!("{back}/reverse"), None, &inner)]))
    };
    let crumb = visit.say_with(say::ENTRY_NUMBER, &[&entry]);
    Page::new(visit, title.clone())
        .heading(heading(Some((&crumb, &back)), &title, &[]))
        .status(problem.map_or(200, Problem::status))
        .body(body)
}
