//! The feed: what happened at a merchant, in order, as outsiders see it.
//!
//! *As a connected program I read each event once, from where I stopped, and wait for the next.*
//!
//! 1. A cursor is a position of the journal: nothing behind it is skipped, nothing comes twice.
//! 2. An event is shown when the token may read what it is about.
//! 3. What is shown is the event's published shape, not what the journal stores.

pub mod http;

use kontor_identity::permissions::{Rights, Scope};
use kontor_kernel::{Currency, Timestamp, encode_digits};
use kontor_store::{Fault, journal};
use kontor_web::App;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An event as outsiders see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Published {
    /// Its place in the merchant's journal: send it as `after` to go on behind it.
    #[schema(example = 4711)]
    pub position: i64,
    /// What happened.
    #[schema(example = "customers.registered")]
    pub kind: String,
    /// The version of the shape of `data`.
    #[schema(example = 1)]
    pub version: u16,
    /// When it was recorded.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    pub at: Timestamp,
    /// Who did it.
    #[schema(example = "token:tok_01jd0000000ab")]
    pub actor: String,
    /// What it happened to: an id of `data` where it names it, else the 13 characters of one.
    #[schema(example = "cus_01jd0000000ab")]
    pub subject: String,
    /// What happened in detail; each kind has its own shape.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// A part of the feed.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct FeedView {
    /// The events that the token may read, in order.
    pub items: Vec<Published>,
    /// How far the journal was read: send it as `after` to go on.
    #[schema(example = 4711)]
    pub next: i64,
    /// Whether more is there already.
    pub more: bool,
}

/// For whom the feed is read.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The merchant.
    pub org: i64,
    /// What the reader may see.
    pub rights: Rights,
    /// The merchant's currency.
    pub currency: Currency,
}

/// The events behind a position, at most `limit` of the journal's.
///
/// # Errors
/// When the journal can't be read.
pub async fn read(app: &App, reader: Reader, after: i64, limit: i64) -> Result<FeedView, Fault> {
    let rows = journal::page(&app.reads, reader.org, after, limit.saturating_add(1)).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut feed = FeedView { items: Vec::new(), next: after, more: rows.len() > size };
    for row in rows.into_iter().take(size) {
        feed.next = row.position;
        if !reader.rights.allow(scope_of(&row.kind)) {
            continue;
        }
        let event = app.schema.decode(&row.kind, row.version, row.payload.as_bytes())?;
        let data = event.publish(reader.currency);
        feed.items.push(Published {
            position: row.position,
            kind: row.kind,
            version: event.version(),
            at: row.recorded_at,
            actor: row.actor.to_string(),
            subject: subject(row.subject, &data),
            data,
        });
    }
    Ok(feed)
}

/// What a token must be allowed to see events of this kind.
#[must_use]
pub fn scope_of(kind: &str) -> Scope {
    Scope::of_event(kind)
}

/// The subject's id with its prefix, where the event's own data names it.
fn subject(id: i64, data: &Value) -> String {
    let digits = String::from_utf8_lossy(&encode_digits(id)).into_owned();
    let texts = data.as_object().into_iter().flat_map(|fields| fields.values()).filter_map(Value::as_str);
    // An id and nothing else: a sentence may end with one.
    let is_prefix = |text: &str| text.chars().all(|letter| letter.is_ascii_lowercase());
    let is_it =
        |text: &&str| text.split_once('_').is_some_and(|(start, rest)| rest == digits && is_prefix(start));
    let named = texts.into_iter().find(is_it);
    named.map_or(digits, str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use kontor_identity::permissions::Noun;

    use super::*;

    #[test]
    fn every_kind_of_event_is_about_something() {
        let schema = crate::schema::schema().unwrap();
        let unknown: Vec<_> = schema
            .event_kinds()
            .into_iter()
            .filter(|(kind, _)| scope_of(kind) == Scope::read(Noun::Ledger) && !kind.starts_with("ledger."))
            .collect();
        assert!(unknown.is_empty(), "name their nouns in noun_of: {unknown:?}");
    }

    #[test]
    fn a_subject_is_named_as_in_the_data() {
        let data = json!({ "number": "K1", "text": "Shipment to cus_0000000000007", "customer": "cus_0000000000007", "contact": "con_0000000000008" });
        assert_eq!(subject(7, &data), "cus_0000000000007");
        assert_eq!(subject(9, &data), "0000000000009");
    }
}
