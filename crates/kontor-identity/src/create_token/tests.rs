//! Every rule of making a token, on both databases, and the doorkeeper that lets its bearer in.

use std::sync::Arc;
use std::time::Duration;

use kontor_kernel::{Clock, Currency, limits};
use kontor_store::Room;
use kontor_testkit::axum::http::{HeaderMap, header};
use kontor_testkit::axum::routing::{delete, post};
use kontor_testkit::axum::{Extension, Router};
use kontor_testkit::{TestApp, TestDb, on_both, on_both_alone};
use serde_json::json;

use super::CreateToken;
use crate::found_org::FoundOrg;
use crate::http::{Doorkeeper, Granted};
use crate::model::{CountryCode, OrgId, OrgName, TokenName};
use crate::permissions::{Noun, Rights, Role, Scope};
use crate::revoke_token::RevokeToken;
use crate::token::Secret;

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

async fn found(db: &TestDb) {
    let org = FoundOrg {
        org: OrgId::new(db.org),
        name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
        country: CountryCode::DE,
        currency: Currency::EUR,
        zone: "Europe/Berlin".parse().unwrap(),
    };
    db.submit(org).await.unwrap();
}

fn token(role: Role, scopes: &str, grantor: Rights, secret: &Secret) -> CreateToken {
    CreateToken {
        name: TokenName::parse("web shop").unwrap(),
        role,
        scopes: scopes.parse().unwrap(),
        hash: secret.hash(),
        grantor,
    }
}

#[test]
fn a_token_has_at_most_the_rights_of_its_role_and_of_its_maker() {
    on_both_alone(rooms, |db| async move {
        found(&db).await;
        let secret = Secret::new().unwrap();
        let owner_of_tokens = Rights::of_token(Role::Owner, &"tokens:write orders:read".parse().unwrap());
        let cases = [
            (Role::Owner, "", Rights::ALL, "made"),
            (Role::Integration, "orders:write stock:read", Rights::ALL, "made"),
            (Role::Warehouse, "orders:write", Rights::ALL, "scope_beyond_role"),
            (Role::Owner, "", owner_of_tokens, "beyond_own_rights"),
            (Role::Analyst, "orders:read stock:read", owner_of_tokens, "beyond_own_rights"),
            (Role::Analyst, "orders:read", owner_of_tokens, "made"),
        ];
        for (role, scopes, grantor, expected) in cases {
            let command = token(role, scopes, grantor, &secret);
            let shown = format!("{command:?}");
            match db.submit(command).await {
                Ok(_) => assert_eq!(expected, "made", "{shown}"),
                Err(kontor_store::Failure::Refused(refusal)) => assert_eq!(refusal.code, expected, "{shown}"),
                Err(other) => panic!("{other:?}"),
            }
        }
    });
}

fn sent(text: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, text.parse().unwrap());
    headers
}

#[test]
fn the_bearer_of_a_token_is_let_in_until_it_is_revoked() {
    on_both(rooms, |db| async move {
        found(&db).await;
        let secret = Secret::new().unwrap();
        let new = db.submit(token(Role::Service, "", Rights::ALL, &secret)).await.unwrap().answer;
        let clock: Arc<dyn Clock> = db.clock.clone();
        let keeper = Doorkeeper::new(db.reads.clone(), clock);
        let text = secret.text(OrgId::new(db.org), new.token);

        let (caller, Granted(rights)) = keeper.identify(&sent(&format!("bearer {text}"))).await.unwrap();
        assert_eq!((caller.org, caller.actor.as_str()), (db.org, &*format!("token:{}", new.token)));
        assert!(rights.allow(Scope::write(Noun::Orders)) && !rights.allow(Scope::read(Noun::Tokens)));

        let other = Secret::new().unwrap().text(OrgId::new(db.org), new.token);
        let foreign = secret.text(OrgId::new(db.org + 1), new.token);
        for bad in
            ["", "Bearer", "Bearer ", "Basic abc", &format!("Bearer {other}"), &format!("Bearer {foreign}")]
        {
            assert_eq!(keeper.identify(&sent(bad)).await.unwrap_err().status(), 401, "{bad}");
        }
        assert_eq!(keeper.identify(&HeaderMap::new()).await.unwrap_err().status(), 401);

        db.submit(RevokeToken { token: new.token }).await.unwrap();
        assert_eq!(db.refused(RevokeToken { token: new.token }).await, "already_revoked");
        db.advance(Duration::from_secs(limits::TOKEN_SECONDS));
        assert_eq!(keeper.identify(&sent(&format!("Bearer {text}"))).await.unwrap_err().status(), 401);
    });
}

