//! Take a product off the shelves, or put it back: a step that the next page offers to undo.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_catalog::change_product::ChangeProduct;
use kontor_catalog::model::ProductId;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::{App, Id};

use super::change::found;
use super::texts;

/// The field that says whether it is off the shelves from now on.
pub(super) const FIELD: &str = "archived";

/// Does it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<ProductId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let sku = found(&app, &visit, id).await?.sku;
    let archived = form.value(FIELD) == "true";
    let command = ChangeProduct { archived: Some(archived), ..ChangeProduct::of(sku.clone()) };
    let done = app.submit(&visit.caller, &form.intent(), command).await;
    done.map_err(|problem| PageProblem::new(&visit, problem))?;
    let said = if archived { texts::ARCHIVED_DONE } else { texts::UNARCHIVED_DONE };
    let undo = vec![(FIELD.to_owned(), (!archived).to_string())];
    let flash = Flash::new(visit.say_with(said, &[&sku])).undone_by(format!("/products/{id}/archive"), undo);
    Ok(Onward::to(format!("/products/{id}")).saying(flash).into_response())
}
