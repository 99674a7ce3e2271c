//! The document around a page: head, navigation, account menu, palette, keys, toasts.
//!
//! A page is the element `main`; everything around it stays when the script puts a new `main` in its place.

use maud::{DOCTYPE, Markup, html};

use super::icon::{Icon, icon};
use super::texts as say;
use super::{Tone, kbd, toast};
use crate::console::{Flash, NavLink, Visit};
use crate::{Language, Text};

/// What `data-theme` may say, and how it is offered. Without one of the last two the system decides.
const THEMES: [(&str, Text); 3] =
    [("system", say::THEME_SYSTEM), ("light", say::THEME_LIGHT), ("dark", say::THEME_DARK)];
/// What `data-density` may say, and how it is offered: rows of 36 px or of 44.
const DENSITIES: [(&str, Text); 2] = [("compact", say::DENSITY_COMPACT), ("cosy", say::DENSITY_COSY)];
/// So many rooms have a place in the bar of a small screen; the others are in the menu beside them.
const SMALL: usize = 4;

/// A whole document.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// What the browser's tab says, before the product's name.
    pub title: &'a str,
    /// The element `main`.
    pub main: Markup,
    /// What just happened: [`toasts`](super::toasts).
    pub toasts: Markup,
    /// Without navigation, palette and live connection: sign-in, set-up, a sheet to print.
    pub is_bare: bool,
}

/// The whole document of a page.
#[must_use]
pub fn shell(visit: &Visit, shell: &Shell<'_>) -> Markup {
    let looking = visit.looking();
    let whole = !shell.is_bare && !looking.name.is_empty();
    html! {
        (DOCTYPE)
        html lang=(visit.language.tag()) data-theme=(or(&looking.theme, "system"))
            data-density=(or(&looking.density, "compact")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                // Pages that are shared by many come without it; the script puts it into their forms.
                meta name="csrf" content=(looking.csrf);
                title { (shell.title) " · Kontor" }
                link rel="stylesheet" href=(looking.assets.style);
                link rel="icon" href=(looking.assets.icon) type="image/svg+xml";
                script src=(looking.assets.script) defer {}
            }
            body class=[(!whole).then_some("alone")] {
                a.skip href="#main" { (visit.say(say::SKIP)) }
                @if whole { (side(visit)) } @else if looking.name.is_empty() { header.mark { "kontor" } }
                (shell.main)
                (banner(visit.language))
                div #toasts.toasts aria-live="polite" { (shell.toasts) }
                @if whole { (palette(visit.language)) (keys(visit.language)) }
                dialog #sheet.sheet aria-label=(visit.say(say::SHEET)) {}
            }
        }
    }
}

/// What was just done, as the page's toast.
#[must_use]
pub fn toasts(visit: &Visit, flash: Option<&Flash>) -> Markup {
    html! {
        @if let Some(flash) = flash {
            (toast(Tone::Ok, &flash.text, flash.undo.as_ref().map(|undo| html! {
                form method="post" action=(undo.action) {
                    (visit.own_fields())
                    @for (name, value) in &undo.fields { input type="hidden" name=(name) value=(value); }
                    button.button type="submit" { (visit.say(say::UNDO)) }
                }
            }).as_ref()))
        }
    }
}

fn or<'a>(word: &'a str, else_word: &'a str) -> &'a str {
    if word.is_empty() { else_word } else { word }
}

fn side(visit: &Visit) -> Markup {
    let looking = visit.looking();
    html! {
        header.side {
            div.brand {
                a href="/" { "kontor" }
                span { (looking.org_name) }
                span #live.live role="status" data-state="wait" hidden data-on=(visit.say(say::LIVE))
                    data-wait=(visit.say(say::CONNECTING)) data-off=(visit.say(say::AWAY)) {}
            }
            a.find href="/search" data-palette {
                (icon(Icon::Search)) span { (visit.say(say::SEARCH)) } (kbd("Ctrl K"))
            }
            nav aria-label=(visit.say(say::NAVIGATION)) {
                ul { @for (index, link) in looking.nav.iter().enumerate() {
                    li class=[(index < SMALL).then_some("small")] { (room(visit, link, true)) }
                } }
            }
            div.foot {
                button.who type="button" popovertarget="account" {
                    (icon(Icon::User))
                    span.unseen { (visit.say(say::ACCOUNT)) " " }
                    span.name { (looking.name) } span.more { (visit.say(say::MORE)) }
                }
            }
            (menu(visit))
        }
    }
}

/// A link to a room; its keys are bound at one of its two places alone.
fn room(visit: &Visit, link: &NavLink, is_first: bool) -> Markup {
    let label = visit.say(link.label);
    html! {
        a href=(link.href) data-room data-key=[is_first.then_some(link.key)] data-cmd=[is_first.then_some(label)]
            aria-current=[is_here(visit, link).then_some("page")] {
            (icon(Icon::named(link.icon))) span { (label) }
            @if is_first { (kbd(link.key)) }
        }
    }
}

