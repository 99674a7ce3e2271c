//! One's own account: name and looks, password, authenticator, sessions.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_kernel::limits;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Field, Kind, Target, Tone, Weight, action, actions, badge, card, field, fields,
    form as form_of, problem_notice, split,
};
use kontor_web::{App, Id, Problem, Text};
use maud::{Markup, html};

use super::invite::{bad_password, new_password};
use super::sign_in::status;
use super::texts as say;
use super::{AtGate, SetCookies};
use crate::change_profile::ChangeProfile;
use crate::end_session::EndSession;
use crate::model::{Density, OrgId, Password, PersonName, SessionId, Theme, UiLanguage};
use crate::session::Signed;
use crate::sessions::{self, SessionRow};
use crate::sign_in;

/// The page.
///
/// # Errors
/// When the database can't be read.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
) -> Result<Response, PageProblem> {
    page(&app, &visit, &at, &signed, None).await
}

/// Name, language, colours, rows.
///
/// # Errors
/// When it can't be written.
pub async fn profile(
    State(app): State<App>,
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    let name =
        PersonName::parse(form.value("name")).map_err(|error| Problem::bad_value("name", &error.to_string()));
    let name = match name {
        Ok(name) => name,
        Err(problem) => return page(&app, &visit, &at, &signed, Some(&problem)).await,
    };
    let command = ChangeProfile { name: Some(name), ..looks(&signed, &form) };
    changed(&visit, &at, &signed, command).await?;
    Ok(Onward::to("/me").saying(Flash::new(visit.say(say::SAVED))).into_response())
}

/// Language, colours or rows, from the account menu of any page, which comes again.
///
/// # Errors
/// When it can't be written.
pub async fn look(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    headers: axum::http::HeaderMap,
    form: Form,
) -> Result<Response, PageProblem> {
    changed(&visit, &at, &signed, looks(&signed, &form)).await?;
    Ok(Onward::to(back(&headers)).into_response())
}

/// The page of ours that a form stood on.
fn back(headers: &axum::http::HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let (referer, host) = (text(axum::http::header::REFERER), text(axum::http::header::HOST));
    let own = referer.zip(host).and_then(|(referer, host)| {
        let (from, path) = referer.split_once("://")?.1.split_once('/')?;
        (from == host).then(|| format!("/{path}"))
    });
    own.unwrap_or_else(|| "/me".to_owned())
}

/// What of the looks a form names; what it can't mean is left out.
fn looks(signed: &Signed, form: &Form) -> ChangeProfile {
    let language = match form.value("language") {
        "" => None,
        "browser" => Some(None),
        other => other.parse::<UiLanguage>().ok().map(Some),
    };
    ChangeProfile {
        user: signed.user,
        name: None,
        language,
        theme: form.value("theme").parse::<Theme>().ok(),
        density: form.value("density").parse::<Density>().ok(),
    }
}

async fn changed(
    visit: &Visit,
    at: &AtGate,
    signed: &Signed,
    command: ChangeProfile,
) -> Result<(), PageProblem> {
    let done = at.gate.change_profile(signed, command).await;
    at.keeper.forget_user(signed.user);
    done.map_err(|problem| PageProblem::new(visit, problem))
}

