//! What a page has to say before anything else: something went wrong, somebody else was here first, look at this.

use maud::{Markup, html};

use super::field::field_id;
use super::texts as say;
use super::{Tone, copyable};
use crate::Problem;
use crate::console::Visit;
use crate::console::names::name_of;

/// A notice at the top of a page. One of the tone `Bad` is read aloud at once and takes the focus.
#[must_use]
pub fn notice(tone: Tone, title: &str, body: &Markup) -> Markup {
    let is_alarm = tone == Tone::Bad;
    html! {
        div class={ "notice " (tone.class()) } role=(if is_alarm { "alert" } else { "note" })
            tabindex=[is_alarm.then_some("-1")] data-focus[is_alarm] {
            div { strong { (title) } (body) }
        }
    }
}

/// A problem: what happened, what to do, where, and what to tell somebody who is asked for help.
#[must_use]
pub fn problem_notice(visit: &Visit, problem: &Problem) -> Markup {
    problem_notice_with(visit, problem, &html! {})
}

/// A problem with more to it, such as who changed what in the meantime.
#[must_use]
pub fn problem_notice_with(visit: &Visit, problem: &Problem, more: &Markup) -> Markup {
    let body = problem.body();
    let request = &visit.looking().request_id;
    let content = html! {
        p {
            (problem.sentence(visit.language))
            @if let Some(place) = &body.field {
                " " a href={ "#" (field_id(&name_of(place))) } { (visit.say(say::TO_THE_FIELD)) }
            }
        }
        (more)
        p.small {
            (visit.say(say::PROBLEM_CODE)) " " (copyable(&body.code))
            @if !request.is_empty() { " · " (visit.say(say::PROBLEM_REQUEST)) " " (copyable(request)) }
        }
    };
    notice(Tone::Bad, visit.say(say::PROBLEM), &content)
}
