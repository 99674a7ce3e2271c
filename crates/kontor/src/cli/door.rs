//! The door that a command goes through: this program's own, on a database that nobody else writes to, or that of a
//! running server. Both are the same handlers, so both come to the same.

use std::error::Error;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use kontor_identity::model::OrgId;
use kontor_identity::records::Org;
use kontor_kernel::{Currency, limits};
use kontor_store::{Fault, FaultKind, ReadDb, Value as Cell, system_actor};
use kontor_web::Caller;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method, Url};
use serde_json::Value;

use super::Database;
use crate::app::{self, House};
use crate::config::Config;
use crate::router::OwnDoor;

/// Where a command is carried out: on a database, or by a server.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) database: Database,
    /// The merchant; may be left out when there is but one.
    #[arg(long, value_name = "ORG", value_parser = OrgId::from_str, conflicts_with = "server")]
    org: Option<OrgId>,
    /// Go through a running server instead of a database, such as https://shop.example.com.
    #[arg(long, value_name = "URL", value_parser = server_url, conflicts_with = "database", requires = "token")]
    server: Option<Url>,
    /// The token for the server; whose it is says which merchant.
    #[arg(long, value_name = "TOKEN", env = "KONTOR_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// A file (PEM) with the certificate of the authority that vouches for the server, in place of those that the
    /// system trusts.
    #[arg(long, value_name = "FILE", requires = "server")]
    server_certificate: Option<PathBuf>,
}

