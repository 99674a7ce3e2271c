//! Add a product.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_catalog::add_product::http::AddProductBody;
use kontor_web::App;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use maud::html;

use super::{form, texts};
use crate::page::{Entry, Sheet, Told};

/// The form.
pub async fn show(visit: Visit) -> Response {
    sheet(&visit, None, &Told::default())
}

/// Sends it.
pub async fn submit(State(app): State<App>, visit: Visit, form: Form) -> Result<Response, PageProblem> {
    let command = match form.read::<AddProductBody>(visit.language, form::DECIMALS) {
        Ok(body) => body.command(),
        Err(problem) => return Ok(sheet(&visit, Some(&form), &Told::refused(problem))),
    };
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(reply) => {
            let said = visit.say_with(texts::ADDED, &[&reply.answer.sku]);
            let to = format!("/products/{}", reply.answer.product);
            Ok(Onward::to(to).saying(Flash::new(said)).into_response())
        }
        Err(problem) => Ok(sheet(&visit, Some(&form), &Told::refused(problem))),
    }
}

fn sheet(visit: &Visit, typed: Option<&Form>, told: &Told) -> Response {
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let sheet = Sheet {
        visit,
        back: (visit.say(texts::PRODUCTS), "/products"),
        names: (texts::NEW_PRODUCT, texts::ADD),
        action: "/products/new",
        version: None,
        has_preview: false,
        is_danger: false,
        fields: html! { (form::fixed(&entry)) (form::changing(&entry, None)) },
    };
    sheet.page(told)
}
