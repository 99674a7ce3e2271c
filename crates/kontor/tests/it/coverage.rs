//! Every path of the table: what it answers to nobody, to somebody who may not, to another merchant; and that it is
//! documented. A new line in the table is tested by being there.

use std::collections::{BTreeMap, BTreeSet};

use kontor::reference;
use kontor::router::{Row, document, pages, rows};
use kontor::schema::rooms;
use kontor_identity::permissions::{Rights, Role};
use kontor_testkit::axum::http::Method;
use kontor_testkit::{TestDb, on_both, on_sqlite};
use serde_json::{Value, json};

use crate::client::{Client, Doors};

/// A path with something in its places.
fn filled(path: &str, with: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{position}" => "100000",
        part if part.starts_with('{') => with,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn has_place(row: &Row) -> bool {
    row.path.contains('{')
}

#[test]
fn nobody_gets_in_without_a_token() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let strangers =
            [None, Some(String::new()), Some("kontor_1".into()), Some(format!("kontor_{}", "0".repeat(78)))];
        for row in rows() {
            for token in &strangers {
                let path = filled(row.path, "1");
                let answered = doors.with_token(token.clone()).send(row.method.clone(), &path, &[], "").await;
                assert_eq!(
                    (answered.status, answered.code()),
                    (401, "unauthenticated"),
                    "{} {path}",
                    row.method
                );
                assert!(answered.is_problem() && answered.headers.contains_key("www-authenticate"));
            }
        }
    });
}

#[test]
fn each_role_gets_in_where_the_table_lets_it() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        for role in Role::ALL {
            let client = doors.client(db.org, *role, "").await;
            for row in rows() {
                let path = filled(row.path, "1");
                // The body is no JSON: who gets in is told so, and nothing is done.
                let answered = client.send(row.method.clone(), &path, &[], "{").await;
                let may = Rights::of_role(*role).allow(row.scope);
                assert_eq!(answered.status != 403, may, "{role} {} {path}: {}", row.method, answered.text);
                assert!(may || answered.text.contains(&row.scope.to_string()), "{}", answered.text);
                assert!(answered.status < 400 || answered.is_problem(), "{}", answered.text);
            }
        }
        let narrow = doors.client(db.org, Role::Owner, "orders:read").await;
        assert_eq!(narrow.get("/api/v1/orders").await.status, 200);
        assert_eq!(narrow.get("/api/v1/customers").await.status, 403);
        assert_eq!(narrow.post("/api/v1/orders", &json!({})).await.status, 403);
    });
}

/// What a form of ours is sent with, but for the form's own secret.
const OWN_FORM: [(&str, &str); 2] =
    [("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];

#[test]
fn nobody_sees_a_page_without_signing_in_or_sends_it_a_form_from_elsewhere() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let nobody = doors.with_token(None);
        for page in pages() {
            let path = filled(page.path, "1");
            let answered = nobody.send(page.method.clone(), &path, &OWN_FORM, "").await;
            let policy = answered.headers.get("content-security-policy").unwrap().to_str().unwrap();
            assert!(
                policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self'"),
                "{path}"
            );
            match (page.scope, page.method == Method::GET) {
                (Some(_), true) => {
                    assert_eq!(answered.status, 303, "{path}");
                    let to = answered.headers.get("location").unwrap().to_str().unwrap();
                    assert!(to.starts_with("/sign-in"), "{path}: {to}");
                }
                (Some(_), false) => assert_eq!(answered.status, 401, "{path}"),
                (None, true) => assert!(answered.status < 500, "{path}"),
                (None, false) => assert_eq!(answered.status, 403, "{path}: no secret of the form"),
            }
            if page.method == Method::POST {
                for site in ["cross-site", "same-site", "none"] {
                    let sent = [("sec-fetch-site", site), OWN_FORM[1]];
                    assert_eq!(
                        nobody.send(Method::POST, &path, &sent, "").await.status,
                        403,
                        "{path} {site}"
                    );
                }
            }
        }
    });
}

#[test]
fn each_role_sees_the_pages_that_the_table_lets_it() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let owner = doors.client(db.org, Role::Owner, "").await;
        let stranger = doors.with_token(None);
        // A connected program has a token and no session.
        for role in Role::ALL.iter().filter(|role| **role != Role::Integration) {
            let cookie = doors.cookie(&owner, *role).await;
            let own = [("cookie", &*cookie), ("accept-language", "en"), OWN_FORM[0], OWN_FORM[1]];
            // The stream of changes does not end by itself.
            for page in pages().iter().filter(|page| page.path != "/live") {
                let Some(scope) = page.scope else { continue };
                let path = filled(page.path, "1");
                let answered = stranger.send(page.method.clone(), &path, &own, "").await;
                let is_refused = answered.status == 403 && answered.text.contains("Your role may not");
                let may = Rights::of_role(*role).allow(scope);
                assert_eq!(
                    !is_refused, may,
                    "{role} {} {path}: {} {}",
                    page.method, answered.status, answered.text
                );
                assert!(answered.status < 500, "{role} {path}: {}", answered.text);
                if may && page.method == Method::POST {
                    // Where there is no such object, that is said first.
                    let is_refused = matches!(answered.status, 403 | 404);
                    assert!(
                        is_refused,
                        "{path} was taken without the form's own secret: {}",
                        answered.status
                    );
                }
            }
        }
    });
}

