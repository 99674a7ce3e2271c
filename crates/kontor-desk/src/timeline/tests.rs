//! What happened to an order is told in order, once, in both languages, to those who may know.

use axum::Router;
use axum::routing::get;
use kontor_identity::http::Granted;
use kontor_identity::permissions::{Noun, Rights, Role, Scope};
use kontor_inventory::samples::receipt;
use kontor_kernel::Currency;
use kontor_orders::cancel::Cancel;
use kontor_orders::model::OrderId;
use kontor_testkit::axum::Extension;
use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};
use kontor_web::Language;

use super::{Fact, Names, Told, of, words};
use crate::samples::{Shop, invoice, pay, place, plan, rooms, ship};

async fn told(db: &TestDb, order: OrderId, language: Language, sees: impl Fn(Scope) -> bool) -> Vec<String> {
    let timeline = of((&db.reads, &db.schema), db.org, order, i64::MAX, sees).await.unwrap();
    assert_eq!(timeline.next, None);
    let names = Names::read(&db.reads, db.org).await.unwrap();
    let mut told: Vec<String> = timeline
        .entries
        .iter()
        .map(|entry| words(entry, Told { language, currency: Currency::EUR, names: &names }))
        .map(|words| words.replace('\u{a0}', " "))
        .collect();
    told.reverse();
    told
}

/// An order of which a part waits, comes, leaves, is invoiced and paid.
async fn story(db: &TestDb) -> OrderId {
    let shop = Shop::open(db).await;
    let order = place(db, shop.anna, &[("TEA", "2"), ("POT", "1")]).await;
    db.submit(receipt(&[("POT", "5", "4")])).await.unwrap();
    ship(db, order, &[]).await;
    let open = invoice(db, order).await;
    pay(db, open, "29.70").await;
    order
}

#[test]
fn an_order_is_told_with_its_documents_in_both_languages() {
    on_both(rooms, |db| async move {
        let order = story(&db).await;
        assert_eq!(
            told(&db, order, Language::English, |_| true).await,
            [
                "Order A-100001 placed by Phone: 2 lines, €29.70, 1 waiting for goods",
                "Goods came in and are reserved: 1 of line 2",
                "Shipment LS-2026-000001 left with DHL: 2 × TEA, 1 × POT",
                "Journal entry 3: Shipment LS-2026-000001 of order A-100001, €9.00",
                "Invoice RE-2026-000001 over €29.70, due 8 Dec 2026",
                "Journal entry 4: Invoice RE-2026-000001 of order A-100001, €29.70",
                "Payment ZE-2026-000001 over €29.70 (On account)",
                "Journal entry 5: Payment ZE-2026-000001, €29.70",
                "Order completed",
            ]
        );
        let german = told(&db, order, Language::German, |_| true).await;
        assert_eq!(
            german[0],
            "Auftrag A-100001 eingegangen über Telefon: 2 Positionen, 29,70 €, davon 1 im Rückstand"
        );
        assert_eq!(german[2], "Lieferung LS-2026-000001 mit DHL versandt: 2 × TEA, 1 × POT");
    });
}

#[test]
fn who_may_not_read_money_is_told_of_goods_alone() {
    on_both(rooms, |db| async move {
        let order = story(&db).await;
        let rights = Rights::of_role(Role::Warehouse);
        let told = told(&db, order, Language::English, |scope| rights.allow(scope)).await;
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.iter().all(|words| !words.contains("nvoice") && !words.contains("Journal")), "{told:?}");
    });
}

#[test]
fn the_door_tells_in_words_who_did_what() {
    on_both(rooms, |db| async move {
        let order = story(&db).await;
        let routes = Router::new().route("/orders/{id}/history", get(super::http::history));
        let owner = routes.clone().layer(Extension(Granted(Rights::ALL)));
        let told = TestApp::new(&db, owner.clone()).get(&format!("/orders/{order}/history")).await;
        assert_eq!(told.text("/items/0/words/en"), "Order completed");
        assert_eq!(told.text("/items/0/words/de"), "Auftrag abgeschlossen");
        assert_eq!(told.text("/items/0/actor"), "system:test");
        assert_eq!(told.text("/items/0/actor_name"), "Kontor (test)");
        let unknown = TestApp::new(&db, owner).get("/orders/ord_0000000000001/history").await;
        assert_eq!((unknown.status, unknown.code()), (404, "not_found"));
        let nothing = routes.layer(Extension(Granted(Rights::of_role(Role::Partner))));
        let told = TestApp::new(&db, nothing).get(&format!("/orders/{order}/history")).await;
        let kinds: Vec<&str> = told.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["kind"].as_str().unwrap())
            .collect();
        assert!(
            kinds.iter().all(|kind| Rights::of_role(Role::Partner).allow(Scope::of_event(kind))),
            "{kinds:?}"
        );
        assert!(!kinds.is_empty() && !Rights::of_role(Role::Partner).allow(Scope::read(Noun::Invoices)));
    });
}

#[test]
fn every_kind_of_event_has_words_or_says_nothing() {
    on_sqlite(rooms, |db| async move {
        let order = story(&db).await;
        db.submit(Cancel { order: place_another(&db).await, lines: Vec::new(), reason: "Gone".into() })
            .await
            .unwrap();
        let rows = kontor_store::journal::page(&db.reads, db.org, 0, 1_000).await.unwrap();
        assert!(rows.len() > 20 && order.raw() > 0);
        let timeline = super::told(&db.schema, rows, 1_001, |_| true).unwrap();
        let wordless: Vec<&str> = timeline
            .entries
            .iter()
            .filter(|entry| matches!(entry.fact, Fact::Other { .. }))
            .map(|entry| entry.kind.as_str())
            .collect();
        assert!(wordless.is_empty(), "{wordless:?}");
        let names = Names::default();
        for entry in &timeline.entries {
            for language in Language::ALL {
                let words = words(entry, Told { language, currency: Currency::EUR, names: &names });
                assert!(!words.is_empty() && !words.contains('{'), "{entry:?}: {words}");
            }
            assert!(entry.fact.tone().class().starts_with("tone-"));
        }
    });
}

#[test]
fn a_timeline_is_read_by_indexes() {
    on_sqlite(rooms, |db| async move {
        let steps =
            plan(&db, &kontor_store::db::select::<kontor_store::journal::JournalRow>(&super::of_order()))
                .await;
        for step in &steps {
            let is_derived = ["SCAN d", "SCAN e", "SCAN CONSTANT ROW"].contains(&step.as_str());
            assert!(!step.starts_with("SCAN") || is_derived, "{step} in {steps:#?}");
        }
        let steps = steps.join("; ");
        for index in
            ["journal_subject (org_id=? AND subject=?", "fulfilment_shipment_order", "billing_payment_order"]
        {
            assert!(steps.contains(index), "{steps}");
        }
    });
}

async fn place_another(db: &TestDb) -> OrderId {
    let customers = kontor_customers::show::page(&db.reads, db.org, i64::MAX, 1).await.unwrap();
    place(db, customers[0].customer.id, &[("TEA", "1")]).await
}
