//! Every rule of invoicing, on both databases, and the doors.

use kontor_catalog::model::PriceBasis;
use kontor_orders::cancel::Cancel;
use kontor_orders::model::OrderId;
use kontor_orders::place::Place;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::{Value, json};

use super::{IssueInvoice, Reject, http};
use crate::pay::Target;
use crate::samples::{
    HandOver, Shop, account, deliver, entries, invoice_of, line, order_of, outcome, parts, payment_of, place,
    priced, rooms, standing, state,
};

/// What comes of invoicing one after another: `number net+tax=gross due`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(IssueInvoice, &str)>) {
    for (issue, expected) in cases {
        let shown = format!("{issue:?}");
        let got = outcome(db, issue, |invoiced| {
            let totals = invoiced.totals().unwrap();
            let (net, tax, gross) = (totals.net.minor(), totals.tax.minor(), totals.gross.minor());
            format!("{} {net}+{tax}={gross} {}", invoiced.number, invoiced.due_date())
        });
        assert_eq!(got.await, expected, "{shown}");
    }
}

#[test]
fn an_order_is_invoiced_as_it_is_shipped_and_posted_to_the_cent() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "4"), ("BOOK", "2"), ("SUN", "1"), ("GIFT", "3")]).await;
        assert_eq!(account(&db, shop.anna).await, (4_760 + 2_140 + 10_000 + 1_500, 0));
        db.submit(HandOver { order, lines: parts(&[(1, "3"), (4, "1")]) }).await.unwrap();
        let ahead = IssueInvoice {
            document_date: Some("2026-11-20".parse().unwrap()),
            supply_date: Some("2026-12-24".parse().unwrap()),
            ..invoice_of(order, &[(2, "2"), (3, "1")])
        };
        check(
            &db,
            vec![
                // What is shipped: 3 × 11.90 with 19 %, one voucher without tax.
                (invoice_of(order, &[]), "RE-2026-000001 3500+570=4070 2026-12-08"),
                (invoice_of(order, &[]), "nothing_to_invoice"),
                // Ahead of delivery: 2 × 10.70 with 7 %, 100.00 at the rate of zero.
                (ahead, "RE-2026-000002 12000+140=12140 2026-12-04"),
                // The rest of an ordered line, though it is not shipped.
                (invoice_of(order, &[(1, "1"), (4, "2")]), "RE-2026-000003 2000+190=2190 2026-12-08"),
                (invoice_of(order, &[]), "nothing_to_invoice"),
            ],
        )
        .await;
        let expected = [
            "2026-11-24 1400 +4070 8400 -3000 1776 -570 8200 -500",
            "2026-11-20 (2026-12-24) 1400 +12140 8300 -2000 1771 -140 8290 -10000",
            "2026-11-24 1400 +2190 8400 -1000 1776 -190 8200 -1000",
        ];
        assert_eq!(entries(&db, "invoice").await, expected);
        assert_eq!(account(&db, shop.anna).await, (0, 18_400));
        assert_eq!(state(&db, order).await, "placed");
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "4"), ("WRAP", "1")]).await;
        let cancel = Cancel { order, lines: parts(&[(1, "1")]), reason: "one less".into() };
        db.submit(cancel).await.unwrap();
        let lines = vec![line("WRAP", "1"), priced("WRAP", "1", "-0.40")];
        let deduction = db.submit(order_of(Some(shop.anna), lines)).await.unwrap().answer.order;
        // A net order of 2020, when the rate was 16 %: at 19 % it comes to more than an amount can hold.
        let large = Place {
            basis: Some(PriceBasis::Net),
            order_date: Some("2020-08-01".parse().unwrap()),
            ..order_of(None, vec![priced("WRAP", "8500", "1000000000")])
        };
        let large = db.submit(large).await.unwrap().answer.order;
        let on = |document_date: &str, supply_date: &str| IssueInvoice {
            document_date: Some(document_date.parse().unwrap()),
            supply_date: Some(supply_date.parse().unwrap()),
            ..invoice_of(order, &[(1, "1")])
        };
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (invoice_of(OrderId::new(7), &[]), "unknown_order"),
                (invoice_of(order, &[]), "nothing_to_invoice"),
                (invoice_of(order, &[(1, "-1")]), "bad_line_quantity"),
                (invoice_of(order, &[(1, "1"), (1, "1")]), "bad_line_quantity"),
                (invoice_of(order, &[(3, "1")]), "unknown_order_line"),
                (invoice_of(order, &[(1, "3.001")]), "not_invoiceable"),
                (on("2026-11-25", "2026-11-24"), "invoice_in_future"),
                (on("2026-11-24", "2006-12-31"), "no_tax_rate_on_day"),
                (invoice_of(large, &[(1, "8500")]), "amount_too_large"),
                (invoice_of(deduction, &[(2, "1")]), "invoice_below_zero"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        assert_eq!(Reject::DOCS.len(), 1);
        // The number of a refused invoice is not lost. At the rate of the second half of 2020 the large one fits.
        let autumn = IssueInvoice {
            supply_date: Some("2020-08-01".parse().unwrap()),
            ..invoice_of(large, &[(1, "8500")])
        };
        check(
            &db,
            vec![
                (invoice_of(deduction, &[(1, "1"), (2, "1")]), "RE-2026-000001 50+10=60 2026-12-08"),
                (autumn, "RE-2026-000002 850000000000000+136000000000000=986000000000000 2026-11-24"),
            ],
        )
        .await;
    });
}

