//! Every rule of registering a customer, on both databases, and one story through the JSON door.

use kontor_kernel::Amount;
use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::{get, post};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::{Register, http};
use crate::model::{Address, AddressKind, CustomerKind, CustomerNumber};
use crate::samples::anna;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn with(change: impl FnOnce(&mut Register)) -> Register {
    let mut register = anna();
    change(&mut register);
    register
}

fn number(text: &str) -> CustomerNumber {
    CustomerNumber::parse(text).unwrap()
}

/// What comes of registering one customer after another: the number, or the refusal's code.
async fn check(db: &TestDb, cases: Vec<(Register, &str)>) {
    for (register, expected) in cases {
        let shown = format!("{register:?}");
        let got = match db.submit(register).await {
            Ok(reply) => reply.answer.number.to_string(),
            Err(kontor_store::Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

#[test]
fn a_customer_gets_the_number_asked_for_or_the_next_free_one() {
    on_both_alone(rooms, |db| async move {
        check(
            &db,
            vec![
                (anna(), "K10001"),
                (with(|new| new.number = Some(number("VIP-1"))), "VIP-1"),
                (anna(), "K10002"),
                (with(|new| new.number = Some(number("K10003"))), "K10003"),
                (anna(), "K10004"),
                (with(|new| new.number = Some(number("vip-1"))), "vip-1"),
                (with(|new| new.number = Some(number("VIP-1"))), "customer_number_taken"),
            ],
        )
        .await;
    });
}

#[test]
fn bad_data_is_refused_with_its_reason() {
    let address = |street: &str| Address {
        kind: AddressKind::Shipping,
        name: String::new(),
        street: street.to_owned(),
        addition: String::new(),
        zip: "20457".into(),
        city: "Hamburg".into(),
        country: "DE".into(),
    };
    on_both(rooms, |db| async move {
        check(
            &db,
            vec![
                (with(|new| new.card.name = "  ".into()), "person_without_name"),
                (with(|new| new.kind = CustomerKind::Company), "company_without_name"),
                (with(|new| new.card.name = "x".repeat(201)), "bad_contact_text"),
                (with(|new| new.card.addresses = vec![address("Am Kai\u{0} 1")]), "bad_contact_text"),
                (with(|new| new.card.mail = "anna".into()), "bad_mail"),
                (with(|new| new.card.mail = "a@b@c".into()), "bad_mail"),
                (with(|new| new.terms_days = 366), "bad_terms"),
                (with(|new| new.terms_days = -1), "bad_terms"),
                (with(|new| new.credit_limit = Some(Amount::new(-1))), "negative_credit_limit"),
                (with(|new| new.card.name = "名前 🦀".into()), "K10001"),
            ],
        )
        .await;
    });
}

#[test]
fn the_journal_holds_no_name_and_the_contact_version_does() {
    on_both(rooms, |db| async move {
        db.submit(anna()).await.unwrap();
        let events = db.events().await;
        assert_eq!(events.len(), 1);
        assert!(events[0].starts_with("customers.registered"), "{events:?}");
        assert!(!events[0].contains("Hansen") && !events[0].contains("example.com"), "{events:?}");
        let shown = crate::show::by_number(&db.reads, db.org, "K10001").await.unwrap().unwrap();
        assert_eq!(shown.card.name, "Anna Hansen");
        let versions: Vec<kontor_store::own::ContactVersion> = db
            .reads
            .records("org_id = $1 AND subject = $2", vec![db.org.into(), shown.customer.id.raw().into()])
            .await
            .unwrap();
        assert_eq!(versions[0].digest(), shown.customer.contact_digest.0);
    });
}

#[test]
fn a_dry_run_answers_the_same_and_stores_nothing() {
    on_both(rooms, |db| async move {
        db.submit(anna()).await.unwrap();
        let dry = db.writer.submit(db.envelope().dry(true), anna()).await.unwrap();
        assert_eq!(dry.answer.number.as_str(), "K10002");
        assert_eq!(dry.recorded.len(), 1);
        assert_eq!(db.events().await.len(), 1);
        assert_eq!(db.submit(anna()).await.unwrap().answer.number.as_str(), "K10002");
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        db.submit(with(|new| new.number = Some(number("FIRST")))).await.unwrap();
        let routes = Router::new()
            .route("/api/v1/customers", post(http::register).get(crate::show::http::list))
            .route("/api/v1/customers/{id}", get(crate::show::http::show));
        let app = TestApp::new(&db, routes);
        let body = json!({ "kind": "company", "contact": { "company": "Kai & Söhne GmbH", "vat_id": "DE123456789" },
            "credit_limit": "5000.00", "terms_days": 30 });
        let new = app.post_once("/api/v1/customers", "k-1", &body).await;
        assert_eq!(new.status, 201, "{new:?}");
        assert_eq!(new.text("/number"), "K10001");

        let again = app.post_once("/api/v1/customers", "k-1", &body).await;
        assert_eq!((again.status, &again.body), (201, &new.body));
        assert_eq!(again.headers["idempotent-replayed"], "true");
        let other = app.post_once("/api/v1/customers", "k-1", &json!({ "contact": { "name": "B" } })).await;
        assert_eq!((other.status, other.code()), (409, "idempotency_key_reused"));

        let shown = app.get(&format!("/api/v1/customers/{}", new.text("/id"))).await;
        assert_eq!(shown.text("/contact/company"), "Kai & Söhne GmbH");
        assert_eq!(shown.text("/credit_limit"), "5000.00");
        assert_eq!(app.get("/api/v1/customers/cus_0000000000000").await.status, 404);
        assert_eq!(app.get("/api/v1/customers/ord_0000000000000").await.status, 404);

        let page = app.get("/api/v1/customers?limit=1").await;
        assert_eq!(page.text("/items/0/number"), "K10001");
        let next = app.get(&format!("/api/v1/customers?limit=1&after={}", page.text("/next"))).await;
        assert_eq!(next.text("/items/0/number"), "FIRST");
        assert!(next.body["next"].is_null(), "{next:?}");

        let bad = app
            .post("/api/v1/customers", &json!({ "contact": { "name": "A" }, "credit_limit": "1.234" }))
            .await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (422, "bad_value", "credit_limit"));
        let bad = app.post("/api/v1/customers", &json!({ "contact": { "name": 7 } })).await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (400, "bad_json", "contact/name"));
    });
}
