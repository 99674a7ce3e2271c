//! Every rule of crediting, on both databases, and the door.

use kontor_catalog::model::PriceBasis;
use kontor_orders::place::Place;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{CreditInvoice, http};
use crate::model::InvoiceId;
use crate::pay::Target;
use crate::samples::{
    HandOver, Shop, account, bill, credit_of, entries, invoice_of, line, order_of, outcome, payment_of,
    priced, rooms, standing, state,
};

/// What comes of crediting one after another: `number net+tax=gross freed…`, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(CreditInvoice, &str)>) {
    for (credit, expected) in cases {
        let shown = format!("{credit:?}");
        let got = outcome(db, credit, |credited| {
            let totals = credited.totals().unwrap();
            let freed = credited.freed.iter().map(|part| format!(" {}", part.amount.minor()));
            let (net, tax, gross) = (totals.net.minor(), totals.tax.minor(), totals.gross.minor());
            format!("{} {net}+{tax}={gross}{}", credited.number, freed.collect::<String>())
        });
        assert_eq!(got.await, expected, "{shown}");
    }
}

/// An invoice of the customer over these lines, whether shipped or not.
async fn invoice(db: &TestDb, place: Place) -> InvoiceId {
    let placed = db.submit(place).await.unwrap().answer;
    let all = (1..).zip(&placed.lines).map(|(line, _)| line);
    let (_, lines) = kontor_orders::show::one(&db.reads, db.org, placed.order).await.unwrap().unwrap();
    let quantities: Vec<String> = lines.iter().map(|line| line.quantity.to_string()).collect();
    let parts: Vec<(i32, &str)> =
        all.zip(&quantities).map(|(line, quantity)| (line, quantity.as_str())).collect();
    db.submit(invoice_of(placed.order, &parts)).await.unwrap().answer.id
}

#[test]
fn an_invoice_is_credited_bit_by_bit_to_the_cent() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        // 3 × 0.335 = 1.01 with 19 %, 5.00 untaxed, 50.00 at the rate of zero, 10.70 with 7 %.
        let lines = vec![line("PIN", "3"), line("GIFT", "1"), line("SUN", "0.5"), line("BOOK", "1")];
        let id = invoice(&db, order_of(Some(shop.anna), lines)).await;
        assert_eq!(account(&db, shop.anna).await, (0, 6_671));
        let dated = |date: &str, credit: CreditInvoice| CreditInvoice {
            document_date: Some(date.parse().unwrap()),
            ..credit
        };
        check(
            &db,
            vec![
                (credit_of(id, &[(1, "1")]), "GU-2026-000001 29+5=34"),
                (credit_of(id, &[(1, "1.5"), (2, "0.5")]), "GU-2026-000002 292+8=300"),
                (credit_of(id, &[(1, "1")]), "not_creditable"),
                (dated("2026-11-24", credit_of(id, &[])), "GU-2026-000003 6264+73=6337"),
                (credit_of(id, &[]), "nothing_to_credit"),
            ],
        )
        .await;
        let expected = [
            "2026-11-24 1400 -34 8400 +29 1776 +5",
            "2026-11-24 1400 -300 8400 +42 1776 +8 8200 +250",
            "2026-11-24 1400 -6337 8400 +14 1776 +3 8200 +250 8290 +5000 8300 +1000 1771 +70",
        ];
        assert_eq!(entries(&db, "credit_note").await, expected);
        assert_eq!(standing(&db, id).await, "0+6671/6671 credited");
        assert_eq!(account(&db, shop.anna).await, (0, 0));
    });
}

#[test]
fn a_net_invoice_is_credited_by_its_net_prices() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = order_of(Some(shop.anna), vec![priced("WRAP", "3", "0.33"), priced("BOOK", "1", "9.99")]);
        let id = invoice(&db, Place { basis: Some(PriceBasis::Net), ..order }).await;
        check(
            &db,
            vec![
                (credit_of(id, &[(1, "1")]), "GU-2026-000001 33+6=39"),
                (credit_of(id, &[(2, "1")]), "GU-2026-000002 999+70=1069"),
                (credit_of(id, &[]), "GU-2026-000003 66+13=79"),
            ],
        )
        .await;
        assert_eq!(standing(&db, id).await, "0+1187/1187 credited");
    });
}

