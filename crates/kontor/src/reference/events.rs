//! The events' page: every kind with an example, taken from the sample merchant's own journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use kontor_identity::events::OF_THE_HOUSE;
use kontor_identity::model::OrgId;
use kontor_identity::permissions::Rights;
use kontor_kernel::{Clock, Currency, FixedClock, Timestamp, limits};
use kontor_store::{DatabaseUrl, Fault, FaultKind, ReadDb, Writer};
use kontor_web::App;
use serde_json::Value;
use tokio::runtime::Builder;

use super::{Page, head};
use crate::feed::{self, Published, Reader};
use crate::{sample, schema};

/// 2026-11-24T12:00Z: the sample of the reference is made at this moment, so that it is the same each time.
const MOMENT: i64 = 1_795_521_600_000_000;
/// The sample's merchant in the reference.
const ORG: OrgId = OrgId::new(911_000_000_000_000_000);
/// Items of a list that an example shows.
const ITEMS: usize = 2;

/// The events with the versions that this program reads. Must not be called inside a runtime.
///
/// # Errors
/// When there is no room for a scratch database, or the sample can't be made.
pub fn events() -> Result<Page, Fault> {
    let about = "What the feed (`GET /api/v1/events`) shows. A released version is never edited; older ones stay readable \
        for ever. A token sees an event when it may read what it is about. Examples show the first items of a list only.";
    let mut text = head("Events", "events", about);
    let examples = examples()?;
    for (kind, version) in kinds()? {
        let scope = feed::scope_of(kind);
        text.push_str(&format!("\n## `{kind}` version {version}\n\nReadable with `{scope}`.\n"));
        if let Some(example) = examples.get(kind) {
            let example = serde_json::to_string_pretty(example).unwrap_or_default();
            text.push_str(&format!("\n```json\n{example}\n```\n"));
        }
    }
    text.push_str("\n## The house's own\n\nUsers belong to no merchant. What becomes of them stands in a journal of the house, which no feed shows:\n\n");
    for kind in OF_THE_HOUSE {
        text.push_str(&format!("- `{kind}`\n"));
    }
    Ok(Page { name: "events.md", text })
}

/// What a merchant's journal may hold, and in which versions.
fn kinds() -> Result<Vec<(&'static str, u16)>, Fault> {
    let all = schema::schema()?.event_kinds();
    Ok(all.into_iter().filter(|(kind, _)| !OF_THE_HOUSE.contains(kind)).collect())
}

/// The first event of each kind in the sample's journal.
fn examples() -> Result<BTreeMap<String, Value>, Fault> {
    let no_room = |error| Fault::new(FaultKind::Setting, "there is no room for a scratch database", error);
    let folder = tempfile::tempdir().map_err(no_room)?;
    let url = DatabaseUrl::Sqlite(folder.path().join("sample.db"));
    let schema = schema::schema()?;
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::new(Timestamp::from_micros(MOMENT)));
    let writer = Writer::start(&url, Arc::clone(&schema), Arc::clone(&clock))?;
    let app = App { writer, reads: ReadDb::new(&url), clock, schema };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(no_room)?;
    let journal = runtime.block_on(async {
        let made = sample::make(&app, ORG, |_| ()).await;
        let journal = journal(&app).await;
        app.writer.close().await;
        made.and(journal)
    })?;
    let mut examples = BTreeMap::new();
    for event in journal {
        examples.entry(event.kind.clone()).or_insert_with(|| cut(serde_json::json!(event)));
    }
    Ok(examples)
}

async fn journal(app: &App) -> Result<Vec<Published>, Fault> {
    let reader = Reader { org: ORG.raw(), rights: Rights::ALL, currency: Currency::EUR };
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let part = feed::read(app, reader, after, limits::FEED_PAGE).await?;
        all.extend(part.items);
        after = part.next;
        if !part.more {
            return Ok(all);
        }
    }
}

/// A value with its lists cut short.
fn cut(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().take(ITEMS).map(cut).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, cut(field))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_an_example() {
        let examples = examples().unwrap();
        let kinds = kinds().unwrap();
        let bare: Vec<_> = kinds.iter().filter(|(kind, _)| !examples.contains_key(*kind)).collect();
        assert!(bare.is_empty(), "let the sample merchant do it once, in src/sample: {bare:?}");
    }
}
