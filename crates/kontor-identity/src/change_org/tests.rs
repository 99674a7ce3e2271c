//! Every rule of changing the merchant, on both databases, and one story through the JSON door.

use kontor_kernel::Currency;
use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, patch};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::{Value, json};

use super::{ChangeOrg, http};
use crate::found_org::FoundOrg;
use crate::model::{CountryCode, OrgId, OrgName, TaxStatus};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

async fn found(db: &TestDb) -> OrgId {
    let org = OrgId::new(db.org);
    let founding = FoundOrg {
        org,
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    db.submit(founding).await.unwrap().answer
}

#[test]
fn what_stands_on_documents_has_its_form() {
    on_both(rooms, |db| async move {
        let org = found(&db).await;
        assert_eq!(db.refused(ChangeOrg::of(org)).await, "nothing_to_change");
        assert_eq!(
            db.refused(ChangeOrg { version: Some(1), ..ChangeOrg::of(org) }).await,
            "nothing_to_change"
        );
        let long = "x".repeat(201);
        for (name, text, code) in [
            ("street", long.as_str(), "bad_org_text"),
            ("city", "Ham\nburg", "bad_org_text"),
            ("mail", "post", "bad_mail"),
            ("vat_id", "DE12345", "bad_vat_id"),
            ("iban", "DE89 3704 0044 0532 0130 01", "bad_iban"),
            ("bic", "COBA", "bad_bic"),
            ("language", "fr", "bad_language"),
        ] {
            let change = ChangeOrg { texts: vec![(name, text.to_owned())], ..ChangeOrg::of(org) };
            assert_eq!(db.refused(change).await, code, "{name} {text}");
        }
        assert_eq!(db.refused(ChangeOrg { terms_days: Some(366), ..ChangeOrg::of(org) }).await, "bad_terms");
    });
}

#[test]
fn only_what_differs_is_recorded() {
    on_both_alone(rooms, |db| async move {
        let org = found(&db).await;
        let street = ChangeOrg { texts: vec![("street", " Am Kai 1 ".into())], ..ChangeOrg::of(org) };
        let regular = ChangeOrg { tax_status: Some(TaxStatus::Regular), ..ChangeOrg::of(org) };
        for (change, events) in [
            (regular.clone(), 1),
            (street.clone(), 2),
            (street.clone(), 2),
            (ChangeOrg { tax_status: Some(TaxStatus::SmallBusiness), ..ChangeOrg::of(org) }, 3),
            (regular, 4),
            (ChangeOrg { texts: vec![("street", String::new())], ..ChangeOrg::of(org) }, 5),
        ] {
            db.submit(change).await.unwrap();
            assert_eq!(db.events().await.len(), events);
        }
        assert_eq!(db.refused(ChangeOrg { version: Some(3), ..street }).await, "changed_meanwhile");
        let events = db.events().await;
        assert!(events[1].contains(r#""profile":{"street":"Am Kai 1"}"#), "{events:?}");
        assert!(events[2].contains(r#""tax_status":"small_business""#) && !events[2].contains("profile"));
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        found(&db).await;
        let routes = Router::new()
            .route("/api/v1/org", patch(http::change_org).merge(get(crate::show_org::http::show_org)));
        let app = TestApp::new(&db, routes);
        let send = |body: Value| {
            let app = app.clone();
            async move { app.send(Method::PATCH, "/api/v1/org", &[], body.to_string()).await }
        };
        let before = app.get("/api/v1/org").await;
        assert_eq!((before.text("/tax_status"), &before.body["version"]), ("regular", &json!(1)));
        let body = json!({ "version": 1, "name": "Hansen Kaffee & Tee GmbH", "iban": "de89 3704 0044 0532 0130 00",
            "vat_id": "DE 123 456 789", "city": "Hamburg", "terms_days": 21, "language": "de" });
        assert_eq!(send(body.clone()).await.status, 200);
        let shown = app.get("/api/v1/org").await;
        assert_eq!(
            (shown.text("/name"), shown.text("/iban")),
            ("Hansen Kaffee & Tee GmbH", "DE89370400440532013000")
        );
        assert_eq!(
            (shown.text("/vat_id"), shown.text("/city"), shown.body["terms_days"].as_i64()),
            ("DE123456789", "Hamburg", Some(21))
        );
        let late = send(body).await;
        assert_eq!(
            (late.status, late.code(), late.text("/facts/kind")),
            (409, "changed_meanwhile", "identity.org_changed")
        );
        assert_eq!(send(json!({ "currency": "USD" })).await.code(), "bad_json");
        assert_eq!(send(json!({ "tax_status": "none" })).await.code(), "bad_json");
    });
}