#[test]
fn the_rate_is_that_of_the_day_of_supply() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("WRAP", "2")]).await;
        let supplied = |day: &str| IssueInvoice {
            supply_date: Some(day.parse().unwrap()),
            ..invoice_of(order, &[(1, "1")])
        };
        check(
            &db,
            vec![
                (supplied("2020-12-31"), "RE-2026-000001 86+14=100 2026-12-08"),
                (supplied("2021-01-01"), "RE-2026-000002 84+16=100 2026-12-08"),
            ],
        )
        .await;
    });
}

#[test]
fn it_is_due_at_once_unless_it_is_on_account() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let ben = deliver(&db, shop.ben, &[("WRAP", "1")]).await;
        let unknown = db.submit(order_of(None, vec![line("WRAP", "1")])).await.unwrap().answer.order;
        check(
            &db,
            vec![
                (invoice_of(ben, &[]), "RE-2026-000001 84+16=100 2026-11-24"),
                (invoice_of(unknown, &[(1, "1")]), "RE-2026-000002 84+16=100 2026-11-24"),
            ],
        )
        .await;
    });
}

#[test]
fn invoices_in_parts_may_round_otherwise_and_leave_no_open_order_behind() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        // 3 × 0.335 = 1.005, which is 1.01; each piece alone is 0.34.
        let order = place(&db, shop.anna, &[("PIN", "3")]).await;
        assert_eq!(account(&db, shop.anna).await, (101, 0));
        let piece = || invoice_of(order, &[(1, "1")]);
        check(
            &db,
            vec![
                (piece(), "RE-2026-000001 29+5=34 2026-12-08"),
                (piece(), "RE-2026-000002 29+5=34 2026-12-08"),
                (piece(), "RE-2026-000003 29+5=34 2026-12-08"),
            ],
        )
        .await;
        assert_eq!(account(&db, shop.anna).await, (0, 102));
    });
}

#[test]
fn what_costs_nothing_is_invoiced_without_a_posting_and_completes_the_order() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = deliver(&db, shop.anna, &[("FREE", "1")]).await;
        check(&db, vec![(invoice_of(order, &[]), "RE-2026-000001 0+0=0 2026-12-08")]).await;
        assert!(entries(&db, "invoice").await.is_empty());
        assert_eq!(state(&db, order).await, "completed");
    });
}

#[test]
fn what_was_paid_ahead_settles_the_invoices_of_its_order_oldest_first() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = deliver(&db, shop.ben, &[("TEA", "2"), ("TEA", "1")]).await;
        let other = deliver(&db, shop.ben, &[("TEA", "1")]).await;
        for amount in ["20.00", "15.00"] {
            db.submit(payment_of(Target::Order(order), amount)).await.unwrap();
        }
        assert_eq!(account(&db, shop.ben).await, (4_760, -3_500));
        let first = db.submit(invoice_of(order, &[(1, "2")])).await.unwrap().answer;
        let paid_by: Vec<i64> = first.paid_by.iter().map(|part| part.amount.minor()).collect();
        assert_eq!(paid_by, [2_000, 380]);
        assert_eq!(standing(&db, first.id).await, "2380+0/2380 paid");
        // Nothing of it is for another order of the same customer.
        let others = db.submit(invoice_of(other, &[])).await.unwrap().answer;
        assert_eq!(standing(&db, others.id).await, "0+0/1190 open");
        let second = db.submit(invoice_of(order, &[])).await.unwrap().answer;
        assert_eq!(standing(&db, second.id).await, "1120+0/1190 partly_paid");
        assert_eq!(account(&db, shop.ben).await, (0, 70 + 1_190));
        assert_eq!(state(&db, order).await, "placed");
        db.submit(payment_of(Target::Order(order), "0.70")).await.unwrap();
        assert_eq!(state(&db, order).await, "completed");
    });
}

