//! A house is set up by its link, once, and a form that was sent twice founds one merchant.

use std::sync::Arc;

use kontor_identity::hasher::Hasher;
use kontor_identity::session::{Cookies, SessionKeeper};
use kontor_identity::sign_in::{FirstStart, Gate};
use kontor_kernel::Clock;
use kontor_store::Room;
use kontor_testkit::axum::routing::get;
use kontor_testkit::axum::{Extension, Router};
use kontor_testkit::{TestApp, TestDb, on_both_alone};
use kontor_web::{App, Language};

fn rooms() -> Vec<Room> {
    vec![kontor_identity::room(), kontor_ledger::room(), kontor_inventory::room()]
}

fn gate(db: &TestDb) -> Gate {
    Gate::new(app(db), Hasher::new().unwrap())
}

fn pages(db: &TestDb, gate: &Gate) -> TestApp {
    let routes = Router::new()
        .route("/setup/{secret}", get(super::page::show).post(super::page::submit))
        .layer(Extension(gate.clone()))
        .layer(Extension(SessionKeeper::new(app(db), Cookies::new(false))));
    TestApp::new(db, routes).visited(Language::German, &[])
}

async fn link(gate: &Gate) -> String {
    let FirstStart::Link(link) = gate.first_start().await.unwrap() else { panic!("no link") };
    format!("/setup/{}", link.0)
}

const FIELDS: [(&str, &str); 9] = [
    ("name", "Hansen Kaffee GmbH"),
    ("country", "de"),
    ("currency", "eur"),
    ("zone", ""),
    ("chart", "skr04"),
    ("tax_status", "regular"),
    ("person", "Anna Hansen"),
    ("mail", "anna@example.com"),
    ("password", "correct horse battery"),
];

fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    FIELDS.into_iter().map(|(key, old)| (key, if key == name { value } else { old })).collect()
}

async fn merchants(db: &TestDb) -> Vec<(String, String)> {
    let rows = db.reads.query("SELECT name, zone FROM identity_org ORDER BY name", Vec::new()).await.unwrap();
    rows.into_iter().map(|mut row| (row.take().unwrap(), row.take().unwrap())).collect()
}

#[test]
fn a_new_house_is_set_up_in_one_form() {
    on_both_alone(rooms, |db| async move {
        let gate = gate(&db);
        let (pages, link) = (pages(&db, &gate), link(&gate).await);
        let page = pages.page(&link).await;
        assert!(
            page.status == 200
                && page.html.contains("Kontor einrichten")
                && page.html.contains("Kontenrahmen")
        );
        let bad = [
            ("name", ""),
            ("country", "Deutschland"),
            ("country", "US"),
            ("currency", "XXX"),
            ("zone", "Europe/Nowhere"),
            ("chart", "skr99"),
            ("person", ""),
            ("mail", "anna"),
            ("password", "short"),
        ];
        for (name, value) in bad {
            let answered = pages.form(&link, &with(name, value)).await;
            assert_eq!(answered.status, 422, "{name} {value:?}");
            let place = if value == "US" { "zone" } else { name };
            assert!(
                answered.html.contains(&format!("id=\"f-{place}-error\"")),
                "{name} {value:?}: {}",
                answered.html
            );
            assert!(!answered.html.contains("correct horse"), "a password is not shown again");
        }
        assert_eq!(merchants(&db).await, [], "nothing is founded before all can be read");
        let done = pages.form(&link, &FIELDS).await;
        assert_eq!((done.status, done.onward()), (303, "/"), "{}", done.html);
        assert!(
            done.headers
                .get_all("set-cookie")
                .iter()
                .any(|line| line.to_str().unwrap().starts_with("kontor_session="))
        );
        assert_eq!(merchants(&db).await, [("Hansen Kaffee GmbH".to_owned(), "Europe/Berlin".to_owned())]);
        assert_eq!(pages.page(&link).await.status, 410);
        assert_eq!(pages.form(&link, &FIELDS).await.status, 410);
        assert!(matches!(gate.first_start().await.unwrap(), FirstStart::Done));
    });
}

#[test]
fn what_a_crash_left_is_completed_by_sending_the_form_again() {
    on_both_alone(rooms, |db| async move {
        let gate = gate(&db);
        let (pages, link) = (pages(&db, &gate), link(&gate).await);
        let set_up = gate.set_up_of(link.strip_prefix("/setup/").unwrap()).await.unwrap();
        let new = super::NewMerchant {
            name: "Hansen Kaffee GmbH".parse().unwrap(),
            country: "DE".parse().unwrap(),
            currency: "EUR".parse().unwrap(),
            zone: "Europe/Berlin".parse().unwrap(),
            chart: "skr04".parse().unwrap(),
            tax_status: kontor_identity::model::TaxStatus::Regular,
        };
        super::found(&app(&db), set_up.org, new.clone()).await.unwrap();
        super::found(&app(&db), set_up.org, new).await.unwrap();
        let page = pages.page(&link).await;
        assert!(!page.html.contains("Kontenrahmen"), "the merchant is there: {}", page.html);
        let done = pages.form(&link, &FIELDS).await;
        assert_eq!(done.status, 303, "{}", done.html);
        assert_eq!(merchants(&db).await.len(), 1);
    });
}

fn app(db: &TestDb) -> App {
    let clock: Arc<dyn Clock> = db.clock.clone();
    App { writer: db.writer.clone(), reads: db.reads.clone(), clock, schema: Arc::clone(&db.schema) }
}

#[test]
fn a_country_has_its_usual_zone() {
    for country in ["DE", "AT", "CH", "LI", "NL", "BE", "LU", "FR", "IT", "PL", "CZ", "DK"] {
        let zone = super::usual_zone(country.parse().unwrap()).unwrap();
        assert!(zone.parse::<kontor_kernel::Zone>().is_ok(), "{country} {zone}");
    }
    assert_eq!(super::usual_zone("US".parse().unwrap()), None);
}
