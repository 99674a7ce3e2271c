//! Whatever is sent: never a 500, always a problem that says what is wrong.
//!
//! For every path with a body, its documented example is spoilt in every place, with everything in the list below, so
//! a new path is tested by being in the table.

use kontor::router::{document, rows};
use kontor::schema::rooms;
use kontor_identity::permissions::Role;
use kontor_testkit::axum::http::Method;
use kontor_testkit::{on_both, on_sqlite};
use serde_json::{Value, json};

use crate::client::{Answered, Client, Doors};

/// What stands in the place of a good value.
fn garbage() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!("-1"),
        json!(1e308),
        json!("1e308"),
        json!(i64::MAX),
        json!(u64::MAX),
        json!("9223372036854775807"),
        json!("99999999999999999999999999"),
        json!("0.0000000001"),
        json!("NaN"),
        json!(""),
        json!(" "),
        json!("a\u{0}b"),
        json!("🦀💶 名前 \u{202e}"),
        json!("'; DROP TABLE orders_order; --"),
        json!("x".repeat(100_000)),
        json!("XXX"),
        json!("ord_0000000000001"),
        json!("cus_zzzzzzzzzzzzz"),
        json!("9999-12-31"),
        json!("0000-00-00"),
        json!([]),
        json!({}),
        json!([[[[[[[[]]]]]]]]),
    ]
}

/// Every version of a value with one place spoilt.
fn spoilt(value: &Value) -> Vec<Value> {
    let mut all = garbage();
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let with = |new: Value| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), new);
                    Value::Object(fields)
                };
                all.extend(spoilt(field).into_iter().map(with));
                let mut without = fields.clone();
                without.remove(name);
                all.push(Value::Object(without));
            }
            let mut more = fields.clone();
            more.insert("surprise".into(), json!(1));
            all.push(Value::Object(more));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let with = |new: Value| {
                    let mut items = items.clone();
                    items[index] = new;
                    Value::Array(items)
                };
                all.extend(spoilt(item).into_iter().map(with));
            }
        }
        _ => {}
    }
    all
}

/// Every path that takes a body, with a body it would take.
fn bodies() -> Vec<(Method, String, Value)> {
    let document = document(rows());
    let mut bodies = Vec::new();
    for row in rows().iter().filter(|row| row.method != Method::GET) {
        let operation = &document["paths"][row.path][row.method.as_str().to_lowercase()];
        let example = operation["requestBody"]["content"]["application/json"]["example"].clone();
        let path = row.path.replace("{id}", "ord_0000000000001").replace("{number}", "1");
        bodies.push((row.method.clone(), path, if example.is_null() { json!({}) } else { example }));
    }
    bodies
}

fn bears(answered: &Answered, sent: &str) {
    let sent: String = sent.chars().take(300).collect();
    assert!(answered.status < 500, "{} to {sent}: {}", answered.status, answered.text);
    assert!(
        answered.status < 400 || answered.is_problem(),
        "{} to {sent}: {}",
        answered.status,
        answered.text
    );
    assert!(answered.text.len() < 300_000, "a long answer to {sent}");
}

async fn owner(doors: &Doors, org: i64) -> Client {
    doors.found(org).await;
    doors.client(org, Role::Owner, "").await
}

#[test]
fn a_spoilt_body_is_refused_and_never_breaks_anything() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        let client = owner(&doors, db.org).await;
        for (method, path, body) in bodies() {
            for bad in spoilt(&body) {
                // Nothing is stored, so that each starts from the same.
                let path = format!("{path}?dry_run=true");
                let answered = client.send(method.clone(), &path, &[], bad.to_string()).await;
                bears(&answered, &format!("{method} {path} {bad}"));
            }
        }
    });
}

#[test]
fn a_body_cut_off_anywhere_is_no_json() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        let client = owner(&doors, db.org).await;
        // A path with a place can be wrong at its id as well; the reading of bodies is the same there.
        for (method, path, body) in
            bodies().into_iter().filter(|(_, path, _)| !path.contains("0000001") && !path.contains('{'))
        {
            let whole = body.to_string();
            for end in (1..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
                let answered = client.send(method.clone(), &path, &[], whole[..end].to_owned()).await;
                assert_eq!(
                    (answered.status, answered.code()),
                    (400, "bad_json"),
                    "{method} {path} {}",
                    &whole[..end]
                );
            }
        }
        for bytes in [&b"\xff\xfe"[..], b"\0\0\0", b"[[[[", b"{\"a\":", b"null", b"\"\xc3\x28\""] {
            let answered = client.send(Method::POST, "/api/v1/orders", &[], bytes.to_vec()).await;
            assert_eq!((answered.status, answered.code()), (400, "bad_json"), "{bytes:?}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(client.send(Method::POST, "/api/v1/orders", &[], deep).await.status, 400);
    });
}

