//! Choosing a new password by a link.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kontor_web::Problem;
use kontor_web::console::{Form, Page, PageProblem, Visit};
use kontor_web::page::{Action, Target, action, field, form as form_of, problem_notice};
use maud::html;

use super::AtGate;
use super::invite::{bad_password, new_password};
use super::sign_in::{Carried, on, status};
use super::texts as say;
use crate::model::Password;
use crate::records::User;

/// The page of a link.
///
/// # Errors
/// `link_over`, `works_elsewhere`.
pub async fn show(visit: Visit, at: AtGate, Path(text): Path<String>) -> Result<Response, PageProblem> {
    let user = at.gate.reset_of(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(page(&visit, &user, &text, None))
}

/// The new password.
///
/// # Errors
/// `link_over`, `works_elsewhere`.
pub async fn submit(
    visit: Visit,
    at: AtGate,
    Path(text): Path<String>,
    form: Form,
) -> Result<Response, PageProblem> {
    let user = at.gate.reset_of(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let password = form.value("password").parse::<Password>();
    let step = match password.map_err(bad_password) {
        Ok(password) => at.gate.reset(&text, password, &at.visitor).await,
        Err(problem) => Err(problem),
    };
    match step {
        Ok(step) => Ok(on(&visit, &at, step, &Carried { next: "", invitation: "" })),
        Err(problem) => Ok(page(&visit, &user, &text, Some(&problem))),
    }
}

fn page(visit: &Visit, user: &User, text: &str, problem: Option<&Problem>) -> Response {
    let body = html! {
        p { (visit.say_with(say::RESET_FOR, &[&user.name])) }
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (form_of(visit, &format!("/reset/{text}"), None, &html! {
            input type="hidden" autocomplete="username" value=(user.mail);
            (field(visit, &new_password(visit).with_problem(visit, problem)))
            div.actions { (action(visit, &Action::primary(visit.say(say::SAVE), Target::Send("")))) }
        }))
    };
    Page::new(visit, visit.say(say::RESET)).bare().status(status(problem)).body(body).into_response()
}
