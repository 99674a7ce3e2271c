//! Accepting an invitation.

use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use kontor_web::Problem;
use kontor_web::console::{Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{Action, Field, Kind, Target, action, field, form as form_of, problem_notice};
use maud::{Markup, html};

use super::sign_in::{Carried, on, password_form, status};
use super::texts as say;
use super::{AtGate, SetCookies};
use crate::model::{BadPassword, PersonName, UiLanguage};
use crate::session::Signed;
use crate::sign_in::{Invited, NewPerson};

/// The page of a link.
///
/// # Errors
/// `invitation_over`.
pub async fn show(
    visit: Visit,
    at: AtGate,
    signed: Option<Extension<Signed>>,
    Path(text): Path<String>,
) -> Result<Response, PageProblem> {
    let invited = at.gate.invited(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(page(&visit, &Shown { invited: &invited, text: &text, signed: signed.as_deref() }, None, None))
}

/// Somebody new accepts.
///
/// # Errors
/// `invitation_over`.
pub async fn accept(
    visit: Visit,
    at: AtGate,
    signed: Option<Extension<Signed>>,
    Path(text): Path<String>,
    form: Form,
) -> Result<Response, PageProblem> {
    let invited = at.gate.invited(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    let accepted = match person(&visit, &form) {
        Ok(person) => at.gate.accept(&text, person, &at.visitor).await,
        Err(problem) => Err(problem),
    };
    match accepted {
        Ok(opened) => Ok(at.keeper.entered(&opened, Onward::to("/"))),
        Err(problem) => {
            let shown = Shown { invited: &invited, text: &text, signed: signed.as_deref() };
            Ok(page(&visit, &shown, Some(&form), Some(&problem)))
        }
    }
}

/// Somebody who is signed in accepts.
///
/// # Errors
/// `invitation_over`, `other_invited`.
pub async fn join(
    visit: Visit,
    at: AtGate,
    signed: Option<Extension<Signed>>,
    Path(text): Path<String>,
    _: Form,
) -> Result<Response, PageProblem> {
    let Some(Extension(signed)) = signed else { return Err(PageProblem::new(&visit, Problem::signed_out())) };
    let step = at.gate.accept_signed(&text, &signed, &at.visitor).await;
    let step = step.map_err(|problem| PageProblem::new(&visit, problem))?;
    at.keeper.forget(signed.session);
    Ok(on(&visit, &at, step, &Carried { next: "", invitation: "" }))
}

/// A password that may not be chosen, as a problem at its field.
pub(super) fn bad_password(error: BadPassword) -> Problem {
    Problem::bad_value("password", &error.to_string()).german(&error.german())
}

/// What somebody new typed about themselves.
pub(super) fn person(visit: &Visit, form: &Form) -> Result<NewPerson, Problem> {
    let name = PersonName::parse(form.value("name"));
    let name = name.map_err(|error| Problem::bad_value("name", &error.to_string()))?;
    let password = form.value("password").parse();
    let password = password.map_err(bad_password)?;
    Ok(NewPerson { name, password, language: visit.language.tag().parse::<UiLanguage>().ok() })
}

struct Shown<'a> {
    invited: &'a Invited,
    text: &'a str,
    signed: Option<&'a Signed>,
}

fn page(visit: &Visit, shown: &Shown<'_>, typed: Option<&Form>, problem: Option<&Problem>) -> Response {
    let Invited { org_name, role, .. } = shown.invited;
    let body = html! {
        p { (visit.say_with(say::INVITED_BY, &[org_name, &visit.say(say::role(*role))])) }
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (way_in(visit, shown, typed, problem))
    };
    Page::new(visit, visit.say(say::INVITED)).bare().status(status(problem)).body(body).into_response()
}

fn way_in(visit: &Visit, shown: &Shown<'_>, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let invited = shown.invited;
    if let Some(signed) = shown.signed {
        let label = visit.say_with(say::ACCEPT_AS, &[&signed.name]);
        let to = format!("/invite/{}/join", shown.text);
        return action(visit, &Action::primary(&label, Target::Post(&to, &[])));
    }
    if invited.is_known {
        let carried = Carried { next: "", invitation: shown.text };
        return html! {
            p { (visit.say_with(say::SIGN_IN_TO_ACCEPT, &[&invited.mail])) }
            (password_form(visit, &carried, invited.mail.as_str()))
        };
    }
    let name = typed.map_or(invited.name.as_str(), |form| form.value("name"));
    let action_path = format!("/invite/{}", shown.text);
    form_of(
        visit,
        &action_path,
        None,
        &html! {
            (new_person(visit, (invited.mail.as_str(), name), problem))
            div.actions { (action(visit, &Action::primary(visit.say(say::ACCEPT), Target::Send("")))) }
        },
    )
}

/// The fields of somebody new: their address stands there for the browser's store of passwords.
pub(super) fn new_person(visit: &Visit, (mail, name): (&str, &str), problem: Option<&Problem>) -> Markup {
    let name = Field {
        value: name,
        is_required: true,
        has_focus: problem.is_none(),
        autocomplete: "name",
        ..Field::new("name", visit.say(say::YOUR_NAME))
    };
    html! {
        input type="hidden" autocomplete="username" value=(mail);
        (field(visit, &name.with_problem(visit, problem)))
        (field(visit, &new_password(visit).with_problem(visit, problem)))
    }
}

/// The field for a new password.
pub(super) fn new_password(visit: &Visit) -> Field<'static> {
    Field {
        kind: Kind::Password,
        hint: visit.say(say::PASSWORD_HINT),
        is_required: true,
        autocomplete: "new-password",
        ..Field::new("password", visit.say(say::NEW_PASSWORD))
    }
}
