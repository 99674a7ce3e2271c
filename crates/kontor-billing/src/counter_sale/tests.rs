//! Every rule of selling at the counter, on both databases, and the door.

use kontor_customers::model::PaymentMethod;
use kontor_orders::place::PlaceLine;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::post;
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{CounterSale, http};
use crate::pay::Target;
use crate::samples::{
    Shop, account, entries, line, outcome, payment_of, priced, refund_of, rooms, standing, state,
};

fn sale(lines: Vec<PlaceLine>) -> CounterSale {
    CounterSale {
        customer: None,
        location: None,
        payment_method: PaymentMethod::Card,
        given: None,
        reference: None,
        lines,
    }
}

/// What comes of selling one after another: `order invoice payment amount`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(CounterSale, &str)>) {
    for (sale, expected) in cases {
        let shown = format!("{sale:?}");
        let got = outcome(db, sale, |sold| {
            let payment = sold.payment.map_or_else(
                || "nothing".to_owned(),
                |(_, number, amount)| format!("{number} {}", amount.minor()),
            );
            format!("{} {} {payment}", sold.order_number, sold.invoice_number)
        });
        assert_eq!(got.await, expected, "{shown}");
    }
}

#[test]
fn a_sale_is_order_goods_invoice_and_payment_in_one_step() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let before = db.events().await.len();
        let sold =
            db.submit(sale(vec![line("TEA", "2"), line("WRAP", "1"), line("GIFT", "1")])).await.unwrap();
        let kinds: Vec<String> = db.events().await.split_off(before);
        let kinds: Vec<&str> = kinds.iter().filter_map(|event| event.split(' ').next()).collect();
        let expected = [
            "orders.placed",
            "inventory.reserved",
            "inventory.issued",
            "ledger.booked",
            "orders.shipped",
            "ledger.number_taken",
            "billing.invoiced",
            "ledger.booked",
            "orders.invoiced",
            "ledger.number_taken",
            "billing.paid",
            "ledger.booked",
            "orders.paid",
            "orders.completed",
        ];
        assert_eq!(kinds, expected);
        let sold = sold.answer;
        assert_eq!(sold.totals.gross.minor(), 2_980);
        assert_eq!(state(&db, sold.order).await, "completed");
        assert_eq!(standing(&db, sold.invoice).await, "2980+0/2980 paid");
        assert_eq!(entries(&db, "issue").await, ["2026-11-24 3960 +500 3980 -500"]);
        assert_eq!(entries(&db, "invoice").await, ["2026-11-24 1400 +2980 8400 -2084 1776 -396 8200 -500"]);
        assert_eq!(entries(&db, "payment").await, ["2026-11-24 1360 +2980 1400 -2980"]);
        // A known customer: counted, and nothing owed.
        let known = CounterSale {
            customer: Some(shop.anna),
            payment_method: PaymentMethod::DirectDebit,
            ..sale(vec![line("TEA", "1")])
        };
        check(&db, vec![(known, "A-100002 RE-2026-000002 ZE-2026-000002 1190")]).await;
        let shown = kontor_customers::show::one(&db.reads, db.org, shop.anna).await.unwrap().unwrap();
        assert_eq!((shown.customer.order_count, shown.customer.volume.minor()), (1, 1_190));
        assert_eq!(account(&db, shop.anna).await, (0, 0));
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let by = |method| CounterSale { payment_method: method, ..sale(vec![line("TEA", "1")]) };
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (by(PaymentMethod::Invoice), "not_paid_at_once"),
                (by(PaymentMethod::Prepayment), "not_paid_at_once"),
                (by(PaymentMethod::OnDelivery), "not_paid_at_once"),
                (by(PaymentMethod::Cash), "cash_needs_tse"),
                (sale(Vec::new()), "order_without_lines"),
                (sale(vec![line("NOPE", "1")]), "unknown_sku"),
                (sale(vec![line("TEA", "100.001")]), "out_of_stock"),
                // A book could wait, but not at the counter.
                (sale(vec![line("TEA", "1"), line("BOOK", "1")]), "not_at_the_counter"),
                (sale(vec![priced("WRAP", "1", "-1")]), "negative_total"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        check(&db, vec![(by(PaymentMethod::Card), "A-100001 RE-2026-000001 ZE-2026-000001 1190")]).await;
    });
}

#[test]
fn what_costs_nothing_is_handed_over_without_a_payment() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        check(&db, vec![(sale(vec![line("FREE", "1")]), "A-100001 RE-2026-000001 nothing")]).await;
        assert!(entries(&db, "payment").await.is_empty());
    });
}

