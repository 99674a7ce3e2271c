//! The team: who works here, who is invited.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_kernel::limits;
use kontor_store::Value;
use kontor_web::console::{Flash, Form, Onward, Page, PageProblem, Visit};
use kontor_web::page::{
    Action, Choice, Column, Confirm, Field, Kind, Row, Small, Table, Target, Tone, Weight, action, actions,
    badge, card, confirm, copyable, data_table, empty, field, fields, form as form_of, notice,
    problem_notice, split,
};
use kontor_web::{App, Id, Problem};
use maud::{Markup, html};

use super::AtGate;
use super::settings::{Part, views};
use super::sign_in::status;
use super::texts as say;
use crate::change_member::ChangeMember;
use crate::house::HOUSE;
use crate::http::Granted;
use crate::invite::http::InviteBody;
use crate::invite::{Invite, invitation_link};
use crate::members::{self, MemberRow};
use crate::model::{InvitationId, OrgId, PersonName, UserId};
use crate::permissions::Role;
use crate::records::{Invitation, User};
use crate::remove_member::RemoveMember;
use crate::session::Signed;
use crate::withdraw_invitation::WithdrawInvitation;

/// The roles that people may have.
const ROLES: [Role; 7] = [
    Role::Owner,
    Role::Service,
    Role::Warehouse,
    Role::Purchasing,
    Role::Accounting,
    Role::Analyst,
    Role::Partner,
];

/// The page.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Response, PageProblem> {
    page(&app, &visit, &Said::default()).await
}

/// Makes an invitation; shows its link this once.
///
/// # Errors
/// When it can't be written.
pub async fn invite(
    State(app): State<App>,
    (visit, at): (Visit, AtGate),
    Granted(grantor): Granted,
    form: Form,
) -> Result<Response, PageProblem> {
    let refused = |problem: Problem| Said { problem: Some(problem), typed: Some(&form), ..Said::default() };
    let InviteBody { mail, name, role } = match form.read(visit.language, &[]) {
        Ok(body) => body,
        Err(problem) => return page(&app, &visit, &refused(problem)).await,
    };
    let (hash, secret) = invitation_link().map_err(|fault| PageProblem::new(&visit, fault))?;
    let params = vec![HOUSE.into(), Value::of(&mail)];
    let known = app.reads.records::<User>("org_id = $1 AND mail = $2", params).await;
    let known = known.map_err(|fault| PageProblem::new(&visit, fault))?;
    let user = known.first().map(|user| user.id);
    let shown_name = name.to_string();
    let command = Invite { mail, name, role, user, hash, grantor };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) if reply.replayed => Ok(Onward::to("/settings/team").into_response()),
        Ok(reply) => {
            let secret = secret.text(OrgId::new(visit.caller.org), reply.answer.invitation);
            let link = format!("{}/invite/{secret}", at.origin);
            let said = Said { link: Some((shown_name, link)), ..Said::default() };
            page(&app, &visit, &said).await
        }
        Err(problem) => page(&app, &visit, &refused(problem)).await,
    }
}

/// Takes an invitation back.
///
/// # Errors
/// `unknown_invitation`.
pub async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    Id(invitation): Id<InvitationId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let done = app.submit(&visit.caller, &form.intent(), WithdrawInvitation { invitation }).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    Ok(Onward::to("/settings/team").saying(Flash::new(visit.say(say::WITHDRAWN))).into_response())
}

/// A member's page: role, link for a new password, removal.
///
/// # Errors
/// `unknown_member`.
pub async fn member(
    State(app): State<App>,
    visit: Visit,
    Id(user): Id<UserId>,
) -> Result<Response, PageProblem> {
    let member = found(&app, &visit, user).await?;
    Ok(member_page(&visit, &member, None, None))
}

/// Gives a member another role.
///
/// # Errors
/// `unknown_member`.
pub async fn role(
    State(app): State<App>,
    (visit, at): (Visit, AtGate),
    Granted(grantor): Granted,
    Id(user): Id<UserId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let member = found(&app, &visit, user).await?;
    let role: Role = form.value("role").parse().map_err(|error: kontor_kernel::UnknownWord| {
        PageProblem::new(&visit, Problem::bad_value("role", &error.to_string()))
    })?;
    match app.submit(&visit.caller, &form.intent(), ChangeMember { user, role, grantor }).await {
        Ok(_) => {
            at.keeper.forget_user(user);
            let said = visit.say_with(say::ROLE_CHANGED, &[&member.name, &visit.say(say::role(role))]);
            Ok(Onward::to("/settings/team").saying(Flash::new(said)).into_response())
        }
        Err(problem) => Ok(member_page(&visit, &member, Some(&problem), None)),
    }
}

