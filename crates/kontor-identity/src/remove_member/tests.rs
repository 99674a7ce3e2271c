//! Who goes is out, with all sessions; the last owner stays; and all of it through the JSON doors.

use std::time::Duration;

use kontor_kernel::limits;
use kontor_store::Room;
use kontor_testkit::axum::http::{HeaderMap, Method, header};
use kontor_testkit::axum::routing::patch;
use kontor_testkit::axum::{Extension, Router};
use kontor_testkit::{TestApp, on_both_alone};
use serde_json::json;

use super::RemoveMember;
use crate::http::Granted;
use crate::permissions::{Rights, Role};
use crate::samples;
use crate::session::{Cookies, SessionKeeper};
use crate::sign_in::Step;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn who_goes_is_out_at_once_and_may_come_again() {
    on_both_alone(rooms, |db| async move {
        let anna = samples::owner(&db).await;
        let gate = samples::gate(&db);
        let bea = samples::member(&db, &gate, db.org, "bea", Role::Service).await;
        let sign_in = || async {
            let mail = samples::mail(&db, "bea");
            gate.password((mail.as_str(), samples::PASSWORD.parse().unwrap()), None, &samples::visitor())
                .await
        };
        let Step::In(opened) = sign_in().await.unwrap() else { panic!("not in") };
        let keeper = SessionKeeper::new(gate.app.clone(), Cookies::new(false));
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("kontor_session={}", opened.cookie.0).parse().unwrap());
        assert!(keeper.identify(&headers).await.unwrap().is_some());

        let routes = Router::new()
            .route(
                "/api/v1/members/{id}",
                patch(crate::change_member::http::change_member).delete(super::http::remove_member),
            )
            .layer(Extension(Granted(Rights::of_role(Role::Owner))));
        let app = TestApp::new(&db, routes);
        let path = format!("/api/v1/members/{bea}");
        let changed = app.send(Method::PATCH, &path, &[], json!({ "role": "analyst" }).to_string()).await;
        assert_eq!((changed.status, changed.text("/role")), (200, "analyst"), "{}", changed.body);
        db.advance(Duration::from_secs(limits::TOKEN_SECONDS));
        assert_eq!(keeper.identify(&headers).await.unwrap().unwrap().role, Role::Analyst);
        assert_eq!(app.send(Method::DELETE, &path, &[], "").await.status, 200);
        assert_eq!(app.send(Method::DELETE, &path, &[], "").await.code(), "unknown_member");
        db.advance(Duration::from_secs(limits::TOKEN_SECONDS));
        assert!(keeper.identify(&headers).await.unwrap().is_none());
        assert_eq!(sign_in().await.unwrap_err().body().code, "no_merchant");
        assert_eq!(db.refused(RemoveMember { user: anna, grantor: Rights::ALL }).await, "last_owner");

        assert_eq!(samples::member(&db, &gate, db.org, "bea", Role::Warehouse).await, bea, "invited again");
        assert!(matches!(sign_in().await.unwrap(), Step::In(_)));
        db.advance(Duration::from_secs(limits::TOKEN_SECONDS));
        assert!(keeper.identify(&headers).await.unwrap().is_none(), "the former session stays over");
    });
}
