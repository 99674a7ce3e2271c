//! Who works for the merchant is listed, and nobody else.

use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both};

use crate::permissions::{Rights, Role};
use crate::remove_member::RemoveMember;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn members_are_listed_page_by_page_without_those_who_left() {
    on_both(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let cid = samples::member(&db, &gate, db.org, "cid", Role::Partner).await;
        let other = samples::other_merchant(&db, "Other GmbH").await;
        samples::member(&db, &gate, other, "dan", Role::Service).await;
        db.submit(RemoveMember { user: bea, grantor: Rights::ALL }).await.unwrap();
        let app = TestApp::new(&db, Router::new().route("/members", get(super::http::list_members)));
        let first = app.get("/members?limit=1").await;
        assert_eq!((first.text("/items/0/id"), first.text("/items/0/role")), (&*anna.to_string(), "owner"));
        let second = app.get(&format!("/members?limit=1&after={}", first.text("/next"))).await;
        assert_eq!(second.text("/items/0/id"), cid.to_string());
        assert_eq!(second.text("/items/0/mail"), samples::mail(&db, "cid").as_str());
        assert_eq!((second.body.get("next"), &second.body["items"][0]["second_step"]), (None, &false.into()));
        let names = super::names(&db.reads, db.org, 10).await.unwrap();
        let names: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Anna Hansen", "bea", "cid"], "who left is still named");
    });
}
