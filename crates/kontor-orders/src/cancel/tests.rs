//! Every rule of cancelling, on both databases.

use kontor_kernel::{Quantity, Refuse};
use kontor_store::Failure;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{Cancel, http};
use crate::model::{LineQuantity, OrderId, OrderState};
use crate::rules::{AtVersion, VersionReject};
use crate::samples::{Shop, line, rooms};

fn cancel(order: OrderId, parts: &[(i32, i64)], reason: &str) -> Cancel {
    let part =
        |(line, pieces): &(i32, i64)| LineQuantity { line: *line, quantity: Quantity::new(pieces * 1_000) };
    Cancel { order, lines: parts.iter().map(part).collect(), reason: reason.to_owned() }
}

async fn state(db: &TestDb, order: OrderId) -> (OrderState, String) {
    let (order, lines) = crate::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
    let text = lines.iter().map(|line| format!("{}+{}-{}", line.reserved, line.backordered, line.cancelled));
    (order.state, text.collect::<Vec<_>>().join(" "))
}

#[test]
fn part_by_part_an_order_is_cancelled_as_a_whole_and_its_goods_are_free() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "TEA", "3", "2.50").await;
        let order = db.submit(shop.order(&[line("TEA", "3"), line("BOOK", "2")])).await.unwrap().answer.order;
        db.submit(cancel(order, &[(1, 1)], "one less")).await.unwrap();
        assert_eq!(state(&db, order).await, (OrderState::Placed, "2+0-1 0+2-0".to_owned()));
        // The piece that was given back can be ordered by somebody else.
        db.submit(shop.order(&[line("TEA", "1")])).await.unwrap();
        let whole = db.submit(cancel(order, &[], "changed their mind")).await.unwrap().answer;
        assert!(whole.whole);
        assert_eq!(state(&db, order).await, (OrderState::Cancelled, "0+0-3 0+0-2".to_owned()));
        assert_eq!(db.refused(cancel(order, &[], "again")).await, "order_not_open");
    });
}

#[test]
fn what_is_given_back_goes_to_who_waits_longest() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        shop.receive(&db, "BOOK", "2", "5.00").await;
        let first = db.submit(shop.order(&[line("BOOK", "2")])).await.unwrap().answer.order;
        let second = db.submit(shop.order(&[line("BOOK", "2")])).await.unwrap().answer.order;
        db.submit(cancel(first, &[], "not needed")).await.unwrap();
        assert_eq!(state(&db, second).await, (OrderState::Placed, "2+0-0".to_owned()));
    });
}

#[test]
fn what_can_not_be_cancelled_is_refused_with_its_reason() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = db.submit(shop.order(&[line("BOOK", "2")])).await.unwrap().answer.order;
        for (command, code) in [
            (cancel(order, &[], "  "), "cancel_without_reason"),
            (cancel(OrderId::new(7), &[], "why"), "unknown_order"),
            (cancel(order, &[(9, 1)], "why"), "unknown_order_line"),
            (cancel(order, &[(1, 0)], "why"), "bad_line_quantity"),
            (cancel(order, &[(1, 1), (1, 1)], "why"), "bad_line_quantity"),
            (cancel(order, &[(1, 3)], "why"), "not_cancellable"),
        ] {
            assert_eq!(db.refused(command).await, code);
        }
    });
}

