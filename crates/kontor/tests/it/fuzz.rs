//! The doors and the decoder of events are tried with bytes that nobody thought of: real bodies and real events with a few
//! changes, as [`kontor_testkit::fuzz`] makes them. The lists of `garbage` spoil values; this spoils the text itself.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use kontor::router::{document, rows};
use kontor::sample;
use kontor::schema::rooms;
use kontor_identity::model::OrgId;
use kontor_identity::permissions::Role;
use kontor_kernel::{Clock, Currency};
use kontor_store::journal;
use kontor_testkit::axum::http::Method;
use kontor_testkit::fuzz::{SCRIPT_BYTES, Script, time};
use kontor_testkit::on_sqlite;
use kontor_web::App;
use tokio::runtime::Handle;

use crate::client::Doors;

/// Pieces of JSON that readers stumble over.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"-0",
    b"1e999",
    b"99999999999999999999",
    b"0.0000000001",
    b"-",
    b"\"-1\"",
    b"\"\"",
    b"\"1e5\"",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\n",
    b"\"0000-00-00\"",
    b"\"ord_zzzzzzzzzzzzz\"",
    b"\"lines\":",
    b"{\"lines\":[{}]}",
    b" ",
    b"[[[[[[[[",
];

/// Every door that takes a body, with the body that its documentation shows.
fn doors() -> Vec<(Method, String, Vec<u8>)> {
    let document = document(rows());
    let taking = rows().into_iter().filter(|row| row.method != Method::GET);
    let door = |row: kontor::router::Row| {
        let operation = &document["paths"][row.path][row.method.as_str().to_lowercase()];
        let example = &operation["requestBody"]["content"]["application/json"]["example"];
        let path = row.path.replace("{id}", "ord_0000000000001").replace("{number}", "1");
        (!example.is_null())
            .then(|| (row.method, format!("{path}?dry_run=true"), example.to_string().into_bytes()))
    };
    taking.filter_map(door).collect()
}

#[test]
fn fuzz_no_body_breaks_a_door() {
    on_sqlite(rooms, |db| async move {
        let house = Doors::new(&db);
        house.found(db.org).await;
        let client = house.client(db.org, Role::Owner, "").await;
        let doors = doors();
        assert!(doors.len() > 10, "the documentation has examples");
        let caller = AssertUnwindSafe((client, Handle::current()));
        let trying = tokio::task::spawn_blocking(move || {
            let bodies: Vec<&[u8]> = doors.iter().map(|(_, _, body)| body.as_slice()).collect();
            bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
                let mut script = Script(script);
                let (method, path, own) = &doors[script.below(doors.len())];
                // Mostly its own body, now and then another door's.
                let seeds = if script.byte() < 200 {
                    std::slice::from_ref(&own.as_slice()).to_vec()
                } else {
                    bodies.clone()
                };
                let body = script.mutant(&seeds, PIECES);
                let (client, handle) = &*caller;
                let answered = handle.block_on(client.send(method.clone(), path, &[], body));
                assert!(answered.status < 500, "{method} {path}: {} {}", answered.status, answered.text);
                assert!(answered.status < 400 || answered.is_problem(), "{method} {path}: {}", answered.text);
            });
        });
        trying.await.unwrap();
        // Nothing of it was stored: the founding and the token are all there is.
        let last = db.events().await.pop().unwrap_or_default();
        assert!(last.starts_with("identity.token_created "), "{last}");
    });
}

#[test]
fn fuzz_no_payload_breaks_the_decoder_of_events() {
    on_sqlite(rooms, |db| async move {
        let clock: Arc<dyn Clock> = db.clock.clone();
        let app =
            App { writer: db.writer.clone(), reads: db.reads.clone(), clock, schema: Arc::clone(&db.schema) };
        sample::make(&app, OrgId::new(db.org), |_| ()).await.unwrap();
        let events = journal::page(&db.reads, db.org, 0, 100_000).await.unwrap();
        let kinds: std::collections::BTreeSet<&str> =
            events.iter().map(|event| event.kind.as_str()).collect();
        assert!(kinds.len() > 20, "the sample has events of many kinds: {kinds:?}");
        let schema = AssertUnwindSafe(Arc::clone(&db.schema));
        let trying = tokio::task::spawn_blocking(move || {
            let payloads: Vec<&[u8]> = events.iter().map(|event| event.payload.as_bytes()).collect();
            bolero::check!().with_test_time(time()).with_max_len(SCRIPT_BYTES).for_each(|script: &[u8]| {
                let mut script = Script(script);
                let event = &events[script.below(events.len())];
                let own = event.payload.as_bytes();
                let seeds = if script.byte() < 200 { vec![own] } else { payloads.clone() };
                let payload = script.mutant(&seeds, PIECES);
                let schema = &**schema;
                let Ok(decoded) = schema.decode(&event.kind, event.version, &payload) else { return };
                // What is read can be shown, written and read again as the same.
                let _ = decoded.publish(Currency::EUR);
                let written = decoded.payload().unwrap();
                let again = schema.decode(&event.kind, event.version, written.as_bytes()).unwrap();
                assert_eq!(again.payload().unwrap(), written, "{}", event.kind);
            });
        });
        trying.await.unwrap();
    });
}
