//! The page, and the list that the palette shows while one types.

use axum::extract::State;
use kontor_identity::http::Granted;
use kontor_identity::permissions::Rights;
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{
    self, Column, Filter, Row, Small, Table, badge, data_table, empty, filter, lookup_list, notice,
};
use kontor_web::{App, Query, texts};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Found, Hit, kinds_for};

texts! {
    SEARCH: "Search" | "Suche";
    HINT: "Number, name, mail, SKU, barcode, reference …" | "Nummer, Name, Mail, Artikel, Barcode, Referenz …";
    WHAT: "Found" | "Gefunden";
    KIND: "Kind" | "Art";
    ABOUT: "About" | "Dazu";
    STATE: "Status" | "Status";
    ASK: "Type what you know: a number, a name, a mail address, a SKU. Ctrl K does the same from everywhere." | "Geben Sie ein, was Sie wissen: eine Nummer, einen Namen, eine Mailadresse, einen Artikel. Strg K tut dasselbe von überall.";
    NOTHING: "Nothing has these words. Fewer letters find more." | "Nichts hat diese Wörter. Weniger Buchstaben finden mehr.";
    BEHIND: "The search is {0} events behind: what has just changed may be missing." | "Die Suche ist {0} Ereignisse zurück: was sich gerade geändert hat, kann fehlen.";
}

/// What is sought.
#[derive(Debug, Default, Deserialize)]
pub struct SearchFor {
    #[serde(default)]
    q: String,
}

/// What was found, as a page.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Granted(rights): Granted,
    Query(query): Query<SearchFor>,
) -> Result<Page, PageProblem> {
    let text = query.q.trim();
    let found = find(&app, &visit, rights, text).await?;
    let tools = filter(
        &visit,
        &Filter { action: "/search", query: text, placeholder: visit.say(HINT), keep: &[], more: html! {} },
    );
    let body = html! {
        @if found.behind > 0 {
            (notice(page::Tone::Info, &visit.say_with(BEHIND, &[&visit.number(found.behind)]), &html! {}))
        }
        (table(&visit, text, &found.hits))
    };
    Ok(Page::new(&visit, visit.say(SEARCH)).tools(tools).body(body))
}

/// What was found, as the options of the palette.
pub async fn list(
    State(app): State<App>,
    visit: Visit,
    Granted(rights): Granted,
    Query(query): Query<SearchFor>,
) -> Result<Markup, PageProblem> {
    let found = find(&app, &visit, rights, query.q.trim()).await?;
    let hrefs: Vec<String> = found.hits.iter().map(Hit::href).collect();
    let labels: Vec<String> = found.hits.iter().map(label).collect();
    let options: Vec<page::Found<'_>> = found
        .hits
        .iter()
        .zip(hrefs.iter().zip(&labels))
        .map(|(hit, (href, label))| page::Found {
            value: &hit.title,
            id: &hit.id,
            label,
            note: hit.state.map_or(visit.say(hit.kind.text()), |(_, state)| visit.say(state)),
            href: Some(href),
        })
        .collect();
    Ok(lookup_list(&options))
}

fn label(hit: &Hit) -> String {
    if hit.subtitle.is_empty() { hit.title.clone() } else { format!("{} · {}", hit.title, hit.subtitle) }
}

async fn find(app: &App, visit: &Visit, rights: Rights, text: &str) -> Result<Found, PageProblem> {
    let today = visit.caller.zone.date_at(app.clock.now());
    let kinds = kinds_for(|scope| rights.allow(scope));
    let found = super::find(&app.reads, (visit.caller.org, today), &kinds, text).await;
    found.map_err(|fault| PageProblem::new(visit, fault))
}

fn table(visit: &Visit, text: &str, hits: &[Hit]) -> Markup {
    let columns = [
        Column::text(visit.say(WHAT), Small::Title),
        Column::text(visit.say(KIND), Small::Foot),
        Column::text(visit.say(ABOUT), Small::Sub),
        Column::text(visit.say(STATE), Small::Side),
    ];
    let row = |hit: &Hit| Row {
        id: hit.id.clone(),
        href: Some(hit.href()),
        name: hit.title.clone(),
        cells: vec![
            html! { (hit.title) },
            html! { (visit.say(hit.kind.text())) },
            html! { (hit.subtitle) },
            html! { @if let Some((tone, state)) = hit.state { (badge(tone, visit.say(state))) } },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = hits.iter().map(row).collect();
    data_table(
        visit,
        &Table {
            id: "found",
            caption: visit.say(SEARCH),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: empty(visit.say(if text.is_empty() { ASK } else { NOTHING }), &html! {}),
            foot: None,
        },
    )
}
