//! What the forms of customers, products and stock have in common: what was typed stands over what is there, refusals
//! stand beside their fields, and who comes too late is told who was first.

pub(crate) mod changes;

use axum::response::{IntoResponse, Response};
use kontor_web::Problem;
use kontor_web::console::{Form, PREVIEW, Page, Visit};
use kontor_web::page::{self, Action, Field, Target, field};
use kontor_web::{Text, texts};
use maud::{Markup, html};

texts! {
    pub(crate) PREVIEW_NAME: "Preview" | "Vorschau";
    BACK: "Back" | "Zurück";
    WHAT_HAPPENS: "What happens" | "Was geschieht";
    LOOK_AGAIN: "This is how it is now; what you typed is kept. Check it and send it again." | "So ist es jetzt; Ihre Eingaben sind noch da. Prüfen Sie sie und senden Sie noch einmal.";
}

/// A form on its page: what was typed over what is there.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) visit: &'a Visit,
    /// The form that came in; none in a new one.
    pub(crate) typed: Option<&'a Form>,
    /// Why it was refused.
    pub(crate) problem: Option<&'a Problem>,
}

impl Entry<'_> {
    /// A field with what was typed instead of its value, and what is wrong with it.
    pub(crate) fn field(&self, one: Field<'_>) -> Markup {
        let value = self.value_of(&one);
        field(self.visit, &Field { value: &value, ..one }.with_problem(self.visit, self.problem))
    }

    fn value_of(&self, one: &Field<'_>) -> String {
        self.typed.map_or(one.value, |form| form.value(one.name)).to_owned()
    }
}

/// What a form has to say beside its fields.
#[derive(Default)]
pub(crate) struct Told {
    /// Why it was refused.
    pub(crate) problem: Option<Problem>,
    /// What it would do, in words.
    pub(crate) effects: Option<Markup>,
    /// What others did meanwhile.
    pub(crate) meanwhile: Option<Markup>,
}

impl Told {
    /// That it was refused.
    pub(crate) fn refused(problem: Problem) -> Self {
        // A version is no field that anybody could correct.
        let is_version = problem.body().field.as_deref() == Some("version");
        let problem = if is_version { problem.at("") } else { problem };
        Self { problem: Some(problem), ..Self::default() }
    }

    /// What it would do.
    pub(crate) fn tried(effects: Markup) -> Self {
        Self { effects: Some(effects), ..Self::default() }
    }

    /// Whether somebody else was here first.
    pub(crate) fn is_conflict(&self) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.body().code == "changed_meanwhile")
    }

    /// The version that a form is to be sent with: the one that was seen when it was opened, and after a conflict the
    /// one that is shown now.
    pub(crate) fn version(&self, typed: Option<&Form>, now: i64) -> i64 {
        typed.and_then(Form::version).filter(|_| !self.is_conflict()).unwrap_or(now)
    }

    /// The notice at the top of the page.
    pub(crate) fn notice(&self, visit: &Visit) -> Markup {
        let Some(problem) = &self.problem else { return html! {} };
        match self.meanwhile.as_ref().filter(|_| self.is_conflict()) {
            Some(meanwhile) => {
                let more = html! { (meanwhile) p { (visit.say(LOOK_AGAIN)) } };
                page::problem_notice_with(visit, problem, &more)
            }
            None => page::problem_notice(visit, problem),
        }
    }

    /// What would happen.
    pub(crate) fn effects(&self, visit: &Visit) -> Markup {
        html! {
            @if let Some(effects) = &self.effects {
                div #effects.effects role="status" {
                    h2 { (visit.say(WHAT_HAPPENS)) }
                    (effects)
                }
            }
        }
    }

    /// The status to answer with.
    pub(crate) fn status(&self) -> u16 {
        self.problem.as_ref().map_or(200, Problem::status)
    }
}

/// A page that asks for something.
pub(crate) struct Sheet<'a> {
    pub(crate) visit: &'a Visit,
    /// The page it belongs to: its name and address.
    pub(crate) back: (&'a str, &'a str),
    /// What the page is called, and its button.
    pub(crate) names: (Text, Text),
    /// Where the form is sent.
    pub(crate) action: &'a str,
    /// The version that it was shown at.
    pub(crate) version: Option<i64>,
    /// Whether it can be tried first.
    pub(crate) has_preview: bool,
    /// Takes something away.
    pub(crate) is_danger: bool,
    /// What stands in the form.
    pub(crate) fields: Markup,
}

impl Sheet<'_> {
    /// The page, with what it has to say.
    pub(crate) fn page(&self, told: &Told) -> Response {
        let Self { visit, back: (list, _), names: (name, _), .. } = *self;
        let body = html! { (told.notice(visit)) (self.form(told)) };
        Page::new(visit, format!("{} · {list}", visit.say(name)))
            .status(told.status())
            .heading(page::heading(Some(self.back), visit.say(name), &[]))
            .body(body)
            .into_response()
    }

    fn form(&self, told: &Told) -> Markup {
        let Self { visit, back: (_, back), names: (_, button), .. } = *self;
        let weight = if self.is_danger { page::Weight::Danger } else { page::Weight::Primary };
        let deed = Action { weight, ..Action::new(visit.say(button), Target::Send("")) }.key("Ctrl Enter");
        let preview = Action::new(visit.say(PREVIEW_NAME), Target::Send(PREVIEW)).key("p");
        page::form(
            visit,
            self.action,
            self.version,
            &html! {
                (self.fields)
                (told.effects(visit))
                div.actions {
                    a.button href=(back) data-close { (visit.say(BACK)) }
                    @if self.has_preview { (page::action(visit, &preview)) }
                    (page::action(visit, &deed))
                }
            },
        )
    }
}

/// A text as a part of a path (RFC 3986, 3.3).
pub(crate) fn path_part(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// A path with a query; values left empty are left out.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
