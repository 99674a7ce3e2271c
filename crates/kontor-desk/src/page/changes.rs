//! What happened to one thing, by whom and when: on its page, and where a form comes too late.

use kontor_kernel::limits;
use kontor_store::db::select;
use kontor_store::event::ErasedEvent;
use kontor_store::journal::JournalRow;
use kontor_store::{Fault, Value};
use kontor_web::App;
use kontor_web::console::Visit;
use kontor_web::page::{Entry, Tone, timeline};
use maud::{Markup, html};

use crate::timeline::Names;

const NEWEST: &str = "org_id = $1 AND subject = $2 ORDER BY position DESC LIMIT $3";
const SINCE: &str = "org_id = $1 AND subject = $2 AND position > $3 ORDER BY position LIMIT $4";

pub(crate) fn queries() -> Vec<String> {
    vec![select::<JournalRow>(NEWEST), select::<JournalRow>(SINCE)]
}

/// Says what an event did; nothing of one that does not belong there.
pub(crate) type Say = fn(&Visit, &dyn ErasedEvent) -> Option<String>;

/// The rows of the journal about a subject, the newest first.
pub(crate) async fn rows(app: &App, org: i64, subject: i64) -> Result<Vec<JournalRow>, Fault> {
    let limit = i64::from(limits::PAGE_DEFAULT);
    app.reads.records(NEWEST, vec![org.into(), subject.into(), Value::Int(limit)]).await
}

/// The newest changes of a subject.
pub(crate) async fn newest(app: &App, visit: &Visit, subject: i64, say: Say) -> Result<Markup, Fault> {
    let rows = rows(app, visit.caller.org, subject).await?;
    let deeds = deeds(app, visit, rows, say).await?;
    let ids: Vec<String> = deeds.iter().map(|deed| format!("e{}", deed.position)).collect();
    let entries: Vec<Entry<'_>> = deeds
        .iter()
        .zip(&ids)
        .map(|(Deed { at, who, sentence, .. }, id)| {
            let text = html! { (sentence) };
            Entry { id, at, who, tone: Tone::Idle, text, detail: None }
        })
        .collect();
    Ok(timeline(&entries))
}

/// Who changed what of a subject since a version.
pub(crate) async fn since(
    app: &App,
    visit: &Visit,
    (subject, version): (i64, i64),
    say: Say,
) -> Result<Markup, Fault> {
    let limit = i64::from(limits::PAGE_DEFAULT);
    let params = vec![visit.caller.org.into(), subject.into(), version.into(), Value::Int(limit)];
    let deeds = deeds(app, visit, app.reads.records(SINCE, params).await?, say).await?;
    Ok(html! {
        ul.changes { @for deed in &deeds { li { (deed.at) " · " (deed.who) ": " (deed.sentence) } } }
    })
}

/// Something that was done.
struct Deed {
    position: i64,
    at: String,
    who: String,
    sentence: String,
}

async fn deeds(app: &App, visit: &Visit, rows: Vec<JournalRow>, say: Say) -> Result<Vec<Deed>, Fault> {
    let names = Names::read(&app.reads, visit.caller.org).await?;
    let mut deeds = Vec::new();
    for row in rows {
        let event = app.schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        deeds.extend(say(visit, &*event).map(|sentence| Deed {
            position: row.position,
            at: visit.time(row.recorded_at),
            who: names.of(&row.actor, visit.language),
            sentence,
        }));
    }
    Ok(deeds)
}
