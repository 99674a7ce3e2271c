//! Turning the second step on and off, with the password shown again where something is taken away.

use axum::Extension;
use axum::response::{IntoResponse, Response};
use kontor_web::Problem;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Confirm, Field, Kind, Target, action, confirm, copyable, field, form as form_of, problem_notice,
};
use maud::{Markup, PreEscaped, html};

use super::AtGate;
use super::sign_in::status;
use super::texts as say;
use crate::model::Password;
use crate::second_step::{Enrolment, RecoveryCodes};
use crate::session::Signed;

/// Begins: shows the key.
///
/// # Errors
/// When it can't be written.
pub async fn begin(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    _: Form,
) -> Result<Response, PageProblem> {
    let enrolment = at.gate.begin_second_step(signed.user).await;
    let enrolment = enrolment.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(key_page(&visit, &enrolment, None))
}

/// The code that shows that the authenticator has the key.
///
/// # Errors
/// `link_over`.
pub async fn turn_on(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    match at.gate.turn_second_step_on(signed.user, form.value("ticket"), form.value("code")).await {
        Ok(codes) => Ok(codes_page(&visit, &codes)),
        Err(problem) if problem.body().code == "code_wrong" => {
            let enrolment = at.gate.enrolment_of(signed.user, form.value("ticket")).await;
            let enrolment = enrolment.map_err(|problem| PageProblem::new(&visit, problem))?;
            Ok(key_page(&visit, &enrolment, Some(&problem)))
        }
        Err(problem) => Err(PageProblem::new(&visit, problem)),
    }
}

/// Asks for the password before the second step is turned off.
pub async fn ask_off(visit: Visit) -> Response {
    ask(&visit, &OFF, None)
}

/// Turns it off.
///
/// # Errors
/// `no_second_step`.
pub async fn turn_off(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    let password = Password::typed(form.value("password"));
    if let Err(problem) = at.gate.confirm(signed.user, password, &at.visitor).await {
        return Ok(ask(&visit, &OFF, Some(&problem)));
    }
    let done = at.gate.turn_second_step_off(signed.user).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(Onward::to("/me").saying(Flash::new(visit.say(say::TURNED_OFF))).into_response())
}

/// Asks for the password before the recovery codes are replaced.
pub async fn ask_codes(visit: Visit) -> Response {
    ask(&visit, &CODES, None)
}

/// Replaces them.
///
/// # Errors
/// `no_second_step`.
pub async fn new_codes(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    let password = Password::typed(form.value("password"));
    if let Err(problem) = at.gate.confirm(signed.user, password, &at.visitor).await {
        return Ok(ask(&visit, &CODES, Some(&problem)));
    }
    let codes = at.gate.new_recovery_codes(signed.user).await;
    Ok(codes_page(&visit, &codes.map_err(|problem| PageProblem::new(&visit, problem))?))
}

/// Something that is asked the password for.
struct Asked {
    title: kontor_web::Text,
    label: kontor_web::Text,
    action: &'static str,
    is_danger: bool,
}

const OFF: Asked =
    Asked { title: say::SECOND_STEP, label: say::TURN_OFF, action: "/me/second-step/off", is_danger: true };
const CODES: Asked = Asked {
    title: say::RECOVERY_CODES,
    label: say::NEW_RECOVERY_CODES,
    action: "/me/recovery-codes",
    is_danger: false,
};

fn ask(visit: &Visit, asked: &Asked, problem: Option<&Problem>) -> Response {
    let password = Field {
        kind: Kind::Password,
        is_required: true,
        has_focus: true,
        ..Field::new("password", visit.say(say::PASSWORD))
    };
    let question = Confirm {
        action: asked.action,
        effects: &[],
        fields: field(visit, &password.with_problem(visit, problem)),
        label: visit.say(asked.label),
        is_danger: asked.is_danger,
        back: "/me",
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (confirm(visit, &question))
    };
    Page::new(visit, visit.say(asked.title)).status(status(problem)).body(body).into_response()
}

fn key_page(visit: &Visit, enrolment: &Enrolment, problem: Option<&Problem>) -> Response {
    let code = Field {
        kind: Kind::Code,
        hint: visit.say(say::FIRST_CODE_HINT),
        is_required: true,
        has_focus: true,
        ..Field::new("code", visit.say(say::CODE))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        p { (visit.say(say::SCAN_QR)) }
        // Our own picture, made of squares alone.
        (PreEscaped(enrolment.qr.0.as_str()))
        p { (visit.say(say::KEY)) " " (copyable(&enrolment.key.0)) }
        (form_of(visit, "/me/second-step/on", None, &html! {
            input type="hidden" name="ticket" value=(enrolment.ticket.0);
            (field(visit, &code.with_problem(visit, problem)))
            div.actions { (action(visit, &Action::primary(visit.say(say::TURN_ON), Target::Send("")))) }
        }))
    };
    let page = Page::new(visit, visit.say(say::SECOND_STEP)).status(status(problem)).body(body);
    page.into_response()
}

fn codes_page(visit: &Visit, codes: &RecoveryCodes) -> Response {
    let body: Markup = html! {
        p { (visit.say(say::RECOVERY_ONCE)) }
        ul.plain.digits { @for code in &codes.0 { li { code { (code.0) } } } }
        (action(visit, &Action::primary(visit.say(say::DONE), Target::Link("/me"))))
    };
    Page::new(visit, visit.say(say::RECOVERY_CODES)).body(body).into_response()
}
