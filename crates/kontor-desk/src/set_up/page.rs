//! The page behind the set-up link.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use kontor_identity::model::{CountryCode, Mail, OrgName, Password, PersonName, TaxStatus, UiLanguage};
use kontor_identity::page::{AtGate, SetCookies};
use kontor_identity::sign_in::{NewPerson, SetUp};
use kontor_kernel::{Currency, Zone};
use kontor_ledger::model::Chart;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Field, Kind, Target, action, card, field, fields, form as form_of, problem_notice,
};
use kontor_web::{App, Problem};
use maud::{Markup, html};

use super::texts as say;
use super::{NewMerchant, found, usual_zone};

/// The page.
///
/// # Errors
/// `link_over`, `set_up_done`.
pub async fn show(visit: Visit, at: AtGate, Path(text): Path<String>) -> Result<Response, PageProblem> {
    let set_up = at.gate.set_up_of(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(page(&visit, set_up, &text, None, None))
}

/// Founds the merchant and enters its first owner, who is at work then.
///
/// # Errors
/// `link_over`, `set_up_done`.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    at: AtGate,
    Path(text): Path<String>,
    form: Form,
) -> Result<Response, PageProblem> {
    let set_up = at.gate.set_up_of(&text).await.map_err(|problem| PageProblem::new(&visit, problem))?;
    match done(&app, &at, set_up, &text, typed(&visit, set_up, &form)).await {
        Ok(opened) => {
            let onward = Onward::to("/").saying(Flash::new(visit.say(say::READY)));
            Ok(at.keeper.entered(&opened, onward))
        }
        Err(problem) => Ok(page(&visit, set_up, &text, Some(&form), Some(&problem))),
    }
}

type Typed = (Option<NewMerchant>, Mail, NewPerson);

async fn done(
    app: &App,
    at: &AtGate,
    set_up: SetUp,
    text: &str,
    typed: Result<Typed, Problem>,
) -> Result<kontor_identity::sign_in::Opened, Problem> {
    let (merchant, mail, person) = typed?;
    if let Some(merchant) = merchant {
        found(app, set_up.org, merchant).await?;
    }
    at.gate.set_up(text, (mail, person), &at.visitor).await
}

fn typed(visit: &Visit, set_up: SetUp, form: &Form) -> Result<Typed, Problem> {
    let merchant = if set_up.is_founded { None } else { Some(merchant(form)?) };
    let wrong = |place: &str, error: &dyn std::fmt::Display| Problem::bad_value(place, &error.to_string());
    let name = PersonName::parse(form.value("person")).map_err(|error| wrong("person", &error))?;
    let mail = form.value("mail").parse::<Mail>().map_err(|error| wrong("mail", &error))?;
    let password = form.value("password").parse::<Password>();
    let password = password.map_err(|error| wrong("password", &error).german(&error.german()))?;
    let language = visit.language.tag().parse::<UiLanguage>().ok();
    Ok((merchant, mail, NewPerson { name, password, language }))
}

fn merchant(form: &Form) -> Result<NewMerchant, Problem> {
    let wrong = |place: &str, error: &dyn std::fmt::Display| Problem::bad_value(place, &error.to_string());
    let upper = |name: &str| form.value(name).trim().to_uppercase();
    let name = OrgName::parse(form.value("name")).map_err(|error| wrong("name", &error))?;
    let country: CountryCode = upper("country").parse().map_err(|error| wrong("country", &error))?;
    let currency: Currency = upper("currency").parse().map_err(|error| wrong("currency", &error))?;
    let typed = form.value("zone").trim();
    let zone = if typed.is_empty() { usual_zone(country).unwrap_or_default() } else { typed };
    if zone.is_empty() {
        let german = say::ZONE_WANTED.de;
        return Err(Problem::bad_value("zone", say::ZONE_WANTED.en).german(german));
    }
    let zone: Zone = zone.parse().map_err(|error| wrong("zone", &error))?;
    let chart: Chart = form.value("chart").parse().map_err(|error| wrong("chart", &error))?;
    let tax_status: TaxStatus =
        form.value("tax_status").parse().map_err(|error| wrong("tax_status", &error))?;
    Ok(NewMerchant { name, country, currency, zone, chart, tax_status })
}