/// Makes a link with which a member chooses a new password; shows it this once.
///
/// # Errors
/// `unknown_member`.
pub async fn reset(
    State(app): State<App>,
    (visit, at): (Visit, AtGate),
    Extension(signed): Extension<Signed>,
    Id(user): Id<UserId>,
    _: Form,
) -> Result<Response, PageProblem> {
    let member = found(&app, &visit, user).await?;
    match at.gate.make_reset_link(&signed, user).await {
        Ok(link) => {
            Ok(member_page(&visit, &member, None, Some(&format!("{}/reset/{}", at.origin, link.text.0))))
        }
        Err(problem) => Ok(member_page(&visit, &member, Some(&problem), None)),
    }
}

/// Asks before a member is removed.
///
/// # Errors
/// `unknown_member`.
pub async fn ask_removal(
    State(app): State<App>,
    visit: Visit,
    Id(user): Id<UserId>,
) -> Result<Response, PageProblem> {
    let member = found(&app, &visit, user).await?;
    let question = Confirm {
        action: &format!("/settings/team/{user}/remove"),
        effects: &[(Tone::Warn, visit.say_with(say::REMOVE_EFFECT, &[&member.name]))],
        fields: html! {},
        label: visit.say(say::REMOVE),
        is_danger: true,
        back: "/settings/team",
    };
    let page = Page::new(&visit, member.name.to_string()).body(confirm(&visit, &question));
    Ok(page.into_response())
}

/// Removes a member.
///
/// # Errors
/// `unknown_member`.
pub async fn remove(
    State(app): State<App>,
    (visit, at): (Visit, AtGate),
    Granted(grantor): Granted,
    Id(user): Id<UserId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let member = found(&app, &visit, user).await?;
    match app.submit(&visit.caller, &form.intent(), RemoveMember { user, grantor }).await {
        Ok(_) => {
            at.keeper.forget_user(user);
            let said = visit.say_with(say::REMOVED, &[&member.name]);
            Ok(Onward::to("/settings/team").saying(Flash::new(said)).into_response())
        }
        Err(problem) => Ok(member_page(&visit, &member, Some(&problem), None)),
    }
}

async fn found(app: &App, visit: &Visit, user: UserId) -> Result<MemberRow, PageProblem> {
    let wrong = |problem: Problem| PageProblem::new(visit, problem);
    let page = members::page(&app.reads, visit.caller.org, user.raw().saturating_sub(1), 1).await;
    let member = page.map_err(|fault| wrong(fault.into()))?.into_iter().find(|member| member.user == user);
    member.ok_or_else(|| wrong(Problem::not_found("member")))
}

/// What the page has to say beside what it shows.
#[derive(Default)]
struct Said<'a> {
    problem: Option<Problem>,
    typed: Option<&'a Form>,
    /// Whom a link is for, and the link.
    link: Option<(String, String)>,
}

async fn page(app: &App, visit: &Visit, said: &Said<'_>) -> Result<Response, PageProblem> {
    let wrong = |fault| PageProblem::new(visit, fault);
    let (org, span) = (visit.caller.org, (i64::MIN, i64::from(limits::PAGE_MAX)));
    let members = members::page(&app.reads, org, span.0, span.1).await.map_err(wrong)?;
    let open = members::open_invitations(&app.reads, org, span, app.clock.now()).await.map_err(wrong)?;
    let may = visit.may("members:write");
    let main = html! {
        (member_table(visit, &members))
        (card(visit.say(say::INVITATIONS), &invitations(visit, &open, may)))
    };
    let body = html! {
        (views(visit, Part::Team))
        @if let Some(problem) = &said.problem { (problem_notice(visit, problem)) }
        @if let Some((name, link)) = &said.link { (link_notice(visit, name, link)) }
        @if may {
            (split(&main, &card(visit.say(say::INVITE), &invite_form(visit, said.typed, said.problem.as_ref()))))
        } @else { (main) }
    };
    let status = status(said.problem.as_ref());
    Ok(Page::new(visit, visit.say(say::TEAM)).status(status).body(body).into_response())
}

/// A link, shown this once.
pub(super) fn link_notice(visit: &Visit, name: &str, link: &str) -> Markup {
    let body = html! { p { (visit.say_with(say::LINK_ONCE, &[&name])) } p data-link { (copyable(link)) } };
    notice(Tone::Ok, visit.say(say::DONE), &body)
}

