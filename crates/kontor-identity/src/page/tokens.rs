//! The tokens of programs.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_kernel::limits;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Column, Field, Kind, Row, Small, Table, Target, Tone, Weight, action, badge, card,
    copyable, data_table, empty, field, fields, form as form_of, notice, problem_notice, split,
};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::settings::{Part, views};
use super::sign_in::status;
use super::texts as say;
use crate::create_token::CreateToken;
use crate::http::Granted;
use crate::list_tokens;
use crate::model::{OrgId, TokenId, TokenName};
use crate::permissions::{Rights, Role, Scopes};
use crate::records::Token;
use crate::revoke_token::RevokeToken;
use crate::token::Secret;

/// The page.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    page(&app, &visit, None, (None, None)).await
}

/// Makes a token; shows it this once.
///
/// # Errors
/// When it can't be written.
pub async fn create(
    State(app): State<App>,
    visit: Visit,
    Granted(grantor): Granted,
    form: Form,
) -> Result<Response, PageProblem> {
    let secret = Secret::new().map_err(|fault| PageProblem::new(&visit, fault))?;
    let made = match typed(&form, &secret, grantor) {
        Ok(command) => app.submit(&visit.caller, &form.intent(), command).await,
        Err(problem) => Err(problem),
    };
    match made {
        Ok(reply) if reply.replayed => Ok(Onward::to("/settings/tokens").into_response()),
        Ok(reply) => {
            let text = secret.text(OrgId::new(visit.caller.org), reply.answer.token);
            page(&app, &visit, Some(&text), (None, None)).await
        }
        Err(problem) => page(&app, &visit, None, (Some(&form), Some(&problem))).await,
    }
}

fn typed(form: &Form, secret: &Secret, grantor: Rights) -> Result<CreateToken, Problem> {
    let wrong = |place: &'static str| {
        move |error: &dyn std::fmt::Display| Problem::bad_value(place, &error.to_string())
    };
    Ok(CreateToken {
        name: TokenName::parse(form.value("name")).map_err(|error| wrong("name")(&error))?,
        role: form.value("role").parse::<Role>().map_err(|error| wrong("role")(&error))?,
        scopes: form.value("scopes").parse::<Scopes>().map_err(|error| wrong("scopes")(&error))?,
        hash: secret.hash(),
        grantor,
    })
}

/// Revokes a token.
///
/// # Errors
/// `unknown_token`, `already_revoked`.
pub async fn revoke(
    State(app): State<App>,
    visit: Visit,
    Id(token): Id<TokenId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let done = app.submit(&visit.caller, &form.intent(), RevokeToken { token }).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(Onward::to("/settings/tokens").saying(Flash::new(visit.say(say::REVOKED_NOW))).into_response())
}

async fn page(
    app: &App,
    visit: &Visit,
    token: Option<&str>,
    (typed, problem): (Option<&Form>, Option<&Problem>),
) -> Result<Response, PageProblem> {
    let tokens = list_tokens::page(&app.reads, visit.caller.org, i64::MIN, i64::from(limits::PAGE_MAX)).await;
    let tokens = tokens.map_err(|fault| PageProblem::new(visit, fault))?;
    let may = visit.may("tokens:write");
    let table = token_table(visit, &tokens, may);
    let body = html! {
        (views(visit, Part::Tokens))
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        @if let Some(token) = token {
            (notice(Tone::Ok, visit.say(say::TOKEN_ONCE), &html! { p data-token { (copyable(token)) } }))
        }
        @if may { (split(&table, &card(visit.say(say::NEW_TOKEN), &new_form(visit, typed, problem)))) }
        @else { (table) }
    };
    Ok(Page::new(visit, visit.say(say::TOKENS)).status(status(problem)).body(body).into_response())
}

fn token_table(visit: &Visit, tokens: &[Token], may: bool) -> Markup {
    let columns = [
        Column::text(visit.say(say::TOKEN_NAME), Small::Title),
        Column::text(visit.say(say::ROLE), Small::Side),
        Column::text(visit.say(say::SCOPES), Small::Sub),
        Column::text(visit.say(say::SINCE), Small::Hidden),
        Column::text("", Small::Foot),
    ];
    let row = |token: &Token| Row {
        id: token.id.to_string(),
        href: None,
        value: None,
        name: token.name.to_string(),
        cells: vec![
            html! { (token.name) },
            html! { (visit.say(say::role(token.role))) },
            html! {
                @if token.scopes.is_empty() { span.muted { (visit.say(say::ALL_OF_ROLE)) } } @else { (token.scopes) }
            },
            html! { (visit.date(visit.caller.zone.date_at(token.created_at))) },
            html! {
                @if token.revoked_at.is_some() { (badge(Tone::Idle, visit.say(say::REVOKED))) }
                @else if may { (action(visit, &Action {
                    weight: Weight::Quiet,
                    ..Action::new(
                        visit.say(say::REVOKE),
                        Target::Post(&format!("/settings/tokens/{}/revoke", token.id), &[]),
                    )
                })) }
            },
        ],
    };
    let rows: Vec<Row> = tokens.iter().map(row).collect();
    let table = Table {
        id: "tokens",
        caption: visit.say(say::TOKENS),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(say::NO_TOKENS), &html! {}),
        foot: None,
    };
    data_table(visit, &table)
}

fn new_form(visit: &Visit, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let value = |name: &str| typed.map_or("", |form| form.value(name));
    let choices: Vec<Choice<'_>> =
        Role::ALL.iter().rev().map(|role| Choice::new(role.as_str(), visit.say(say::role(*role)))).collect();
    let name =
        Field { value: value("name"), is_required: true, ..Field::new("name", visit.say(say::TOKEN_NAME)) };
    let role = Field {
        value: value("role"),
        kind: Kind::Select(&choices),
        ..Field::new("role", visit.say(say::ROLE))
    };
    let scopes = Field {
        value: value("scopes"),
        hint: visit.say(say::SCOPES_HINT),
        ..Field::new("scopes", visit.say(say::SCOPES))
    };
    form_of(
        visit,
        "/settings/tokens",
        None,
        &html! {
            (fields(&[name, role, scopes].map(|one| field(visit, &one.with_problem(visit, problem)))))
            div.actions { (action(visit, &Action::primary(visit.say(say::MAKE_TOKEN), Target::Send("")))) }
        },
    )
}
