//! The settings: the merchant itself, and the way to the rest of them.

use axum::extract::State;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{Tab, card, facts, stack, tabs};
use kontor_web::{App, Problem, Text};
use maud::{Markup, html};

use super::texts as say;
use crate::model::OrgId;
use crate::records::Org;
use crate::show_org;

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The merchant.
    Merchant,
    /// Who works here.
    Team,
    /// What programs may act.
    Tokens,
}

/// The parts with what one must be allowed to see them; those without a [`Part`] are pages of other rooms.
const PARTS: [(Option<Part>, Text, &str, &str); 7] = [
    (Some(Part::Merchant), say::MERCHANT, "/settings", "org:read"),
    (Some(Part::Team), say::TEAM, "/settings/team", "members:read"),
    (Some(Part::Tokens), say::TOKENS, "/settings/tokens", "tokens:read"),
    (None, say::LOCATIONS, "/locations", "locations:read"),
    (None, say::AUDIT, "/audit", "tokens:read"),
    (None, say::ME, "/me", "org:read"),
    (None, say::API, "/api/docs", "org:read"),
];

/// The parts of the settings that the one who looks may see, with the one that is shown.
#[must_use]
pub fn views(visit: &Visit, current: Part) -> Markup {
    let list: Vec<Tab<'_>> = PARTS
        .iter()
        .filter(|(_, _, _, scope)| visit.may(scope))
        .map(|(part, label, href, _)| Tab {
            label: visit.say(*label),
            href,
            count: None,
            is_current: *part == Some(current),
        })
        .collect();
    tabs(visit.say(say::SETTINGS), &list)
}

/// The merchant.
///
/// # Errors
/// When the database can't be read.
pub async fn show(State(app): State<App>, visit: Visit) -> Result<Page, PageProblem> {
    let found = show_org::one(&app.reads, visit.caller.org).await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let org = found.ok_or_else(|| PageProblem::new(&visit, Problem::not_found("merchant")))?;
    let body = html! {
        (views(&visit, Part::Merchant))
        (stack(&[card(org.name.as_str(), &about(&visit, &org)), never(&visit)]))
    };
    Ok(Page::new(&visit, visit.say(say::SETTINGS)).body(body))
}

fn about(visit: &Visit, org: &Org) -> Markup {
    facts(&[
        (visit.say(say::REGISTERED_NAME), html! { (org.name) }),
        (visit.say(say::COUNTRY), html! { (org.country) }),
        (visit.say(say::CURRENCY), html! { (org.currency) }),
        (visit.say(say::ZONE), html! { (org.zone) }),
        (visit.say(say::FOUNDED), html! { (visit.time(org.created_at)) }),
        (visit.say(say::MERCHANT_ID), kontor_web::page::copyable(&OrgId::new(visit.caller.org).to_string())),
    ])
}

fn never(visit: &Visit) -> Markup {
    html! { p.muted { (visit.say(say::NEVER_CHANGES)) } }
}
