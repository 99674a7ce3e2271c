//! What just happened, for seven seconds, with a way back.

use maud::{Markup, html};

use super::Tone;

/// A toast, with a form that takes back what was done. Without script it stays until the next page.
#[must_use]
pub fn toast(tone: Tone, text: &str, undo: Option<&Markup>) -> Markup {
    html! {
        div class={ "toast " (tone.class()) } role="status" {
            span { (text) }
            @if let Some(undo) = undo { (undo) }
        }
    }
}