fn server_url(text: &str) -> Result<Url, String> {
    let advice = "write the server's address as https://shop.example.com or http://127.0.0.1:8080";
    let url = Url::parse(text).map_err(|error| format!("{error}: {advice}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() || !url.has_host() {
        return Err(advice.to_owned());
    }
    Ok(url)
}

/// An answer of a door.
#[derive(Debug)]
pub(super) struct Answered {
    /// The HTTP status.
    pub(super) status: u16,
    /// The JSON; null where there is none.
    pub(super) body: Value,
}

impl Answered {
    fn read(status: u16, bytes: &[u8]) -> Self {
        Self { status, body: serde_json::from_slice(bytes).unwrap_or_default() }
    }

    /// A text of the body by its JSON pointer; empty where there is none.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it was done.
    pub(super) fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the same request may do better in a moment: somebody was busy, restarting, or in between.
    fn is_passing(&self) -> bool {
        matches!(self.status, 408 | 429 | 502 | 503 | 504)
    }
}

/// The house before its door is open, which can't be done inside a runtime.
pub(super) enum Entry {
    Own(Box<House>, Option<OrgId>),
    Server(Server),
}

/// A door that is open.
pub(super) enum Door {
    /// This program's own.
    Own(Box<House>, OwnDoor),
    /// A server's.
    Server(Server),
}

/// How a server is reached.
pub(super) struct Server {
    client: Client,
    url: Url,
    token: String,
}

impl Target {
    /// Opens the database, or makes ready to call the server. Must not be called inside a runtime.
    ///
    /// # Errors
    /// When the database can't be written to, or a certificate can't be read.
    pub(super) fn enter(&self, config: &Config) -> Result<Entry, Fault> {
        match (&self.server, &self.token) {
            (Some(url), Some(token)) => self.server(url, token).map(Entry::Server),
            _ => {
                let house = app::open(&config.database()?, &config.before_upgrade())?;
                Ok(Entry::Own(Box::new(house), self.org))
            }
        }
    }

    fn server(&self, url: &Url, token: &str) -> Result<Server, Fault> {
        // Another part of the program may have chosen it before; there is but this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .connect_timeout(Duration::from_secs(limits::DOOR_CONNECT_SECONDS))
            .timeout(Duration::from_secs(limits::DOOR_ANSWER_SECONDS))
            // A token and orders go to nobody but who was named.
            .redirect(Policy::none());
        if let Some(path) = &self.server_certificate {
            let bad = |error: Box<dyn std::error::Error + Send + Sync>| {
                let what = format!("the certificate {} can't be read", path.display());
                Fault::new(FaultKind::Setting, what, error)
            };
            let pem = std::fs::read(path).map_err(|error| bad(error.into()))?;
            let certificates = Certificate::from_pem_bundle(&pem).map_err(|error| bad(error.into()))?;
            if certificates.is_empty() {
                return Err(bad("it holds no certificate in PEM".into()));
            }
            builder = builder.tls_certs_only(certificates);
        } else if url.scheme() == "http" {
            // A machine without any certificates can call a server on itself all the same.
            builder = builder.tls_certs_only([]);
        }
        let client = builder
            .build()
            .map_err(|error| Fault::new(FaultKind::Setting, "no server can be called", error))?;
        if url.scheme() == "http" && !is_near(url) {
            eprintln!("note: over http:// the token and all data can be read on their way: use https://");
        }
        Ok(Server { client, url: url.clone(), token: token.to_owned() })
    }
}

/// Whether an address stays on this machine.
fn is_near(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

impl Entry {
    /// Opens the door, for the merchant that was named, or the only one.
    ///
    /// # Errors
    /// When it isn't clear which merchant is meant.
    pub(super) async fn open(self) -> Result<Door, Fault> {
        match self {
            Self::Server(server) => Ok(Door::Server(server)),
            Self::Own(house, named) => {
                let org = one_org(&house.app.reads, named).await?;
                let orgs: Vec<Org> =
                    house.app.reads.records("org_id = $1", vec![Cell::Int(org.raw())]).await?;
                let found = orgs.into_iter().next().ok_or_else(|| Fault::bug("the merchant is gone"))?;
                let actor = system_actor("command_line");
                let caller = Caller { org: org.raw(), actor, currency: found.currency, zone: found.zone };
                let door = OwnDoor::new(&house, caller);
                Ok(Door::Own(house, door))
            }
        }
    }
}

/// The merchant that was named, or the only one.
pub(super) async fn one_org(reads: &ReadDb, named: Option<OrgId>) -> Result<OrgId, Fault> {
    let mut orgs = Vec::new();
    for mut row in reads.query("SELECT org_id FROM identity_org ORDER BY org_id", Vec::new()).await? {
        orgs.push(OrgId::new(row.take()?));
    }
    match (named, orgs.as_slice()) {
        (Some(org), _) if orgs.contains(&org) => Ok(org),
        (Some(org), _) => Err(Fault::setting(format!("there is no merchant {org}: check --org"))),
        (None, [org]) => Ok(*org),
        (None, []) => Err(Fault::setting("there is no merchant yet: make one with `kontor org create`")),
        (None, several) => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            Err(Fault::setting(format!("name one of the merchants with --org: {}", ids.join(", "))))
        }
    }
}

impl Door {
    /// Reads.
    ///
    /// # Errors
    /// As [`Door::send`].
    pub(super) async fn get(&self, path: &str) -> Result<Answered, Fault> {
        self.send(Method::GET, path, Vec::new(), "").await
    }

    /// Posts JSON. A request with the same key acts once, however often it has to be sent.
    ///
    /// # Errors
    /// As [`Door::send`].
    pub(super) async fn post(&self, path: &str, body: Vec<u8>, key: &str) -> Result<Answered, Fault> {
        self.send(Method::POST, path, body, key).await
    }

    /// Sends a request, again where the door is busy or the connection breaks, and reads the answer, which may be a
    /// refusal.
    ///
    /// # Errors
    /// When there is no answer, or one that will be the same for every request: a token that is not valid or may not
    /// do this, or a path that the server doesn't have.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        key: &str,
    ) -> Result<Answered, Fault> {
        let mut attempt = 1;
        loop {
            let sent = self.once(method.clone(), path, body.clone(), key).await;
            let passing = match &sent {
                Ok(answered) if answered.is_passing() => {
                    Some(format!("the door is busy ({})", answered.status))
                }
                Err(fault) if *fault.kind() == FaultKind::Connection => Some(fault.to_string()),
                Ok(_) | Err(_) => None,
            };
            match passing {
                Some(why) if attempt < limits::DOOR_ATTEMPTS => eprintln!("{why}: trying again"),
                _ => return sent?.or_hopeless(path),
            }
            pause(attempt).await;
            attempt += 1;
        }
    }

    async fn once(&self, method: Method, path: &str, body: Vec<u8>, key: &str) -> Result<Answered, Fault> {
        match self {
            // Without a connection that could break there is no doubt about what was done, and no key to keep.
            Self::Own(_, door) => {
                let (status, bytes) = door.send(method, path, body).await?;
                Ok(Answered::read(status, &bytes))
            }
            Self::Server(server) => server.send(method, path, body, key).await,
        }
    }

    /// The currency of the merchant's amounts.
    ///
    /// # Errors
    /// As [`Door::send`]; when the answer is not that of a Kontor.
    pub(super) async fn currency(&self) -> Result<Currency, Fault> {
        let org = self.get("/api/v1/org").await?;
        org.text("/currency").parse().map_err(|_| {
            Fault::setting(format!(
                "the server does not answer as a Kontor of this version does: check --server (status {})",
                org.status
            ))
        })
    }

    /// Closes the door: what was taken is carried out.
    pub(super) async fn close(self) {
        if let Self::Own(house, _) = self {
            house.app.writer.close().await;
        }
    }
}

