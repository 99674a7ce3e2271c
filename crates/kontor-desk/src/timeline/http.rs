//! The JSON door.

use axum::extract::State;
use kontor_identity::http::Granted;
use kontor_kernel::{PageCursor, Timestamp};
use kontor_orders::model::OrderId;
use kontor_web::{App, Caller, Id, Language, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Entry, Names, Told, words};

/// Something that happened, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    /// Its place in the journal: the order can be shown as of it.
    #[schema(example = 4711)]
    pub position: i64,
    /// The position of the first event of the same command.
    #[schema(example = 4708)]
    pub cause: i64,
    /// When.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    pub at: Timestamp,
    /// Who did it.
    #[schema(example = "token:tok_01jd0000000ab")]
    pub actor: String,
    /// What people call them.
    #[schema(example = "Web shop")]
    pub actor_name: String,
    /// What happened.
    #[schema(example = "fulfilment.shipped")]
    pub kind: String,
    /// The same in words, in English and in German.
    pub words: WordsView,
}

/// A sentence in each language of the console.
#[derive(Debug, Serialize, ToSchema)]
pub struct WordsView {
    /// In English.
    #[schema(example = "Shipment LS-2026-000001 left with DHL: 2 × TEE-EARL")]
    pub en: String,
    /// In German.
    #[schema(example = "Lieferung LS-2026-000001 mit DHL versandt: 2 × TEE-EARL")]
    pub de: String,
}

impl EntryView {
    /// The view of an entry.
    #[must_use]
    pub fn of(entry: Entry, names: &Names, caller: &Caller) -> Self {
        let say = |language| words(&entry, Told { language, currency: caller.currency, names });
        let sentence = WordsView { en: say(Language::English), de: say(Language::German) };
        let Entry { position, cause, at, actor, kind, .. } = entry;
        let actor_name = names.of(&actor, Language::English);
        Self { position, cause, at, actor: actor.to_string(), actor_name, kind, words: sentence }
    }
}

/// Which part of a history.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The `next` of the part before.
    after: Option<String>,
}

/// A part of what happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryView {
    /// What happened, the newest first.
    items: Vec<EntryView>,
    /// Send it as `after` to get the next part.
    next: Option<String>,
}

/// Show what happened to an order and its documents, the newest first.
///
/// What the token may not read is left out. Refusals: `bad_query`, `bad_cursor`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/orders/{id}/history", tag = "orders",
    params(("id" = String, Path, description = "The order's id", example = "ord_01jd0000000ab"), HistoryQuery),
    responses((status = 200, body = HistoryView), (status = "4XX", body = ProblemBody)),
)]
pub async fn history(
    State(app): State<App>,
    caller: Caller,
    Granted(rights): Granted,
    Id(id): Id<OrderId>,
    Query(query): Query<HistoryQuery>,
) -> Result<Listed<EntryView>, Problem> {
    let before = Paging { limit: None, after: query.after }.after(i64::MAX)?;
    let sees = |scope| rights.allow(scope);
    let timeline = super::of((&app.reads, &app.schema), caller.org, id, before, sees).await?;
    if timeline.entries.is_empty() && before == i64::MAX {
        return Err(Problem::not_found("order"));
    }
    let names = Names::read(&app.reads, caller.org).await?;
    let next = timeline.next.map(|position| PageCursor::new(position).to_string());
    let items = timeline.entries.into_iter().map(|entry| EntryView::of(entry, &names, &caller)).collect();
    Ok(Listed { items, next })
}
