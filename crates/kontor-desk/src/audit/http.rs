//! The JSON door.

use axum::extract::State;
use kontor_identity::http::Granted;
use kontor_identity::permissions::Noun;
use kontor_kernel::{Actor, Date, PageCursor};
use kontor_web::{App, Caller, Listed, Paging, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Asked;
use crate::timeline::Names;
use crate::timeline::http::EntryView;

/// What of the audit.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Who did it, as `actor` of an item.
    #[param(value_type = Option<String>, example = "token:tok_01jd0000000ab")]
    actor: Option<Actor>,
    /// What it is about, such as `orders` or `payments`.
    #[param(value_type = Option<String>, example = "orders")]
    noun: Option<Noun>,
    /// The first day, in the merchant's zone.
    #[param(value_type = Option<String>, example = "2026-11-01")]
    from: Option<Date>,
    /// The last day.
    #[param(value_type = Option<String>, example = "2026-11-30")]
    to: Option<Date>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A page of the audit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditView {
    /// What was done, the newest first. A page may be short, or empty, and have a next one all the same.
    items: Vec<EntryView>,
    /// Send it as `after` to go on; absent at the end.
    next: Option<String>,
}

/// Show who did what, the newest first, as far as the token may read it.
///
/// Refusals: `bad_query`, `bad_cursor`.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "events", params(AuditQuery),
    responses((status = 200, body = AuditView), (status = "4XX", body = ProblemBody)),
)]
pub async fn audit(
    State(app): State<App>,
    caller: Caller,
    Granted(rights): Granted,
    Query(query): Query<AuditQuery>,
) -> Result<Listed<EntryView>, Problem> {
    let before = Paging { limit: None, after: query.after }.after(i64::MAX)?;
    let AuditQuery { actor, noun, from, to, .. } = query;
    let asked = Asked { actor, noun, from, to, before: Some(before) };
    let of = (caller.org, &caller.zone);
    let timeline = super::page((&app.reads, &app.schema), of, &asked, |scope| rights.allow(scope)).await?;
    let names = Names::read(&app.reads, caller.org).await?;
    let next = timeline.next.map(|position| PageCursor::new(position).to_string());
    let items = timeline.entries.into_iter().map(|entry| EntryView::of(entry, &names, &caller)).collect();
    Ok(Listed { items, next })
}
