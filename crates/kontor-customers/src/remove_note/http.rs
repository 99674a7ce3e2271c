//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::RemoveNote;
use crate::model::NoteId;

/// Nothing to say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

/// The note that was removed.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteRemovedView {
    /// Its id.
    #[schema(value_type = String, example = "not_01jd0000000ab")]
    id: NoteId,
}

/// Remove a note about a customer.
///
/// Refusals: `unknown_note`.
#[utoipa::path(
    delete, path = "/api/v1/customer-notes/{id}", tag = "customers", operation_id = "remove_customer_note",
    params(("id" = String, Path, description = "The note's id", example = "not_01jd0000000ab")),
    responses((status = 200, body = NoteRemovedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn remove(
    State(app): State<App>,
    caller: Caller,
    Id(note): Id<NoteId>,
    Posted { body: NoBody {}, intent }: Posted<NoBody>,
) -> Result<Answer, Problem> {
    let reply = app.submit(&caller, &intent, RemoveNote { note }).await?;
    Ok(Answer::done(reply, caller.currency, intent.dry_run, |id| NoteRemovedView { id }))
}
