//! Every rule of receiving goods, on both databases, and one story through the JSON door.

use kontor_kernel::{Quantity, UnitPrice};
use kontor_ledger::model::Role;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{Receive, http};
use crate::model::{LocationCode, ReceiptReference};
use crate::samples::receipt;
use crate::tests::{Order, balance, held, last_event, open_shop, outcome, receive, rooms, shown};

fn with(change: impl FnOnce(&mut Receive)) -> Receive {
    let mut receipt = receipt(&[("TEA", "1", "1"), ("MUG", "10", "12.50")]);
    change(&mut receipt);
    receipt
}

/// What comes of one receipt after another, and the stock of mugs after it.
async fn check(db: &TestDb, cases: Vec<(Receive, &str)>) {
    for (receive, expected) in cases {
        let what = format!("{receive:?}");
        let got = match outcome(db.submit(receive).await) {
            done if done == "done" => shown(db, "MUG").await,
            refused => refused,
        };
        assert_eq!(got, expected, "{what}");
    }
}

#[test]
fn what_comes_raises_stock_and_value() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        let cases = vec![
            (receipt(&[("MUG", "10", "12.50")]), "10/0 = 125.00"),
            (receipt(&[("MUG", "0.333", "1"), ("MUG", "0.333", "1")]), "10.666/0 = 125.66"),
            (receipt(&[("MUG", "1000", "0.0375")]), "1010.666/0 = 163.16"),
            (receipt(&[("MUG", "1", "0")]), "1011.666/0 = 163.16"),
            (with(|to| to.date = Some("2026-11-24".parse().unwrap())), "1021.666/0 = 288.16"),
            (with(|to| to.date = Some("2026-10-01".parse().unwrap())), "1031.666/0 = 413.16"),
        ];
        check(&db, cases).await;
        assert_eq!(balance(&db, Role::Stock).await, "415.16");
        assert_eq!(balance(&db, Role::GoodsReceived).await, "-415.16");
    });
}

#[test]
fn a_receipt_that_can_not_be_is_refused() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let most = UnitPrice::new(UnitPrice::MAX);
        let cases = vec![
            (with(|to| to.lines.clear()), "422 receipt_without_lines at lines"),
            (
                with(|to| to.lines = vec![to.lines[0].clone(); 1_001]),
                "422 too_many_receipt_lines at lines count=1001",
            ),
            (
                with(|to| to.lines[1].quantity = Quantity::ZERO),
                "422 bad_receipt_quantity at lines/1/quantity",
            ),
            (
                with(|to| to.lines[0].quantity = Quantity::new(-1)),
                "422 bad_receipt_quantity at lines/0/quantity",
            ),
            (
                with(|to| to.lines[1].unit_cost = UnitPrice::new(-1)),
                "422 negative_unit_cost at lines/1/unit_cost",
            ),
            (with(|to| to.location = LocationCode::parse("b").unwrap()), "422 unknown_location at location"),
            (
                with(|to| to.date = Some("2026-11-25".parse().unwrap())),
                "422 receipt_in_future at date today=2026-11-24",
            ),
            (receipt(&[("MUG", "1", "1"), ("mug", "1", "1")]), "422 unknown_sku at lines/1/sku"),
            (receipt(&[("HELP", "1", "1")]), "422 not_kept_in_stock at lines/0/sku"),
            (
                with(|to| {
                    (to.lines[1].quantity, to.lines[1].unit_cost) = (Quantity::new(Quantity::MAX), most);
                }),
                "422 receipt_too_large at lines/1",
            ),
            // Each is an amount; both together are not.
            (
                with(|to| {
                    let huge = (Quantity::new(6_000_000), most);
                    to.lines.iter_mut().for_each(|line| (line.quantity, line.unit_cost) = huge);
                }),
                "422 receipt_too_large at lines/1",
            ),
            (with(|_| {}), "10/0 = 125.00"),
        ];
        check(&db, cases).await;
    });
}

/// A stock that is worth nearly all that can be counted takes no more, and the books are not asked.
#[test]
fn stock_stays_within_what_can_be_counted() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let huge = || receipt(&[("MUG", "6000", "1000000000")]);
        let yesterday = Receive { date: Some("2026-11-23".parse().unwrap()), ..huge() };
        check(
            &db,
            vec![(yesterday, "6000/0 = 6000000000000.00"), (huge(), "422 receipt_too_large at lines/0")],
        )
        .await;
    });
}

