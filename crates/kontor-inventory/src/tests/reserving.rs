//! The rules that rooms above call: allocate, reserve, release, issue; on both databases.

use kontor_kernel::Quantity;
use kontor_ledger::model::Role;
use kontor_testkit::{TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{
    GiveBack, HandOver, Order, balance, held, last_event, open_shop, outcome, receive, rooms, shown,
};
use crate::model::LocationCode;
use crate::rules::Reject;

fn pieces(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn back(holder: i64, lines: &[(i32, &str)]) -> GiveBack {
    GiveBack { holder, lines: lines.iter().map(|(line, quantity)| (*line, pieces(quantity))).collect() }
}

/// What comes of one order after another.
async fn check(db: &TestDb, cases: Vec<(Order, &str)>) {
    for (order, expected) in cases {
        let shown = format!("{order:?}");
        assert_eq!(outcome(db.submit(order).await), expected, "{shown}");
    }
}

#[test]
fn an_order_gets_what_is_available_or_is_told_how_much_that_is() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "10", "12.50")]).await;
        let elsewhere = Order { location: LocationCode::parse("b").unwrap(), ..Order::new(9, &[]) };
        check(
            &db,
            vec![
                (Order::new(1, &[("MUG", "3", false)]), "done"),
                (Order::new(2, &[("MUG", "3", false)]), "done"),
                (Order::new(3, &[("MUG", "3", false)]), "done"),
                (
                    Order::new(4, &[("MUG", "3", false)]),
                    "409 out_of_stock at lines/0/quantity sku=MUG available=1 asked=3",
                ),
                (
                    Order::new(5, &[("MUG", "0.5", false), ("TEA", "1", false)]),
                    "409 out_of_stock at lines/1/quantity sku=TEA available=0 asked=1",
                ),
                // Lines of one product are counted together.
                (
                    Order::new(6, &[("MUG", "0.6", false), ("MUG", "0.6", false)]),
                    "409 out_of_stock at lines/1/quantity sku=MUG available=0.4 asked=0.6",
                ),
                (Order::new(7, &[("MUG", "0.6", false), ("MUG", "0.4", false)]), "done"),
                (Order::new(8, &[]), "done"),
                (elsewhere, "422 unknown_location at location"),
            ],
        )
        .await;
        assert_eq!(shown(&db, "MUG").await, "10/10 = 125.00");
        assert_eq!(held(&db).await, ["1.1 3+0", "2.1 3+0", "3.1 3+0", "7.1 0.6+0", "7.2 0.4+0"]);
        let refusals = ["unknown_location", "location_closed", "out_of_stock"];
        assert_eq!(Reject::DOCS.iter().map(|doc| doc.code).collect::<Vec<_>>(), refusals);
    });
}

#[test]
fn what_may_wait_takes_what_is_there_and_waits_for_the_rest() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "2", "12.50")]).await;
        let lines = [("MUG", "1", true), ("MUG", "3", true), ("TEA", "5", true)];
        db.submit(Order::new(1, &lines)).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 1+0", "1.2 1+2", "1.3 0+5"]);
        assert_eq!(
            (shown(&db, "MUG").await.as_str(), shown(&db, "TEA").await.as_str()),
            ("2/2 = 25.00", "none")
        );
        let expected = json!({
            "holder": 1,
            "location": "main",
            "lines": [
                { "line": 1, "product": "prd#1", "reserved": "1" },
                { "line": 2, "product": "prd#1", "reserved": "1", "waiting": "2" },
                { "line": 3, "product": "prd#2", "waiting": "5" },
            ],
        });
        assert_eq!(last_event(&db, "inventory.reserved").await, expected);
        let events = db.events().await.len();
        db.submit(Order::new(2, &[])).await.unwrap();
        assert_eq!(db.events().await.len(), events, "nothing is not recorded");
    });
}