fn page(
    visit: &Visit,
    set_up: SetUp,
    text: &str,
    typed: Option<&Form>,
    problem: Option<&Problem>,
) -> Response {
    let status = problem.map_or(200, Problem::status);
    let body = html! {
        p { (visit.say(say::WELCOME)) }
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        (form_of(visit, &format!("/setup/{text}"), None, &html! {
            @if !set_up.is_founded { (card(visit.say(say::BUSINESS), &business(visit, typed, problem))) }
            (card(visit.say(say::YOU), &you(visit, typed, problem)))
            div.actions { (action(visit, &Action::primary(visit.say(say::BEGIN), Target::Send("")))) }
        }))
    };
    Page::new(visit, visit.say(say::TITLE)).bare().status(status).body(body).into_response()
}

/// What was typed, or what is usual.
fn value<'a>(typed: Option<&'a Form>, name: &str, usual: &'a str) -> &'a str {
    typed.map_or(usual, |form| form.value(name))
}

fn business(visit: &Visit, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let charts = [Choice::new("skr03", "SKR03"), Choice::new("skr04", "SKR04")];
    let statuses = [
        Choice::new(TaxStatus::Regular.as_str(), visit.say(say::TAX_REGULAR)),
        Choice::new(TaxStatus::SmallBusiness.as_str(), visit.say(say::TAX_SMALL)),
    ];
    let shown = |one: Field<'_>| field(visit, &one.with_problem(visit, problem));
    html! {
        (shown(Field {
            value: value(typed, "name", ""),
            is_required: true,
            has_focus: typed.is_none(),
            autocomplete: "organization",
            ..Field::new("name", visit.say(say::NAME))
        }))
        (fields(&[
            shown(Field {
                value: value(typed, "country", "DE"),
                hint: visit.say(say::COUNTRY_HINT),
                is_required: true,
                autocomplete: "country",
                ..Field::new("country", visit.say(say::COUNTRY))
            }),
            shown(Field {
                value: value(typed, "currency", "EUR"),
                hint: visit.say(say::CURRENCY_HINT),
                is_required: true,
                ..Field::new("currency", visit.say(say::CURRENCY))
            }),
            shown(Field {
                value: value(typed, "zone", ""),
                hint: visit.say(say::ZONE_HINT),
                ..Field::new("zone", visit.say(say::ZONE))
            }),
            shown(Field {
                value: value(typed, "chart", "skr03"),
                hint: visit.say(say::CHART_HINT),
                kind: Kind::Select(&charts),
                ..Field::new("chart", visit.say(say::CHART))
            }),
            shown(Field {
                value: value(typed, "tax_status", TaxStatus::Regular.as_str()),
                hint: visit.say(say::TAX_HINT),
                kind: Kind::Select(&statuses),
                ..Field::new("tax_status", visit.say(say::TAX_STATUS))
            }),
        ]))
    }
}

fn you(visit: &Visit, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let shown = |one: Field<'_>| field(visit, &one.with_problem(visit, problem));
    html! {
        (shown(Field {
            value: value(typed, "person", ""),
            is_required: true,
            autocomplete: "name",
            ..Field::new("person", visit.say(say::YOUR_NAME))
        }))
        (shown(Field {
            value: value(typed, "mail", ""),
            hint: visit.say(say::MAIL_HINT),
            kind: Kind::Mail,
            is_required: true,
            autocomplete: "username",
            ..Field::new("mail", visit.say(say::MAIL))
        }))
        (shown(Field {
            hint: visit.say(say::PASSWORD_HINT),
            kind: Kind::Password,
            is_required: true,
            autocomplete: "new-password",
            ..Field::new("password", visit.say(say::PASSWORD))
        }))
    }
}