#[test]
fn those_who_wait_are_served_before_anybody_else_the_oldest_first() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        for (holder, quantity) in [(3, "4"), (1, "2"), (2, "5")] {
            db.submit(Order::new(holder, &[("MUG", quantity, true)])).await.unwrap();
        }
        db.submit(Order::new(4, &[("TEA", "1", true)])).await.unwrap();
        receive(&db, &[("MUG", "3", "2"), ("MUG", "2", "2")]).await;
        assert_eq!(held(&db).await, ["1.1 1+1", "2.1 0+5", "3.1 4+0", "4.1 0+1"]);
        assert_eq!(shown(&db, "MUG").await, "5/5 = 10.00");
        assert!(outcome(db.submit(Order::new(5, &[("MUG", "0.001", false)])).await).contains("available=0"));

        let reference = Some(ReceiptReference::parse("LS-1").unwrap());
        db.submit(Receive { reference, ..receipt(&[("MUG", "8", "2"), ("TEA", "3", "1")]) }).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 2+0", "2.1 5+0", "3.1 4+0", "4.1 1+0"]);
        assert_eq!(
            (shown(&db, "MUG").await.as_str(), shown(&db, "TEA").await.as_str()),
            ("13/11 = 26.00", "3/1 = 3.00")
        );
        let expected = json!({
            "receipt": "rct#1",
            "location": "main",
            "date": "2026-11-24",
            "reference": "LS-1",
            "lines": [
                { "product": "prd#2", "sku": "MUG", "quantity": "8", "unit_cost": "2", "value": 1600 },
                { "product": "prd#3", "sku": "TEA", "quantity": "3", "unit_cost": "1", "value": 300 },
            ],
            "filled": [
                { "holder": 1, "line": 1, "quantity": "1" },
                { "holder": 2, "line": 1, "quantity": "5" },
                { "holder": 4, "line": 1, "quantity": "1" },
            ],
        });
        assert_eq!(last_event(&db, "inventory.received").await, expected);
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        db.submit(Order::new(1, &[("TEA", "1", true)])).await.unwrap();
        let routes = Router::new()
            .route("/api/v1/stock/receipts", post(http::receive))
            .route("/api/v1/stock", get(crate::stock::http::list));
        let app = TestApp::new(&db, routes);
        let body = json!({ "reference": "LS-4711", "lines": [
            { "sku": "MUG", "quantity": "10", "unit_cost": "12.50" },
            { "sku": "TEA", "quantity": 2.5, "unit_cost": 3 },
        ] });
        let dry = app.post("/api/v1/stock/receipts?dry_run=true", &body).await;
        assert_eq!((dry.status, dry.text("/answer/value")), (200, "132.50"));
        assert_eq!(dry.text("/events/0/data/lines/0/value"), "125.00");
        assert_eq!(app.get("/api/v1/stock").await.body, json!({ "items": [] }));

        let new = app.post_once("/api/v1/stock/receipts", "k", &body).await;
        let again = app.post_once("/api/v1/stock/receipts", "k", &body).await;
        assert_eq!((again.status, &again.body), (201, &new.body));
        let expected = json!({
            "id": new.text("/id"), "location": "main", "date": "2026-11-24", "reference": "LS-4711",
            "value": "132.50", "currency": "EUR", "lines_filled": 1, "lines": [
                { "product": new.text("/lines/0/product"), "sku": "MUG", "quantity": "10", "value": "125.00" },
                { "product": new.text("/lines/1/product"), "sku": "TEA", "quantity": "2.5", "value": "7.50" },
            ],
        });
        assert_eq!(new.body, expected);

        for (change, code, field) in [
            (json!({ "lines": [] }), "receipt_without_lines", "lines"),
            (json!({ "date": "2026-02-30" }), "bad_json", "date"),
            (json!({ "location": "nowhere" }), "unknown_location", "location"),
            (
                json!({ "lines": [{ "sku": "MUG", "quantity": "-3", "unit_cost": "1" }] }),
                "bad_receipt_quantity",
                "lines/0/quantity",
            ),
            (
                json!({ "lines": [{ "sku": "MUG", "quantity": 1e308, "unit_cost": "1" }] }),
                "bad_json",
                "lines/0/quantity",
            ),
            (
                json!({ "lines": [{ "sku": "🦀", "quantity": "1", "unit_cost": "1" }] }),
                "unknown_sku",
                "lines/0/sku",
            ),
        ] {
            let mut bad = body.clone();
            bad.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let bad = app.post("/api/v1/stock/receipts", &bad).await;
            assert_eq!((bad.code(), bad.text("/field")), (code, field));
        }
    });
}
