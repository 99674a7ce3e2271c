//! Pages of tokens: the oldest first, each once.

use kontor_store::Room;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::routing::get;
use kontor_testkit::{TestApp, on_both};

use crate::create_token::CreateToken;
use crate::model::TokenName;
use crate::permissions::{Rights, Role, Scopes};

fn rooms() -> Vec<Room> {
    vec![crate::room()]
}

#[test]
fn pages_follow_each_other_until_all_tokens_were_seen() {
    on_both(rooms, |db| async move {
        for number in 1..=5 {
            let command = CreateToken {
                name: TokenName::parse(&format!("shop {number}")).unwrap(),
                role: Role::Integration,
                scopes: Scopes::default(),
                hash: [0; 32],
                grantor: Rights::ALL,
            };
            db.submit(command).await.unwrap();
        }
        let app = TestApp::new(&db, Router::new().route("/tokens", get(super::http::list_tokens)));
        let mut names = Vec::new();
        let mut path = "/tokens?limit=2".to_owned();
        loop {
            let page = app.get(&path).await;
            names
                .extend(page.body["items"].as_array().unwrap().iter().map(|token| token["name"].to_string()));
            let Some(next) = page.body["next"].as_str() else { break };
            path = format!("/tokens?limit=2&after={next}");
        }
        assert_eq!(names, ["\"shop 1\"", "\"shop 2\"", "\"shop 3\"", "\"shop 4\"", "\"shop 5\""]);
        for bad in ["limit=0", "limit=201", "limit=x", "after=nonsense"] {
            assert_eq!(app.get(&format!("/tokens?{bad}")).await.status, 400, "{bad}");
        }
    });
}
