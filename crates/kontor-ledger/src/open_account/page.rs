//! The form of a new account.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Field, Kind, Target, actions, card, field, fields, form as form_of, heading,
    problem_notice,
};
use kontor_web::{App, Problem};
use maud::html;

use super::http::OpenAccountBody;
use crate::model::AccountKind;
use crate::page::kind_text;
use crate::texts as say;

/// An empty form.
pub async fn blank(visit: Visit) -> Page {
    page(&visit, &Form::default(), None)
}

/// Adds the account.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let added = async {
        let body: OpenAccountBody = form.read(visit.language, &[])?;
        app.submit(&visit.caller, &form.intent(), body.command()).await
    };
    match added.await {
        Err(problem) => Ok(page(&visit, &form, Some(&problem)).into_response()),
        Ok(reply) => {
            let number = reply.answer.number;
            let flash = Flash::new(visit.say_with(say::ADDED, &[&number]));
            Ok(Onward::to(format!("/ledger/accounts/{number}")).saying(flash).into_response())
        }
    }
}

fn page(visit: &Visit, form: &Form, problem: Option<&Problem>) -> Page {
    let title = visit.say(say::NEW_ACCOUNT);
    let kinds: Vec<Choice<'_>> =
        AccountKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), visit.say(kind_text(*kind)))).collect();
    let text = |name, label, hint| Field {
        value: form.value(name),
        hint: if hint == say::NEW_ACCOUNT { "" } else { visit.say(hint) },
        is_required: name != "name_en",
        ..Field::new(name, visit.say(label))
    };
    let number = Field {
        kind: Kind::Number,
        has_focus: problem.is_none(),
        ..text("number", say::NUMBER, say::ACCOUNT_NUMBER_HINT)
    };
    let kind = Field { kind: Kind::Select(&kinds), hint: "", ..text("kind", say::KIND, say::NEW_ACCOUNT) };
    let (name_de, name_en) =
        (text("name_de", say::NAME_DE, say::NEW_ACCOUNT), text("name_en", say::NAME_EN, say::NAME_EN_HINT));
    let asked = [number, kind, name_de, name_en].map(|one| field(visit, &one.with_problem(visit, problem)));
    let inner = html! {
        (fields(&asked))
        (actions(visit, &[
            Action::primary(visit.say(say::ADD), Target::Send("")),
            Action::new(visit.say(say::CANCEL), Target::Link("/ledger")),
        ]))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (card(title, &form_of(visit, "/ledger/accounts/new", None, &inner)))
    };
    Page::new(visit, title)
        .heading(heading(Some((visit.say(say::LEDGER), "/ledger")), title, &[]))
        .status(problem.map_or(200, Problem::status))
        .body(body)
}
