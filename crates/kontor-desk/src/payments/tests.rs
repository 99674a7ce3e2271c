//! Payments are recorded for what a number names, listed, and shown with what they settle.

use kontor_billing::model::InvoiceId;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};
use kontor_web::Language;

use crate::invoices::tests::{own, words};
use crate::samples::{Shop, invoice, pay, place, rooms, ship};
use crate::{order_page, payments};

const ACCOUNTING: &[&str] =
    &["payments:read", "payments:write", "customers:read", "invoices:read", "orders:read", "ledger:read"];
const ANALYST: &[&str] = &["payments:read", "invoices:read", "orders:read"];

fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/payments", get(payments::page::list))
        .route("/payments/new", get(payments::page::new::blank).post(payments::page::new::submit))
        .route("/payments/{id}", get(payments::page::show::show))
        .route(
            "/payments/{id}/refund",
            get(order_page::page::refund::show).post(order_page::page::refund::submit),
        );
    TestApp::new(db, routes).visited(language, scopes)
}

async fn read(app: &TestApp, path: &str) -> String {
    let page = app.page(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.html);
    words(&page.html)
}

/// An invoice of Anna's over 11.90 for 10 pieces of tea at 1.19, or however the sample prices it.
async fn billed(db: &TestDb) -> (Shop, InvoiceId, String) {
    let shop = Shop::open(db).await;
    let order = place(db, shop.anna, &[("TEA", "2")]).await;
    ship(db, order, &[]).await;
    let id = invoice(db, order).await;
    let shown = kontor_billing::show::one(&db.reads, db.org, id).await.unwrap().unwrap();
    (shop, id, shown.invoice.gross.text(kontor_kernel::Currency::EUR).replace('.', ","))
}

#[test]
fn money_is_recorded_for_the_invoice_that_its_number_names() {
    on_both(rooms, |db| async move {
        let (_, invoice, gross) = billed(&db).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        let form = app.page("/payments/new?for=RE-2026-000001").await.html;
        assert!(form.contains(&format!("value=\"{gross}\"")), "{gross}: {form}");
        assert!(words(&form).contains("Rechnung RE-2026-000001"), "{form}");

        let more = "1.000,00";
        let fields = |number, amount, button| {
            [
                ("for", number),
                ("amount", amount),
                ("method", "invoice"),
                ("reference", "SEPA 1"),
                ("do", button),
            ]
        };
        let events = db.events().await.len();
        let preview = app.form("/payments/new", &fields("1", more, "preview")).await;
        let said = words(&preview.html);
        assert!(said.contains(&format!("{gross} € begleichen die Rechnung RE-2026-000001.")), "{said}");
        assert!(said.contains("bleiben nicht zugeordnet.") && said.contains("Das würde gebucht"), "{said}");
        assert_eq!(db.events().await.len(), events, "a preview records nothing");

        for (number, amount, field) in
            [("", "5", "f-for"), ("RE-2099-1", "5", "f-for"), ("1", "x", "f-amount"), ("1", "-5", "f-amount")]
        {
            let refused = app.form("/payments/new", &fields(number, amount, "")).await;
            assert_eq!(refused.status, 422, "{number} {amount}: {}", refused.html);
            assert!(refused.html.contains(&format!("id=\"{field}-error\"")), "{field}: {}", refused.html);
            assert!(refused.html.contains(&format!("value=\"{amount}\"")), "{}", refused.html);
        }
        let looked = app.form("/payments/new", &fields("1", "", "look")).await;
        assert!(looked.html.contains(&format!("value=\"{gross}\"")), "{}", looked.html);

        let done = app.form("/payments/new", &fields("re-2026-000001", more, "")).await;
        assert_eq!(done.status, 303, "{}", done.html);
        let shown = read(&app, done.onward()).await;
        assert!(shown.contains("Zahlung ZE-2026-000001 Nicht zugeordnet"), "{shown}");
        assert!(shown.contains(&format!("Begleicht RE-2026-000001 · {gross} €")), "{shown}");
        assert!(
            shown.contains("Anna Müller") && shown.contains("SEPA 1") && shown.contains("Überweisung"),
            "{shown}"
        );
        let page = app.page(done.onward()).await.html;
        assert!(page.contains(&format!("/invoices/{invoice}")) && page.contains("/refund\""), "{page}");
        assert!(page.contains("/ledger/entries/"), "{page}");
    });
}

