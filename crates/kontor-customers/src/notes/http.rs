//! The JSON door.

use axum::extract::State;
use kontor_kernel::Timestamp;
use kontor_store::own;
use kontor_web::{App, Caller, Id, Listed, Problem, ProblemBody};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{CustomerId, NoteId};
use crate::show;

/// A note about a customer.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteView {
    /// Its id.
    #[schema(value_type = String, example = "not_01jd0000000ab")]
    id: NoteId,
    /// What is noted.
    #[schema(example = "Wants to be called before delivery.")]
    text: String,
    /// Who wrote it.
    #[schema(example = "token:tok_01jd0000000ab")]
    author: String,
    /// When.
    #[schema(value_type = String, example = "2026-11-24T18:36:00.000000Z")]
    written_at: Timestamp,
}

impl From<own::Note> for NoteView {
    fn from(note: own::Note) -> Self {
        Self {
            id: NoteId::new(note.id),
            text: note.text,
            author: note.author.to_string(),
            written_at: note.written_at,
        }
    }
}

/// List the notes about a customer, newest first.
///
/// Refusals: `not_found`.
#[utoipa::path(
    get, path = "/api/v1/customers/{id}/notes", tag = "customers", operation_id = "list_customer_notes",
    params(("id" = String, Path, description = "The customer's id", example = "cus_01jd0000000ab")),
    responses((status = 200, body = Listed<NoteView>), (status = "4XX", body = ProblemBody)),
)]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(customer): Id<CustomerId>,
) -> Result<Listed<NoteView>, Problem> {
    show::one(&app.reads, caller.org, customer).await?.ok_or_else(|| Problem::not_found("customer"))?;
    let notes = super::of(&app.reads, caller.org, customer).await?;
    Ok(Listed { items: notes.into_iter().map(NoteView::from).collect(), next: None })
}