#[test]
fn an_invoice_is_in_the_journal_as_it_was_decided() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = deliver(&db, shop.anna, &[("TEA", "4")]).await;
        let before = db.events().await.len();
        db.submit(invoice_of(order, &[])).await.unwrap();
        let events = db.events().await.split_off(before);
        let kinds: Vec<&str> = events.iter().filter_map(|event| event.split(' ').next()).collect();
        let expected = [
            "ledger.number_taken",
            "billing.invoiced",
            "ledger.booked",
            "orders.invoiced",
            "customers.account_moved",
        ];
        assert_eq!(kinds, expected);
        let payload: Value = serde_json::from_str(events[1].split_once(' ').unwrap().1).unwrap();
        let line = json!({ "order_line": 1, "sku": "TEA", "name": "TEA", "quantity": "4", "price": "11.9",
            "tax_class": "standard", "tax_rate": "19", "net": 4000, "tax": 760 });
        assert_eq!(payload["lines"][0], line);
        assert_eq!(payload["due_date"], "2026-12-08");
        assert!(payload.get("supply_date").is_none(), "{payload}");
    });
}

#[test]
fn the_doors_issue_list_and_show() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = deliver(&db, shop.anna, &[("TEA", "3"), ("BOOK", "1")]).await;
        let routes = Router::new()
            .route("/api/v1/orders/{id}/invoice", post(http::issue))
            .route("/api/v1/invoices", get(crate::list::http::list))
            .route("/api/v1/invoices/{id}", get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/orders/{order}/invoice");
        let body = json!({ "lines": [{ "line": 1, "quantity": 2 }], "supply_date": "2026-11-23" });
        let dry = app.post(&format!("{path}?dry_run=true"), &body).await;
        assert_eq!((dry.status, dry.text("/answer/number")), (200, "RE-2026-000001"), "{dry:?}");
        let first = app.post_once(&path, "k", &body).await;
        assert_eq!((first.status, first.text("/gross")), (201, "23.80"), "{first:?}");
        assert_eq!((first.text("/taxes/0/tax"), first.text("/taxes/0/tax_rate")), ("3.80", "19"));
        assert_eq!(app.post_once(&path, "k", &body).await.body, first.body);
        let second = app.post(&path, &json!({ "lines": [{ "line": 2, "quantity": "1" }] })).await;
        assert_eq!(second.text("/number"), "RE-2026-000002", "{second:?}");
        let refused = app.post(&path, &json!({ "lines": [{ "line": 1, "quantity": 2 }] })).await;
        assert_eq!((refused.status, refused.code()), (409, "not_invoiceable"));
        assert_eq!(app.post(&path, &json!({ "document_date": "31.12.2026" })).await.code(), "bad_json");

        db.submit(payment_of(Target::Order(order), "30.00")).await.unwrap();
        let shown = app.get(&format!("/api/v1/invoices/{}", first.text("/id"))).await;
        assert_eq!((shown.text("/settlement"), shown.text("/open")), ("paid", "0.00"), "{shown:?}");
        assert_eq!((shown.text("/supply_date"), shown.text("/lines/0/quantity")), ("2026-11-23", "2"));
        assert_eq!(
            (shown.text("/payments/0/number"), shown.text("/payments/0/amount")),
            ("ZE-2026-000001", "23.80")
        );
        assert_eq!(app.get("/api/v1/invoices/inv_0000000000000").await.status, 404);

        let numbers = |query: &str| {
            let (app, path) = (app.clone(), format!("/api/v1/invoices{query}"));
            async move {
                let page = app.get(&path).await;
                let items =
                    page.body["items"].as_array().unwrap_or_else(|| panic!("{path}: {page:?}")).clone();
                items.iter().map(|item| last_digit(item["number"].as_str().unwrap())).collect::<Vec<_>>()
            }
        };
        assert_eq!(numbers("").await, ["2", "1"]);
        assert_eq!(numbers("?open=true").await, ["2"]);
        assert_eq!(numbers(&format!("?order={order}")).await, ["2", "1"]);
        assert_eq!(numbers(&format!("?order={order}&open=true")).await, ["2"]);
        assert_eq!(numbers(&format!("?customer={}", shop.anna)).await, ["2", "1"]);
        assert_eq!(numbers(&format!("?customer={}&open=true", shop.anna)).await, ["2"]);
        assert_eq!(numbers(&format!("?customer={}", shop.ben)).await, [""; 0]);
        assert_eq!(numbers("?number=RE-2026-000001").await, ["1"]);
        assert_eq!(numbers("?number=RE-2026-000001&open=true").await, [""; 0]);
        let page = app.get(&format!("/api/v1/invoices?customer={}&limit=1", shop.anna)).await;
        let next = format!("?customer={}&after={}", shop.anna, page.text("/next"));
        assert_eq!(numbers(&next).await, ["1"]);
        let page = app.get("/api/v1/invoices?limit=1").await;
        assert_eq!(numbers(&format!("?after={}", page.text("/next"))).await, ["1"]);
        let several = app.get(&format!("/api/v1/invoices?customer={}&order={order}", shop.anna)).await;
        assert_eq!((several.status, several.code()), (400, "bad_query"));
    });
}

/// The last digit of a document's number.
fn last_digit(number: &str) -> String {
    number.chars().last().map(String::from).unwrap_or_default()
}
