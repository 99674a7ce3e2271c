//! The doors, without a network: requests go straight into the router.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::{Extension, Router};
use http_body_util::BodyExt;
use kontor_kernel::{Clock, Currency};
use kontor_store::Schema;
use kontor_web::console::{Assets, Looking, Permits, Visit};
use kontor_web::{App, Caller, Language};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

use crate::TestDb;

/// The doors of a room over a test database. The caller is known already: who may do what is the router's business.
#[derive(Clone)]
pub struct TestApp {
    router: Router,
    caller: Caller,
}

/// What a door answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The body as JSON; null when it is none.
    pub body: Value,
    /// The headers.
    pub headers: axum::http::HeaderMap,
}

impl Answered {
    /// The refusal's code; empty when it is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.body.get("code").and_then(Value::as_str).unwrap_or_default()
    }

    /// A text of the body by its JSON pointer.
    #[must_use]
    pub fn text(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| {
            panic!("no text at {pointer} in {} ({})", self.body, self.status);
        })
    }
}

/// What a page answered.
#[derive(Debug, Clone)]
pub struct Visited {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The page.
    pub html: String,
}

impl Visited {
    /// Where it sends the browser; empty when it doesn't.
    #[must_use]
    pub fn onward(&self) -> &str {
        self.headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or_default()
    }
}

/// A visit of somebody who reads this language and has these scopes; the forms' own secret is `t`.
#[must_use]
pub fn visit(caller: Caller, language: Language, scopes: &'static [&'static str]) -> Visit {
    let looking = Looking {
        name: "Anna Hansen".into(),
        org_name: "Hansen Kaffee GmbH".into(),
        theme: String::new(),
        density: String::new(),
        csrf: "t".into(),
        permits: Permits::new(move |scope| scopes.contains(&scope)),
        nav: Vec::new(),
        path: "/".into(),
        address: "/".into(),
        request_id: "test-1".into(),
        flash: None,
        is_fragment: false,
        is_shared: false,
        position: None,
        assets: Assets::default(),
    };
    Visit::new(caller, language, looking)
}

impl TestApp {
    /// Doors over a database. The merchant's currency is the euro, its zone Berlin.
    #[must_use]
    pub fn new(db: &TestDb, router: Router<App>) -> Self {
        let app = App {
            writer: db.writer.clone(),
            reads: db.reads.clone(),
            clock: Arc::clone(&db.clock) as Arc<dyn Clock>,
            schema: Arc::<Schema>::clone(&db.schema),
        };
        let caller = Caller {
            org: db.org,
            actor: db.actor(),
            currency: Currency::EUR,
            zone: "Europe/Berlin".parse().expect("a zone"),
        };
        Self { router: router.with_state(app), caller }
    }

    /// The same doors with pages behind them, for somebody who reads this language and has these scopes. The forms'
    /// own secret is `t`.
    #[must_use]
    pub fn visited(mut self, language: Language, scopes: &'static [&'static str]) -> Self {
        let visit = visit(self.caller.clone(), language, scopes);
        self.router = self.router.layer(Extension(visit));
        self
    }

    /// Sends a form, as a page does; what came back as text.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Visited {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields).append_pair("_csrf", "t");
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.visit(Method::POST, path, &headers, body.finish()).await
    }

    /// Looks at a page.
    pub async fn page(&self, path: &str) -> Visited {
        self.visit(Method::GET, path, &[], String::new()).await
    }

    async fn visit(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Visited {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body)).expect("a request");
        request.extensions_mut().insert(self.caller.clone());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        Visited { status, headers, html: String::from_utf8_lossy(&body).into_owned() }
    }

    /// Sends a request.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path).body(body.into()).expect("a request");
        for (name, value) in headers {
            let name: axum::http::HeaderName = name.parse().expect("a header's name");
            request.headers_mut().insert(name, value.parse().expect("a header's value"));
        }
        request.extensions_mut().insert(self.caller.clone());
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        assert_ne!(
            status,
            StatusCode::INTERNAL_SERVER_ERROR,
            "a door answered 500: {}",
            String::from_utf8_lossy(&bytes)
        );
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answered { status: status.as_u16(), body, headers }
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answered {
        self.send(Method::POST, path, &[], body.to_string()).await
    }

    /// Posts JSON with an idempotency key.
    pub async fn post_once(&self, path: &str, key: &str, body: &Value) -> Answered {
        self.send(Method::POST, path, &[("idempotency-key", key)], body.to_string()).await
    }

    /// Gets.
    pub async fn get(&self, path: &str) -> Answered {
        self.send(Method::GET, path, &[], Body::empty()).await
    }
}
