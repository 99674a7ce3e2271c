//! Accounts to choose from while one types.

use axum::extract::State;
use kontor_web::console::{PageProblem, Visit};
use kontor_web::page::{Found, lookup_list};
use kontor_web::{App, Query};
use maud::Markup;
use serde::Deserialize;

use crate::page::{kind_text, name_of};

/// Where they are looked up.
pub(crate) const LOOKUP: &str = "/lookup/accounts";
/// How many are offered.
const OFFERED: usize = 12;

/// What is typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Typed {
    /// A part of the number or the name.
    #[serde(default)]
    q: String,
}

/// The accounts whose number begins so or whose name has it in it, by number.
pub async fn lookup(
    State(app): State<App>,
    visit: Visit,
    Query(Typed { q }): Query<Typed>,
) -> Result<Markup, PageProblem> {
    let accounts = crate::export::accounts(&app.reads, visit.caller.org).await;
    let accounts = accounts.map_err(|fault| PageProblem::new(&visit, fault))?;
    let wanted = q.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let found: Vec<(String, &str)> = accounts
        .iter()
        .filter(|one| one.number.as_str().starts_with(&wanted) || fits(&one.name_de) || fits(&one.name_en))
        .take(OFFERED)
        .map(|one| {
            let name = name_of(&visit, &one.name_de, &one.name_en);
            (format!("{} {name}", one.number), visit.say(kind_text(one.kind)))
        })
        .collect();
    let offered: Vec<Found<'_>> = found
        .iter()
        .map(|(label, note)| {
            let number = label.split(' ').next().unwrap_or_default();
            Found { value: number, id: number, label, note, href: None }
        })
        .collect();
    Ok(lookup_list(&offered))
}