/// An object of each sort with a body that is taken, by the path that shows or changes it. The owner takes them in the
/// order of the table: what is credited first can be refunded then.
type Objects = BTreeMap<(Verb, &'static str), (String, Value)>;

async fn objects(doors: &Doors, client: &Client) -> Objects {
    let (member, _) = doors.member(client, "bea").await;
    let (_, session) = doors.member(client, "cid").await;
    let invitation = client.make("/api/v1/members", &doors.invitation("dan")).await;
    let customer = client.make("/api/v1/customers", &json!({ "contact": { "name": "Anna Hansen" } })).await;
    let twin = client.make("/api/v1/customers", &json!({ "contact": { "name": "Anna Hansen" } })).await;
    let gone = client.make("/api/v1/customers", &json!({ "contact": { "name": "Ben Hansen" } })).await;
    let notes = format!("/api/v1/customers/{}/notes", text(&customer, "id"));
    let note = client.make(&notes, &json!({ "text": "Calls first" })).await;
    let product = json!({ "sku": "TEA", "name": "Tea", "price": "11.90", "basis": "gross" });
    let product = client.make("/api/v1/products", &product).await;
    client.make("/api/v1/locations", &json!({ "code": "far", "name": "Far away" })).await;
    client.make("/api/v1/products", &json!({ "sku": "PIPE", "name": "Pipe", "price": "1.00" })).await;
    let lines = json!([{ "sku": "TEA", "quantity": "10", "unit_cost": "4.00" }]);
    client.make("/api/v1/stock/receipts", &json!({ "lines": lines })).await;
    let body = json!({ "customer": customer["id"], "lines": [{ "sku": "TEA", "quantity": "3" }] });
    let order = text(&client.make("/api/v1/orders", &body).await, "id");
    let unwanted = text(&client.make("/api/v1/orders", &body).await, "id");
    let one = json!({ "lines": [{ "line": 1, "quantity": "1" }] });
    let shipment = client.make(&format!("/api/v1/orders/{order}/ship"), &one).await;
    let sale = json!({ "payment_method": "card", "lines": [{ "sku": "TEA", "quantity": "1" }] });
    let sale = client.make("/api/v1/counter-sales", &sale).await;
    let token = client.make("/api/v1/tokens", &json!({ "name": "x", "role": "analyst" })).await;
    let lines = json!([{ "account": "4900", "debit": "8.00" }, { "account": "1200", "credit": "8.00" }]);
    let entry = json!({ "text": "Miete", "date": "2026-11-24", "lines": lines });
    let entry = client.make("/api/v1/journal-entries", &entry).await;
    let why = json!({ "reason": "changed their mind" });
    let none = json!({});
    let (get, post) = (Verb::Get, Verb::Post);
    BTreeMap::from([
        ((Verb::Delete, "/api/v1/tokens/{id}"), (text(&token, "id"), none.clone())),
        ((Verb::Patch, "/api/v1/members/{id}"), (member.to_string(), json!({ "role": "analyst" }))),
        ((Verb::Delete, "/api/v1/members/{id}"), (member.to_string(), none.clone())),
        ((Verb::Delete, "/api/v1/invitations/{id}"), (text(&invitation, "invitation"), none.clone())),
        ((Verb::Delete, "/api/v1/sessions/{id}"), (session.to_string(), none.clone())),
        ((get, "/api/v1/customers/{id}"), (text(&customer, "id"), none.clone())),
        ((Verb::Patch, "/api/v1/customers/{id}"), (text(&customer, "id"), json!({ "terms_days": 30 }))),
        ((get, "/api/v1/customers/{id}/notes"), (text(&customer, "id"), none.clone())),
        ((post, "/api/v1/customers/{id}/notes"), (text(&customer, "id"), json!({ "text": "Likes tea" }))),
        ((Verb::Delete, "/api/v1/customer-notes/{id}"), (text(&note, "id"), none.clone())),
        ((get, "/api/v1/customers/{id}/export"), (text(&customer, "id"), none.clone())),
        ((post, "/api/v1/customers/{id}/merge"), (text(&customer, "id"), json!({ "from": twin["id"] }))),
        ((post, "/api/v1/customers/{id}/erase"), (text(&gone, "id"), none.clone())),
        ((get, "/api/v1/products/{id}"), (text(&product, "id"), none.clone())),
        ((Verb::Patch, "/api/v1/products/{id}"), (text(&product, "id"), json!({ "price": "12.00" }))),
        ((Verb::Patch, "/api/v1/locations/{code}"), ("far".to_owned(), json!({ "name": "Far" }))),
        ((Verb::Patch, "/api/v1/stock/{sku}/threshold"), ("PIPE".to_owned(), json!({ "low_at": "5" }))),
        ((get, "/api/v1/orders/{id}"), (order.clone(), none.clone())),
        ((get, "/api/v1/orders/{id}/history"), (order.clone(), none.clone())),
        ((get, "/api/v1/orders/{id}/as-of/{position}"), (order.clone(), none.clone())),
        ((post, "/api/v1/orders/{id}/cancel"), (unwanted, why.clone())),
        ((post, "/api/v1/orders/{id}/ship"), (order.clone(), one)),
        ((get, "/api/v1/shipments/{id}"), (text(&shipment, "id"), none.clone())),
        ((post, "/api/v1/orders/{id}/invoice"), (order, none.clone())),
        ((get, "/api/v1/invoices/{id}"), (text(&sale, "invoice"), none.clone())),
        ((post, "/api/v1/invoices/{id}/credit"), (text(&sale, "invoice"), why.clone())),
        ((get, "/api/v1/payments/{id}"), (text(&sale, "payment"), none.clone())),
        ((post, "/api/v1/payments/{id}/refund"), (text(&sale, "payment"), why)),
        ((get, "/api/v1/journal-entries/{number}"), (entry["number"].to_string(), none.clone())),
        ((post, "/api/v1/journal-entries/{number}/reverse"), (entry["number"].to_string(), none)),
    ])
}

fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap_or_else(|| panic!("no {name} in {object}")).to_owned()
}

