//! Every rule of taking money, on both databases, and the door.

use kontor_customers::model::{CustomerId, PaymentMethod};
use kontor_kernel::Amount;
use kontor_orders::model::OrderId;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{RecordPayment, Target, http};
use crate::issue::IssueInvoice;
use crate::model::InvoiceId;
use crate::samples::{
    Shop, account, bill, credit_of, deliver, entries, invoice_of, line, named, order_of, outcome, payment_of,
    place, rooms, standing, state,
};

/// What comes of paying one after another: `number settled… rest`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(RecordPayment, &str)>) {
    for (payment, expected) in cases {
        let shown = format!("{payment:?}");
        let got = outcome(db, payment, |paid| {
            let settles = paid.settles.iter().map(|part| format!(" {}", part.amount.minor()));
            format!("{}{} rest {}", paid.number, settles.collect::<String>(), paid.unassigned().minor())
        });
        assert_eq!(got.await, expected, "{shown}");
    }
}

#[test]
fn money_settles_the_oldest_open_invoices_first_in_parts_or_too_much() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (first_order, first) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (_, second) = bill(&db, shop.anna, &[("TEA", "2")]).await;
        // Issued last, but dated first.
        let order = deliver(&db, shop.anna, &[("WRAP", "1")]).await;
        let dated =
            IssueInvoice { document_date: Some("2026-11-01".parse().unwrap()), ..invoice_of(order, &[]) };
        let third = db.submit(dated).await.unwrap().answer.id;
        let (_, others) = bill(&db, shop.ben, &[("TEA", "1")]).await;
        let pay = |amount| payment_of(Target::Customer(shop.anna), amount);
        check(
            &db,
            vec![(pay("0.40"), "ZE-2026-000001 40 rest 0"), (pay("10.00"), "ZE-2026-000002 60 940 rest 0")],
        )
        .await;
        assert_eq!(standing(&db, third).await, "100+0/100 paid");
        assert_eq!(standing(&db, first).await, "940+0/1190 partly_paid");
        assert_eq!(state(&db, first_order).await, "placed");
        check(&db, vec![(pay("50.00"), "ZE-2026-000003 250 2380 rest 2370")]).await;
        assert_eq!(standing(&db, second).await, "2380+0/2380 paid");
        assert_eq!(standing(&db, others).await, "0+0/1190 open");
        assert_eq!(state(&db, first_order).await, "completed");
        assert_eq!(account(&db, shop.anna).await, (0, -2_370));
        let expected = [
            "2026-11-24 1200 +40 1400 -40",
            "2026-11-24 1200 +1000 1400 -1000",
            "2026-11-24 1200 +5000 1400 -5000",
        ];
        assert_eq!(entries(&db, "payment").await, expected);
    });
}

#[test]
fn money_for_an_order_settles_its_invoices_alone() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (_, older) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (order, id) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        check(&db, vec![(payment_of(Target::Order(order), "20.00"), "ZE-2026-000001 1190 rest 810")]).await;
        assert_eq!(standing(&db, id).await, "1190+0/1190 paid");
        assert_eq!(standing(&db, older).await, "0+0/1190 open");
        // An order without a customer.
        let sale = db.submit(order_of(None, vec![line("WRAP", "1")])).await.unwrap().answer.order;
        let id = db.submit(invoice_of(sale, &[(1, "1")])).await.unwrap().answer.id;
        check(&db, vec![(payment_of(Target::Order(sale), "1.00"), "ZE-2026-000002 100 rest 0")]).await;
        assert_eq!(standing(&db, id).await, "100+0/100 paid");
    });
}

#[test]
fn named_invoices_get_what_they_are_given_and_the_others_what_is_left() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, first) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (_, second) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (_, third) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let all = named(&[(third, ""), (first, "5.00"), (second, "")]);
        check(
            &db,
            vec![
                // The named amount first, then the others in their order.
                (payment_of(all, "20.00"), "ZE-2026-000001 500 1190 310 rest 0"),
                (payment_of(named(&[(first, "")]), "10.00"), "ZE-2026-000002 690 rest 310"),
                (payment_of(named(&[(first, "")]), "1.00"), "ZE-2026-000003 rest 100"),
            ],
        )
        .await;
        assert_eq!(standing(&db, second).await, "310+0/1190 partly_paid");
        // What is over is meant for the order of the one invoice, and for no order when there are several.
        let rows = crate::payments::page(&db.reads, db.org, crate::payments::Filter::All, i64::MAX, 10).await;
        let orders: Vec<Option<OrderId>> = rows.unwrap().into_iter().map(|row| row.order_id).collect();
        assert_eq!(orders, [Some(order), Some(order), None]);
    });
}

