//! The doors that show payments, on both databases.

use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both};

use super::http;
use crate::pay::Target;
use crate::samples::{Shop, bill, payment_of, refund_of, rooms};

#[test]
fn payments_are_listed_and_shown_with_what_they_settle() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, _) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let first = db.submit(payment_of(Target::Order(order), "5.00")).await.unwrap().answer.id;
        let second = db.submit(payment_of(Target::Customer(shop.anna), "10.00")).await.unwrap().answer.id;
        let refund = db.submit(refund_of(second, "1.00")).await.unwrap().answer.id;
        let routes = Router::new()
            .route("/api/v1/payments", get(http::list))
            .route("/api/v1/payments/{id}", get(http::show));
        let app = TestApp::new(&db, routes);
        let ids = |query: String| {
            let app = app.clone();
            async move {
                let page = app.get(&format!("/api/v1/payments{query}")).await;
                let items = page.body["items"].as_array().unwrap_or_else(|| panic!("{page:?}")).clone();
                items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            }
        };
        let texts = [refund, second, first].map(|id| id.to_string());
        assert_eq!(ids(String::new()).await, texts);
        assert_eq!(ids(format!("?order={order}")).await, texts[2..]);
        assert_eq!(ids("?unassigned=true".into()).await, texts[1..2]);
        let page = app.get("/api/v1/payments?limit=1").await;
        assert_eq!(ids(format!("?after={}", page.text("/next"))).await, texts[1..]);
        let both = app.get(&format!("/api/v1/payments?order={order}&unassigned=true")).await;
        assert_eq!((both.status, both.code()), (400, "bad_query"));

        let shown = app.get(&format!("/api/v1/payments/{second}")).await;
        assert_eq!((shown.text("/amount"), shown.text("/refunded")), ("10.00", "1.00"), "{shown:?}");
        assert_eq!(
            (shown.text("/settles/0/number"), shown.text("/settles/0/amount")),
            ("RE-2026-000001", "6.90")
        );
        assert_eq!(shown.text("/unassigned"), "2.10");
        let shown = app.get(&format!("/api/v1/payments/{refund}")).await;
        assert_eq!((shown.text("/kind"), shown.text("/refunds")), ("refund", texts[1].as_str()));
        assert_eq!(shown.text("/reason"), "Damaged on the way");
        assert_eq!(app.get("/api/v1/payments/pay_0000000000000").await.status, 404);
        assert_eq!(app.get("/api/v1/payments/inv_0000000000000").await.status, 404);
    });
}