/// Waits before the next attempt, longer each time.
pub(super) async fn pause(attempt: u32) {
    const LONGEST: Duration = Duration::from_secs(5);
    let doubled = limits::DOOR_PAUSE_MS.saturating_mul(2_u64.saturating_pow(attempt.saturating_sub(1)));
    tokio::time::sleep(Duration::from_millis(doubled).min(LONGEST)).await;
}

impl Answered {
    /// The answer, unless no other request would get a better one.
    fn or_hopeless(self, path: &str) -> Result<Self, Fault> {
        let detail = self.text("/detail");
        let advice = match (self.status, self.text("/code")) {
            (401, _) => "the server does not know this token: check --token".to_owned(),
            (403, _) => format!("{detail} Take another token"),
            (404, "not_found") => return Ok(self),
            (404, _) => {
                format!(
                    "the server has no {path}: check --server, and that it is not older than this program"
                )
            }
            (300..=399, _) => "the server sends elsewhere: check --server".to_owned(),
            (500.., _) => {
                format!("the door answers with status {}: {detail} What was done stays done", self.status)
            }
            _ if self.is_passing() => format!("the server is too busy (status {}): try again", self.status),
            _ => return Ok(self),
        };
        Err(Fault::setting(advice))
    }
}

impl Server {
    async fn send(&self, method: Method, path: &str, body: Vec<u8>, key: &str) -> Result<Answered, Fault> {
        let lost = |error: reqwest::Error| {
            let error = error.without_url();
            if is_untrusted(&error) {
                let what =
                    format!("{} is not trusted: name its authority with --server-certificate", self.url);
                return Fault::new(FaultKind::Setting, what, error);
            }
            Fault::new(FaultKind::Connection, format!("{} does not answer", self.url), error)
        };
        let base = self.url.as_str().trim_end_matches('/');
        let mut request = self
            .client
            .request(method, format!("{base}{path}"))
            .bearer_auth(&self.token)
            .header("content-type", "application/json")
            .body(body);
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        let response = request.send().await.map_err(lost)?;
        let status = response.status().as_u16();
        Ok(Answered::read(status, &response.bytes().await.map_err(lost)?))
    }
}

/// Whether a connection did not come about because of the server's certificate, which will be the same next time.
fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        // What an I/O error holds is not its source: its source's source is.
        let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = held.map_or_else(|| error.source(), |held| Some(held));
    }
    false
}

/// A path with one filter behind it, whatever its value holds (RFC 3986, 2.1).
pub(super) fn filtered(path: &str, filter: &[(&str, &str)]) -> String {
    let mut text = path.to_owned();
    for (index, (name, value)) in filter.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_holds_whatever_stands_in_a_file() {
        assert_eq!(filtered("/p", &[("sku", "A-1.b_~")]), "/p?sku=A-1.b_~");
        let filter = [("channel", "web"), ("external", "a b&c=d/é%")];
        assert_eq!(filtered("/p", &filter), "/p?channel=web&external=a%20b%26c%3Dd%2F%C3%A9%25");
    }

    #[test]
    fn a_servers_address_is_one() {
        for good in ["http://127.0.0.1:8080", "https://shop.example.com/", "http://[::1]:80"] {
            assert!(server_url(good).is_ok(), "{good}");
        }
        for bad in ["shop.example.com", "ftp://x", "127.0.0.1:8080", "", "mailto:a@b"] {
            assert!(server_url(bad).unwrap_err().contains("https://shop.example.com"), "{bad}");
        }
        assert!(is_near(&server_url("http://[::1]:80").unwrap()));
        assert!(!is_near(&server_url("http://shop.example.com").unwrap()));
    }

    #[test]
    fn what_no_request_would_change_ends_the_work() {
        let answered = |status: u16, code: &str| {
            let body = serde_json::json!({ "code": code, "detail": "This token may not do that." });
            Answered { status, body }.or_hopeless("/api/v1/x").map_err(|fault| fault.to_string())
        };
        assert!(answered(409, "sku_taken").is_ok() && answered(404, "not_found").is_ok());
        for (status, code, says) in [
            (401, "unauthenticated", "check --token"),
            (403, "forbidden", "Take another token"),
            (404, "unknown_path", "not older than this program"),
            (500, "fault", "status 500"),
            (429, "", "try again"),
        ] {
            let said = answered(status, code).unwrap_err();
            assert!(said.contains(says), "{said}");
        }
    }
}
