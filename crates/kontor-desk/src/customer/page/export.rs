//! What is known of a customer, as a file to hand out (Art. 15 and 20 GDPR).

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use kontor_customers::model::CustomerId;
use kontor_web::console::{PageProblem, Visit};
use kontor_web::{App, Id};

use crate::customer_export::http::export;

/// The file.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<CustomerId>,
) -> Result<Response, PageProblem> {
    let shown = export(State(app), visit.caller.clone(), Id(id)).await;
    let shown = shown.map_err(|problem| PageProblem::new(&visit, problem))?;
    // The id is letters and digits alone.
    let name = format!("attachment; filename=\"{id}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], shown).into_response())
}