#[test]
fn money_comes_to_the_account_of_its_method() {
    on_both(rooms, |db| async move {
        let shop = Shop::open_in(&db, "FR").await;
        for method in PaymentMethod::ALL {
            let payment = payment_of(Target::Customer(shop.anna), "1.00");
            db.submit(RecordPayment { method: *method, ..payment }).await.unwrap();
        }
        let accounts: Vec<String> = entries(&db, "payment")
            .await
            .iter()
            .map(|entry| entry.split(' ').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(accounts, ["1200", "1200", "1360", "1200", "1360", "1000"]);
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (_, id) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (_, more) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let (_, others) = bill(&db, shop.ben, &[("TEA", "1")]).await;
        let note = db.submit(credit_of(id, &[(1, "0.5")])).await.unwrap().answer.id;
        let pay = |target, amount| payment_of(target, amount);
        let anna = || pay(Target::Customer(shop.anna), "1.00");
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (pay(Target::Customer(shop.anna), "0"), "bad_payment_amount"),
                (pay(Target::Customer(shop.anna), "-1.00"), "bad_payment_amount"),
                (pay(named(&[]), "1.00"), "payment_without_target"),
                (RecordPayment { method: PaymentMethod::Cash, ..anna() }, "cash_needs_tse"),
                (RecordPayment { date: Some("2026-11-25".parse().unwrap()), ..anna() }, "payment_in_future"),
                (pay(Target::Customer(CustomerId::new(7)), "1.00"), "unknown_customer"),
                (pay(Target::Order(OrderId::new(7)), "1.00"), "unknown_order"),
                (pay(named(&[(id, ""), (InvoiceId::new(7), "")]), "1.00"), "unknown_invoice"),
                (pay(named(&[(id, ""), (id, "")]), "1.00"), "invoice_named_twice"),
                (pay(named(&[(id, ""), (note, "")]), "1.00"), "not_an_invoice"),
                (pay(named(&[(id, ""), (others, "")]), "1.00"), "invoice_of_other_customer"),
                (pay(named(&[(id, "0")]), "1.00"), "bad_invoice_amount"),
                (pay(named(&[(id, "5.96")]), "10.00"), "more_than_open"),
                (pay(named(&[(id, "5.95"), (more, "5.00")]), "10.00"), "more_than_paid"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        let on = |date: &str, amount| RecordPayment {
            date: Some(date.parse().unwrap()),
            ..pay(Target::Customer(shop.anna), amount)
        };
        let largest = RecordPayment { amount: Amount::new(Amount::MAX), ..on("2026-11-22", "1.00") };
        check(
            &db,
            vec![
                // The customer owed 17.85, so the balance has room for that much more; the day's account has none.
                (largest, "ZE-2026-000001 595 1190 rest 999999999998215"),
                (on("2026-11-22", "1.00"), "account_moves_too_much"),
                (on("2026-11-21", "17.86"), "balance_too_large"),
                (on("2026-11-21", "17.85"), "ZE-2026-000002 rest 1785"),
            ],
        )
        .await;
    });
}

#[test]
fn money_ahead_of_any_invoice_is_unassigned() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.ben, &[("TEA", "1")]).await;
        check(&db, vec![(payment_of(Target::Order(order), "11.90"), "ZE-2026-000001 rest 1190")]).await;
        assert_eq!(account(&db, shop.ben).await, (1_190, -1_190));
        let invoice = db.submit(invoice_of(order, &[(1, "1")])).await.unwrap().answer;
        assert_eq!(standing(&db, invoice.id).await, "1190+0/1190 paid");
        assert_eq!(account(&db, shop.ben).await, (0, 0));
    });
}

#[test]
fn the_door_takes_money() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, id) = bill(&db, shop.anna, &[("TEA", "1")]).await;
        let app = TestApp::new(&db, Router::new().route("/api/v1/payments", post(http::record)));
        let path = "/api/v1/payments";
        let body = json!({ "method": "card", "amount": "5.00", "invoices": [{ "invoice": id, "amount": "4.00" }],
            "date": "2026-11-20", "reference": "TX-1" });
        let paid = app.post_once(path, "k", &body).await;
        assert_eq!((paid.status, paid.text("/settles/0/amount")), (201, "4.00"), "{paid:?}");
        assert_eq!((paid.text("/unassigned"), paid.text("/order")), ("1.00", order.to_string().as_str()));
        assert_eq!(app.post_once(path, "k", &body).await.body, paid.body);
        let for_order = app.post(path, &json!({ "method": "invoice", "amount": "1", "order": order })).await;
        assert_eq!((for_order.status, for_order.text("/number")), (201, "ZE-2026-000002"), "{for_order:?}");
        for (body, status, code, field) in [
            (json!({ "method": "card", "amount": "1.00" }), 422, "payment_without_target", ""),
            (
                json!({ "method": "card", "amount": "1.00", "order": order, "customer": shop.anna }),
                422,
                "payment_without_target",
                "",
            ),
            (json!({ "method": "card", "amount": "1.001", "order": order }), 422, "bad_value", "amount"),
            (json!({ "method": "card", "amount": "1e308", "order": order }), 422, "bad_value", "amount"),
            (json!({ "method": "gold", "amount": "1.00", "order": order }), 400, "bad_json", "method"),
            (
                json!({ "method": "card", "amount": "9.00", "invoices": [{ "invoice": id, "amount": "x" }] }),
                422,
                "bad_value",
                "invoices/0/amount",
            ),
            (
                json!({ "method": "card", "amount": "9.00", "invoices": [{ "invoice": id, "amount": "8.00" }] }),
                409,
                "more_than_open",
                "invoices/0/amount",
            ),
            (json!({ "method": "cash", "amount": "1.00", "order": order }), 409, "cash_needs_tse", "method"),
        ] {
            let refused = app.post(path, &body).await;
            assert_eq!((refused.status, refused.code()), (status, code), "{body}: {refused:?}");
            let got = refused.body["field"].as_str().unwrap_or_default();
            assert_eq!(got, field, "{body}");
        }
    });
}