fn member_table(visit: &Visit, members: &[MemberRow]) -> Markup {
    let columns = [
        Column::text(visit.say(say::NAME), Small::Title),
        Column::text(visit.say(say::MAIL), Small::Sub),
        Column::text(visit.say(say::ROLE), Small::Side),
        Column::text(visit.say(say::SECOND_STEP), Small::Hidden),
        Column::text(visit.say(say::SINCE), Small::Foot),
    ];
    let row = |member: &MemberRow| Row {
        id: member.user.to_string(),
        href: Some(format!("/settings/team/{}", member.user)),
        value: None,
        name: member.name.to_string(),
        cells: vec![
            html! { (member.name) },
            html! { (member.mail) },
            html! { (visit.say(say::role(member.role))) },
            html! { @if member.second_step { (badge(Tone::Ok, visit.say(say::TWO_STEPS))) } },
            html! { (visit.date(visit.caller.zone.date_at(member.joined_at))) },
        ],
    };
    let rows: Vec<Row> = members.iter().map(row).collect();
    let table = Table {
        id: "team",
        caption: visit.say(say::TEAM),
        columns: &columns,
        rows: &rows,
        select: None,
        empty: empty(visit.say(say::NO_INVITATIONS), &html! {}),
        foot: None,
    };
    data_table(visit, &table)
}

fn invitations(visit: &Visit, open: &[Invitation], may: bool) -> Markup {
    html! {
        @if open.is_empty() { p.muted { (visit.say(say::NO_INVITATIONS)) } }
        ul.plain.stack {
            @for row in open {
                li {
                    div { (row.name) " · " (row.mail) " · " (visit.say(say::role(row.role))) }
                    p.muted.small { (visit.say(say::UNTIL)) " " (visit.time(row.expires_at)) }
                    @if may {
                        (action(visit, &Action {
                            weight: Weight::Quiet,
                            ..Action::new(
                                visit.say(say::WITHDRAW),
                                Target::Post(&format!("/settings/team/invitations/{}/withdraw", row.id), &[]),
                            )
                        }))
                    }
                }
            }
        }
    }
}

fn role_choices(visit: &Visit) -> Vec<Choice<'static>> {
    ROLES.iter().map(|role| Choice::new(role.as_str(), visit.say(say::role(*role)))).collect()
}

fn invite_form(visit: &Visit, typed: Option<&Form>, problem: Option<&Problem>) -> Markup {
    let value = |name: &str| typed.map_or("", |form| form.value(name));
    let name = Field { value: value("name"), is_required: true, ..Field::new("name", visit.say(say::NAME)) };
    let mail = Field {
        value: value("mail"),
        kind: Kind::Mail,
        is_required: true,
        autocomplete: "off",
        ..Field::new("mail", visit.say(say::MAIL))
    };
    let choices = role_choices(visit);
    let chosen = if value("role").is_empty() { Role::Service.as_str() } else { value("role") };
    let role =
        Field { value: chosen, kind: Kind::Select(&choices), ..Field::new("role", visit.say(say::ROLE)) };
    form_of(
        visit,
        "/settings/team",
        None,
        &html! {
            (fields(&[name, mail, role].map(|one| field(visit, &one.with_problem(visit, problem)))))
            div.actions { (action(visit, &Action::primary(visit.say(say::INVITE_BUTTON), Target::Send("")))) }
        },
    )
}

fn member_page(visit: &Visit, member: &MemberRow, problem: Option<&Problem>, link: Option<&str>) -> Response {
    let MemberRow { user, name, mail, role, .. } = member;
    let choices = role_choices(visit);
    let select = Field {
        value: role.as_str(),
        kind: Kind::Select(&choices),
        ..Field::new("role", visit.say(say::ROLE))
    };
    let body = html! {
        @if let Some(problem) = problem { (problem_notice(visit, problem)) }
        @if let Some(link) = link { (link_notice(visit, name.as_str(), link)) }
        p.muted { (mail) }
        @if visit.may("members:write") {
            (card(visit.say(say::ROLE), &form_of(visit, &format!("/settings/team/{user}/role"), None, &html! {
                (field(visit, &select.with_problem(visit, problem)))
                div.actions { (action(visit, &Action::primary(visit.say(say::SAVE), Target::Send("")))) }
            })))
            (actions(visit, &[
                Action::new(visit.say(say::RESET_LINK), Target::Post(&format!("/settings/team/{user}/reset"), &[])),
                Action {
                    weight: Weight::Danger,
                    ..Action::new(visit.say(say::REMOVE), Target::Sheet(&format!("/settings/team/{user}/remove")))
                },
            ]))
        }
    };
    let name: &PersonName = name;
    Page::new(visit, name.to_string())
        .heading(kontor_web::page::heading(
            Some((visit.say(say::TEAM), "/settings/team")),
            name.as_str(),
            &[],
        ))
        .status(status(problem))
        .body(body)
        .into_response()
}
