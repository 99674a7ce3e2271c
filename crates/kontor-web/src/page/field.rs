//! Fields of forms, with their label, hint and error.

use maud::{Markup, html};

use super::kbd;
use super::texts as say;
use crate::Problem;
use crate::console::Visit;
use crate::console::names::place_of;

/// The id of the field of a name: `f-lines-0-sku` for `lines[0][sku]`.
#[must_use]
pub fn field_id(name: &str) -> String {
    let parts = name.split(['[', ']']).filter(|part| !part.is_empty());
    parts.fold(String::from("f"), |id, part| format!("{id}-{part}"))
}

/// One of the things to choose from.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// Why it can't be chosen; none when it can.
    pub closed: Option<&'a str>,
}

impl<'a> Choice<'a> {
    /// One that can be chosen.
    #[must_use]
    pub const fn new(value: &'a str, label: &'a str) -> Self {
        Self { value, label, closed: None }
    }
}

/// What is typed into a field.
#[derive(Debug, Clone, Copy, Default)]
pub enum Kind<'a> {
    /// A line of text.
    #[default]
    Text,
    /// Several lines.
    TextArea,
    /// A whole number.
    Number,
    /// A number as people of the page's language write it.
    Decimal,
    /// A day.
    Date,
    /// A password.
    Password,
    /// A mail address.
    Mail,
    /// A telephone number.
    Phone,
    /// A code of digits from another device.
    Code,
    /// A barcode: what a scanner types anywhere on the page goes here.
    Scan,
    /// A file; the types that are taken, such as `.csv`.
    File(&'a str),
    /// One of these, from a list that opens.
    Select(&'a [Choice<'a>]),
    /// One of these, all in sight.
    Radio(&'a [Choice<'a>]),
    /// Yes or no. The value `true` is yes.
    Check,
    /// Something that is looked up as one types. Without script a line of text that the server resolves.
    Lookup(Lookup<'a>),
}

/// How something is looked up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lookup<'a> {
    /// Answers `?q=` with [`lookup_list`].
    pub href: &'a str,
    /// A hidden field for the id of what was chosen: its name and value. It is emptied when something else is typed.
    pub id: Option<(&'a str, &'a str)>,
    /// What was chosen, in words under the field.
    pub chosen: &'a str,
}

/// A field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field<'a> {
    /// Its name in the form, such as `lines[0][sku]`.
    pub name: &'a str,
    /// Its label.
    pub label: &'a str,
    /// What stands in it.
    pub value: &'a str,
    /// What is typed into it.
    pub kind: Kind<'a>,
    /// How it is meant; empty for nothing.
    pub hint: &'a str,
    /// What is wrong with it; empty for nothing.
    pub error: &'a str,
    /// What is shown in it while it is empty; never the only hint.
    pub placeholder: &'a str,
    /// It must be filled in.
    pub is_required: bool,
    /// It has the cursor when the page opens: one on a page.
    pub has_focus: bool,
    /// The label is for those who don't see the head of the column it stands in.
    pub is_bare: bool,
    /// What the browser may fill in (HTML's `autocomplete`); empty for nothing.
    pub autocomplete: &'a str,
    /// The key that goes to it.
    pub key: Option<&'a str>,
}

impl<'a> Field<'a> {
    /// A line of text.
    #[must_use]
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self { name, label, ..Self::default() }
    }

    /// With the sentence of a problem, if it is about this field.
    #[must_use]
    pub fn with_problem(self, visit: &Visit, problem: Option<&'a Problem>) -> Self {
        let here = problem.filter(|problem| problem.body().field.as_deref() == Some(&place_of(self.name)));
        Self { error: here.map_or(self.error, |problem| problem.sentence(visit.language)), ..self }
    }
}

