//! Every rule of paying back, on both databases, and the door.

use kontor_customers::model::PaymentMethod;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{Refund, http};
use crate::model::PaymentId;
use crate::pay::{RecordPayment, Target};
use crate::samples::{Shop, account, bill, credit_of, entries, outcome, payment_of, refund_of, rooms};

/// What comes of paying back one after another: `number amount`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(Refund, &str)>) {
    for (refund, expected) in cases {
        let shown = format!("{refund:?}");
        let got = outcome(db, refund, |refunded| format!("{} {}", refunded.number, refunded.amount.minor()));
        assert_eq!(got.await, expected, "{shown}");
    }
}

#[test]
fn unassigned_money_goes_back_the_way_it_came() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (_, id) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let by_card =
            RecordPayment { method: PaymentMethod::Card, ..payment_of(Target::Customer(shop.anna), "20.00") };
        let payment = db.submit(by_card).await.unwrap().answer.id;
        assert_eq!(account(&db, shop.anna).await, (0, -810));
        check(
            &db,
            vec![
                (refund_of(payment, "8.11"), "more_than_unassigned"),
                (refund_of(payment, "3.00"), "ER-2026-000001 300"),
                (refund_of(payment, ""), "ER-2026-000002 510"),
                (refund_of(payment, ""), "nothing_unassigned"),
            ],
        )
        .await;
        assert_eq!(account(&db, shop.anna).await, (0, 0));
        // What is credited of a paid invoice can be paid back.
        db.submit(credit_of(id, &[(1, "0.5")])).await.unwrap();
        check(&db, vec![(refund_of(payment, ""), "ER-2026-000003 595")]).await;
        let expected = [
            "2026-11-24 1400 +300 1360 -300",
            "2026-11-24 1400 +510 1360 -510",
            "2026-11-24 1400 +595 1360 -595",
        ];
        assert_eq!(entries(&db, "refund").await, expected);
        assert_eq!(account(&db, shop.anna).await, (0, 0));
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, _) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let all = db.submit(payment_of(Target::Order(order), "11.90")).await.unwrap().answer.id;
        let payment = db.submit(payment_of(Target::Order(order), "10.00")).await.unwrap().answer.id;
        let refund = db.submit(refund_of(payment, "1.00")).await.unwrap().answer.id;
        let dated = |date: &str| Refund { date: Some(date.parse().unwrap()), ..refund_of(payment, "1.00") };
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (refund_of(PaymentId::new(7), ""), "unknown_payment"),
                (refund_of(refund, ""), "not_a_payment"),
                (refund_of(all, ""), "nothing_unassigned"),
                (refund_of(payment, "0"), "bad_refund_amount"),
                (refund_of(payment, "-1.00"), "bad_refund_amount"),
                (refund_of(payment, "9.01"), "more_than_unassigned"),
                (dated("2026-11-25"), "refund_in_future"),
                (dated("2026-11-23"), "refund_before_payment"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
    });
}

#[test]
fn the_door_pays_back() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let payment = db.submit(payment_of(Target::Customer(shop.anna), "10.00")).await.unwrap().answer.id;
        let app = TestApp::new(&db, Router::new().route("/api/v1/payments/{id}/refund", post(http::refund)));
        let path = format!("/api/v1/payments/{payment}/refund");
        let body = json!({ "amount": "4.00", "reason": "Paid twice" });
        let refund = app.post_once(&path, "k", &body).await;
        assert_eq!((refund.status, refund.text("/number")), (201, "ER-2026-000001"), "{refund:?}");
        assert_eq!(app.post_once(&path, "k", &body).await.body, refund.body);
        let refused = app.post(&path, &json!({ "amount": "7.00", "reason": "Paid twice" })).await;
        assert_eq!((refused.status, refused.code()), (409, "more_than_unassigned"));
        assert_eq!(refused.text("/facts/unassigned"), "6.00");
        let bad = app.post(&path, &json!({ "amount": "7,00", "reason": "Paid twice" })).await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (422, "bad_value", "amount"));
    });
}
