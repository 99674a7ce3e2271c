//! Every rule of changing a customer, on both databases, and one story through the JSON door.

use kontor_kernel::Amount;
use kontor_store::{Failure, Room};
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{get, patch};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::{Value, json};

use super::{ChangeCustomer, http};
use crate::events::AccountMoved;
use crate::model::{ContactCard, CustomerId, CustomerKind, Language, PaymentMethod, Person};
use crate::samples::{Moves, anna};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

/// One change, and what comes of it.
type Case = (fn(&mut ChangeCustomer), &'static str);

/// What comes of one change after another to the same customer: the event's fields beyond customer and card, or the
/// refusal's code.
async fn check(db: &TestDb, customer: CustomerId, cases: Vec<Case>) {
    for (edit, expected) in cases {
        let mut command = ChangeCustomer { salt: [9; 16], ..ChangeCustomer::of(customer) };
        edit(&mut command);
        let shown = format!("{command:?}");
        let before = db.events().await.len();
        let got = match db.submit(command).await {
            Ok(_) => {
                db.events().await.get(before).map_or_else(|| "no event".to_owned(), |event| fields(event))
            }
            Err(Failure::Refused(refusal)) => refusal.code.to_owned(),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(got, expected, "{shown}");
    }
}

fn fields(event: &str) -> String {
    let payload = event.strip_prefix("customers.changed ").unwrap();
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    let fields = payload.as_object_mut().unwrap();
    assert!(fields.remove("customer").is_some());
    if let Some(card) = fields.get_mut("card") {
        *card = json!("new");
    }
    payload.to_string()
}

#[test]
fn only_what_differs_is_recorded() {
    on_both_alone(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let cases: Vec<Case> = vec![
            (|_| {}, "nothing_to_change"),
            (|to| to.version = Some(1), "nothing_to_change"),
            (|to| to.language = Some(Language::German), "no event"),
            (|to| to.card = Some(anna().card), "no event"),
            (|to| to.card = Some(ContactCard { phone: "040 1".into(), ..anna().card }), r#"{"card":"new"}"#),
            (|to| to.kind = Some(CustomerKind::Company), "company_without_name"),
            (
                |to| {
                    to.kind = Some(CustomerKind::Company);
                    to.card = Some(ContactCard { company: "Hansen KG".into(), ..anna().card });
                },
                r#"{"card":"new","kind":"company"}"#,
            ),
            (|to| to.kind = Some(CustomerKind::Person), r#"{"kind":"person"}"#),
            (|to| to.card = Some(ContactCard::default()), "person_without_name"),
            (|to| to.language = Some(Language::English), r#"{"language":"en"}"#),
            (|to| to.payment_method = Some(PaymentMethod::Card), r#"{"payment_method":"card"}"#),
            (|to| to.terms_days = Some(30), r#"{"terms_days":30}"#),
            (|to| to.terms_days = Some(400), "bad_terms"),
            (|to| to.credit_limit = Some(None), "no event"),
            (|to| to.credit_limit = Some(Some(Amount::new(-1))), "negative_credit_limit"),
            (|to| to.credit_limit = Some(Some(Amount::new(100))), r#"{"credit_limit":{"amount":100}}"#),
            (|to| to.credit_limit = Some(None), r#"{"credit_limit":"none"}"#),
            (|to| to.version = Some(1), "nothing_to_change"),
            (|to| (to.version, to.terms_days) = (Some(1), Some(7)), "changed_meanwhile"),
            (|to| (to.customer, to.terms_days) = (CustomerId::new(7), Some(7)), "unknown_customer"),
        ];
        check(&db, customer, cases).await;
        let shown = crate::show::one(&db.reads, db.org, customer).await.unwrap().unwrap();
        assert_eq!((shown.card.company.as_str(), shown.card.phone.as_str()), ("Hansen KG", ""));
        assert_eq!((shown.customer.kind, shown.customer.terms_days), (CustomerKind::Person, 30));
        assert_eq!(shown.customer.edited, Some(shown.customer.version));
        assert!(
            !db.events().await.iter().any(|event| event.contains("Hansen")),
            "names stay out of the journal"
        );
    });
}

#[test]
fn a_card_has_bounds() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let cases: Vec<Case> = vec![
            (
                |to| {
                    let persons = vec![Person { name: "Jo".into(), ..Person::default() }; 51];
                    to.card = Some(ContactCard { persons, ..anna().card });
                },
                "too_many_contact_entries",
            ),
            (
                |to| {
                    let persons = vec![Person { name: "Jo".into(), mail: "jo".into(), ..Person::default() }];
                    to.card = Some(ContactCard { persons, ..anna().card });
                },
                "bad_mail",
            ),
            (
                |to| {
                    let persons = vec![Person { name: "J\u{7}o".into(), ..Person::default() }];
                    to.card = Some(ContactCard { persons, ..anna().card });
                },
                "bad_contact_text",
            ),
        ];
        check(&db, customer, cases).await;
    });
}

#[test]
fn an_order_meanwhile_is_no_change_of_the_card() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let seen = crate::show::one(&db.reads, db.org, customer).await.unwrap().unwrap().customer.version;
        let moved = AccountMoved {
            customer,
            document: 7,
            order_count: 0,
            volume: Amount::ZERO,
            open_orders: Amount::ZERO,
            open_balance: Amount::new(500),
        };
        db.submit(Moves(moved)).await.unwrap();
        let change =
            ChangeCustomer { version: Some(seen), terms_days: Some(30), ..ChangeCustomer::of(customer) };
        db.submit(change.clone()).await.unwrap();
        assert_eq!(db.refused(ChangeCustomer { terms_days: Some(31), ..change }).await, "changed_meanwhile");
        // The books of this test know of no invoice behind what was moved.
        let back = AccountMoved {
            customer,
            document: 7,
            order_count: 0,
            volume: Amount::ZERO,
            open_orders: Amount::ZERO,
            open_balance: Amount::new(-500),
        };
        db.submit(Moves(back)).await.unwrap();
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let routes = Router::new()
            .route("/api/v1/customers/{id}", patch(http::change).merge(get(crate::show::http::show)));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/customers/{customer}");
        let send = |path: String, body: Value| {
            let app = app.clone();
            async move { app.send(Method::PATCH, &path, &[], body.to_string()).await }
        };
        let before = app.get(&path).await;
        let body = json!({ "version": before.body["version"], "credit_limit": "250.00",
            "contact": { "name": "Anna Hansen-Möller", "persons": [{ "name": "Jonas", "role": "Einkauf" }] } });
        let changed = send(path.clone(), body.clone()).await;
        assert_eq!((changed.status, changed.text("/id")), (200, customer.to_string().as_str()));
        let shown = app.get(&path).await;
        assert_eq!(shown.text("/contact/name"), "Anna Hansen-Möller");
        assert_eq!(
            (shown.text("/contact/persons/0/role"), shown.text("/credit_limit")),
            ("Einkauf", "250.00")
        );

        let late = send(path.clone(), body).await;
        assert_eq!((late.status, late.code(), late.text("/field")), (409, "changed_meanwhile", "version"));
        assert_eq!(late.text("/facts/position"), shown.body["version"].to_string());
        assert_eq!((late.text("/facts/by"), late.text("/facts/kind")), ("system:test", "customers.changed"));
        assert!(late.text("/facts/at").ends_with('Z'), "{late:?}");

        send(path.clone(), json!({ "credit_limit": null })).await;
        assert!(app.get(&path).await.body["credit_limit"].is_null());
        let bad = send(path.clone(), json!({ "credit_limit": "a lot" })).await;
        assert_eq!((bad.status, bad.code(), bad.text("/field")), (422, "bad_value", "credit_limit"));
        let number = send(path, json!({ "number": "K7" })).await;
        assert_eq!((number.status, number.code(), number.text("/field")), (400, "bad_json", "number"));
        let unknown = send("/api/v1/customers/cus_0000000000007".into(), json!({ "kind": "person" })).await;
        assert_eq!((unknown.status, unknown.code()), (404, "not_found"));
    });
}
