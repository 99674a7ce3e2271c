//! What today shows, and to whom.

use kontor_kernel::Currency;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, on_both};
use kontor_web::{Caller, Language};

use super::*;
use crate::samples::{Shop, order_of, rooms};

fn caller(db: &TestDb) -> Caller {
    Caller { org: db.org, actor: db.actor(), currency: Currency::EUR, zone: "Europe/Berlin".parse().unwrap() }
}

#[test]
fn an_empty_merchant_has_nothing_waiting() {
    on_both(rooms, |db| async move {
        use kontor_kernel::Clock;
        let now = db.clock.now();
        let work = work(&db.reads, &caller(&db), now).await.unwrap();
        assert_eq!((work.to_ship, work.to_invoice, work.overdue.count), (0, 0, 0));
        let day = day(&db.reads, &caller(&db), now).await.unwrap();
        assert_eq!((day.orders, day.gross, day.hours.len()), (0, Amount::ZERO, 24));
        let pages = TestApp::new(&db, Router::new().route("/", get(page::show)));
        for (language, sentence) in [
            (Language::German, "Gerade wartet nichts auf einen Menschen."),
            (Language::English, "Nothing waits for a person now."),
        ] {
            let shown = pages.clone().visited(language, &["orders:read", "orders:write"]).page("/").await;
            assert_eq!(shown.status, 200, "{}", shown.html);
            assert!(shown.html.contains(sentence), "{}", shown.html);
            assert!(shown.html.contains("/orders/new"));
        }
        let reader = pages.visited(Language::English, &[]).page("/").await;
        assert!(!reader.html.contains("/orders/new") && !reader.html.contains("Sales"), "{}", reader.html);
    });
}

#[test]
fn an_order_that_waits_is_shown_with_what_is_missing() {
    on_both(rooms, |db| async move {
        use kontor_kernel::Clock;
        let shop = Shop::open(&db).await;
        db.submit(order_of(Some(shop.anna), &[("POT", "3")])).await.unwrap();
        let work = work(&db.reads, &caller(&db), db.clock.now()).await.unwrap();
        assert_eq!((work.to_ship, work.short.len()), (1, 1), "{work:?}");
        assert_eq!(work.short[0].sku, "POT");
        assert!(work.oldest_to_ship.is_some());
        let day = day(&db.reads, &caller(&db), db.clock.now()).await.unwrap();
        assert_eq!(day.orders, 1);
        assert_eq!(day.hours.iter().filter(|hour| **hour == day.gross).count(), 1, "{day:?}");
        let pages = TestApp::new(&db, Router::new().route("/", get(page::show)));
        let shown = pages.visited(Language::German, &["orders:read", "stock:read"]).page("/").await;
        assert!(
            shown.html.contains("/stock/POT") && shown.html.contains("/orders?tab=backordered"),
            "{}",
            shown.html
        );
    });
}
