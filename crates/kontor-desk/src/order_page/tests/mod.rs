//! What is done with an order on its pages.

mod bulk;
mod conflicts;
mod sheets;
mod shown;
mod story;

use kontor_orders::model::OrderId;
use kontor_orders::records::Order;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, Visited};
use kontor_web::{App, Language};

use super::page;

/// Everything that has to do with orders.
const ALL: &[&str] = &[
    "orders:read",
    "orders:write",
    "shipments:read",
    "shipments:write",
    "invoices:read",
    "invoices:write",
    "payments:read",
    "payments:write",
    "customers:read",
    "stock:read",
    "ledger:read",
];

fn routes() -> Router<App> {
    Router::new()
        .route("/orders/bulk", post(page::bulk::submit))
        .route("/orders/picklist", get(page::sheets::pick_list))
        .route("/orders/{id}", get(page::show::show))
        .route("/orders/{id}/print", get(page::sheets::confirmation))
        .route("/orders/{id}/ship", get(page::ship::show).post(page::ship::submit))
        .route("/orders/{id}/invoice", get(page::invoice::show).post(page::invoice::submit))
        .route("/orders/{id}/pay", get(page::pay::show).post(page::pay::submit))
        .route("/orders/{id}/cancel", get(page::cancel::show).post(page::cancel::submit))
        .route("/invoices/{id}/credit", get(page::credit::show).post(page::credit::submit))
        .route("/payments/{id}/refund", get(page::refund::show).post(page::refund::submit))
        .route("/shipments", get(page::shipments::list))
        .route("/shipments/{id}", get(page::shipments::show))
        .route("/shipments/{id}/print", get(page::sheets::delivery_note))
}

/// The pages for somebody who may do all of it.
fn pages(db: &TestDb, language: Language) -> TestApp {
    TestApp::new(db, routes()).visited(language, ALL)
}

async fn order(db: &TestDb, id: OrderId) -> Order {
    kontor_orders::show::one(&db.reads, db.org, id).await.unwrap().unwrap().0
}

/// The fields of a page's form as they are preset, without what shows that it is ours.
fn preset(visited: &Visited) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let form = visited.html.split("<form class=\"form\"").nth(1).unwrap_or_default();
    for input in form.split("</form>").next().unwrap().split("<input ").skip(1) {
        let input = input.split('>').next().unwrap();
        let attribute = |name: &str| {
            let start = format!("{name}=\"");
            input.split(start.as_str()).nth(1).and_then(|rest| rest.split('"').next()).map(unescaped)
        };
        if let Some(name) = attribute("name").filter(|name| name != "_csrf") {
            fields.push((name, attribute("value").unwrap_or_default()));
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Opens a form, changes fields of it, and sends it by a button.
async fn fill(app: &TestApp, path: &str, changes: &[(&str, &str)], button: &str) -> Visited {
    let opened = app.page(path).await;
    assert_eq!(opened.status, 200, "{}", opened.html);
    send(app, path, preset(&opened), changes, button).await
}

async fn send(
    app: &TestApp,
    path: &str,
    mut fields: Vec<(String, String)>,
    changes: &[(&str, &str)],
    button: &str,
) -> Visited {
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields.push(("do".to_owned(), button.to_owned()));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.form(path, &fields).await
}

/// The position at which the merchant's journal ends.
async fn head(db: &TestDb) -> i64 {
    kontor_store::journal::head(&db.reads, db.org).await.unwrap().unwrap().position
}