/// A new password, by whoever knows the old one.
///
/// # Errors
/// When it can't be written.
pub async fn password(
    State(app): State<App>,
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    let old = Password::typed(form.value("old"));
    let opened = match form.value("password").parse().map_err(bad_password) {
        Ok(new) => at.gate.change_password(&signed, (old, new), &at.visitor).await,
        Err(problem) => Err(problem),
    };
    match opened {
        Ok(opened) => {
            at.keeper.forget_user(signed.user);
            let onward = Onward::to("/me").saying(Flash::new(visit.say(say::PASSWORD_CHANGED)));
            Ok(at.keeper.entered(&opened, onward))
        }
        Err(problem) if problem.body().code == "password_wrong" => {
            page(&app, &visit, &at, &signed, Some(&problem.at("old"))).await
        }
        Err(problem) => page(&app, &visit, &at, &signed, Some(&problem)).await,
    }
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `unknown_session`.
pub async fn end_session(
    State(app): State<App>,
    (visit, at): (Visit, AtGate),
    Extension(signed): Extension<Signed>,
    Id(session): Id<SessionId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let command = EndSession { session, of: Some(signed.user) };
    let done = app.submit(&visit.caller, &form.intent(), command).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    at.keeper.forget(session);
    Ok(Onward::to("/me").saying(Flash::new(visit.say(say::ENDED))).into_response())
}

/// Ends all of one's sessions, everywhere.
///
/// # Errors
/// When it can't be written.
pub async fn end_all(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    _: Form,
) -> Result<Response, PageProblem> {
    let done = at.gate.sign_out_everywhere(signed.user).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    at.keeper.forget_user(signed.user);
    Ok(at.keeper.left(Onward::to("/sign-in").saying(Flash::new(visit.say(say::SIGNED_OUT)))))
}

/// Goes over to another of one's merchants.
///
/// # Errors
/// `not_a_member`.
pub async fn go_over(
    visit: Visit,
    at: AtGate,
    Extension(signed): Extension<Signed>,
    form: Form,
) -> Result<Response, PageProblem> {
    let org: OrgId =
        form.value("org").parse().map_err(|_| PageProblem::new(&visit, Problem::not_found("merchant")))?;
    let opened = at.gate.go_over(&signed, org, &at.visitor).await;
    let opened = opened.map_err(|problem| PageProblem::new(&visit, problem))?;
    at.keeper.forget(signed.session);
    Ok(at.keeper.entered(&opened, Onward::to("/")))
}

async fn page(
    app: &App,
    visit: &Visit,
    at: &AtGate,
    signed: &Signed,
    problem: Option<&Problem>,
) -> Result<Response, PageProblem> {
    let wrong = |problem: Problem| PageProblem::new(visit, problem);
    let user = at.gate.own(signed).await.map_err(wrong)?;
    let span = (i64::MIN, i64::from(limits::PAGE_MAX));
    let sessions =
        sessions::page(&app.reads, signed.caller.org, Some(signed.user), span, app.clock.now()).await;
    let sessions = sessions.map_err(|fault| wrong(fault.into()))?;
    let merchants = at.gate.merchants(signed.user).await.map_err(wrong)?;
    let others: Vec<_> =
        merchants.into_iter().filter(|choice| choice.org.raw() != signed.caller.org).collect();
    let main = html! {
        (card(visit.say(say::PROFILE), &profile_form(visit, signed, problem)))
        (card(visit.say(say::SESSIONS), &sessions_list(visit, signed, &sessions)))
        @if !others.is_empty() { (card(visit.say(say::OTHER_MERCHANTS), &other_merchants(visit, &others))) }
    };
    let aside = html! {
        (card(visit.say(say::CHANGE_PASSWORD), &password_form(visit, user.mail.as_str(), problem)))
        (card(visit.say(say::SECOND_STEP), &second_step(visit, user.totp_key.is_some())))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (split(&main, &aside))
    };
    Ok(Page::new(visit, visit.say(say::ME)).status(status(problem)).body(body).into_response())
}

fn choices<'a>(visit: &Visit, list: &[(&'a str, Text)]) -> Vec<Choice<'a>> {
    list.iter().map(|(value, label)| Choice::new(value, visit.say(*label))).collect()
}

