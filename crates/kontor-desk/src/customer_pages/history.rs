//! What was changed of a customer, by whom and when.

use kontor_customers::events::{Changed, Erased, Merged, NoteRemoved, Noted, Registered};
use kontor_customers::model::CustomerId;
use kontor_kernel::limits;
use kontor_store::db::select;
use kontor_store::event::ErasedEvent;
use kontor_store::journal::JournalRow;
use kontor_store::{Fault, Value};
use kontor_web::App;
use kontor_web::console::Visit;
use kontor_web::page::{Entry, Tone, timeline};
use maud::{Markup, html};

use super::{form, texts};
use crate::words;

const NEWEST: &str = "org_id = $1 AND subject = $2 ORDER BY position DESC LIMIT $3";
const SINCE: &str = "org_id = $1 AND subject = $2 AND position > $3 ORDER BY position LIMIT $4";

pub(super) fn queries() -> Vec<String> {
    vec![select::<JournalRow>(NEWEST), select::<JournalRow>(SINCE)]
}

/// Something that was done to a customer.
struct Deed {
    position: i64,
    at: String,
    who: String,
    sentence: String,
}

/// The newest changes of a customer.
pub(super) async fn newest(app: &App, visit: &Visit, id: CustomerId) -> Result<Markup, Fault> {
    let params = vec![visit.caller.org.into(), Value::of(&id), i64::from(limits::PAGE_DEFAULT).into()];
    let deeds = deeds(app, visit, app.reads.records::<JournalRow>(NEWEST, params).await?)?;
    let ids: Vec<String> = deeds.iter().map(|deed| format!("e{}", deed.position)).collect();
    let entries: Vec<Entry<'_>> = deeds
        .iter()
        .zip(&ids)
        .map(|(deed, id)| Entry {
            id,
            at: &deed.at,
            who: &deed.who,
            tone: Tone::Idle,
            text: html! { (deed.sentence) },
            detail: None,
        })
        .collect();
    Ok(timeline(&entries))
}

/// Who changed what of a customer since a version.
pub(super) async fn since(app: &App, visit: &Visit, id: CustomerId, version: i64) -> Result<Markup, Fault> {
    let limit = i64::from(limits::PAGE_DEFAULT);
    let params = vec![visit.caller.org.into(), Value::of(&id), version.into(), limit.into()];
    let deeds = deeds(app, visit, app.reads.records::<JournalRow>(SINCE, params).await?)?;
    Ok(html! {
        ul.changes { @for deed in &deeds { li { (deed.at) " · " (deed.who) ": " (deed.sentence) } } }
    })
}

fn deeds(app: &App, visit: &Visit, rows: Vec<JournalRow>) -> Result<Vec<Deed>, Fault> {
    let mut deeds = Vec::new();
    for row in rows {
        let event = app.schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        deeds.extend(sentence(visit, &*event).map(|sentence| Deed {
            position: row.position,
            at: visit.time(row.recorded_at),
            who: row.actor.to_string(),
            sentence,
        }));
    }
    Ok(deeds)
}

fn sentence(visit: &Visit, event: &dyn ErasedEvent) -> Option<String> {
    let event = event.as_any();
    if event.is::<Registered>() {
        return Some(visit.say(texts::H_REGISTERED).to_owned());
    }
    if let Some(changed) = event.downcast_ref::<Changed>() {
        return Some(visit.say_with(texts::H_CHANGED, &[&parts(visit, changed)]));
    }
    if event.is::<Noted>() {
        return Some(visit.say(texts::H_NOTED).to_owned());
    }
    if event.is::<NoteRemoved>() {
        return Some(visit.say(texts::H_NOTE_REMOVED).to_owned());
    }
    if event.is::<Erased>() {
        return Some(visit.say(texts::H_ERASED).to_owned());
    }
    let merged = event.downcast_ref::<Merged>()?;
    let (count, volume) = (visit.number(merged.order_count), visit.money(merged.volume));
    Some(visit.say_with(texts::H_MERGED, &[&count, &volume]))
}

/// What a change changed, with what it is now.
fn parts(visit: &Visit, changed: &Changed) -> String {
    let mut parts = Vec::new();
    let mut add = |label, value: &str| parts.push(format!("{} {value}", visit.say(label)));
    if let Some(kind) = changed.kind {
        add(texts::KIND, visit.say(form::kind(kind)));
    }
    if let Some(language) = changed.language {
        add(texts::LANGUAGE, visit.say(form::language(language)));
    }
    if let Some(method) = changed.payment_method {
        add(texts::PAYMENT, visit.say(words::payment_method(method)));
    }
    if let Some(days) = changed.terms_days {
        add(texts::TERMS, &visit.number(i64::from(days)));
    }
    if let Some(limit) = changed.credit_limit {
        let none = || visit.say(texts::NO_LIMIT).to_owned();
        add(texts::CREDIT_LIMIT, &limit.amount().map_or_else(none, |amount| visit.money(amount)));
    }
    if changed.card.is_some() {
        parts.push(visit.say(texts::H_CARD).to_owned());
    }
    parts.join(", ")
}
