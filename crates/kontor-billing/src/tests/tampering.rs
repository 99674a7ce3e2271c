//! A check that can't find anything is none: whatever is altered behind the program's back is found by its name.

use kontor_customers::model::PaymentMethod;
use kontor_store::DatabaseUrl;
use kontor_testkit::{Backend, TestDb};

use crate::counter_sale::CounterSale;
use crate::pay::Target;
use crate::samples::{Shop, bill, credit_of, line, payment_of, refund_of, rooms};

/// What is altered, and which checks find it.
const CASES: &[(&str, &[&str])] = &[
    ("UPDATE billing_invoice SET net = net + 1 WHERE kind = 'credit_note'", &["invoice_totals_add_up"]),
    ("UPDATE billing_invoice_line SET net = net + 1, gross = gross + 1", &["invoice_totals_add_up"]),
    ("UPDATE billing_invoice_tax SET tax_rate = 700", &["invoice_lines_make_their_tax"]),
    (
        "UPDATE billing_invoice SET number = 'RE-2026-000009' WHERE number = 'RE-2026-000001'",
        &["invoice_numbers_have_no_gaps"],
    ),
    (
        "DELETE FROM billing_payment WHERE kind = 'refund'",
        &["invoice_numbers_have_no_gaps", "payments_add_up"],
    ),
    (
        "UPDATE billing_invoice_line SET credited = credited + 1 WHERE credited > 0",
        &["credit_notes_match_invoices"],
    ),
    (
        "UPDATE billing_invoice_tax SET credited_tax = credited_tax + 1 WHERE credited_tax > 0",
        &["credit_notes_match_invoices"],
    ),
    (
        "UPDATE billing_invoice SET paid = gross + 1 WHERE kind = 'invoice'",
        &["credit_notes_match_invoices", "invoices_paid_by_payments"],
    ),
    ("UPDATE billing_invoice_line SET quantity = quantity - 1", &["order_line_invoiced_matches"]),
    ("UPDATE orders_order SET paid = paid + 1", &["orders_invoiced_credited_paid"]),
    (
        "UPDATE orders_order SET credited = credited - 1 WHERE credited > 0",
        &["orders_invoiced_credited_paid"],
    ),
    (
        "UPDATE ledger_balance SET debit = debit + 1 WHERE account = '1400'",
        &["receivables_equal_open_invoices"],
    ),
    (
        "UPDATE billing_payment SET unassigned = unassigned + 1",
        &["receivables_equal_open_invoices", "customer_open_balances", "payments_add_up"],
    ),
    (
        "UPDATE ledger_posting SET account = '1600' WHERE account = '1400'",
        &["invoices_match_ledger", "payments_match_ledger"],
    ),
    ("UPDATE ledger_posting SET account = '8400' WHERE account = '1776'", &["invoices_match_ledger"]),
    ("UPDATE billing_invoice SET posting_date = '2026-01-01'", &["invoices_match_ledger"]),
    ("UPDATE billing_payment SET date = '2026-01-01'", &["payments_match_ledger"]),
    ("UPDATE customers_customer SET open_balance = open_balance + 1", &["customer_open_balances"]),
    ("UPDATE billing_allocation SET amount = amount - 1", &["payments_add_up", "invoices_paid_by_payments"]),
    ("UPDATE billing_payment SET customer = NULL WHERE unassigned > 0", &["invoices_paid_by_payments"]),
    (
        "UPDATE inventory_movement SET quantity = quantity - 1 WHERE kind = 'issue'",
        &["counter_sales_match_stock_issues"],
    ),
];

#[test]
fn what_is_altered_is_found() {
    for (sql, expected) in CASES {
        let db = TestDb::new(Backend::Sqlite, rooms());
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            trade(&db).await;
            let broken = db.broken().await;
            assert!(broken.is_empty(), "{broken:#?}");
            alter(&db, sql);
            let found: Vec<String> = db.broken().await.into_iter().map(|(name, _)| name).collect();
            for name in *expected {
                assert!(found.iter().any(|found| found == name), "{sql}: {name} is not among {found:?}");
            }
        });
    }
}

/// Writes into the file as somebody with other tools would.
fn alter(db: &TestDb, sql: &str) {
    let DatabaseUrl::Sqlite(path) = &db.url else { panic!("no file") };
    let changed = rusqlite::Connection::open(path).unwrap().execute(sql, []).unwrap();
    assert!(changed > 0, "{sql} changes nothing");
}

/// Something of everything.
async fn trade(db: &TestDb) {
    let shop = Shop::open(db).await;
    let (_, invoice) = bill(db, shop.anna, &[("TEA", "4")]).await;
    db.submit(credit_of(invoice, &[(1, "1")])).await.unwrap();
    let payment = db.submit(payment_of(Target::Customer(shop.anna), "40.00")).await.unwrap().answer.id;
    db.submit(refund_of(payment, "1.00")).await.unwrap();
    bill(db, shop.ben, &[("TEA", "1")]).await;
    let sale = CounterSale {
        customer: None,
        location: None,
        payment_method: PaymentMethod::Card,
        given: None,
        reference: None,
        lines: vec![line("TEA", "1")],
    };
    db.submit(sale).await.unwrap();
}
