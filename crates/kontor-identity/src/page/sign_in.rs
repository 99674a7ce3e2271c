//! Signing in and out.

use axum::Extension;
use axum::response::{IntoResponse, Response};
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{Action, Field, Kind, Target, Weight, action, field, form as form_of, problem_notice};
use kontor_web::{Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;

use super::texts as say;
use super::{AtGate, SetCookies};
use crate::model::{Hidden, OrgId, Password};
use crate::session::Signed;
use crate::sign_in::{Choice, Step};

/// What the address of the page says.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    next: String,
}

/// The page; who is in already goes on.
pub async fn show(
    visit: Visit,
    signed: Option<Extension<Signed>>,
    Query(query): Query<SignInQuery>,
) -> Response {
    if signed.is_some() {
        return Onward::to(or_start(&query.next)).into_response();
    }
    let carried = Carried { next: &query.next, invitation: "" };
    password_page(&visit, &carried, "", None)
}

/// Mail address and password.
///
/// # Errors
/// When the database can't be read.
pub async fn password(visit: Visit, at: AtGate, form: Form) -> Result<Response, PageProblem> {
    let invitation = Some(form.value("invitation")).filter(|text| !text.is_empty());
    let typed = (form.value("mail"), Password::typed(form.value("password")));
    match at.gate.password(typed, invitation, &at.visitor).await {
        Ok(step) => Ok(on(&visit, &at, step, &Carried::of(&form))),
        Err(problem) => Ok(password_page(&visit, &Carried::of(&form), form.value("mail"), Some(&problem))),
    }
}

/// The code behind the password.
///
/// # Errors
/// When the database can't be read.
pub async fn code(visit: Visit, at: AtGate, form: Form) -> Result<Response, PageProblem> {
    match at.gate.code(form.value("ticket"), form.value("code"), &at.visitor).await {
        Ok(step) => Ok(on(&visit, &at, step, &Carried::of(&form))),
        // The step is still open: another code may be shown.
        Err(problem) if matches!(&*problem.body().code, "code_wrong" | "too_many_attempts") => {
            let ticket = Hidden(form.value("ticket").to_owned());
            Ok(code_page(&visit, &ticket, &Carried::of(&form), Some(&problem)))
        }
        Err(problem) => Ok(password_page(&visit, &Carried::of(&form), "", Some(&problem))),
    }
}

/// The choice of a merchant.
///
/// # Errors
/// When the database can't be read.
pub async fn merchant(visit: Visit, at: AtGate, form: Form) -> Result<Response, PageProblem> {
    let org: OrgId = form.value("org").parse().map_err(|_| Problem::not_found("merchant"))?;
    match at.gate.choose(form.value("ticket"), org, &at.visitor).await {
        Ok(opened) => Ok(at.keeper.entered(&opened, Onward::to(or_start(form.value("next"))))),
        Err(problem) => Ok(password_page(&visit, &Carried::of(&form), "", Some(&problem))),
    }
}

/// Signs out here.
///
/// # Errors
/// When it can't be written.
pub async fn sign_out(
    visit: Visit,
    at: AtGate,
    signed: Option<Extension<Signed>>,
    _: Form,
) -> Result<Response, PageProblem> {
    if let Some(Extension(signed)) = signed {
        at.gate.sign_out(&signed).await.map_err(|problem| PageProblem::new(&visit, problem))?;
        at.keeper.forget(signed.session);
    }
    Ok(at.keeper.left(Onward::to("/sign-in").saying(Flash::new(visit.say(say::SIGNED_OUT)))))
}

/// What a form carries along from one step to the next.
pub(super) struct Carried<'a> {
    pub(super) next: &'a str,
    pub(super) invitation: &'a str,
}

impl<'a> Carried<'a> {
    fn of(form: &'a Form) -> Self {
        Self { next: form.value("next"), invitation: form.value("invitation") }
    }

    fn fields(&self) -> Markup {
        html! {
            @for (name, value) in [("next", self.next), ("invitation", self.invitation)] {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
        }
    }
}

fn or_start(next: &str) -> &str {
    if next.is_empty() { "/" } else { next }
}

/// Goes on with the next step.
pub(super) fn on(visit: &Visit, at: &AtGate, step: Step, carried: &Carried<'_>) -> Response {
    match step {
        Step::In(opened) => at.keeper.entered(&opened, Onward::to(or_start(carried.next))),
        Step::Code(ticket) => code_page(visit, &ticket, carried, None),
        Step::Choose(ticket, choices) => choice_page(visit, (&ticket, &choices), carried),
    }
}

/// The status of a page that shows a form again.
pub(super) fn status(problem: Option<&Problem>) -> u16 {
    problem.map_or(200, Problem::status)
}

fn password_page(visit: &Visit, carried: &Carried<'_>, mail: &str, problem: Option<&Problem>) -> Response {
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (password_form(visit, carried, mail))
        p.muted.small { (visit.say(say::FORGOTTEN)) }
    };
    Page::new(visit, visit.say(say::SIGN_IN)).bare().status(status(problem)).body(body).into_response()
}

/// The form with mail address and password.
pub(super) fn password_form(visit: &Visit, carried: &Carried<'_>, mail: &str) -> Markup {
    let mail_field = Field {
        kind: Kind::Mail,
        value: mail,
        is_required: true,
        has_focus: mail.is_empty(),
        autocomplete: "username webauthn",
        ..Field::new("mail", visit.say(say::MAIL))
    };
    let password = Field {
        kind: Kind::Password,
        is_required: true,
        has_focus: !mail.is_empty(),
        ..Field::new("password", visit.say(say::PASSWORD))
    };
    form_of(
        visit,
        "/sign-in",
        None,
        &html! {
            (field(visit, &mail_field))
            (field(visit, &password))
            (carried.fields())
            div.actions {
                (action(visit, &Action::primary(visit.say(say::SIGN_IN), Target::Send(""))))
            }
        },
    )
}

fn code_page(visit: &Visit, ticket: &Hidden, carried: &Carried<'_>, problem: Option<&Problem>) -> Response {
    let code = Field {
        kind: Kind::Code,
        hint: visit.say(say::CODE_HINT),
        is_required: true,
        has_focus: problem.is_none(),
        ..Field::new("code", visit.say(say::CODE))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (form_of(visit, "/sign-in/code", None, &html! {
            (field(visit, &code.with_problem(visit, problem)))
            input type="hidden" name="ticket" value=(ticket.0);
            (carried.fields())
            div.actions { (action(visit, &Action::primary(visit.say(say::GO_ON), Target::Send("")))) }
        }))
    };
    Page::new(visit, visit.say(say::CODE_TITLE)).bare().status(status(problem)).body(body).into_response()
}

fn choice_page(visit: &Visit, (ticket, choices): (&Hidden, &[Choice]), carried: &Carried<'_>) -> Response {
    let body = html! {
        ul.plain.stack {
            @for choice in choices {
                li {
                    form method="post" action="/sign-in/merchant" {
                        (visit.own_fields())
                        input type="hidden" name="ticket" value=(ticket.0);
                        input type="hidden" name="org" value=(choice.org);
                        (carried.fields())
                        (action(visit, &Action { weight: Weight::Plain, ..Action::new(choice.name.as_str(), Target::Send("")) }))
                        " " span.muted { (visit.say(say::role(choice.role))) }
                    }
                }
            }
        }
    };
    Page::new(visit, visit.say(say::FOR_WHOM)).bare().body(body).into_response()
}
