//! Every rule of adjusting stock, on both databases, and one story through the JSON door.

use kontor_catalog::model::Sku;
use kontor_kernel::{Quantity, UnitPrice};
use kontor_ledger::model::Role;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{Adjust, CANDIDATES, Finding, candidates, http};
use crate::model::{LocationCode, Reason};
use crate::tests::{Order, balance, held, last_event, open_shop, outcome, receive, rooms, shown};

fn adjust(sku: &str, finding: Finding) -> Adjust {
    Adjust {
        sku: Sku::parse(sku).unwrap(),
        location: LocationCode::MAIN,
        finding,
        reason: Reason::parse("Stocktake").unwrap(),
        unit_cost: None,
        candidates: Vec::new(),
    }
}

fn counted(quantity: &str) -> Adjust {
    adjust("MUG", Finding::Counted(quantity.parse().unwrap()))
}

fn difference(quantity: &str) -> Adjust {
    adjust("MUG", Finding::Difference(quantity.parse().unwrap()))
}

fn at(cost: &str, adjust: Adjust) -> Adjust {
    Adjust { unit_cost: Some(cost.parse().unwrap()), ..adjust }
}

/// With the reservations that a door finds.
async fn with_candidates(db: &TestDb, adjust: Adjust) -> Adjust {
    let product = kontor_catalog::show::by_sku(&db.reads, db.org, &adjust.sku).await.unwrap();
    let Some(product) = product else { return adjust };
    let found = candidates(&db.reads, db.org, (product.id, adjust.location), adjust.finding).await.unwrap();
    Adjust { candidates: found, ..adjust }
}

/// What comes of one adjustment after another: the stock of mugs after it and what stock differences came to in all,
/// or the refusal.
async fn check(db: &TestDb, cases: Vec<(Adjust, &str)>) {
    for (adjust, expected) in cases {
        let what = format!("{adjust:?}");
        let adjust = with_candidates(db, adjust).await;
        let got = match outcome(db.submit(adjust).await) {
            done if done == "done" => {
                format!("{}, lost {}", shown(db, "MUG").await, balance(db, Role::StockDifference).await)
            }
            refused => refused,
        };
        assert_eq!(got, expected, "{what}");
    }
}

#[test]
fn gains_are_worth_the_last_cost_and_losses_the_average() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "2", "10"), ("MUG", "2", "20")]).await;
        let cases = vec![
            (counted("4"), "4/0 = 60.00, lost 0.00"),
            (counted("5"), "5/0 = 80.00, lost -20.00"),
            (difference("-2"), "3/0 = 48.00, lost 12.00"),
            (at("5", difference("1")), "4/0 = 53.00, lost 7.00"),
            // What was given once is the last cost now.
            (difference("1"), "5/0 = 58.00, lost 2.00"),
            // A cost says nothing about a loss, and does not become the last one.
            (at("100", difference("-1")), "4/0 = 46.40, lost 13.60"),
            (difference("0.5"), "4.5/0 = 48.90, lost 11.10"),
            (counted("0"), "0/0 = 0.00, lost 60.00"),
            (counted("0"), "0/0 = 0.00, lost 60.00"),
            (counted("2"), "2/0 = 10.00, lost 50.00"),
        ];
        check(&db, cases).await;
        assert_eq!(balance(&db, Role::Stock).await, "10.00");
        let expected = json!({
            "adjustment": "adj#1",
            "product": "prd#2",
            "sku": "MUG",
            "location": "main",
            "date": "2026-11-24",
            "quantity": "2",
            "value": 1000,
            "reason": "Stocktake",
        });
        assert_eq!(last_event(&db, "inventory.adjusted").await, expected);
    });
}

#[test]
fn an_adjustment_that_can_not_be_is_refused() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let elsewhere = LocationCode::parse("b").unwrap();
        let most = UnitPrice::new(UnitPrice::MAX);
        let huge = Finding::Counted(Quantity::new(Quantity::MAX));
        let cases = vec![
            (counted("-1"), "422 negative_count at on_hand"),
            (difference("0"), "422 no_difference at delta"),
            (at("-1", counted("1")), "422 negative_unit_cost at unit_cost"),
            (Adjust { location: elsewhere, ..counted("1") }, "422 unknown_location at location"),
            (adjust("mug", Finding::Counted(Quantity::ONE)), "422 unknown_sku at sku"),
            (adjust("HELP", Finding::Counted(Quantity::ONE)), "422 not_kept_in_stock at sku"),
            (difference("-0.001"), "409 less_than_nothing at delta on_hand=0"),
            (counted("1"), "422 cost_unknown at unit_cost"),
            (Adjust { unit_cost: Some(most), ..adjust("MUG", huge) }, "422 adjustment_too_large"),
            (at("3", counted("2")), "2/0 = 6.00, lost -6.00"),
            (difference("-2.001"), "409 less_than_nothing at delta on_hand=2"),
        ];
        check(&db, cases).await;
    });
}

#[test]
fn a_count_that_agrees_is_on_record() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        check(&db, vec![(counted("0"), "0/0 = 0.00, lost 0.00")]).await;
        let events = db.events().await;
        assert!(events.last().unwrap().starts_with("inventory.adjusted"), "{events:?}");
    });
}

#[test]
fn a_gain_goes_to_those_who_wait() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        db.submit(Order::new(2, &[("MUG", "2", true)])).await.unwrap();
        db.submit(Order::new(1, &[("MUG", "2", true)])).await.unwrap();
        check(&db, vec![(at("1", counted("3")), "3/3 = 3.00, lost -3.00")]).await;
        assert_eq!(held(&db).await, ["1.1 1+1", "2.1 2+0"]);
        let event = last_event(&db, "inventory.adjusted").await;
        let filled =
            json!([{ "holder": 2, "line": 1, "quantity": "2" }, { "holder": 1, "line": 1, "quantity": "1" }]);
        assert_eq!(
            (&event["filled"], &event["unit_cost"], event.get("shorted")),
            (&filled, &json!("1"), None)
        );
    });
}