#[test]
fn the_doors_cancel_show_and_list() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let first = db.submit(shop.order(&[line("BOOK", "2")])).await.unwrap().answer;
        let second = db.submit(shop.order(&[line("WRAP", "1")])).await.unwrap().answer;
        let routes = Router::new()
            .route("/api/v1/orders", get(crate::list::http::list))
            .route("/api/v1/orders/tabs", get(crate::list::http::tabs))
            .route("/api/v1/orders/{id}", get(crate::show::http::show))
            .route("/api/v1/orders/{id}/cancel", post(http::cancel));
        let app = TestApp::new(&db, routes);

        let chain = app.get(&format!("/api/v1/orders?customer={}&limit=1", shop.customer)).await;
        assert_eq!(chain.text("/items/0/number"), second.number);
        let next = format!("/api/v1/orders?customer={}&limit=1&after={}", shop.customer, chain.text("/next"));
        assert_eq!(app.get(&next).await.text("/items/0/number"), first.number);

        let path = format!("/api/v1/orders/{}/cancel", first.order);
        let done =
            app.post(&path, &json!({ "reason": "no", "lines": [{ "line": 1, "quantity": "2" }] })).await;
        assert_eq!((done.status, &done.body["whole"]), (200, &json!(true)), "{done:?}");
        let shown = app.get(&format!("/api/v1/orders/{}", first.order)).await;
        assert_eq!((shown.text("/state"), shown.text("/lines/0/cancelled")), ("cancelled", "2"));
        assert_eq!(app.get("/api/v1/orders/ord_0000000000001").await.status, 404);

        let board = app.get("/api/v1/orders?tab=to_ship").await;
        assert_eq!(board.body["items"].as_array().unwrap().len(), 1, "{board:?}");
        assert_eq!(board.text("/items/0/number"), second.number);
        let tabs = app.get("/api/v1/orders/tabs").await;
        let count = |tab: &str| {
            let tabs = tabs.body.as_array().unwrap();
            tabs.iter().find(|row| row["tab"] == tab).map_or(0, |row| row["count"].as_i64().unwrap())
        };
        assert_eq!((count("to_ship"), count("cancelled"), count("completed")), (1, 1, 0));
        assert_eq!(app.get("/api/v1/orders?channel=web").await.code(), "bad_query");
        assert_eq!(
            app.get(&format!("/api/v1/orders?number={}", second.number)).await.text("/items/0/state"),
            "placed"
        );
    });
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_cancelled_unread() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = db.submit(shop.order(&[line("BOOK", "5")])).await.unwrap().answer.order;
        let seen = crate::show::one(&db.reads, db.org, order).await.unwrap().unwrap().0.version;
        let at =
            |version: Option<i64>, command| AtVersion { seen_at: version.map(|at| (order, at)), command };
        db.submit(at(Some(seen), cancel(order, &[(1, 1)], "one less"))).await.unwrap();
        let late = at(Some(seen), cancel(order, &[(1, 1)], "one less"));
        let refusal = match db.submit(late).await {
            Err(Failure::Refused(refusal)) => refusal,
            other => panic!("{:?}", other.map(|reply| reply.answer)),
        };
        let now = crate::show::one(&db.reads, db.org, order).await.unwrap().unwrap().0.version;
        let reject = VersionReject::ChangedMeanwhile { version: now };
        assert_eq!((*refusal, now > seen), (reject.refusal(), true));
        db.submit(at(None, cancel(order, &[(1, 1)], "whatever"))).await.unwrap();
        // An order that does not exist is refused by the command itself.
        let nowhere = OrderId::new(7);
        let unknown = AtVersion { seen_at: Some((nowhere, 1)), command: cancel(nowhere, &[], "why") };
        assert_eq!(db.refused(unknown).await, "unknown_order");
        assert_eq!(state(&db, order).await, (OrderState::Placed, "0+3-2".to_owned()));
    });
}

#[test]
fn the_door_takes_the_version_as_if_match() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = db.submit(shop.order(&[line("BOOK", "5")])).await.unwrap().answer.order;
        let routes = Router::new()
            .route("/api/v1/orders/{id}", get(crate::show::http::show))
            .route("/api/v1/orders/{id}/cancel", post(http::cancel));
        let app = TestApp::new(&db, routes);
        let shown = app.get(&format!("/api/v1/orders/{order}")).await;
        let tag = shown.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(tag, format!("\"{}\"", shown.body["version"]));

        let path = format!("/api/v1/orders/{order}/cancel");
        let body = json!({ "reason": "one less", "lines": [{ "line": 1, "quantity": "1" }] }).to_string();
        for (tag, status, code) in [
            (&*tag, 200, ""),
            (&*tag, 409, "changed_meanwhile"),
            ("*", 200, ""),
            ("12", 400, "bad_if_match"),
            ("\"x\"", 400, "bad_if_match"),
            ("W/\"12\"", 400, "bad_if_match"),
        ] {
            let done = app.send(Method::POST, &path, &[("if-match", tag)], body.clone()).await;
            assert_eq!((done.status, done.code()), (status, code), "{tag}");
        }
        assert_eq!(state(&db, order).await.1, "0+3-2");
    });
}
