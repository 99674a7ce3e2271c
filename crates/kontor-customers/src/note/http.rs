//! The JSON door.

use axum::extract::State;
use kontor_web::{Answer, App, Caller, Id, Posted, Problem, ProblemBody};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::WriteNote;
use crate::model::{CustomerId, NoteId};

/// A note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteNoteBody {
    /// What is noted: at most 2,000 characters.
    #[schema(example = "Wants to be called before delivery.")]
    text: String,
}

/// The note.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotedView {
    /// Its id.
    #[schema(value_type = String, example = "not_01jd0000000ab")]
    id: NoteId,
}

/// Write a note about a customer.
///
/// Refusals: `bad_note`, `unknown_customer`, `customer_merged`, `customer_erased`, `too_many_notes`.
#[utoipa::path(
    post, path = "/api/v1/customers/{id}/notes", tag = "customers", request_body = WriteNoteBody,
    operation_id = "write_customer_note",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 201, body = NotedView), (status = "4XX", body = ProblemBody)),
)]
pub async fn write(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
    Posted { body, intent }: Posted<WriteNoteBody>,
) -> Result<Answer, Problem> {
    let mut salt = [0; 16];
    kontor_store::random(&mut salt)?;
    let reply = app.submit(&caller, &intent, WriteNote { customer, text: body.text, salt }).await?;
    Ok(Answer::created(reply, caller.currency, intent.dry_run, |id| NotedView { id }))
}
