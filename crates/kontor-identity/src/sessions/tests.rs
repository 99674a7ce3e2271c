//! Open sessions are listed and ended through the JSON doors.

use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{delete, get};
use kontor_testkit::{TestApp, on_both};

use crate::permissions::Role;
use crate::samples;
use kontor_kernel::Clock;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn sessions_are_listed_and_ended() {
    on_both(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let cid = samples::member(&db, &gate, db.org, "cid", Role::Service).await;
        let routes = Router::new()
            .route("/sessions", get(super::http::list_sessions))
            .route("/sessions/{id}", delete(super::http::end_session));
        let app = TestApp::new(&db, routes);
        let listed = app.get("/sessions").await;
        let users: Vec<&str> = listed.body["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["user"].as_str().unwrap())
            .collect();
        assert_eq!(users, [bea.to_string(), cid.to_string()]);
        assert_eq!((listed.text("/items/0/by"), listed.text("/items/0/device")), ("invitation", "Firefox"));
        assert!(!listed.body.to_string().contains("hash"));
        let own = super::page(&db.reads, db.org, Some(cid), (0, 10), db.clock.now()).await.unwrap();
        assert_eq!(own.len(), 1);
        let path = format!("/sessions/{}", listed.text("/items/0/id"));
        assert_eq!(app.send(Method::DELETE, &path, &[], "").await.status, 200);
        assert_eq!(app.send(Method::DELETE, &path, &[], "").await.code(), "unknown_session");
        gate.sign_out_everywhere(cid).await.unwrap();
        assert_eq!(app.get("/sessions").await.body["items"].as_array().unwrap().len(), 0);
    });
}
