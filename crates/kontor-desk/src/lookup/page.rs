//! What fields ask for as somebody types: a list of options as HTML.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kontor_catalog::records::Product;
use kontor_customers::show::Shown;
use kontor_web::console::{PageProblem, Visit};
use kontor_web::page::{Found, lookup_list};
use kontor_web::{App, Query};
use maud::Markup;
use serde::Deserialize;

/// What is looked up.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What is typed so far.
    #[serde(default)]
    q: String,
}

/// Customers to choose from.
///
/// # Errors
/// When the database can't be read.
pub async fn customers(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageProblem> {
    let found = super::customers(&app.reads, visit.caller.org, &asked.q).await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let named: Vec<(String, String)> =
        found.iter().map(|shown| (customer_name(shown), customer_note(shown))).collect();
    let options: Vec<Found<'_>> = found
        .iter()
        .zip(&named)
        .map(|(shown, (label, note))| Found {
            value: shown.customer.number.as_str(),
            label,
            note,
            ..Found::default()
        })
        .collect();
    Ok(fragment(lookup_list(&options)))
}

/// Products to choose from.
///
/// # Errors
/// When the database can't be read.
pub async fn products(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, PageProblem> {
    let found = super::products(&app.reads, visit.caller.org, &asked.q).await;
    let found = found.map_err(|fault| PageProblem::new(&visit, fault))?;
    let notes: Vec<String> = found.iter().map(|product| product_note(&visit, product)).collect();
    let options: Vec<Found<'_>> = found
        .iter()
        .zip(&notes)
        .map(|(product, note)| Found {
            value: product.sku.as_str(),
            label: product.name.as_str(),
            note,
            ..Found::default()
        })
        .collect();
    Ok(fragment(lookup_list(&options)))
}

/// What a customer is called: the company with the person there, or the person.
pub(crate) fn customer_name(shown: &Shown) -> String {
    let (company, name) = (shown.card.company.trim(), shown.card.name.trim());
    match (company.is_empty(), name.is_empty()) {
        (false, false) => format!("{company}, {name}"),
        (false, true) => company.to_owned(),
        (true, false) => name.to_owned(),
        (true, true) => shown.customer.number.to_string(),
    }
}

/// What tells customers of one name apart: number, town, mail.
pub(crate) fn customer_note(shown: &Shown) -> String {
    let city = shown.card.addresses.first().map_or("", |address| address.city.as_str());
    let parts = [shown.customer.number.as_str(), city, &shown.card.mail];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What tells products of one name apart: SKU and price.
pub(crate) fn product_note(visit: &Visit, product: &Product) -> String {
    format!("{} · {}", product.sku, visit.price(product.price))
}

fn fragment(list: Markup) -> Response {
    let mut response = list.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
