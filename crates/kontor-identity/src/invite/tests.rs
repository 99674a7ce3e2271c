//! Every rule of inviting, and an invitation through the JSON doors.

use kontor_store::Room;
use kontor_testkit::axum::http::Method;
use kontor_testkit::axum::routing::{delete, post};
use kontor_testkit::axum::{Extension, Router};
use kontor_testkit::{TestApp, on_both, on_both_alone};
use serde_json::json;

use super::{Invite, Reject};
use crate::http::Granted;
use crate::model::PersonName;
use crate::permissions::{Rights, Role};
use crate::records::Invitation;
use crate::samples;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn nobody_invites_beyond_their_rights_nor_whom_they_have() {
    on_both_alone(rooms, |db| async move {
        let owner = samples::owner(&db).await;
        let invite = |role, user, grantor| Invite {
            mail: samples::mail(&db, "bea"),
            name: PersonName::parse("Bea").unwrap(),
            role,
            user,
            hash: [1; 32],
            grantor,
        };
        let of = Rights::of_role;
        let cases = [
            (invite(Role::Owner, None, of(Role::Service)), Reject::RoleBeyondOwn, "role_beyond_own"),
            (invite(Role::Integration, None, Rights::ALL), Reject::RoleOfPrograms, "role_of_programs"),
            (invite(Role::Service, Some(owner), Rights::ALL), Reject::WorksHere, "works_here"),
        ];
        for (command, reject, code) in cases {
            assert!(Reject::DOCS.iter().any(|doc| doc.code == code && doc.sentence == reject.to_string()));
            assert_eq!(db.refused(command).await, code);
        }
        let first = db.submit(invite(Role::Service, None, of(Role::Owner))).await.unwrap().answer;
        db.submit(invite(Role::Warehouse, None, of(Role::Owner))).await.unwrap();
        let open: Vec<Invitation> =
            db.reads.records("org_id = $1 AND withdrawn_at IS NULL", vec![db.org.into()]).await.unwrap();
        assert_eq!(
            open.iter().map(|open| open.role).collect::<Vec<_>>(),
            [Role::Warehouse],
            "the former is taken back"
        );
        assert_ne!(open[0].id, first.invitation);
        let events = db.events().await;
        assert!(
            events.iter().all(|event| !event.contains("example.com") && !event.contains("Bea")),
            "{events:?}"
        );
    });
}

#[test]
fn an_invitation_through_the_json_doors() {
    on_both(rooms, |db| async move {
        samples::owner(&db).await;
        let gate = samples::gate(&db);
        let members = post(super::http::invite).get(crate::members::http::list_members);
        let invitations = kontor_testkit::axum::routing::get(crate::members::http::list_invitations);
        let routes = Router::new()
            .route("/api/v1/members", members)
            .route("/api/v1/invitations", invitations)
            .route("/api/v1/invitations/{id}", delete(crate::members::http::withdraw_invitation))
            .layer(Extension(Granted(Rights::of_role(Role::Owner))));
        let app = TestApp::new(&db, routes);
        let mail = samples::mail(&db, "bea");
        let body = json!({ "mail": mail, "name": "Bea", "role": "service" });
        let dry = app.post("/api/v1/members?dry_run=true", &body).await;
        assert_eq!((dry.status, dry.body.pointer("/answer/link")), (200, None));
        let new = app.post_once("/api/v1/members", "k-1", &body).await;
        assert_eq!(new.status, 201, "{}", new.body);
        let link = new.text("/link").to_owned();
        let again = app.post_once("/api/v1/members", "k-1", &body).await;
        assert_eq!((again.status, again.body.get("link")), (201, None), "a secret is shown once");
        let listed = app.get("/api/v1/invitations").await;
        assert_eq!(listed.text("/items/0/mail"), mail.as_str());
        assert!(!listed.body.to_string().contains("hash"));
        let text = link.strip_prefix("/invite/").unwrap();
        assert_eq!(gate.invited(text).await.unwrap().mail, mail);

        let path = format!("/api/v1/invitations/{}", new.text("/invitation"));
        let delete = || app.send(Method::DELETE, &path, &[], "");
        assert_eq!(delete().await.status, 200);
        assert_eq!(delete().await.code(), "unknown_invitation");
        assert_eq!(gate.invited(text).await.unwrap_err().body().code, "invitation_over");
        assert_eq!(app.get("/api/v1/invitations").await.body["items"], json!([]));
        for (field, bad) in [("mail", "nobody"), ("role", "boss"), ("name", "")] {
            let mut body = body.clone();
            body[field] = json!(bad);
            assert_eq!(app.post("/api/v1/members", &body).await.status, 400, "{field}");
        }
    });
}