/// A field with its label, hint and error.
#[must_use]
pub fn field(visit: &Visit, field: &Field<'_>) -> Markup {
    let id = field_id(field.name);
    let label = html! {
        (field.label)
        @if field.is_required { span.must title=(visit.say(say::REQUIRED)) aria-hidden="true" { " *" } }
        @if let Some(key) = field.key { (kbd(key)) }
    };
    let notes = html! {
        @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { (field.hint) } }
        @if !field.error.is_empty() { p.error id={ (id) "-error" } { (field.error) } }
    };
    let class = if field.error.is_empty() { "field" } else { "field wrong" };
    match field.kind {
        Kind::Check => html! {
            div class={ (class) " check" } {
                label { (control(field, &id)) span { (label) } }
                (notes)
            }
        },
        Kind::Radio(choices) => html! {
            fieldset class={ (class) " radio" } id=(id) tabindex="-1" aria-describedby=[described(field, &id)] {
                legend { (label) }
                @for choice in choices { (radio(field, choice)) }
                (notes)
            }
        },
        _ => html! {
            div class=(class) {
                label class=[field.is_bare.then_some("unseen")] for=(id) { (label) }
                (control(field, &id))
                (notes)
            }
        },
    }
}

/// The ids of the hint and error of a field.
fn described(field: &Field<'_>, id: &str) -> Option<String> {
    let hint = (!field.hint.is_empty()).then(|| format!("{id}-hint"));
    let error = (!field.error.is_empty()).then(|| format!("{id}-error"));
    let both: Vec<String> = error.into_iter().chain(hint).collect();
    (!both.is_empty()).then(|| both.join(" "))
}

fn radio(field: &Field<'_>, choice: &Choice<'_>) -> Markup {
    html! {
        label {
            input type="radio" name=(field.name) value=(choice.value) checked[choice.value == field.value]
                disabled[choice.closed.is_some()] required[field.is_required];
            span {
                (choice.label)
                @if let Some(why) = choice.closed { small { (why) } }
            }
        }
    }
}

fn control(field: &Field<'_>, id: &str) -> Markup {
    let Field { name, value, .. } = *field;
    let described = described(field, id);
    let wrong = (!field.error.is_empty()).then_some("true");
    match field.kind {
        Kind::TextArea => html! {
            textarea id=(id) name=(name) rows="3" aria-describedby=[described] aria-invalid=[wrong]
                required[field.is_required] autofocus[field.has_focus] data-key=[field.key] { (value) }
        },
        Kind::Select(choices) => html! {
            select id=(id) name=(name) aria-describedby=[described] aria-invalid=[wrong]
                required[field.is_required] autofocus[field.has_focus] data-key=[field.key] {
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == value] disabled[choice.closed.is_some()] {
                        (choice.label)
                        @if let Some(why) = choice.closed { " – " (why) }
                    }
                }
            }
        },
        Kind::Check => html! {
            input type="checkbox" id=(id) name=(name) value="true" checked[value == "true"]
                aria-describedby=[described] aria-invalid=[wrong] data-key=[field.key];
        },
        Kind::Lookup(lookup) => html! {
            span.lookup {
                (input(field, id))
                ul.options id={ (id) "-list" } role="listbox" aria-labelledby=(id) hidden {}
            }
            @if let Some((name, value)) = lookup.id { input type="hidden" name=(name) value=(value) data-id; }
            p.chosen data-chosen { (lookup.chosen) }
        },
        _ => input(field, id),
    }
}

/// How a line of input differs from one of text: its type, its keyboard on a telephone, what the browser fills in.
fn line(kind: &Kind<'_>) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        Kind::Number => ("text", Some("numeric"), "off"),
        Kind::Decimal => ("text", Some("decimal"), "off"),
        Kind::Date => ("date", None, "off"),
        Kind::Password => ("password", None, "current-password"),
        Kind::Mail => ("email", None, "email"),
        Kind::Phone => ("tel", None, "tel"),
        Kind::Code => ("text", Some("numeric"), "one-time-code"),
        Kind::File(_) => ("file", None, "off"),
        _ => ("text", None, "off"),
    }
}

