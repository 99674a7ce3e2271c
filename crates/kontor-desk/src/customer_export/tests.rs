//! What is exported of somebody, on both databases.

use kontor_customers::change::ChangeCustomer;
use kontor_customers::merge::MergeCustomer;
use kontor_customers::model::ContactCard;
use kontor_customers::note::WriteNote;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both};

use super::http;
use crate::customer_samples::{anna, open, order, rooms, sale};

#[test]
fn all_that_is_known_is_in_it_and_nothing_of_others() {
    on_both(rooms, |db| async move {
        open(&db).await;
        let (customer, twin, other) = (anna(&db).await, anna(&db).await, anna(&db).await);
        let (sold, ordered) = (sale(&db, customer).await, order(&db, twin).await);
        let strange = order(&db, other).await;
        let card = ContactCard { name: "Anna Möller".into(), ..ContactCard::default() };
        db.submit(ChangeCustomer { card: Some(card), ..ChangeCustomer::of(customer) }).await.unwrap();
        let text = "Likes tea".to_owned();
        db.submit(WriteNote { customer, text, salt: [1; 16] }).await.unwrap();
        db.submit(MergeCustomer { customer, from: twin }).await.unwrap();

        let routes = Router::new().route("/api/v1/customers/{id}/export", get(http::export));
        let app = TestApp::new(&db, routes);
        let export = app.get(&format!("/api/v1/customers/{customer}/export")).await;
        assert_eq!(export.status, 200, "{export:?}");
        let count = |name: &str| export.body[name].as_array().unwrap().len();
        let counts = ["customers", "contact_versions", "notes", "orders", "invoices", "payments"].map(count);
        assert_eq!(counts, [2, 3, 1, 2, 1, 1], "{export:?}");
        assert_eq!(export.text("/contact_versions/0/contact/addresses/0/street"), "Am Kai 1");
        assert_eq!(export.text("/contact_versions/1/contact/name"), "Anna Möller");
        assert_eq!(
            (export.text("/notes/0/text"), export.text("/orders/0/lines/0/sku")),
            ("Likes tea", "WRAP")
        );
        assert_eq!(
            (export.text("/orders/0/id"), export.text("/orders/1/id")),
            (&*ordered.to_string(), &*sold.to_string())
        );
        let whole = export.body.to_string();
        assert!(!whole.contains(&strange.to_string()) && !whole.contains(&other.to_string()));
        assert_eq!(app.get("/api/v1/customers/cus_0000000000007/export").await.status, 404);
    });
}
