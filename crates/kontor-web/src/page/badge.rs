//! A state in a word, and keys.

use maud::{Markup, html};

/// What a state means for the one who looks. It shows as a glyph, a word and a colour, never a colour alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Done. ✔
    Ok,
    /// In work. ▶
    Info,
    /// Waiting for something. ▲
    Warn,
    /// A problem. ✖
    Bad,
    /// New, a draft, nothing. ○
    #[default]
    Idle,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ok, Self::Info, Self::Warn, Self::Bad, Self::Idle];

    /// The class that gives glyph and colour.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-ok",
            Self::Info => "tone-info",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Idle => "tone-idle",
        }
    }
}

/// A state.
#[must_use]
pub fn badge(tone: Tone, word: &str) -> Markup {
    html! { span class={ "badge " (tone.class()) } { (word) } }
}

/// The keys of something: pressed one after the other when divided by a space.
#[must_use]
pub fn kbd(keys: &str) -> Markup {
    html! { kbd aria-hidden="true" { (keys) } }
}

/// Something to copy, such as a number to tell to somebody.
#[must_use]
pub fn copyable(text: &str) -> Markup {
    html! { code data-copy { (text) } }
}