#[test]
fn one_unit_and_many_buyers_at_once_make_one_order() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "1", "12.50")]).await;
        let mut buyers = tokio::task::JoinSet::new();
        for holder in 1..=200 {
            let db = db.clone();
            buyers.spawn(async move { outcome(db.submit(Order::new(holder, &[("MUG", "1", false)])).await) });
        }
        let mut done = 0;
        for order in buyers.join_all().await {
            match order.as_str() {
                "done" => done += 1,
                other => {
                    assert_eq!(other, "409 out_of_stock at lines/0/quantity sku=MUG available=0 asked=1");
                }
            }
        }
        assert_eq!((done, shown(&db, "MUG").await.as_str()), (1, "1/1 = 12.50"));
    });
}

#[test]
fn what_is_given_back_was_waited_for_first_and_goes_to_the_oldest_who_wait() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "5", "12.50"), ("TEA", "2", "3")]).await;
        db.submit(Order::new(1, &[("MUG", "4", true), ("TEA", "2", true)])).await.unwrap();
        db.submit(Order::new(3, &[("MUG", "3", true)])).await.unwrap();
        db.submit(Order::new(2, &[("MUG", "2", true), ("TEA", "1", true)])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 4+0", "1.2 2+0", "2.1 0+2", "2.2 0+1", "3.1 1+2"]);

        // What was waited for frees nothing.
        db.submit(back(3, &[(1, "1")])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 4+0", "1.2 2+0", "2.1 0+2", "2.2 0+1", "3.1 1+1"]);
        assert_eq!(last_event(&db, "inventory.released").await.get("filled"), None);

        // Order 3 is older than order 2, and gets what it waits for first.
        db.submit(back(1, &[(1, "2"), (2, "1.5")])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 2+0", "1.2 0.5+0", "2.1 1+1", "2.2 1+0", "3.1 2+0"]);
        assert_eq!(shown(&db, "TEA").await, "2/1.5 = 6.00");
        let expected = json!({
            "holder": 1,
            "lines": [
                { "line": 1, "product": "prd#1", "location": "main", "reserved": "2" },
                { "line": 2, "product": "prd#2", "location": "main", "reserved": "1.5" },
            ],
            "filled": [
                { "holder": 3, "line": 1, "quantity": "1" },
                { "holder": 2, "line": 1, "quantity": "1" },
                { "holder": 2, "line": 2, "quantity": "1" },
            ],
        });
        assert_eq!(last_event(&db, "inventory.released").await, expected);

        // Its own line that waits no longer in the same event gets nothing.
        db.submit(Order::new(4, &[("MUG", "1", true)])).await.unwrap();
        db.submit(back(2, &[(1, "2"), (2, "1")])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 2+0", "1.2 0.5+0", "3.1 2+0", "4.1 1+0"]);
        db.submit(back(1, &[(1, "2"), (2, "0.5")])).await.unwrap();
        assert_eq!(held(&db).await, ["3.1 2+0", "4.1 1+0"]);
        assert_eq!(shown(&db, "MUG").await, "5/3 = 62.50");
    });
}

#[test]
fn goods_of_another_location_fill_nobody() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        let far = LocationCode::parse("far").unwrap();
        let add = crate::add_location::AddLocation { code: far, ..crate::samples::main_location() };
        db.submit(add).await.unwrap();
        db.submit(crate::receive::Receive { location: far, ..crate::samples::receipt(&[("MUG", "3", "1")]) })
            .await
            .unwrap();
        db.submit(Order::new(1, &[("MUG", "2", true)])).await.unwrap();
        let there = Order { location: far, ..Order::new(2, &[("MUG", "3", false)]) };
        db.submit(there).await.unwrap();
        db.submit(back(2, &[(1, "3")])).await.unwrap();
        assert_eq!(held(&db).await, ["1.1 0+2"]);
        receive(&db, &[("MUG", "1", "1")]).await;
        assert_eq!(held(&db).await, ["1.1 1+1"]);
        assert_eq!(shown(&db, "MUG").await, "far 3/0, main 1/1 = 4.00");
    });
}