#[test]
fn a_revoked_token_holds_no_longer_when_the_clock_goes_back() {
    on_both(rooms, |db| async move {
        found(&db).await;
        let secret = Secret::new().unwrap();
        let new = db.submit(token(Role::Service, "", Rights::ALL, &secret)).await.unwrap().answer;
        let clock: Arc<dyn Clock> = db.clock.clone();
        let keeper = Doorkeeper::new(db.reads.clone(), clock);
        let sent = sent(&format!("Bearer {}", secret.text(OrgId::new(db.org), new.token)));
        keeper.identify(&sent).await.unwrap();
        db.submit(RevokeToken { token: new.token }).await.unwrap();
        // For a moment it is remembered; that moment must not become a day.
        keeper.identify(&sent).await.unwrap();
        let day = std::time::Duration::from_secs(24 * 60 * 60);
        db.clock.set(db.clock.now().minus(day));
        assert_eq!(keeper.identify(&sent).await.unwrap_err().status(), 401);
    });
}

#[test]
fn a_story_through_the_json_doors() {
    on_both(rooms, |db| async move {
        found(&db).await;
        let routes = Router::new()
            .route(
                "/api/v1/tokens",
                post(super::http::create_token).get(crate::list_tokens::http::list_tokens),
            )
            .route("/api/v1/tokens/{id}", delete(crate::revoke_token::http::revoke_token))
            .layer(Extension(Granted(Rights::of_role(Role::Owner))));
        let app = TestApp::new(&db, routes);
        let body = json!({ "name": "web shop", "role": "integration", "scopes": ["orders:write"] });

        let dry = app.post("/api/v1/tokens?dry_run=true", &body).await;
        assert_eq!((dry.status, dry.body.pointer("/answer/token")), (200, None));

        let new = app.post_once("/api/v1/tokens", "k-1", &body).await;
        assert_eq!(new.status, 201, "{}", new.body);
        assert_eq!(new.text("/token").len(), crate::token::TOKEN_CHARS);
        let again = app.post_once("/api/v1/tokens", "k-1", &body).await;
        assert_eq!((again.status, again.text("/id")), (201, new.text("/id")));
        assert_eq!(again.body.get("token"), None, "a secret is shown once");

        let listed = app.get("/api/v1/tokens").await;
        assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(listed.text("/items/0/id"), new.text("/id"));
        assert!(!listed.body.to_string().contains("hash"));

        let bad =
            app.post("/api/v1/tokens", &json!({ "name": "x", "role": "owner", "scopes": ["all"] })).await;
        assert_eq!((bad.status, bad.code()), (422, "bad_value"));
        let bad = app.post("/api/v1/tokens", &json!({ "name": "x", "role": "boss" })).await;
        assert_eq!((bad.status, bad.code()), (400, "bad_json"));

        let path = format!("/api/v1/tokens/{}", new.text("/id"));
        let delete = |path: String| {
            let app = app.clone();
            async move { app.send(kontor_testkit::axum::http::Method::DELETE, &path, &[], "").await }
        };
        assert_eq!(delete(path.clone()).await.status, 200);
        assert_eq!(delete(path).await.code(), "already_revoked");
        assert_eq!(delete("/api/v1/tokens/tok_0000000000001".into()).await.code(), "unknown_token");
        assert_eq!(delete("/api/v1/tokens/nonsense".into()).await.status, 404);
        assert!(app.get("/api/v1/tokens").await.body["items"][0]["revoked_at"].is_string());
    });
}
