//! What is typed finds what is meant, as soon as the follower has seen it, and nothing that was erased.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use kontor_catalog::add_product::AddProduct;
use kontor_catalog::model::Gtin;
use kontor_catalog::samples::goods;
use kontor_customers::erase::EraseCustomer;
use kontor_customers::merge::MergeCustomer;
use kontor_identity::http::Granted;
use kontor_identity::permissions::{Rights, Role};
use kontor_orders::model::{Channel, ExternalNumber, OrderId, Reference};
use kontor_orders::place::Place;
use kontor_store::follower::Follower;
use kontor_testkit::axum::Extension;
use kontor_testkit::{TestApp, TestDb, on_both_alone, on_sqlite};

use super::{HitKind, SearchFollower, find, orders, rebuild, twins};
use crate::board;
use crate::records::Term;
use crate::samples::{Shop, card, invoice, order_of, pay, place, plan, register, rooms, ship, today};

async fn settle(db: &TestDb) {
    let follower: Arc<dyn Follower> = Arc::new(SearchFollower);
    db.settle(&follower).await;
}

/// What a text finds, as `kind title`, complete numbers with a mark.
async fn found(db: &TestDb, text: &str) -> Vec<String> {
    let (day, _) = today(db);
    let found = find(&db.reads, (db.org, day), HitKind::ALL, text).await.unwrap();
    assert_eq!(found.behind, 0);
    let shown =
        |hit: &super::Hit| format!("{} {}{}", hit.kind, hit.title, if hit.is_exact { "!" } else { "" });
    found.hits.iter().map(shown).collect()
}

/// A shop with an order from its web shop that went all the way, and one of Ben's that has not.
async fn story(db: &TestDb) -> (Shop, OrderId, OrderId) {
    let shop = Shop::open(db).await;
    let web = Place {
        channel: Channel::Web,
        external: Some(ExternalNumber::parse("SHOP-4711").unwrap()),
        reference: Some(Reference::parse("Kostenstelle 9b").unwrap()),
        ..order_of(Some(shop.anna), &[("TEA", "1")])
    };
    let first = db.submit(web).await.unwrap().answer.order;
    ship(db, first, &[]).await;
    let bill = invoice(db, first).await;
    pay(db, bill, "9.90").await;
    let second = place(db, shop.ben, &[("TEA", "2"), ("POT", "1")]).await;
    settle(db).await;
    (shop, first, second)
}

#[test]
fn everything_is_found_by_what_people_know_of_it() {
    on_both_alone(rooms, |db| async move {
        let (.., second) = story(&db).await;
        ship(&db, second, &[(1, "1")]).await;
        settle(&db).await;
        let of_anna = ["order A-100001", "customer Anna Müller"];
        let of_ben = ["order A-100002", "customer Hansen Kaffee GmbH"];
        for text in
            ["müller", "MUELLER", "muller", "anna mül", "anna@exa", "Hamburg", "040 1234567", "+49 40 1234"]
        {
            assert_eq!(found(&db, text).await, of_anna, "{text}");
        }
        for text in ["hansen", "hansen-kaffee", "kaffee ben", "ode kiel", "ben@hansen.example"] {
            assert_eq!(found(&db, text).await, of_ben, "{text}");
        }
        for (text, expected) in [
            ("A-100001", vec!["order A-100001!"]),
            ("a 100002", vec!["order A-100002!"]),
            ("10000", vec!["order A-100001", "order A-100002"]),
            ("k10002", vec!["order A-100002", "customer Hansen Kaffee GmbH"]),
            ("shop4711", vec!["order A-100001"]),
            ("kosten", vec!["order A-100001"]),
            ("müller shop-47", vec!["order A-100001"]),
            ("hansen shop-47", vec![]),
            ("hansen tea", vec!["order A-100002"]),
            ("pot", vec!["product Kanne, rund!", "order A-100002"]),
            ("tea", vec!["product Grüner Tee!", "order A-100002", "order A-100001"]),
            ("grüner", vec!["product Grüner Tee"]),
            ("tee gruen", vec!["product Grüner Tee"]),
            ("RE-2026-000001", vec!["invoice RE-2026-000001!"]),
            ("re 2026 1", vec!["invoice RE-2026-000001"]),
            ("JJD0003404", vec!["shipment LS-2026-000002", "shipment LS-2026-000001"]),
            ("4711-0815", vec!["payment ZE-2026-000001"]),
            ("nobody", vec![]),
            (" ,. ", vec![]),
        ] {
            assert_eq!(found(&db, text).await, expected, "{text}");
        }
    });
}

#[test]
fn a_bare_number_finds_every_document_of_that_number() {
    on_both_alone(rooms, |db| async move {
        story(&db).await;
        let all = ["invoice RE-2026-000001", "shipment LS-2026-000001", "payment ZE-2026-000001"];
        assert_eq!(found(&db, "1").await, all);
        assert_eq!(found(&db, "000001").await, all);
    });
}

#[test]
fn orders_are_found_newest_first_and_bounded() {
    on_both_alone(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let mut placed = Vec::new();
        for _ in 0..5 {
            placed.insert(0, place(&db, shop.anna, &[("TEA", "1")]).await);
        }
        settle(&db).await;
        let three = orders(&db.reads, db.org, "anna", 3).await.unwrap();
        assert_eq!(three, placed[..3]);
        let all = orders(&db.reads, db.org, "tea", 50).await.unwrap();
        assert_eq!(all, placed);
    });
}

async fn terms(db: &TestDb) -> Vec<Term> {
    db.reads.records("org_id = $1 ORDER BY kind, term, id", vec![db.org.into()]).await.unwrap()
}