#[test]
fn cash_is_taken_where_no_tse_is_needed() {
    on_both(rooms, |db| async move {
        let shop = Shop::open_in(&db, "FR").await;
        let cash = || CounterSale { payment_method: PaymentMethod::Cash, ..sale(vec![line("GIFT", "2")]) };
        check(&db, vec![(cash(), "A-100001 RE-2026-000001 ZE-2026-000001 1000")]).await;
        let given = |text| CounterSale { given: Some(crate::samples::euros(text)), ..cash() };
        let by_card = CounterSale { payment_method: PaymentMethod::Card, ..given("20.00") };
        check(
            &db,
            vec![
                (given("9.99"), "too_little_given"),
                (by_card, "given_without_cash"),
                (given("10.00"), "A-100002 RE-2026-000002 ZE-2026-000002 1000"),
            ],
        )
        .await;
        let app = TestApp::new(&db, Router::new().route("/api/v1/counter-sales", post(http::sell)));
        let body = json!({ "payment_method": "cash", "given": "50.00", "lines": [{ "sku": "GIFT", "quantity": "2" }] });
        let sold = app.post("/api/v1/counter-sales", &body).await;
        assert_eq!((sold.status, sold.text("/paid"), sold.text("/change")), (201, "10.00", "40.00"));
        let little =
            json!({ "payment_method": "cash", "given": "7", "lines": [{ "sku": "GIFT", "quantity": "2" }] });
        let little = app.post("/api/v1/counter-sales", &little).await;
        assert_eq!((little.status, little.text("/facts/missing")), (422, "3.00 EUR"));
        assert_eq!(entries(&db, "payment").await, ["2026-11-24 1000 +1000 1400 -1000"; 3]);
        let payment = payment_of(Target::Customer(shop.anna), "3.00");
        let payment = crate::pay::RecordPayment { method: PaymentMethod::Cash, ..payment };
        let payment = db.submit(payment).await.unwrap().answer.id;
        db.submit(refund_of(payment, "")).await.unwrap();
        assert_eq!(entries(&db, "refund").await, ["2026-11-24 1400 +300 1000 -300"]);
    });
}

/// The first sale after a start finds nothing in hand, and many in one batch share their rounds.
#[test]
fn many_sales_at_once_are_all_there() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let mut sales = tokio::task::JoinSet::new();
        for number in 0..60 {
            let lines = (0..1 + number % 5).map(|_| line("TEA", "0.5")).collect();
            let customer = Some(shop.anna).filter(|_| number % 2 == 0);
            let (db, sale) = (db.clone(), CounterSale { customer, ..sale(lines) });
            sales.spawn(async move { db.submit(sale).await.unwrap().answer.invoice_number });
        }
        let mut numbers = sales.join_all().await;
        numbers.sort_unstable();
        let expected: Vec<String> = (1..=60).map(|number| format!("RE-2026-{number:06}")).collect();
        assert_eq!(numbers, expected);
    });
}

#[test]
fn a_sale_of_many_lines_is_one_step() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let sold = db.submit(sale(vec![line("TEA", "0.1"); 500])).await.unwrap().answer;
        assert_eq!(sold.totals.gross.minor(), 500 * 119);
    });
}

#[test]
fn the_door_sells() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let app = TestApp::new(&db, Router::new().route("/api/v1/counter-sales", post(http::sell)));
        let body = json!({ "payment_method": "card", "lines": [{ "sku": "TEA", "quantity": "2" }] });
        let sold = app.post_once("/api/v1/counter-sales", "k", &body).await;
        assert_eq!(
            (sold.status, sold.text("/gross"), sold.text("/paid")),
            (201, "23.80", "23.80"),
            "{sold:?}"
        );
        assert_eq!(app.post_once("/api/v1/counter-sales", "k", &body).await.body, sold.body);
        let dry = app.post("/api/v1/counter-sales?dry_run=true", &body).await;
        assert_eq!((dry.status, dry.text("/answer/invoice_number")), (200, "RE-2026-000002"), "{dry:?}");
        let cash = json!({ "payment_method": "cash", "lines": [{ "sku": "TEA", "quantity": "2" }] });
        let refused = app.post("/api/v1/counter-sales", &cash).await;
        assert_eq!((refused.status, refused.code()), (409, "cash_needs_tse"));
        assert!(refused.text("/detail").contains("§ 146a AO"), "{refused:?}");
        let waiting = json!({ "payment_method": "card", "lines": [{ "sku": "BOOK", "quantity": "2" }] });
        let refused = app.post("/api/v1/counter-sales", &waiting).await;
        assert_eq!((refused.code(), refused.text("/field")), ("not_at_the_counter", "lines/0/quantity"));
        assert_eq!(refused.text("/facts/available"), "0");
    });
}
