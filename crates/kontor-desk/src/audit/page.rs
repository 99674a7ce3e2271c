//! The page: who did what and when, the newest first, narrowed down by person, subject and day.

use std::str::FromStr;

use axum::extract::State;
use kontor_identity::http::Granted;
use kontor_identity::permissions::Noun;
use kontor_kernel::{Actor, Date, PageCursor};
use kontor_web::console::{Page, PageProblem, Visit};
use kontor_web::page::{Choice, Column, Field, Kind, Row, Small, Table, data_table, empty, field, pager};
use kontor_web::{App, Problem, Query, texts};
use maud::{Markup, html};
use serde::Deserialize;

use super::Asked;
use crate::page::address;
use crate::timeline::{Entry, Names, Told, words};

texts! {
    AUDIT: "Audit" | "Protokoll";
    WHEN: "When" | "Wann";
    WHO: "Who" | "Wer";
    WHAT: "What" | "Was";
    SUBJECT: "Subject" | "Bereich";
    EVERYTHING: "Everything" | "Alles";
    WHO_HINT: "As shown, such as user:usr_…" | "Wie angezeigt, etwa user:usr_…";
    FROM_DAY: "From" | "Von";
    TO_DAY: "To" | "Bis";
    NARROW: "Narrow down" | "Eingrenzen";
    NOTHING: "Nothing of this was done." | "Davon wurde nichts getan.";
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct AuditAddress {
    #[serde(default)]
    actor: String,
    #[serde(default)]
    noun: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    after: String,
}

impl AuditAddress {
    fn asked(&self) -> Result<Asked, Problem> {
        Ok(Asked {
            actor: read::<Actor>("actor", &self.actor)?,
            noun: read::<Noun>("noun", &self.noun)?,
            from: read::<Date>("from", &self.from)?,
            to: read::<Date>("to", &self.to)?,
            before: read::<PageCursor>("after", &self.after)?.map(PageCursor::value),
        })
    }

    fn with_after(&self, after: &str) -> String {
        let pairs = [
            ("actor", &*self.actor),
            ("noun", &self.noun),
            ("from", &self.from),
            ("to", &self.to),
            ("after", after),
        ];
        address("/audit", &pairs)
    }
}

fn read<T: FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<Option<T>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = text.trim().parse();
    read.map(Some).map_err(|error: T::Err| Problem::bad_value(name, &error.to_string()))
}

/// What was done, as far as the viewer may read it.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Granted(rights): Granted,
    Query(query): Query<AuditAddress>,
) -> Result<Page, PageProblem> {
    let asked = query.asked().map_err(|problem| PageProblem::new(&visit, problem))?;
    let failed = |fault| PageProblem::new(&visit, fault);
    let of = (visit.caller.org, &visit.caller.zone);
    let read = super::page((&app.reads, &app.schema), of, &asked, |scope| rights.allow(scope));
    let timeline = read.await.map_err(failed)?;
    let names = Names::read(&app.reads, visit.caller.org).await.map_err(failed)?;
    let next = timeline.next.map(|position| query.with_after(&PageCursor::new(position).to_string()));
    let first = (!query.after.is_empty()).then(|| query.with_after(""));
    let body = html! {
        (narrowing(&visit, &query))
        (table(&visit, &timeline.entries, &names))
        (pager(&visit, first.as_deref(), next.as_deref()))
    };
    Ok(Page::new(&visit, visit.say(AUDIT)).body(body))
}

fn narrowing(visit: &Visit, query: &AuditAddress) -> Markup {
    let open = Choice { value: "", label: visit.say(EVERYTHING), closed: None };
    let nouns =
        Noun::ALL.iter().map(|noun| Choice { value: noun.as_str(), label: noun.as_str(), closed: None });
    let nouns: Vec<Choice<'_>> = std::iter::once(open).chain(nouns).collect();
    let shown = |one: Field<'_>| field(visit, &one);
    html! {
        form.filter method="get" action="/audit" data-instant {
            (shown(Field {
                value: &query.actor,
                placeholder: visit.say(WHO_HINT),
                ..Field::new("actor", visit.say(WHO))
            }))
            (shown(Field { value: &query.noun, kind: Kind::Select(&nouns), ..Field::new("noun", visit.say(SUBJECT)) }))
            (shown(Field { value: &query.from, kind: Kind::Date, ..Field::new("from", visit.say(FROM_DAY)) }))
            (shown(Field { value: &query.to, kind: Kind::Date, ..Field::new("to", visit.say(TO_DAY)) }))
            button.button.no-script type="submit" { (visit.say(NARROW)) }
        }
    }
}

fn table(visit: &Visit, entries: &[Entry], names: &Names) -> Markup {
    let columns = [
        Column::text(visit.say(WHEN), Small::Sub),
        Column::text(visit.say(WHO), Small::Foot),
        Column::text(visit.say(WHAT), Small::Title),
    ];
    let told = Told { language: visit.language, currency: visit.caller.currency, names };
    let row = |entry: &Entry| Row {
        id: format!("event-{}", entry.position),
        href: entry.fact.href(),
        cells: vec![
            html! { (visit.time(entry.at)) },
            html! { a href=(address("/audit", &[("actor", entry.actor.as_str())])) { (names.of(&entry.actor, visit.language)) } },
            html! { (words(entry, told)) },
        ],
        ..Row::default()
    };
    let rows: Vec<Row> = entries.iter().map(row).collect();
    data_table(
        visit,
        &Table {
            id: "audit",
            caption: visit.say(AUDIT),
            columns: &columns,
            rows: &rows,
            select: None,
            empty: empty(visit.say(NOTHING), &html! {}),
            foot: None,
        },
    )
}