#[test]
fn money_is_recorded_for_an_order_and_paid_back() {
    on_both(rooms, |db| async move {
        let (shop, ..) = billed(&db).await;
        let order = place(&db, shop.anna, &[("TEA", "1")]).await;
        let (order, _) = kontor_orders::show::one(&db.reads, db.org, order).await.unwrap().unwrap();
        let app = pages(&db, Language::English, ACCOUNTING);
        let form = read(&app, &format!("/payments/new?for={}", order.number)).await;
        assert!(form.contains(&format!("Order {}", order.number)), "{form}");
        let fields =
            [("for", &*order.number), ("amount", "20.50"), ("method", "card"), ("date", "2026-11-23")];
        let done = app.form("/payments/new", &fields).await;
        assert_eq!(done.status, 303, "{}", done.html);
        let paid = done.onward().to_owned();
        let shown = read(&app, &paid).await;
        assert!(shown.contains("It settles no invoice yet.") && shown.contains("23 Nov 2026"), "{shown}");

        let path = format!("{paid}/refund");
        let back = app.form(&path, &[("amount", "0.50"), ("reason", "<i>too much"), ("do", "preview")]).await;
        assert_eq!(back.status, 200, "{}", words(&back.html));
        assert!(!read(&app, &paid).await.contains("Paid back by"));
        let back = app.form(&path, &[("amount", "0.50"), ("reason", "<i>too much")]).await;
        assert_eq!(back.status, 303, "{}", words(&back.html));
        let shown = app.page(&paid).await.html;
        assert!(words(&shown).contains("Paid back by ER-2026-000001 · €0.50"), "{shown}");
        let refund = shown.split("Paid back by").nth(1).unwrap();
        let refund = refund.split("href=\"/payments/pay_").nth(1).unwrap().split('"').next().unwrap();
        let refund = app.page(&format!("/payments/pay_{refund}")).await.html;
        assert!(refund.contains("&lt;i&gt;too much") && !refund.contains("/refund\""), "{refund}");
        assert!(words(&refund).contains("Pays back ZE-2026-000001"), "{refund}");
        let list = read(&app, "/payments").await;
        assert!(list.contains("ER-2026-000001 Refund") && list.contains("\u{2212}€0.50"), "{list}");
    });
}

#[test]
fn payments_are_listed_by_whether_they_settle_something() {
    on_both(rooms, |db| async move {
        let (_, invoice, gross) = billed(&db).await;
        pay(&db, invoice, &gross.replace(',', ".")).await;
        let app = pages(&db, Language::German, ACCOUNTING);
        let list = read(&app, "/payments").await;
        assert!(list.contains("ZE-2026-000001") && list.contains("Anna Müller"), "{list}");
        assert!(
            read(&app, "/payments?tab=unassigned").await.contains("Alles Geld ist Rechnungen zugeordnet.")
        );
        assert!(read(&app, "/payments?q=ze-2026-000001").await.contains("Anna Müller"));
        assert!(read(&app, "/payments?q=1").await.contains("Keine Zahlung hat diese Nummer."));
        assert_eq!(app.page("/payments?after=x").await.status, 400);
        for bad in ["pay_0000000000000", "inv_0000000000000", "x"] {
            assert_eq!(app.page(&format!("/payments/{bad}")).await.status, 404, "{bad}");
        }

        let analyst = pages(&db, Language::German, ANALYST);
        let list = analyst.page("/payments").await.html;
        let list = own(&list);
        assert!(
            !list.contains("Anna") && list.contains("K10001") && !list.contains("/payments/new"),
            "{list}"
        );
    });
}

#[test]
fn a_list_without_payments_offers_to_record_one() {
    on_sqlite(rooms, |db| async move {
        Shop::open(&db).await;
        let page = pages(&db, Language::German, ACCOUNTING).page("/payments").await.html;
        assert!(
            words(&page).contains("Hier ist noch keine Zahlung.") && page.contains("/payments/new"),
            "{page}"
        );
    });
}