/// The methods of the table, in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verb {
    Get,
    Post,
    Patch,
    Delete,
}

fn verb(row: &Row) -> Verb {
    match row.method {
        Method::GET => Verb::Get,
        Method::POST => Verb::Post,
        Method::PATCH => Verb::Patch,
        Method::DELETE => Verb::Delete,
        ref other => panic!("name {other} here"),
    }
}

#[test]
fn another_merchants_object_is_not_found() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        let (ours, theirs) = (db.org, db.org.wrapping_add(1 << 20));
        doors.found(ours).await;
        doors.found(theirs).await;
        let owner = doors.client(ours, Role::Owner, "").await;
        let stranger = doors.client(theirs, Role::Owner, "").await;
        let objects = objects(&doors, &owner).await;
        for row in rows().iter().filter(|row| has_place(row)) {
            let Some((id, body)) = objects.get(&(verb(row), row.path)) else {
                panic!("{} {}: add an object of it to the test's objects", row.method, row.path);
            };
            let path = filled(row.path, id);
            for bad in [&*path, &filled(row.path, "nonsense"), &filled(row.path, "ord_0000000000001")] {
                let answered = stranger.send(row.method.clone(), bad, &[], body.to_string()).await;
                assert_eq!(answered.status, 404, "{} {bad}: {}", row.method, answered.text);
                assert!(answered.is_problem(), "{}", answered.text);
            }
            // The owner does find it, so the 404 above was not for another reason.
            let answered = owner.send(row.method.clone(), &path, &[], body.to_string()).await;
            assert!(answered.status < 300, "{} {path}: {}", row.method, answered.text);
        }
        // Nothing of one merchant stands in another's lists, not even where both use the same SKU.
        stranger.make("/api/v1/products", &json!({ "sku": "TEA", "name": "Tea", "price": "1.00" })).await;
        for row in rows().iter().filter(|row| row.method == Method::GET && !has_place(row)) {
            let query = match row.path {
                "/api/v1/search" => "?q=anna",
                "/api/v1/stock/movements" => "?sku=TEA",
                "/api/v1/stock/history" => "?sku=TEA&at=2026-11-24",
                _ => "",
            };
            let listed = stranger.get(&format!("{}{query}", row.path)).await;
            assert_eq!(listed.status, 200, "{}: {}", row.path, listed.text);
            for (id, _) in objects.values().filter(|(id, _)| id.contains('_')) {
                assert!(!listed.text.contains(id.as_str()), "{} shows {id}", row.path);
            }
        }
    });
}

/// The documented operations: path, method, operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap();
        item.iter().map(|(method, operation)| (path.clone(), method.to_uppercase(), operation.clone()))
    });
    operations.collect()
}