fn profile_form(visit: &Visit, signed: &Signed, problem: Option<&Problem>) -> Markup {
    let languages = [
        Choice::new("browser", visit.say(say::AS_BROWSER)),
        Choice::new("de", "Deutsch"),
        Choice::new("en", "English"),
    ];
    let themes = choices(
        visit,
        &[("system", say::THEME_SYSTEM), ("light", say::THEME_LIGHT), ("dark", say::THEME_DARK)],
    );
    let densities = choices(visit, &[("compact", say::DENSITY_COMPACT), ("cosy", say::DENSITY_COSY)]);
    let name = Field {
        value: &signed.name,
        is_required: true,
        autocomplete: "name",
        ..Field::new("name", visit.say(say::NAME))
    };
    let select = |name, label: Text, value, choices| {
        let select = Field { value, kind: Kind::Select(choices), ..Field::new(name, visit.say(label)) };
        field(visit, &select)
    };
    let language = signed.language.map_or("browser", UiLanguage::as_str);
    form_of(
        visit,
        "/me/profile",
        None,
        &html! {
            (field(visit, &name.with_problem(visit, problem)))
            (fields(&[
                select("language", say::LANGUAGE, language, &languages),
                select("theme", say::THEME, signed.theme.as_str(), &themes),
                select("density", say::DENSITY, signed.density.as_str(), &densities),
            ]))
            div.actions { (action(visit, &Action::primary(visit.say(say::SAVE), Target::Send("")))) }
        },
    )
}

fn password_form(visit: &Visit, mail: &str, problem: Option<&Problem>) -> Markup {
    let old =
        Field { kind: Kind::Password, is_required: true, ..Field::new("old", visit.say(say::OLD_PASSWORD)) };
    form_of(
        visit,
        "/me/password",
        None,
        &html! {
            input type="hidden" autocomplete="username" value=(mail);
            (field(visit, &old.with_problem(visit, problem)))
            (field(visit, &new_password(visit).with_problem(visit, problem)))
            div.actions { (action(visit, &Action::new(visit.say(say::CHANGE_PASSWORD), Target::Send("")))) }
        },
    )
}

fn second_step(visit: &Visit, is_on: bool) -> Markup {
    html! {
        @if is_on {
            p { (visit.say(say::SECOND_STEP_ON)) }
            (actions(visit, &[
                Action::new(visit.say(say::NEW_RECOVERY_CODES), Target::Sheet("/me/recovery-codes")),
                Action { weight: Weight::Danger, ..Action::new(visit.say(say::TURN_OFF), Target::Sheet("/me/second-step/off")) },
            ]))
        } @else {
            p { (visit.say(say::SECOND_STEP_OFF)) }
            (action(visit, &Action::new(visit.say(say::TURN_ON), Target::Post("/me/second-step", &[]))))
        }
    }
}

fn sessions_list(visit: &Visit, signed: &Signed, sessions: &[SessionRow]) -> Markup {
    html! {
        ul.plain.stack {
            @for row in sessions {
                li {
                    div {
                        (row.device) " "
                        @if row.session == signed.session { (badge(Tone::Ok, visit.say(say::THIS_SESSION))) }
                    }
                    p.muted.small {
                        (visit.time(row.opened_at)) " " (visit.say(say::by(row.by))) " · "
                        (visit.say_with(say::LAST_SEEN, &[&visit.time(row.last_seen_at)]))
                    }
                    @if row.session != signed.session {
                        (action(visit, &Action {
                            weight: Weight::Quiet,
                            ..Action::new(visit.say(say::END), Target::Post(&format!("/me/sessions/{}/end", row.session), &[]))
                        }))
                    }
                }
            }
        }
        (action(visit, &Action {
            weight: Weight::Danger,
            ..Action::new(visit.say(say::END_ALL), Target::Post("/me/sign-out-everywhere", &[]))
        }))
    }
}

fn other_merchants(visit: &Visit, others: &[sign_in::Choice]) -> Markup {
    html! {
        @for choice in others {
            (action(visit, &Action::new(
                &visit.say_with(say::GO_OVER, &[&choice.name]),
                Target::Post("/me/merchant", &[("org", &choice.org.to_string())]),
            )))
        }
    }
}