fn input(field: &Field<'_>, id: &str) -> Markup {
    let (kind, mode, completes) = line(&field.kind);
    let is_scan = matches!(field.kind, Kind::Scan);
    let is_code = matches!(field.kind, Kind::Number | Kind::Decimal | Kind::Code);
    let accept = if let Kind::File(types) = field.kind { Some(types) } else { None };
    let lookup = if let Kind::Lookup(lookup) = field.kind { Some(lookup) } else { None };
    let list = lookup.map(|_| format!("{id}-list"));
    html! {
        input type=(kind) id=(id) name=(field.name) value=[accept.is_none().then_some(field.value)] inputmode=[mode]
            autocomplete=(if field.autocomplete.is_empty() { completes } else { field.autocomplete })
            accept=[accept] class=[is_code.then_some("digits")]
            placeholder=[(!field.placeholder.is_empty()).then_some(field.placeholder)]
            aria-describedby=[described(field, id)] aria-invalid=[(!field.error.is_empty()).then_some("true")]
            required[field.is_required] autofocus[field.has_focus] data-key=[field.key] data-scan[is_scan]
            data-lookup=[lookup.map(|lookup| lookup.href)] role=[lookup.map(|_| "combobox")]
            aria-autocomplete=[lookup.map(|_| "list")] aria-expanded=[lookup.map(|_| "false")] aria-controls=[list];
    }
}

/// Something that was found for what is typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'a> {
    /// What the field then holds.
    pub value: &'a str,
    /// What goes into the hidden field.
    pub id: &'a str,
    /// Its name.
    pub label: &'a str,
    /// A word about it, such as a place or a price.
    pub note: &'a str,
    /// Where it leads; in the palette, which goes there instead of filling in a field.
    pub href: Option<&'a str>,
}

/// The answer to a lookup and to the palette's search: options to choose from.
#[must_use]
pub fn lookup_list(found: &[Found<'_>]) -> Markup {
    html! {
        ul role="listbox" {
            @for one in found {
                li role="option" aria-selected="false" data-value=(one.value) data-id=(one.id) data-href=[one.href] {
                    span { (one.label) }
                    @if !one.note.is_empty() { small { (one.note) } }
                }
            }
        }
    }
}

/// Fields side by side, as many as fit.
#[must_use]
pub fn fields(list: &[Markup]) -> Markup {
    html! { div.fields { @for one in list { (one) } } }
}

/// A form over the whole of its card: its fields, then its actions. `version` is that of the record it changes.
#[must_use]
pub fn form(visit: &Visit, action: &str, version: Option<i64>, inner: &Markup) -> Markup {
    html! {
        form.form method="post" action=(action) novalidate {
            (visit.own_fields())
            @if let Some(version) = version { (visit.version_field(version)) }
            (inner)
        }
    }
}

/// The field to filter a list with, which acts while one types, and more fields beside it.
#[derive(Debug, Clone)]
pub struct Filter<'a> {
    /// The list's address.
    pub action: &'a str,
    /// What is searched for, the field `q`.
    pub query: &'a str,
    /// What can be searched for.
    pub placeholder: &'a str,
    /// Other parts of the address that stay: name and value.
    pub keep: &'a [(&'a str, &'a str)],
    /// More fields.
    pub more: Markup,
}

/// A form that filters a list.
#[must_use]
pub fn filter(visit: &Visit, filter: &Filter<'_>) -> Markup {
    html! {
        form.filter method="get" action=(filter.action) role="search" data-instant {
            @for (name, value) in filter.keep { input type="hidden" name=(name) value=(value); }
            label.unseen for="filter" { (visit.say(say::FILTER)) }
            span.with-key {
                input #filter type="search" name="q" value=(filter.query) placeholder=(filter.placeholder) autocomplete="off"
                    data-key="/";
                (kbd("/"))
            }
            (filter.more)
            button.button.no-script type="submit" { (visit.say(say::APPLY)) }
        }
    }
}