#[test]
fn every_path_is_documented_with_summary_example_and_refusals() {
    let document = document(rows());
    let documented: BTreeSet<(String, String)> =
        operations(&document).into_iter().map(|(path, method, _)| (path, method)).collect();
    let served = rows().iter().map(|row| (row.path.to_owned(), row.method.to_string())).collect();
    assert_eq!(documented, served, "the table and the #[utoipa::path] of the handlers differ");
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let name = format!("{method} {path}");
        assert!(
            ids.insert(operation["operationId"].to_string()),
            "{name} shares its id {}",
            operation["operationId"]
        );
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(summary.len() > 5 && summary.ends_with('.'), "{name} needs a summary: {summary:?}");
        assert!(operation["tags"].is_array() && operation["x-scope"].is_string(), "{name}");
        assert!(operation["responses"]["401"].is_object(), "{name}");
        if let Some(body) = operation.get("requestBody") {
            let example = &body["content"]["application/json"]["example"];
            assert!(example.is_object(), "{name} needs examples at the fields of its body");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["description"].as_str().is_some_and(|text| text.len() > 3),
                "{name}: {parameter}"
            );
        }
    }
}

/// The codes that a description names behind "Refusals:".
fn named(description: &str) -> BTreeSet<&str> {
    let Some((_, refusals)) = description.split_once("Refusals:") else { return BTreeSet::new() };
    let refusals = refusals.split("Scope:").next().unwrap_or_default();
    refusals.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_refusal_is_documented_where_it_can_come() {
    let document = document(rows());
    let known = reference::codes();
    let mut documented = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let description = operation["description"].as_str().unwrap_or_default().to_owned();
        for code in named(&description) {
            assert!(
                known.contains(code),
                "{method} {path} names {code}, which is no refusal: see reference/rejects.rs"
            );
            documented.insert(code.to_owned());
        }
    }
    // The books are opened when a merchant is founded, at the command line.
    documented.insert("ledger_already_open".to_owned());
    let codes = reference::feature_codes();
    let silent: Vec<&str> = codes.into_iter().filter(|code| !documented.contains(*code)).collect();
    assert!(silent.is_empty(), "no operation says \"Refusals: …\" with {silent:?}");
}

#[test]
fn what_is_not_there_is_said_as_a_problem() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        let client = doors.client(db.org, Role::Owner, "").await;
        for path in ["/api", "/api/v2/orders", "/api/v1/order", "/api/v1/orders/1/2/3", "/ä"] {
            let answered = client.get(&path.replace('ä', "%C3%A4")).await;
            assert_eq!((answered.status, answered.code()), (404, "unknown_path"), "{path}");
            assert!(answered.is_problem(), "{path}");
        }
        for (method, path) in [
            (Method::PUT, "/api/v1/orders"),
            (Method::DELETE, "/api/v1/customers"),
            (Method::POST, "/healthz"),
        ] {
            let answered = client.send(method, path, &[], "").await;
            assert_eq!((answered.status, answered.code()), (405, "unknown_method"), "{path}");
            assert!(
                answered.is_problem() && answered.headers.contains_key("allow"),
                "{path}: {:?}",
                answered.headers
            );
        }
    });
}

#[test]
fn the_open_paths_tell_nothing_of_a_merchant() {
    on_both(rooms, |db: TestDb| async move {
        let doors = Doors::new(&db);
        doors.found(db.org).await;
        doors.client(db.org, Role::Owner, "").await.get("/api/v1/orders?limit=0").await;
        let nobody = doors.with_token(None);
        let style = kontor::assets::addresses().style;
        let open =
            kontor::router::OPEN.iter().map(|path| if path.contains('{') { style.as_str() } else { path });
        for path in open {
            let answered = nobody.get(path).await;
            assert!(
                answered.status == 200 || answered.status == 303,
                "{path}: {} {}",
                answered.status,
                answered.text
            );
            assert!(!answered.text.contains("Hansen Kaffee"), "{path}");
        }
        let metrics = nobody.get("/metrics").await.text;
        let counted = "kontor_http_requests_total{method=\"GET\",route=\"/api/v1/orders\",status=\"400\"} 1";
        assert!(metrics.contains(counted), "{metrics}");
        for name in [
            "kontor_http_request_seconds_bucket",
            "kontor_writer_batches_total",
            "process_resident_memory_bytes",
        ] {
            assert!(metrics.contains(name), "{name} is missing: {metrics}");
        }
        assert!(nobody.get("/api/docs/").await.text.contains("swagger"));
        doors.house.closing.send_replace(true);
        assert_eq!(nobody.get("/readyz").await.status, 503);
        assert_eq!(nobody.get("/healthz").await.status, 200);
    });
}
