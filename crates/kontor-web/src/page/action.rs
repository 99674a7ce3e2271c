//! What can be done: links and buttons.

use maud::{Markup, html};

use super::icon::{Icon, icon};
use super::kbd;
use crate::console::Visit;

/// Where an action leads.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// To a page.
    Link(&'a str),
    /// To a page that asks something first, such as [`confirm`](super::confirm). The script shows it in a dialog.
    Sheet(&'a str),
    /// A form of its own with one button: where it is sent, and its hidden fields.
    Post(&'a str, &'a [(&'a str, &'a str)]),
    /// Sends the form it stands in; the value of the field `do`, empty for the usual button.
    Send(&'a str),
    /// Sends the form of this id; the value of the field `do`.
    SendForm(&'a str, &'a str),
}

/// How much an action weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// The next step: one on a page.
    Primary,
    /// One of several.
    #[default]
    Plain,
    /// Hardly there until it is wanted.
    Quiet,
    /// Takes something away.
    Danger,
}

/// Something that can be done.
#[derive(Debug, Clone, Copy)]
pub struct Action<'a> {
    /// What it is called.
    pub label: &'a str,
    /// Where it leads.
    pub target: Target<'a>,
    /// How much it weighs.
    pub weight: Weight,
    /// The keys that do it.
    pub key: Option<&'a str>,
    /// A picture before its name.
    pub icon: Option<Icon>,
    /// Why it can't be done now; it is shown all the same.
    pub closed: Option<&'a str>,
}

impl<'a> Action<'a> {
    /// A plain action.
    #[must_use]
    pub const fn new(label: &'a str, target: Target<'a>) -> Self {
        Self { label, target, weight: Weight::Plain, key: None, icon: None, closed: None }
    }

    /// The next step.
    #[must_use]
    pub const fn primary(label: &'a str, target: Target<'a>) -> Self {
        Self { weight: Weight::Primary, ..Self::new(label, target) }
    }

    /// With keys.
    #[must_use]
    pub const fn key(self, key: &'a str) -> Self {
        Self { key: Some(key), ..self }
    }

    fn class(&self) -> &'static str {
        match self.weight {
            Weight::Primary => "button primary",
            Weight::Plain => "button",
            Weight::Quiet => "button quiet",
            Weight::Danger => "button danger",
        }
    }
}

/// An action, as a link or a button.
#[must_use]
pub fn action(visit: &Visit, action: &Action<'_>) -> Markup {
    let Action { label, key, .. } = *action;
    let class = action.class();
    let inner = html! {
        @if let Some(picture) = action.icon { (icon(picture)) }
        (label)
        @if let Some(key) = key { (kbd(key)) }
    };
    if let Some(why) = action.closed {
        return html! { button class=(class) type="button" aria-disabled="true" title=(why) data-why=(why) { (inner) } };
    }
    match action.target {
        Target::Link(href) => {
            html! { a class=(class) href=(href) data-key=[key] data-cmd=(label) { (inner) } }
        }
        Target::Sheet(href) => {
            html! { a class=(class) href=(href) data-sheet data-key=[key] data-cmd=(label) { (inner) } }
        }
        Target::Post(action, fields) => html! {
            form.inline method="post" action=(action) {
                (visit.own_fields())
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                button class=(class) type="submit" data-key=[key] data-cmd=(label) { (inner) }
            }
        },
        Target::Send(value) => html! {
            button class=(class) type="submit" name="do" value=(value) data-key=[key] { (inner) }
        },
        Target::SendForm(form, value) => html! {
            button class=(class) type="submit" form=(form) name="do" value=(value) data-key=[key] { (inner) }
        },
    }
}

/// Calculates a form anew while it is filled in: the button `preview`, which the script presses by itself after every
/// change. It stands behind the form's other buttons, because Enter presses the first.
#[must_use]
pub fn recalculate(label: &str) -> Markup {
    html! { button.button.no-script type="submit" name="do" value="preview" data-recalc { (label) } }
}

/// What a passkey is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passkey {
    /// To sign in.
    SignIn,
    /// To be kept as one more key of the user.
    Register,
}

/// A button that asks the browser for a passkey. It shows where there is script and the browser has passkeys.
#[must_use]
pub fn passkey_button(label: &str, passkey: Passkey) -> Markup {
    let way = match passkey {
        Passkey::SignIn => "sign-in",
        Passkey::Register => "register",
    };
    html! { button.button type="button" data-passkey=(way) hidden { (label) } }
}

/// Actions side by side.
#[must_use]
pub fn actions(visit: &Visit, list: &[Action<'_>]) -> Markup {
    html! { div.actions { @for one in list { (action(visit, one)) } } }
}

/// A question before something that can't be taken back: its effects in words, and a form that does it.
#[derive(Debug, Clone)]
pub struct Confirm<'a> {
    /// Where the form is sent.
    pub action: &'a str,
    /// What will happen to goods, money, books and messages, each in a sentence.
    pub effects: &'a [(super::Tone, String)],
    /// Fields to fill in, and hidden ones such as the version.
    pub fields: Markup,
    /// The name of the deed, on its button.
    pub label: &'a str,
    /// Takes something away.
    pub is_danger: bool,
    /// Where one goes who does not want it.
    pub back: &'a str,
}

/// The body of a page that asks before it does. Opened by [`Target::Sheet`] it is a dialog.
#[must_use]
pub fn confirm(visit: &Visit, confirm: &Confirm<'_>) -> Markup {
    let deed = Action {
        weight: if confirm.is_danger { Weight::Danger } else { Weight::Primary },
        ..Action::new(confirm.label, Target::Send(""))
    };
    html! {
        form.confirm method="post" action=(confirm.action) {
            (visit.own_fields())
            @if !confirm.effects.is_empty() {
                ul.effects {
                    @for (tone, sentence) in confirm.effects { li class=(tone.class()) { (sentence) } }
                }
            }
            (confirm.fields)
            div.actions {
                a.button href=(confirm.back) data-close { (visit.say(super::texts::CANCEL)) }
                (action(visit, &deed))
            }
        }
    }
}