#[test]
fn a_count_below_what_is_reserved_takes_from_the_youngest() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "10", "1"), ("TEA", "5", "1")]).await;
        db.submit(Order::new(2, &[("MUG", "4", false), ("TEA", "5", false)])).await.unwrap();
        db.submit(Order::new(1, &[("MUG", "2", false), ("MUG", "3", false)])).await.unwrap();
        db.submit(Order::new(3, &[("MUG", "2", true)])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 2+0", "1.2 3+0", "2.1 4+0", "2.2 5+0", "3.1 1+1"]);
        // Order 3 is the youngest, then the second line of order 1.
        check(&db, vec![(difference("-3"), "7/7 = 7.00, lost 3.00")]).await;
        assert_eq!(held(&db).await, ["1.1 2+0", "1.2 1+2", "2.1 4+0", "2.2 5+0", "3.1 0+2"]);
        let expected = json!({
            "adjustment": "adj#1",
            "product": "prd#2",
            "sku": "MUG",
            "location": "main",
            "date": "2026-11-24",
            "quantity": "-3",
            "value": -300,
            "reason": "Stocktake",
            "shorted": [
                { "holder": 3, "line": 1, "quantity": "1" },
                { "holder": 1, "line": 2, "quantity": "2" },
            ],
        });
        assert_eq!(last_event(&db, "inventory.adjusted").await, expected);
        // What is found again goes to the oldest first.
        check(&db, vec![(counted("9.5"), "9.5/9.5 = 9.50, lost 0.50")]).await;
        assert_eq!(held(&db).await, ["1.1 2+0", "1.2 3+0", "2.1 4+0", "2.2 5+0", "3.1 0.5+1.5"]);
        check(&db, vec![(counted("0"), "0/0 = 0.00, lost 10.00")]).await;
        assert_eq!(held(&db).await, ["1.1 0+2", "1.2 0+3", "2.1 0+4", "2.2 5+0", "3.1 0+2"]);
    });
}

#[test]
fn reservations_that_no_longer_suffice_ask_for_another_try() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "3", "1"), ("TEA", "3", "1")]).await;
        db.submit(Order::new(1, &[("MUG", "1", false), ("TEA", "3", false)])).await.unwrap();
        let late = with_candidates(&db, counted("1")).await;
        assert_eq!(late.candidates, [], "enough is left");
        db.submit(Order::new(2, &[("MUG", "2", false)])).await.unwrap();
        assert_eq!(outcome(db.submit(late).await), "409 stock_moved");
        // Goods of another product, gone orders and the same one twice are of no help.
        let wrong = Adjust { candidates: vec![(1, 2), (7, 1), (1, 1), (1, 1)], ..counted("1") };
        assert_eq!(outcome(db.submit(wrong).await), "409 stock_moved");
        let many = Adjust { candidates: vec![(7, 1); CANDIDATES], ..counted("1") };
        assert_eq!(outcome(db.submit(many).await), "409 too_many_reservations");
        assert_eq!(held(&db).await, ["1.1 1+0", "1.2 3+0", "2.1 2+0"]);
        check(&db, vec![(counted("1"), "1/1 = 1.00, lost 2.00")]).await;
        assert_eq!(held(&db).await, ["1.1 1+0", "1.2 3+0", "2.1 0+2"]);
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "10", "12.50")]).await;
        db.submit(Order::new(1, &[("MUG", "9", false)])).await.unwrap();
        let app = TestApp::new(&db, Router::new().route("/api/v1/stock/adjustments", post(http::adjust)));
        let path = "/api/v1/stock/adjustments";
        let body = json!({ "sku": "MUG", "on_hand": 8, "reason": "Two broken" });

        let dry = app.post(&format!("{path}?dry_run=true"), &body).await;
        assert_eq!((dry.status, dry.text("/answer/quantity")), (200, "-2"));
        let new = app.post_once(path, "k", &body).await;
        let expected = json!({
            "id": new.text("/id"), "product": new.text("/product"), "sku": "MUG", "location": "main",
            "date": "2026-11-24", "quantity": "-2", "value": "-25.00", "currency": "EUR",
            "lines_filled": 0, "lines_shorted": 1,
        });
        assert_eq!((new.status, &new.body), (201, &expected));
        assert_eq!(app.post_once(path, "k", &body).await.body, new.body);
        assert_eq!(
            (shown(&db, "MUG").await.as_str(), held(&db).await),
            ("8/8 = 100.00", vec!["1.1 8+1".to_owned()])
        );

        for (bad, status, code) in [
            (json!({ "sku": "MUG", "reason": "?" }), 422, "count_or_difference"),
            (json!({ "sku": "MUG", "on_hand": 1, "delta": 1, "reason": "?" }), 422, "count_or_difference"),
            (json!({ "sku": "MUG", "on_hand": 1 }), 400, "bad_json"),
            (json!({ "sku": "MUG", "on_hand": 1, "reason": "\u{0}" }), 400, "bad_json"),
            (json!({ "sku": "MUG", "on_hand": "1e3", "reason": "?" }), 400, "bad_json"),
            (json!({ "sku": "mug", "on_hand": 1, "reason": "?" }), 422, "unknown_sku"),
            (json!({ "sku": "MUG", "delta": "-8.5", "reason": "?" }), 409, "less_than_nothing"),
        ] {
            let answer = app.post(path, &bad).await;
            assert_eq!((answer.status, answer.code()), (status, code), "{bad}");
        }
    });
}
