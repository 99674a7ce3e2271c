//! The JSON door.

use axum::extract::State;
use kontor_identity::http::Granted;
use kontor_web::{App, Caller, Problem, ProblemBody, Query, Shown};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Hit, HitKind, kinds_for};
use crate::timeline::http::WordsView;

/// What is sought.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// What somebody types: a number, a name, a mail address, a SKU, a reference; several words must all be true.
    #[param(example = "hansen hamburg")]
    q: String,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundView {
    /// What was found: complete numbers first, then orders, customers, products, invoices, shipments, payments.
    items: Vec<HitView>,
    /// How many events the search is behind: what changed in these may not be found yet.
    #[schema(example = 0)]
    behind: i64,
}

/// Something that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitView {
    /// `order`, `customer`, `product`, `invoice`, `shipment` or `payment`.
    #[schema(value_type = String, example = "order")]
    kind: HitKind,
    /// Its id.
    #[schema(example = "ord_01jd0000000ab")]
    id: String,
    /// What people know it by.
    #[schema(example = "A-100001")]
    title: String,
    /// What tells it from others.
    #[schema(example = "Teehaus Nord · Kiel")]
    subtitle: String,
    /// How it stands, in each language, where that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<WordsView>,
    /// Whether the whole text is its number, SKU or code.
    exact: bool,
}

impl From<Hit> for HitView {
    fn from(hit: Hit) -> Self {
        let Hit { kind, id, title, subtitle, state, is_exact } = hit;
        let state = state.map(|(_, text)| WordsView { en: text.en.to_owned(), de: text.de.to_owned() });
        Self { kind, id, title, subtitle, state, exact: is_exact }
    }
}

/// Search everything that the token may read.
///
/// Words are found by their beginnings, whatever their case, accents and marks; a few of each kind are shown. Refusals:
/// `bad_query`.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search", params(SearchQuery),
    responses((status = 200, body = FoundView), (status = "4XX", body = ProblemBody)),
)]
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    Granted(rights): Granted,
    Query(query): Query<SearchQuery>,
) -> Result<Shown<FoundView>, Problem> {
    let today = caller.zone.date_at(app.clock.now());
    let kinds = kinds_for(|scope| rights.allow(scope));
    let found = super::find(&app.reads, (caller.org, today), &kinds, &query.q).await?;
    let items = found.hits.into_iter().map(HitView::from).collect();
    Ok(Shown(FoundView { items, behind: found.behind }))
}
