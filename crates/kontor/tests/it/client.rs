//! A house on a test database, and somebody who calls at its doors with a token, without a network.

use std::sync::Arc;

use http_body_util::BodyExt;
use kontor::app::House;
use kontor::router;
use kontor_desk::found::FoundMerchant;
use kontor_identity::create_token::CreateToken;
use kontor_identity::model::{
    CountryCode, DeviceName, OrgId, OrgName, PersonName, SessionId, TokenName, UserId,
};
use kontor_identity::permissions::{Rights, Role, Scopes};
use kontor_identity::session::Cookies;
use kontor_identity::sign_in::{NewPerson, Opened, Visitor};
use kontor_identity::token::Secret;
use kontor_kernel::{Clock, Currency};
use kontor_ledger::model::Chart;
use kontor_store::{Envelope, system_actor};
use kontor_testkit::TestDb;
use kontor_testkit::axum::Router;
use kontor_testkit::axum::body::Body;
use kontor_testkit::axum::http::{HeaderMap, HeaderName, Method, Request};
use kontor_web::App;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The doors of a whole house.
#[derive(Clone)]
pub(crate) struct Doors {
    pub(crate) house: House,
    /// Names this test's people apart from others'.
    number: i64,
    router: Router,
}

/// Somebody with a token, or nobody.
#[derive(Clone)]
pub(crate) struct Client {
    router: Router,
    token: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Doors {
    pub(crate) fn new(db: &TestDb) -> Self {
        let clock: Arc<dyn Clock> = db.clock.clone();
        let app =
            App { writer: db.writer.clone(), reads: db.reads.clone(), clock, schema: Arc::clone(&db.schema) };
        let house = House::build(app).unwrap();
        let router = router::router(&house);
        Self { house, router, number: db.org }
    }

    /// Founds a merchant.
    pub(crate) async fn found(&self, org: i64) {
        let command = FoundMerchant {
            org: OrgId::new(org),
            name: OrgName::parse("Hansen Kaffee GmbH").unwrap(),
            country: CountryCode::DE,
            currency: Currency::EUR,
            zone: "Europe/Berlin".parse().unwrap(),
            chart: Chart::Skr03,
            warehouse: "Lager".parse().unwrap(),
            tax_status: kontor_identity::model::TaxStatus::Regular,
        };
        let envelope = Envelope::new(org, system_actor("test")).founding();
        self.house.app.writer.submit(envelope, command).await.unwrap();
    }

    /// Somebody with a new token of a merchant.
    pub(crate) async fn client(&self, org: i64, role: Role, scopes: &str) -> Client {
        let secret = Secret::new().unwrap();
        let command = CreateToken {
            name: TokenName::parse("test").unwrap(),
            role,
            scopes: scopes.parse::<Scopes>().unwrap(),
            hash: secret.hash(),
            grantor: Rights::ALL,
        };
        let envelope = Envelope::new(org, system_actor("test"));
        let new = self.house.app.writer.submit(envelope, command).await.unwrap().answer;
        self.with_token(Some(secret.text(OrgId::new(org), new.token)))
    }

    /// Somebody with this text as a token, or without one.
    pub(crate) fn with_token(&self, token: Option<String>) -> Client {
        Client { router: self.router.clone(), token }
    }
}

impl Client {
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path).body(body.into()).unwrap();
        if let Some(token) = &self.token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        for (name, value) in headers {
            request.headers_mut().insert(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answered { status, headers, text, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answered {
        self.send(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answered {
        self.send(Method::POST, path, &[], body.to_string()).await
    }

    /// Posts what must be made; the answer's body.
    pub(crate) async fn make(&self, path: &str, body: &Value) -> Value {
        let answered = self.post(path, body).await;
        assert_eq!(answered.status, 201, "{path}: {}", answered.text);
        answered.body
    }
}

impl Doors {
    /// An invitation's body for somebody whose address no other test has.
    pub(crate) fn invitation(&self, name: &str) -> Value {
        let mail = format!("{name}@{}.example", self.number);
        json!({ "mail": mail, "name": name, "role": "service" })
    }

    /// Somebody who was invited by an owner and accepted: their id and their session's.
    pub(crate) async fn member(&self, owner: &Client, name: &str) -> (UserId, SessionId) {
        let opened = self.joined(owner, (name, &self.invitation(name))).await;
        (opened.user, opened.session)
    }

    /// The cookie of somebody who joined with a role.
    pub(crate) async fn cookie(&self, owner: &Client, role: Role) -> String {
        let mut invitation = self.invitation(role.as_str());
        invitation["role"] = json!(role);
        let opened = self.joined(owner, (role.as_str(), &invitation)).await;
        format!("{}={}", Cookies::SESSION, opened.cookie.0)
    }

    async fn joined(&self, owner: &Client, (name, invitation): (&str, &Value)) -> Opened {
        let invited = owner.make("/api/v1/members", invitation).await;
        let link = invited["link"].as_str().unwrap().strip_prefix("/invite/").unwrap();
        let name = PersonName::parse(name).unwrap();
        let person = NewPerson { name, password: "correct horse battery".parse().unwrap(), language: None };
        let address = "192.0.2.1".parse().unwrap();
        let visitor = Visitor { address, device: DeviceName::of_browser("Firefox"), workplace: None };
        self.house.gate.accept(link, person, &visitor).await.unwrap()
    }
}

impl Answered {
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// Whether it is a problem as RFC 9457 has it.
    pub(crate) fn is_problem(&self) -> bool {
        let kind = self.headers.get("content-type").and_then(|kind| kind.to_str().ok());
        kind == Some("application/problem+json")
            && self.body["status"] == json!(self.status)
            && self.body["type"] == json!(format!("urn:kontor:problem:{}", self.code()))
            && !self.code().is_empty()
            && self.body["detail"].as_str().is_some_and(|detail| detail.len() > 10)
    }
}
