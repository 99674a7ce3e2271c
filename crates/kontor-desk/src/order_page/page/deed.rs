//! What all steps of an order have in common: tried first, then done, at the version that was seen.

use axum::response::{IntoResponse, Response};
use kontor_orders::model::OrderId;
use kontor_orders::records::{Line, Order};
use kontor_orders::rules::AtVersion;
use kontor_store::Command;
use kontor_web::console::{Form, PREVIEW, Page, PageProblem, Visit};
use kontor_web::page::{self, Action, Target};
use kontor_web::{App, Intent, Problem, Text};
use maud::{Markup, html};

use super::effects::{self, Tried};
use super::meanwhile;
use super::quantities::in_form;
use crate::order_page::texts;

/// An order with its lines, for a step that is to be taken.
pub(super) struct Seen {
    pub(super) order: Order,
    pub(super) lines: Vec<Line>,
}

/// The order of a step, or a page that says that there is none.
pub(super) async fn seen(app: &App, visit: &Visit, id: OrderId) -> Result<Seen, PageProblem> {
    let found = kontor_orders::show::one(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(visit, fault))?;
    let (order, lines) = found.ok_or_else(|| PageProblem::new(visit, Problem::not_found("order")))?;
    Ok(Seen { order, lines })
}

/// Has a form's command carried out on an order, at the version that the form was shown at; only tried when the form asks
/// for a preview. What the form has to say when it is not done.
pub(super) async fn act<C: Command>(
    app: &App,
    visit: &Visit,
    form: &Form,
    order: Option<OrderId>,
    command: Result<C, Problem>,
) -> Result<Result<C::Answer, Told>, PageProblem> {
    let seen_at = order.zip(form.version());
    let command = match command {
        Ok(command) => AtVersion { seen_at, command },
        Err(problem) => return Ok(Err(Told::refused(in_form(form, problem)))),
    };
    let fault = |fault| PageProblem::new(visit, fault);
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) if form.is_preview() => {
            let tried = Tried::of(app, visit.caller.org, reply.recorded).await.map_err(fault)?;
            Ok(Err(Told { tried: Some(tried), is_answer: true, ..Told::default() }))
        }
        Ok(reply) => Ok(Ok(reply.answer)),
        Err(problem) => {
            let mut told = Told::refused(problem);
            if let Some((order, since)) = seen_at.filter(|_| told.is_conflict()) {
                told.meanwhile = Some(meanwhile::since(app, visit, order, since).await.map_err(fault)?);
            }
            Ok(Err(told))
        }
    }
}

/// What a command would do now; for a form that has just been opened.
pub(super) async fn attempt<C: Command>(app: &App, visit: &Visit, command: C) -> Result<Told, PageProblem> {
    let intent = Intent { key: None, dry_run: true };
    match app.submit(&visit.caller, &intent, command).await {
        Ok(reply) => {
            let tried = Tried::of(app, visit.caller.org, reply.recorded).await;
            let tried = tried.map_err(|fault| PageProblem::new(visit, fault))?;
            Ok(Told { tried: Some(tried), ..Told::default() })
        }
        Err(problem) => Ok(Told { problem: Some(problem), ..Told::default() }),
    }
}

/// What a form has to say beside its fields.
#[derive(Default)]
pub(super) struct Told {
    /// What it would do.
    pub(super) tried: Option<Tried>,
    /// Why it was refused.
    pub(super) problem: Option<Problem>,
    /// What others did to the order meanwhile.
    pub(super) meanwhile: Option<Markup>,
    /// Whether the form was sent: then a refusal is the answer's status.
    pub(super) is_answer: bool,
}

impl Told {
    fn refused(problem: Problem) -> Self {
        Self { problem: Some(problem), is_answer: true, ..Self::default() }
    }

    /// Whether somebody else was here first.
    fn is_conflict(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.body().code == "changed_meanwhile")
    }
}

/// A step of an order, as its page asks for it.
pub(super) struct Deed<'a> {
    pub(super) visit: &'a Visit,
    /// What the step is about, and its page.
    pub(super) about: (&'a str, &'a str),
    /// The order's lines.
    pub(super) lines: &'a [Line],
    /// What the step is called, which is its button's name too.
    pub(super) name: Text,
    /// Where the form is sent.
    pub(super) action: &'a str,
    /// Takes something away.
    pub(super) is_danger: bool,
    /// The form's fields.
    pub(super) fields: Markup,
    /// The version that the order is at now.
    pub(super) version: Option<i64>,
    /// The version that the form was shown at; none when it is opened now.
    pub(super) shown_version: Option<i64>,
    /// Whether the button has the focus when the page opens, for a step of which nothing must be typed.
    pub(super) is_ready: bool,
}

impl Deed<'_> {
    /// The page, with what it has to say.
    pub(super) fn page(&self, told: &Told) -> Response {
        let Self { visit, about: (number, back), .. } = *self;
        let title = format!("{} · {number}", visit.say(self.name));
        let status = match &told.problem {
            Some(problem) if told.is_answer => problem.status(),
            _ => 200,
        };
        let body = html! {
            @if let Some(problem) = &told.problem {
                @if let Some(meanwhile) = told.meanwhile.as_ref().filter(|_| told.is_conflict()) {
                    (page::problem_notice_with(visit, problem, meanwhile))
                } @else {
                    (page::problem_notice(visit, problem))
                }
            }
            section.card { (self.form(told)) }
        };
        let heading = page::heading(Some((number, back)), visit.say(self.name), &[]);
        Page::new(visit, title).status(status).heading(heading).body(body).into_response()
    }

    fn form(&self, told: &Told) -> Markup {
        let Self { visit, about: (_, back), .. } = *self;
        // Who sees a conflict sees the order as it is now, and decides on that; otherwise on what was seen before.
        let version = self.shown_version.filter(|_| !told.is_conflict()).or(self.version);
        let weight = if self.is_danger { "danger" } else { "primary" };
        let can_be_done = told.problem.is_none() || told.is_answer;
        let inner = html! {
            (self.fields)
            @if let Some(tried) = &told.tried {
                div #effects.stack role="status" {
                    h2 { (visit.say(texts::WHAT_HAPPENS)) }
                    (effects::list(visit, self.lines, tried))
                }
            }
            div.actions {
                a.button href=(back) data-close { (visit.say(texts::BACK)) }
                (page::action(visit, &Action::new(visit.say(texts::PREVIEW), Target::Send(PREVIEW)).key("p")))
                @if can_be_done {
                    button class={ "button " (weight) } type="submit" autofocus[self.is_ready && told.problem.is_none()] {
                        (visit.say(self.name))
                    }
                }
            }
        };
        page::form(visit, self.action, version, &inner)
    }
}