#[test]
fn what_breaks_a_rule_is_refused_and_leaves_nothing() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let lines = vec![line("WRAP", "2"), priced("WRAP", "1", "-0.40")];
        let id = invoice(&db, order_of(Some(shop.anna), lines)).await;
        let note = db.submit(credit_of(id, &[(1, "0.5")])).await.unwrap().answer.id;
        let dated = |date: &str| CreditInvoice {
            document_date: Some(date.parse().unwrap()),
            ..credit_of(id, &[(1, "1")])
        };
        let before = db.events().await.len();
        check(
            &db,
            vec![
                (credit_of(InvoiceId::new(7), &[]), "unknown_invoice"),
                (credit_of(note, &[]), "not_an_invoice"),
                (credit_of(id, &[(1, "0")]), "bad_line_quantity"),
                (credit_of(id, &[(1, "1"), (1, "0.5")]), "bad_line_quantity"),
                (credit_of(id, &[(3, "1")]), "unknown_invoice_line"),
                (credit_of(id, &[(1, "1.501")]), "not_creditable"),
                (dated("2026-11-25"), "credit_in_future"),
                (dated("2026-11-23"), "credit_before_invoice"),
                // Of 1.60 are 1.10 left: the deduction belongs to it.
                (credit_of(id, &[(1, "1.5")]), "credit_exceeds_invoice"),
                (credit_of(id, &[(2, "1")]), "credit_below_zero"),
            ],
        )
        .await;
        assert_eq!(db.events().await.len(), before);
        check(&db, vec![(credit_of(id, &[]), "GU-2026-000002 92+18=110")]).await;
    });
}

#[test]
fn what_was_paid_too_much_is_unassigned_again_newest_payment_first() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, id) = bill(&db, shop.anna, &[("TEA", "4")]).await;
        let mut payments = Vec::new();
        for amount in ["20.00", "10.00"] {
            payments
                .push(db.submit(payment_of(Target::Customer(shop.anna), amount)).await.unwrap().answer.id);
        }
        let unassigned = |payment| {
            let db = db.clone();
            async move {
                let (row, _) = crate::payments::one(&db.reads, db.org, payment).await.unwrap().unwrap();
                row.unassigned.minor()
            }
        };
        check(
            &db,
            vec![
                // 47.60 − 30.00 are open: a piece less frees nothing.
                (credit_of(id, &[(1, "1")]), "GU-2026-000001 1000+190=1190"),
                // 5.70 are open, 11.90 are credited: 6.20 are too much.
                (credit_of(id, &[(1, "1")]), "GU-2026-000002 1000+190=1190 620"),
                (credit_of(id, &[]), "GU-2026-000003 2000+380=2380 380 2000"),
            ],
        )
        .await;
        assert_eq!((unassigned(payments[0]).await, unassigned(payments[1]).await), (2_000, 1_000));
        assert_eq!(standing(&db, id).await, "0+4760/4760 credited");
        assert_eq!(account(&db, shop.anna).await, (0, -3_000));
        assert_eq!(state(&db, order).await, "completed");
    });
}

#[test]
fn an_order_that_is_credited_instead_of_paid_is_complete() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (order, id) = bill(&db, shop.anna, &[("WRAP", "1")]).await;
        assert_eq!(state(&db, order).await, "placed");
        db.submit(credit_of(id, &[])).await.unwrap();
        assert_eq!(state(&db, order).await, "completed");
    });
}

#[test]
fn the_door_credits_and_the_invoice_shows_it() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = crate::samples::place(&db, shop.anna, &[("TEA", "2")]).await;
        db.submit(HandOver { order, lines: Vec::new() }).await.unwrap();
        let id = db.submit(invoice_of(order, &[])).await.unwrap().answer.id;
        let routes = Router::new()
            .route("/api/v1/invoices/{id}/credit", post(http::credit))
            .route("/api/v1/invoices/{id}", get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/invoices/{id}/credit");
        let body = json!({ "lines": [{ "line": 1, "quantity": "1" }], "reason": "Damaged" });
        let note = app.post_once(&path, "k", &body).await;
        assert_eq!((note.status, note.text("/gross")), (201, "11.90"), "{note:?}");
        assert_eq!((note.text("/number"), note.text("/freed")), ("GU-2026-000001", "0.00"));
        assert_eq!(app.post_once(&path, "k", &body).await.body, note.body);
        let shown = app.get(&format!("/api/v1/invoices/{id}")).await;
        assert_eq!((shown.text("/credited"), shown.text("/open")), ("11.90", "11.90"), "{shown:?}");
        assert_eq!(
            (shown.text("/credit_notes/0/number"), shown.text("/lines/0/credited")),
            ("GU-2026-000001", "1")
        );
        let shown = app.get(&format!("/api/v1/invoices/{}", note.text("/id"))).await;
        assert_eq!((shown.text("/kind"), shown.text("/corrects")), ("credit_note", id.to_string().as_str()));
        assert_eq!((shown.text("/reason"), shown.text("/open")), ("Damaged", "0.00"));
        assert!(shown.body["settlement"].is_null(), "{shown:?}");
        let without = app.post(&path, &json!({})).await;
        assert_eq!((without.status, without.code()), (400, "bad_json"));
        let blank = app.post(&path, &json!({ "reason": " " })).await;
        assert_eq!((blank.status, blank.code(), blank.text("/field")), (400, "bad_json", "reason"));
    });
}
