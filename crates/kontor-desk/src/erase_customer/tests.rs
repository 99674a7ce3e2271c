//! Nobody is erased while something is under way, on both databases and through the door.

use kontor_customers::records::Customer;
use kontor_orders::cancel::Cancel;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, on_both};
use serde_json::json;

use crate::customer_samples::{anna, open, order, rooms, sale};

#[test]
fn an_unfinished_order_keeps_its_buyer() {
    on_both(rooms, |db| async move {
        open(&db).await;
        let customer = anna(&db).await;
        sale(&db, customer).await;
        let unfinished = order(&db, customer).await;
        sale(&db, customer).await;
        let routes = Router::new()
            .route("/api/v1/customers/{id}/erase", post(super::http::erase))
            .route("/api/v1/customers/{id}/export", get(crate::customer_export::http::export));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/customers/{customer}/erase");
        let refused = app.post(&path, &json!({})).await;
        assert_eq!((refused.status, refused.code()), (409, "customer_has_open_orders"));

        let reason = "changed their mind".to_owned();
        db.submit(Cancel { order: unfinished, lines: Vec::new(), reason }).await.unwrap();
        let dry = app.post(&format!("{path}?dry_run=true"), &json!({})).await;
        assert_eq!((dry.status, dry.text("/events/0/kind")), (200, "customers.erased"));
        let erased = app.post_once(&path, "k-1", &json!({})).await;
        assert_eq!((erased.status, &erased.body["erased"]), (200, &json!(true)));
        assert_eq!(app.post_once(&path, "k-1", &json!({})).await.body, erased.body, "the first answer again");
        let again = app.post(&path, &json!({})).await;
        assert_eq!((again.status, again.code()), (409, "customer_erased"));

        // The books know the sales as before; of the card there is what invoices must show.
        let export = app.get(&format!("/api/v1/customers/{customer}/export")).await;
        assert_eq!(export.body["invoices"].as_array().unwrap().len(), 2);
        assert_eq!(export.text("/contact_versions/0/contact/addresses/0/street"), "Am Kai 1");
        assert!(export.body["customers"][0]["contact"].as_object().unwrap().is_empty());
        let row: Vec<Customer> = db.reads.records("org_id = $1", vec![db.org.into()]).await.unwrap();
        assert_eq!((row[0].order_count, row[0].erased_at.is_some()), (2, true));
        let unknown = app.post("/api/v1/customers/cus_0000000000007/erase", &json!({})).await;
        assert_eq!((unknown.status, unknown.code()), (404, "unknown_customer"));
    });
}
