//! Change a product, at the version that was seen.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use kontor_catalog::change_product::http::ChangeProductBody;
use kontor_catalog::model::ProductId;
use kontor_catalog::records::Product;
use kontor_web::console::{Flash, Form, Onward, PageProblem, Visit};
use kontor_web::{App, Id, Problem};
use maud::html;

use super::{form, history, texts};
use crate::page::changes;
use crate::page::{Entry, Sheet, Told};

/// The form.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<ProductId>,
) -> Result<Response, PageProblem> {
    Ok(sheet(&visit, &found(&app, &visit, id).await?, None, &Told::default()))
}

/// Sends it.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Id(id): Id<ProductId>,
    form: Form,
) -> Result<Response, PageProblem> {
    let product = found(&app, &visit, id).await?;
    let mut command = match form.read::<ChangeProductBody>(visit.language, form::DECIMALS) {
        Ok(body) => body.command(product.sku.clone()),
        Err(problem) => return Ok(sheet(&visit, &product, Some(&form), &Told::refused(problem))),
    };
    command.version = form.version();
    // A barcode that was emptied is none any more; the body can't tell that from one that was left out.
    command.barcode = command.barcode.or(Some(None));
    match app.submit(&visit.caller, &form.intent(), command).await {
        Ok(_) => {
            let said = visit.say_with(texts::CHANGED, &[&product.sku]);
            Ok(Onward::to(format!("/products/{id}")).saying(Flash::new(said)).into_response())
        }
        Err(problem) => {
            let mut told = Told::refused(problem);
            if let Some(since) = form.version().filter(|_| told.is_conflict()) {
                let meanwhile = changes::since(&app, &visit, (id.raw(), since), history::sentence).await;
                told.meanwhile = Some(meanwhile.map_err(|fault| PageProblem::new(&visit, fault))?);
            }
            Ok(sheet(&visit, &found(&app, &visit, id).await?, Some(&form), &told))
        }
    }
}

/// A product, or a page that says that there is none.
pub(super) async fn found(app: &App, visit: &Visit, id: ProductId) -> Result<Product, PageProblem> {
    let found = kontor_catalog::show::by_id(&app.reads, visit.caller.org, id).await;
    let found = found.map_err(|fault| PageProblem::new(visit, fault))?;
    found.ok_or_else(|| PageProblem::new(visit, Problem::not_found("product")))
}

fn sheet(visit: &Visit, product: &Product, typed: Option<&Form>, told: &Told) -> Response {
    let entry = Entry { visit, typed, problem: told.problem.as_ref() };
    let sheet = Sheet {
        visit,
        back: (product.name.as_str(), &format!("/products/{}", product.id)),
        names: (texts::CHANGE_PRODUCT, texts::SAVE),
        action: &format!("/products/{}/change", product.id),
        version: Some(told.version(typed, product.version)),
        has_preview: false,
        is_danger: false,
        fields: html! {
            (form::changing(&entry, Some(product)))
            p.hint { (visit.say(texts::KEEPS_HINT)) }
        },
    };
    sheet.page(told)
}
