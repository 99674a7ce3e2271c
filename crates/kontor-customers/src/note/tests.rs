//! Every rule of writing notes, on both databases, and one story through the JSON door.

use kontor_store::Room;
use kontor_store::own::Note;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{delete, post};
use kontor_testkit::{TestApp, on_both};
use serde_json::json;

use super::{WriteNote, http};
use crate::model::CustomerId;
use crate::samples::anna;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

fn note(customer: CustomerId, text: &str) -> WriteNote {
    WriteNote { customer, text: text.to_owned(), salt: [3; 16] }
}

#[test]
fn a_note_is_plain_text_about_somebody() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let long = "ä".repeat(2_001);
        for bad in ["", " \n ", "a\0b", long.as_str()] {
            assert_eq!(db.refused(note(customer, bad)).await, "bad_note", "{bad:?}");
        }
        assert_eq!(db.refused(note(CustomerId::new(7), "who?")).await, "unknown_customer");
        db.submit(note(customer, "Calls on Mondays.\r\nPays late.")).await.unwrap();
        let notes = crate::notes::of(&db.reads, db.org, customer).await.unwrap();
        assert_eq!(notes[0].text, "Calls on Mondays.\nPays late.");
        let events = db.events().await;
        let last = events.last().unwrap();
        assert!(last.starts_with("customers.noted") && !last.contains("Mondays"), "{last}");
        let digest = serde_json::to_string(&kontor_store::journal::Sha256Digest(notes[0].digest())).unwrap();
        assert!(last.contains(&digest), "{last} {digest}");
    });
}

#[test]
fn notes_have_a_bound() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let many: Vec<_> = (0..kontor_kernel::limits::NOTES)
            .map(|_| db.writer.submit(db.envelope(), note(customer, "again")))
            .collect();
        for written in many {
            written.await.unwrap();
        }
        assert_eq!(db.refused(note(customer, "once more")).await, "too_many_notes");
        let rows: Vec<Note> = crate::notes::of(&db.reads, db.org, customer).await.unwrap();
        db.submit(crate::remove_note::RemoveNote { note: crate::model::NoteId::new(rows[0].id) })
            .await
            .unwrap();
        db.submit(note(customer, "once more")).await.unwrap();
    });
}

#[test]
fn a_story_through_the_json_door() {
    on_both(rooms, |db| async move {
        let customer = db.submit(anna()).await.unwrap().answer.customer;
        let routes = Router::new()
            .route("/api/v1/customers/{id}/notes", post(http::write).get(crate::notes::http::list))
            .route("/api/v1/customer-notes/{id}", delete(crate::remove_note::http::remove));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/customers/{customer}/notes");
        let first = app.post_once(&path, "k-1", &json!({ "text": "Calls first." })).await;
        assert_eq!(first.status, 201, "{first:?}");
        let again = app.post_once(&path, "k-1", &json!({ "text": "Calls first." })).await;
        assert_eq!(again.body, first.body);
        app.post(&path, &json!({ "text": "Likes tea." })).await;
        let listed = app.get(&path).await;
        assert_eq!(
            (listed.text("/items/0/text"), listed.text("/items/1/text")),
            ("Likes tea.", "Calls first.")
        );
        assert_eq!(listed.text("/items/0/author"), "system:test");

        let one = format!("/api/v1/customer-notes/{}", first.text("/id"));
        let removed = app.send(Method::DELETE, &one, &[], String::new()).await;
        assert_eq!((removed.status, removed.text("/id")), (200, first.text("/id")));
        let gone = app.send(Method::DELETE, &one, &[], String::new()).await;
        assert_eq!((gone.status, gone.code()), (404, "unknown_note"));
        assert_eq!(app.get(&path).await.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(app.get("/api/v1/customers/cus_0000000000007/notes").await.status, 404);
    });
}
