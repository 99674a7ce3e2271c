//! The pages of stock, on both databases and in both languages.

use std::time::Duration;

use kontor_inventory::samples::receipt;
use kontor_kernel::Clock;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, TestDb, Visited, on_both, on_both_alone};
use kontor_web::Language;

use super::{adjust, list, locations, receipt as receipt_page, receive, show};
use crate::samples::{Shop, place, rooms, searchable};

const ALL: &[&str] = &[
    "stock:read",
    "stock:write",
    "locations:read",
    "locations:write",
    "products:read",
    "orders:read",
    "customers:read",
];

fn pages(db: &TestDb, language: Language, scopes: &'static [&'static str]) -> TestApp {
    let routes = Router::new()
        .route("/stock", get(list::show))
        .route("/stock/receive", get(receive::show).post(receive::submit))
        .route("/stock/receipts/{id}", get(receipt_page::show))
        .route("/stock/adjust", get(adjust::show).post(adjust::submit))
        .route("/stock/{sku}", get(show::show))
        .route("/locations", get(locations::show).post(locations::submit));
    TestApp::new(db, routes).visited(language, scopes)
}

fn has(page: &Visited, parts: &[&str]) {
    for part in parts {
        assert!(page.html.contains(part), "no {part} in {}", page.html);
    }
}

fn lacks(page: &Visited, parts: &[&str]) {
    for part in parts {
        assert!(!page.html.contains(part), "{part} in {}", page.html);
    }
}

#[test]
fn the_list_shows_what_lies_where_and_what_is_waited_for() {
    on_both_alone(rooms, |db| async move {
        for (language, sentence) in
            [(Language::German, "Es gibt noch keine Waren"), (Language::English, "There are no goods yet")]
        {
            has(&pages(&db, language, ALL).page("/stock").await, &[sentence]);
        }
        let shop = Shop::open(&db).await;
        place(&db, shop.anna, &[("POT", "3"), ("TEA", "7")]).await;
        searchable(&db).await;
        let app = pages(&db, Language::German, ALL);
        let all = app.page("/stock").await;
        has(
            &all,
            &[">POT<", ">TEA<", ">100<", ">93<", ">7<", "tone-bad\">3<", "/stock/receive", "/stock/adjust"],
        );
        let waiting = app.page("/stock?tab=waiting").await;
        has(&waiting, &[">POT<"]);
        lacks(&waiting, &[">TEA<"]);
        lacks(&app.page("/stock?q=kanne").await, &[">TEA<"]);
        let main = app.page("/stock?location=main").await;
        has(&main, &[">TEA<"]);
        lacks(&main, &[">POT<"]);
        has(&app.page("/stock?location=nowhere").await, &["Kein Bestand passt"]);
        assert_eq!(app.page("/stock?location=a+b").await.status, 422);
        lacks(&pages(&db, Language::English, &["stock:read"]).page("/stock").await, &["/stock/receive"]);
    });
}

#[test]
fn the_stock_of_a_product_shows_movements_who_waits_and_past_days() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("POT", "3")]).await;
        let day = db.clock.now();
        db.advance(Duration::from_secs(3 * 24 * 60 * 60));
        db.submit(receipt(&[("TEA", "5", "3.00")])).await.unwrap();
        let app = pages(&db, Language::German, ALL);
        let tea = app.page("/stock/TEA").await;
        has(&tea, &["Grüner Tee", "+100", "+5", ">105<", "265,00", "/stock/receipts/rct_"]);
        let zone: kontor_kernel::Zone = "Europe/Berlin".parse().unwrap();
        let past = app.page(&format!("/stock/TEA?day={}", zone.date_at(day))).await;
        has(&past, &["Am Ende des", "<dd>100</dd>"]);
        let before = zone.date_at(day).add_days(-1).unwrap();
        has(&app.page(&format!("/stock/TEA?day={before}")).await, &["nichts hereingekommen"]);
        let today = zone.date_at(db.clock.now());
        has(&app.page(&format!("/stock/TEA?day={today}")).await, &["f-day-error"]);
        has(&app.page("/stock/TEA?day=soon").await, &["f-day-error"]);
        let pot = app.page("/stock/POT").await;
        has(&pot, &["Anna Müller", &format!("/orders/{order}"), "24.11.2026"]);
        assert_eq!(app.page("/stock/TEA?before=x").await.status, 422);
        assert_eq!(app.page("/stock/NONE").await.status, 404);
        let reader = pages(&db, Language::English, &["stock:read"]).page("/stock/POT").await;
        lacks(&reader, &["Anna Müller", "/orders/", "/stock/adjust", "/products/"]);
    });
}

