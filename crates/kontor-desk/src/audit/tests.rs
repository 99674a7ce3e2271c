//! The audit tells what was done, narrowed down, in pages that lose nothing.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use kontor_identity::http::Granted;
use kontor_identity::permissions::{Noun, Rights, Role};
use kontor_kernel::limits;
use kontor_testkit::axum::Extension;
use kontor_testkit::{TestApp, TestDb, on_both, on_sqlite};

use super::{Asked, page};
use crate::samples::{Shop, place, plan, rooms, ship, today};

async fn kinds(db: &TestDb, asked: &Asked, rights: Rights) -> Vec<String> {
    let (_, zone) = today(db);
    let sees = |scope| rights.allow(scope);
    let page = page((&db.reads, &db.schema), (db.org, &zone), asked, sees).await.unwrap();
    assert_eq!(page.next, None);
    page.entries.into_iter().map(|entry| entry.kind).collect()
}

#[test]
fn the_audit_is_narrowed_down_by_who_what_and_when() {
    on_both(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        let (first_day, _) = today(&db);
        db.advance(Duration::from_secs(86_400));
        let order = place(&db, shop.anna, &[("TEA", "1")]).await;
        db.advance(Duration::from_secs(86_400));
        ship(&db, order, &[]).await;
        let (last_day, _) = today(&db);
        let all = Asked::default();
        let shipped = ["fulfilment.shipped", "ledger.booked"];
        let everything = kinds(&db, &all, Rights::ALL).await;
        assert_eq!(everything.len(), 11, "{everything:?}");
        let day = |from, to| Asked { from, to, ..Asked::default() };
        let mut last = kinds(&db, &day(Some(last_day), None), Rights::ALL).await;
        last.sort_unstable();
        assert_eq!(last, shipped);
        let placed = ["orders.placed"];
        let middle = day(first_day.add_days(1), last_day.add_days(-1));
        assert_eq!(kinds(&db, &middle, Rights::ALL).await, placed);
        assert_eq!(kinds(&db, &day(None, Some(first_day)), Rights::ALL).await.len(), 8);
        let orders = Asked { noun: Some(Noun::Orders), ..all.clone() };
        assert_eq!(kinds(&db, &orders, Rights::ALL).await, placed);
        let by_us = Asked { actor: Some(db.actor()), ..all.clone() };
        assert_eq!(kinds(&db, &by_us, Rights::ALL).await, everything);
        let by_nobody = Asked { actor: Some("token:nobody".parse().unwrap()), ..all.clone() };
        assert!(kinds(&db, &by_nobody, Rights::ALL).await.is_empty());
        let partner = kinds(&db, &day(Some(last_day), None), Rights::of_role(Role::Partner)).await;
        assert_eq!(partner, ["fulfilment.shipped"], "no books for an outside house");
    });
}

#[test]
fn what_is_beyond_one_part_of_the_journal_is_gone_on_with() {
    on_sqlite(rooms, |db| async move {
        let shop = Shop::open(&db).await;
        for _ in 0..limits::TIMELINE_EVENTS / 3 + 10 {
            place(&db, shop.anna, &[("POT", "1")]).await;
        }
        let (_, zone) = today(&db);
        let (mut asked, mut seen, mut pages) = (Asked::default(), Vec::new(), 0);
        loop {
            let part = page((&db.reads, &db.schema), (db.org, &zone), &asked, |_| true).await.unwrap();
            seen.extend(part.entries.iter().map(|entry| entry.position));
            pages += 1;
            if part.next.is_none() {
                break;
            }
            asked.before = part.next;
        }
        assert!(pages > 1 && seen.is_sorted_by(|a, b| a > b), "{pages}");
        let orders = kontor_orders::list::tallies(&db.reads, db.org).await.unwrap();
        let placed = orders.iter().find(|tally| tally.tab.as_str() == "placed").unwrap().count;
        assert_eq!(seen.len(), usize::try_from(placed).unwrap() + 8);
    });
}

#[test]
fn the_door_tells_in_words() {
    on_both(rooms, |db| async move {
        Shop::open(&db).await;
        let routes = Router::new().route("/audit", get(super::http::audit));
        let app = TestApp::new(&db, routes.layer(Extension(Granted(Rights::ALL))));
        let told = app.get("/audit?noun=customers").await;
        assert_eq!(told.text("/items/0/words/en"), "Customer K10002 registered");
        assert_eq!(told.text("/items/0/words/de"), "Kunde K10002 angelegt");
        assert_eq!(app.get("/audit?noun=weather").await.code(), "bad_query");
        assert_eq!(app.get("/audit?after=x").await.code(), "bad_cursor");
    });
}

#[test]
fn the_audit_is_read_by_position() {
    on_sqlite(rooms, |db| async move {
        let steps = plan(&db, &super::queries()[0]).await.join("; ");
        assert_eq!(steps, "SEARCH journal USING PRIMARY KEY (org_id=? AND position>? AND position<?)");
    });
}
