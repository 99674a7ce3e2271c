//! Movements through the JSON door, on both databases.

use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{Answered, TestApp, on_both};
use serde_json::{Value, json};

use crate::adjust::{Adjust, Finding};
use crate::model::{LocationCode, Reason};
use crate::tests::{HandOver, Order, open_shop, receive, rooms};

fn lines(page: &Answered) -> Vec<String> {
    let line = |item: &Value| {
        let text = |name: &str| item[name].as_str().unwrap().to_owned();
        format!("{} {} {} {}", text("kind"), text("quantity"), text("value"), text("on_hand_after"))
    };
    page.body["items"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn movements_are_listed_newest_first_page_by_page() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "2", "10"), ("TEA", "1", "1"), ("MUG", "3", "10")]).await;
        db.submit(Order::new(1, &[("MUG", "1", false)])).await.unwrap();
        db.submit(HandOver::new(1, &[(1, "MUG", "1")])).await.unwrap();
        let broken = Adjust {
            sku: "MUG".parse().unwrap(),
            location: LocationCode::MAIN,
            finding: Finding::Difference("-0.5".parse().unwrap()),
            reason: Reason::parse("Broken").unwrap(),
            unit_cost: None,
            candidates: Vec::new(),
        };
        db.submit(broken).await.unwrap();
        let app = TestApp::new(&db, Router::new().route("/api/v1/stock/movements", get(super::http::list)));

        let all = app.get("/api/v1/stock/movements?sku=MUG").await;
        let expected =
            ["adjustment -0.5 -5.00 3.5", "issue -1 -10.00 4", "receipt 3 30.00 5", "receipt 2 20.00 2"];
        assert_eq!(lines(&all), expected);
        assert!(
            all.text("/items/0/document").starts_with("adj_")
                && all.text("/items/2/document").starts_with("rct_")
        );
        let issued = &all.body["items"][1];
        let expected = json!({
            "position": issued["position"], "kind": "issue", "quantity": "-1", "value": "-10.00", "currency": "EUR",
            "on_hand_after": "4", "date": "2026-11-24", "recorded_at": "2026-11-24T12:00:00.000000Z",
        });
        assert_eq!(issued, &expected);

        // Page by page, also between the two lines of one receipt.
        let (mut found, mut after) = (Vec::new(), String::new());
        loop {
            let page = app.get(&format!("/api/v1/stock/movements?sku=MUG&limit=1{after}")).await;
            found.extend(lines(&page));
            match page.body["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(found, lines(&all));

        assert_eq!(lines(&app.get("/api/v1/stock/movements?sku=MUG&location=far").await), [""; 0]);
        for (query, status, code) in [
            ("", 400, "bad_query"),
            ("sku=mug", 404, "not_found"),
            ("sku=MUG&location=a%20b", 400, "bad_query"),
            ("sku=MUG&limit=0", 400, "bad_limit"),
            ("sku=MUG&after=c_0000000000001", 400, "bad_cursor"),
            ("sku=MUG&after=1.1", 400, "bad_cursor"),
        ] {
            let bad = app.get(&format!("/api/v1/stock/movements?{query}")).await;
            assert_eq!((bad.status, bad.code()), (status, code), "{query}");
        }
    });
}