#[test]
fn goods_leave_at_the_moving_average_and_the_last_piece_takes_the_rest() {
    on_both_alone(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "1", "1.00"), ("MUG", "2", "1.00"), ("TEA", "4", "2.50")]).await;
        receive(&db, &[("MUG", "3", "1.3333")]).await;
        // 3.00 + 4.00 for six pieces.
        assert_eq!(shown(&db, "MUG").await, "6/0 = 7.00");
        db.submit(Order::new(1, &[("MUG", "4", false), ("TEA", "1", false), ("MUG", "2", false)]))
            .await
            .unwrap();

        let ship = |lines: &[(i32, &str, &str)]| db.submit(HandOver::new(1, lines));
        ship(&[(1, "MUG", "1")]).await.unwrap();
        assert_eq!(shown(&db, "MUG").await, "5/5 = 5.83");
        assert_eq!(balance(&db, Role::CostOfGoods).await, "1.17");
        // Lines of one product leave one after the other: 1.17 of 5.83, then 1.17 of 4.66.
        ship(&[(1, "MUG", "1"), (2, "TEA", "1"), (3, "MUG", "1")]).await.unwrap();
        let expected = json!({
            "holder": 1,
            "document": 900,
            "date": "2026-11-24",
            "lines": [
                { "line": 1, "product": "prd#1", "location": "main", "quantity": "1", "value": 117 },
                { "line": 2, "product": "prd#2", "location": "main", "quantity": "1", "value": 250 },
                { "line": 3, "product": "prd#1", "location": "main", "quantity": "1", "value": 117 },
            ],
        });
        assert_eq!(last_event(&db, "inventory.issued").await, expected);
        ship(&[(1, "MUG", "2"), (3, "MUG", "1")]).await.unwrap();
        assert_eq!((shown(&db, "MUG").await.as_str(), held(&db).await), ("0/0 = 0.00", Vec::new()));
        assert_eq!(balance(&db, Role::CostOfGoods).await, "9.50");
        assert_eq!(balance(&db, Role::Stock).await, "7.50");
        assert_eq!(balance(&db, Role::GoodsReceived).await, "-17.00");
        let events = db.events().await.len();
        ship(&[]).await.unwrap();
        assert_eq!(db.events().await.len(), events, "nothing is not recorded");
    });
}

#[test]
fn goods_that_cost_nothing_leave_without_an_entry() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "1", "0")]).await;
        db.submit(Order::new(1, &[("MUG", "1", false)])).await.unwrap();
        db.submit(HandOver::new(1, &[(1, "MUG", "1")])).await.unwrap();
        assert!(db.events().await.iter().all(|event| !event.starts_with("ledger.booked")));
        assert_eq!(shown(&db, "MUG").await, "0/0 = 0.00");
    });
}

/// What the rooms above have refused already is a contradiction here, and leaves nothing behind.
#[test]
fn more_than_is_held_is_never_given_back_or_handed_over() {
    on_both(rooms, |db| async move {
        open_shop(&db).await;
        receive(&db, &[("MUG", "3", "1"), ("TEA", "3", "1")]).await;
        db.submit(Order::new(1, &[("MUG", "2", false)])).await.unwrap();
        let events = db.events().await;
        for broken in [
            db.submit(back(1, &[(1, "3")])).await,
            db.submit(back(1, &[(2, "1")])).await,
            db.submit(back(1, &[(1, "2"), (1, "2")])).await,
            db.submit(HandOver::new(1, &[(1, "MUG", "2.001")])).await,
            db.submit(HandOver::new(1, &[(1, "TEA", "1")])).await,
            db.submit(HandOver::new(2, &[(1, "MUG", "1")])).await,
        ] {
            assert!(matches!(broken, Err(kontor_store::Failure::Fault(_))), "it was done");
        }
        assert_eq!((db.events().await, held(&db).await), (events, vec!["1.1 2+0".to_owned()]));
    });
}