#[test]
fn terms_are_made_again_of_what_is_there_now() {
    on_both_alone(rooms, |db| async move {
        story(&db).await;
        let before = terms(&db).await;
        assert!(before.len() > 20, "{before:?}");
        rebuild(&db.hands()).await.unwrap();
        assert_eq!(terms(&db).await, before);
    });
}

#[test]
fn an_erased_customer_is_found_by_the_number_alone() {
    on_both_alone(rooms, |db| async move {
        let (shop, ..) = story(&db).await;
        db.submit(EraseCustomer { customer: shop.anna }).await.unwrap();
        settle(&db).await;
        let left = terms(&db).await.into_iter().filter(|term| term.id == shop.anna.raw());
        assert_eq!(left.map(|term| term.term).collect::<Vec<_>>(), ["k10001"]);
        assert!(found(&db, "müller").await.is_empty());
        assert_eq!(found(&db, "k10001").await, ["customer K10001!", "order A-100001"]);
    });
}

#[test]
fn a_merged_duplicate_leads_to_its_survivor() {
    on_both_alone(rooms, |db| async move {
        let (shop, first, second) = story(&db).await;
        db.submit(MergeCustomer { customer: shop.anna, from: shop.ben }).await.unwrap();
        settle(&db).await;
        assert!(found(&db, "hansen").await.is_empty(), "the duplicate's card is told no more");
        assert_eq!(found(&db, "k10002").await, ["order A-100002", "order A-100001", "customer Anna Müller"]);
        let of_both = [second, first];
        assert_eq!(orders(&db.reads, db.org, "müller", 9).await.unwrap(), of_both);
        let filter = board::Filter { customer: Some(shop.anna), ..board::Filter::default() };
        let asked = board::Asked { filter, ..board::Asked::tab(board::BoardTab::All, 9) };
        let (day, zone) = today(&db);
        let page = board::page(&db.reads, db.org, (day, &zone), &asked).await.unwrap();
        assert_eq!(page.cards.iter().map(|card| card.order.id).collect::<Vec<_>>(), of_both);
    });
}

#[test]
fn a_scanned_barcode_comes_first() {
    on_both_alone(rooms, |db| async move {
        Shop::open(&db).await;
        let barcode = Some(Gtin::parse("4006381333931").unwrap());
        db.submit(AddProduct { barcode, ..goods("MUG") }).await.unwrap();
        settle(&db).await;
        assert_eq!(found(&db, "4006381333931").await, ["product MUG!"]);
    });
}

#[test]
fn twins_are_looked_for_by_mail_telephone_and_name_with_place() {
    on_both_alone(rooms, |db| async move {
        let (shop, ..) = story(&db).await;
        for (card, expected) in [
            (card("X", "", "ANNA@example.com", "", ""), vec![shop.anna]),
            (card("X", "", "", "0049 40 1234567", ""), vec![shop.anna]),
            (card("X", "", "", "+49 (40) 7654321", ""), vec![shop.ben]),
            (card("anna mueller", "", "", "", ""), vec![shop.anna]),
            (card("X", "", "", "", ""), vec![]),
        ] {
            assert_eq!(twins(&db.reads, db.org, &card).await.unwrap(), expected, "{card:?}");
        }
    });
}

#[test]
fn what_is_new_is_told_as_behind_until_it_was_followed() {
    on_both_alone(rooms, |db| async move {
        story(&db).await;
        let (day, _) = today(&db);
        db.submit(register(card("Cem Yıldız", "", "", "", "Köln"))).await.unwrap();
        let behind = find(&db.reads, (db.org, day), HitKind::ALL, "yildiz").await.unwrap();
        assert!(behind.hits.is_empty() && behind.behind > 0);
        settle(&db).await;
        assert_eq!(found(&db, "yildiz koeln").await, ["customer Cem Yıldız"]);
    });
}

#[test]
fn the_door_shows_what_the_caller_may_read() {
    on_sqlite(rooms, |db| async move {
        story(&db).await;
        let routes = Router::new().route("/search", get(super::http::search));
        for (role, kinds) in [
            (Role::Owner, vec!["customer", "order"]),
            (Role::Service, vec!["customer", "order"]),
            (Role::Analyst, vec!["order"]),
        ] {
            let routes = routes.clone().layer(Extension(Granted(Rights::of_role(role))));
            let answer = TestApp::new(&db, routes).get("/search?q=anna%20m%C3%BCller").await;
            let found: Vec<&str> = answer.body["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["kind"].as_str().unwrap())
                .collect();
            assert_eq!(found, kinds, "{role}");
            let order = found.len() - 1;
            assert_eq!(answer.text(&format!("/items/{order}/state/de")), "Abgeschlossen");
        }
        let app = TestApp::new(&db, routes.layer(Extension(Granted(Rights::ALL))));
        assert_eq!(app.get("/search?query=x").await.code(), "bad_query");
    });
}

#[test]
fn a_search_reads_no_table_whole() {
    on_sqlite(rooms, |db| async move {
        for statement in super::queries() {
            let steps = plan(&db, &statement).await;
            for step in &steps {
                let is_derived =
                    ["SCAN t", "SCAN c", "SCAN r", "SCAN m", "SCAN chain"].contains(&step.as_str());
                assert!(!step.starts_with("SCAN") || is_derived, "{step} in {steps:#?}\n{statement}");
                // A merchant's series are few, and what is held is looked at from the newest on.
                let is_bounded =
                    statement.contains("ledger_series") || statement.contains("inventory_reservation");
                assert!(!step.ends_with("(org_id=?)") || is_bounded, "{step} in {steps:#?}\n{statement}");
            }
        }
    });
}