/// Whether the page lies in this room: the room with the longest address that its own begins with.
fn is_here(visit: &Visit, link: &NavLink) -> bool {
    let looking = visit.looking();
    let fits = |href: &str| {
        looking.path == href
            || (href != "/" && looking.path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
    };
    let longest =
        looking.nav.iter().map(|link| link.href).filter(|href| fits(href)).max_by_key(|href| href.len());
    longest == Some(link.href)
}

/// The account menu; on a small screen it also holds the rooms that have no place in the bar.
fn menu(visit: &Visit) -> Markup {
    let looking = visit.looking();
    html! {
        div #account.menu popover {
            p.me { strong { (looking.name) } span { (looking.org_name) } }
            ul.rooms { @for link in looking.nav.iter().skip(SMALL) { li { (room(visit, link, false)) } } }
            ul {
                li { a href="/me" data-cmd=(visit.say(say::ACCOUNT)) { (icon(Icon::User)) (visit.say(say::ACCOUNT)) } }
                li { button type="button" data-keys { (icon(Icon::Keyboard)) (visit.say(say::KEYS)) (kbd("?")) } }
            }
            form #look method="post" action="/me/look" {
                (visit.own_fields())
                (choices(visit.say(say::THEME), "theme", or(&looking.theme, "system"),
                    &THEMES.map(|(word, text)| (word, visit.say(text)))))
                (choices(visit.say(say::DENSITY), "density", or(&looking.density, "compact"),
                    &DENSITIES.map(|(word, text)| (word, visit.say(text)))))
                (choices(visit.say(say::LANGUAGE), "language", visit.language.tag(),
                    &Language::ALL.map(|language| (language.tag(), language.own_name()))))
            }
            form method="post" action="/sign-out" data-native {
                (visit.own_fields())
                button type="submit" data-cmd=(visit.say(say::SIGN_OUT)) {
                    (icon(Icon::SignOut)) (visit.say(say::SIGN_OUT))
                }
            }
        }
    }
}

/// Buttons of which one is pressed; each sends its value.
fn choices(label: &str, name: &str, current: &str, options: &[(&str, &str)]) -> Markup {
    html! {
        fieldset.choices {
            legend { (label) }
            @for (word, text) in options {
                button type="submit" name=(name) value=(word) aria-pressed=(if *word == current { "true" } else { "false" }) {
                    (text)
                }
            }
        }
    }
}

fn banner(language: Language) -> Markup {
    html! {
        div #offline.offline role="alert" hidden {
            (icon(Icon::Warning)) span { (language.say(say::OFFLINE)) }
            button.button type="button" data-retry { (language.say(say::RETRY)) }
        }
        button #fresh.fresh type="button" hidden data-text=(language.say(say::NEW_ROWS)) {}
    }
}

fn palette(language: Language) -> Markup {
    html! {
        dialog #palette.palette aria-label=(language.say(say::SEARCH)) {
            form action="/search" method="get" role="search" data-native {
                (icon(Icon::Search))
                input name="q" type="text" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="true"
                    aria-controls="palette-list" aria-autocomplete="list" aria-label=(language.say(say::SEARCH))
                    placeholder=(language.say(say::SEARCH_HINT));
            }
            ul #palette-list role="listbox" aria-label=(language.say(say::SEARCH)) {}
            p.none hidden { (language.say(say::NOTHING_FOUND)) }
            p.muted.foot { kbd { "↑" } kbd { "↓" } kbd { "↵" } kbd { "Esc" } span.quiet { (language.say(say::SEARCH_FOOT)) } }
        }
    }
}

fn keys(language: Language) -> Markup {
    let always = [
        ("j k", say::KEYS_MOVE),
        ("Enter", say::KEYS_OPEN),
        ("x", say::KEYS_SELECT),
        ("/", say::KEYS_FILTER),
        ("Ctrl K", say::KEYS_PALETTE),
        ("?", say::KEYS_HELP),
        ("Esc", say::KEYS_LEAVE),
    ];
    html! {
        dialog #keys.keys aria-labelledby="keys-title" {
            header {
                h2 #keys-title { (language.say(say::KEYS)) }
                form method="dialog" { button.icon-button aria-label=(language.say(say::CLOSE)) { (icon(Icon::Close)) } }
            }
            div.columns {
                section {
                    h3 { (language.say(say::KEYS_ALWAYS)) }
                    dl { @for (key, text) in always { div { dt { (kbd(key)) } dd { (language.say(text)) } } } }
                }
                section data-keys-here { h3 { (language.say(say::KEYS_HERE)) } dl {} }
            }
        }
    }
}