#[test]
fn goods_are_scanned_tried_and_booked_in_for_those_who_wait() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let order = place(&db, shop.anna, &[("POT", "3")]).await;
        let app = pages(&db, Language::German, ALL);
        has(&app.page("/stock/receive?sku=TEA").await, &["value=\"TEA\"", "value=\"2,50\""]);
        // A scanner's Enter presses the first button.
        let scanned =
            app.form("/stock/receive", &[("location", "main"), ("scan", "pot"), ("do", "add")]).await;
        has(&scanned, &["name=\"lines[0][sku]\" value=\"POT\"", "name=\"lines[0][quantity]\" value=\"1\""]);
        let line: &[(&str, &str)] = &[
            ("location", "main"),
            ("lines[0][sku]", "POT"),
            ("lines[0][quantity]", "1,5"),
            ("lines[0][unit_cost]", "4"),
        ];
        let again = app.form("/stock/receive", &[line, &[("scan", "POT"), ("do", "add")]].concat()).await;
        has(&again, &["name=\"lines[0][quantity]\" value=\"2,5\""]);
        lacks(&again, &["name=\"lines[1][sku]\" value=\"POT\""]);
        let unknown = app.form("/stock/receive", &[line, &[("scan", "NONE")]].concat()).await;
        assert_eq!(unknown.status, 422);
        has(&unknown, &["f-scan-error", "value=\"POT\""]);

        let fields: &[(&str, &str)] = &[
            ("location", "main"),
            ("reference", "LS-4711"),
            ("lines[0][sku]", ""),
            ("lines[0][quantity]", "9"),
            ("lines[1][sku]", "POT"),
            ("lines[1][quantity]", "2"),
            ("lines[1][unit_cost]", "4,00"),
        ];
        let dry = app.form("/stock/receive", &[fields, &[("do", "preview")]].concat()).await;
        assert_eq!(dry.status, 200, "{}", dry.html);
        has(&dry, &["POT: 2 kommen nach main", "bekommt 2 × POT", "8,00", "Bestand", "value=\"LS-4711\""]);
        has(&app.page("/stock/POT").await, &["noch nichts bewegt"]);
        let bad = app.form("/stock/receive", &[fields, &[("lines[1][quantity]", "x")]].concat()).await;
        assert_ne!(bad.status, 303);
        let bad = [&fields[..5], &[("lines[1][quantity]", "0"), ("lines[1][unit_cost]", "1")]].concat();
        let bad = app.form("/stock/receive", &bad).await;
        assert_eq!(bad.status, 422);
        has(&bad, &["f-lines-0-quantity-error"]);
        let none = app.form("/stock/receive", &[("location", "main")]).await;
        assert_eq!(none.status, 422, "{}", none.html);

        let done = app.form("/stock/receive", fields).await;
        assert_eq!(done.status, 303, "{}", done.html);
        let page = app.page(done.onward()).await;
        has(&page, &["LS-4711", &format!("/orders/{order}"), "2 × POT", "8,00"]);
        assert_eq!(app.page("/stock/receipts/rct_0000000000007").await.status, 404);
        lacks(&pages(&db, Language::German, &["stock:read"]).page(done.onward()).await, &["/orders/"]);
    });
}

#[test]
fn an_adjustment_says_who_loses_goods_before_it_is_done() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        place(&db, shop.anna, &[("TEA", "7")]).await;
        let app = pages(&db, Language::English, ALL);
        has(&app.page("/stock/adjust?sku=TEA").await, &["value=\"TEA\"", "name=\"delta\""]);
        let send = |fields: &'static [(&'static str, &'static str)]| {
            let app = app.clone();
            let own = [("sku", "TEA"), ("location", "main"), ("reason", "Count")];
            async move { app.form("/stock/adjust", &[&own[..], fields].concat()).await }
        };
        let dry = send(&[("on_hand", "5"), ("do", "preview")]).await;
        has(&dry, &["TEA: 95 less at main", "loses 2 × TEA", "237.50"]);
        has(&send(&[("on_hand", "100"), ("do", "preview")]).await, &["the count agrees"]);
        for (fields, place) in [
            (&[("on_hand", "5"), ("delta", "1")][..], "f-on_hand-error"),
            (&[], "f-on_hand-error"),
            (&[("delta", "-101")], "f-delta-error"),
            (&[("on_hand", "-1")], "f-on_hand-error"),
            (&[("delta", "few")], "f-delta-error"),
        ] {
            let refused = send(fields).await;
            assert!(refused.status == 422 || refused.status == 409, "{fields:?}");
            has(&refused, &[place]);
        }
        let done = send(&[("delta", "-2")]).await;
        assert_eq!((done.status, done.onward()), (303, "/stock/TEA?location=main"));
        has(&app.page(done.onward()).await, &["\u{2212}2", ">98<", "Adjustment"]);
    });
}

#[test]
fn locations_are_listed_and_added() {
    on_both(rooms, |db| async move {
        let app = pages(&db, Language::German, ALL);
        has(&app.page("/locations").await, &["Es gibt noch keine Standorte"]);
        Shop::open(&db).await;
        let added = app.form("/locations", &[("code", "hh-2"), ("name", "Lager <b>2")]).await;
        assert_eq!(added.status, 303, "{}", added.html);
        has(&app.page("/locations").await, &["Lager &lt;b&gt;2", "/stock?location=hh-2"]);
        let twice = app.form("/locations", &[("code", "hh-2"), ("name", "Noch eins")]).await;
        assert_eq!(twice.status, 409);
        has(&twice, &["f-code-error", "value=\"Noch eins\""]);
        has(&app.form("/locations", &[("code", "a b"), ("name", "x")]).await, &["f-code-error"]);
        let reader = pages(&db, Language::English, &["locations:read"]).page("/locations").await;
        lacks(&reader, &["name=\"code\""]);
    });
}