#[test]
fn an_order_of_a_hundred_thousand_lines_is_refused() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        let client = owner(&doors, db.org).await;
        let lines = |count: usize| json!({ "lines": vec![json!({ "sku": "TEA", "quantity": "1" }); count] });
        let answered = client.post("/api/v1/orders", &lines(100_000)).await;
        assert!((400..500).contains(&answered.status), "{}", answered.text);
        assert!(answered.is_problem(), "{}", answered.text);
        let large =
            client.post("/api/v1/orders", &json!({ "lines": [], "reference": "x".repeat(5 << 20) })).await;
        assert_eq!((large.status, large.code()), (413, "body_too_large"));
        let batch = json!({ "orders": vec![lines(1); 1_001] });
        let answered = client.post("/api/v1/orders/batch", &batch).await;
        assert!((400..500).contains(&answered.status) && answered.is_problem(), "{}", answered.text);
    });
}

#[test]
fn odd_addresses_and_headers_are_borne() {
    on_sqlite(rooms, |db| async move {
        let doors = Doors::new(&db);
        let client = owner(&doors, db.org).await;
        let odd = [
            "%00",
            "%FF",
            "..",
            "%2e%2e%2f",
            "0",
            "-1",
            "9223372036854775808",
            "x%20y",
            "%F0%9F%A6%80",
            &"9".repeat(5_000),
        ];
        for row in rows() {
            for odd in odd {
                let place = ["{id}", "{number}", "{position}", "{code}", "{sku}"]
                    .into_iter()
                    .fold(row.path.to_owned(), |path, place| path.replace(place, odd));
                let answered = client.send(row.method.clone(), &place, &[], "{}").await;
                bears(&answered, &format!("{} {place}", row.method));
                for query in
                    ["limit", "after", "wait", "number", "state", "sku", "customer", "date", "dry_run", "at"]
                {
                    let path =
                        format!("{}?{query}={odd}", row.path.replace("{id}", "x").replace("{number}", "1"));
                    // A feed that is told to wait does; nothing odd about it.
                    if !(query == "wait" && odd == "0") {
                        bears(&client.send(row.method.clone(), &path, &[], "{}").await, &path);
                    }
                }
            }
        }
        for (name, value) in [
            ("idempotency-key", "x".repeat(201)),
            ("idempotency-key", String::new()),
            ("x-request-id", "y".repeat(500)),
            ("content-type", "text/plain".into()),
            ("accept", "image/png".into()),
            ("last-event-id", "nonsense".into()),
        ] {
            let headers = [(name, value.as_str())];
            let body = json!({ "contact": { "name": "Anna" } }).to_string();
            bears(&client.send(Method::POST, "/api/v1/customers?dry_run=true", &headers, body).await, name);
        }
    });
}

#[test]
fn a_foreign_id_in_a_body_is_unknown() {
    on_both(rooms, |db| async move {
        let doors = Doors::new(&db);
        let ours = owner(&doors, db.org).await;
        let theirs = owner(&doors, db.org.wrapping_add(1 << 20)).await;
        let product = json!({ "sku": "TEA", "name": "Tea", "price": "11.90", "out_of_stock": "backorder" });
        ours.make("/api/v1/products", &product).await;
        let customer = theirs.make("/api/v1/customers", &json!({ "contact": { "name": "Anna" } })).await;
        let order = |sku: &str, customer: &Value| json!({ "customer": customer, "lines": [{ "sku": sku, "quantity": "1" }] });
        let cases = [
            (&ours, order("TEA", &customer["id"]), "unknown_customer"),
            (&theirs, order("TEA", &customer["id"]), "unknown_sku"),
            (
                &ours,
                json!({ "currency": "USD", "lines": [{ "sku": "TEA", "quantity": "1" }] }),
                "other_currency",
            ),
            (&ours, json!({ "lines": [{ "sku": "TEA", "quantity": "-1" }] }), "bad_quantity"),
        ];
        for (client, body, code) in cases {
            let answered = client.post("/api/v1/orders", &body).await;
            assert_eq!(answered.code(), code, "{}", answered.text);
            assert!((400..500).contains(&answered.status));
        }
    });
}
