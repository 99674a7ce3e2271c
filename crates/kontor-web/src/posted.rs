//! What was sent: a bounded JSON body, with the idempotency key and the wish for a dry run beside it.

use std::time::Duration;

use axum::body::{Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use kontor_kernel::limits;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::Problem;

/// How a command is wanted.
#[derive(Debug, Clone, Default)]
pub struct Intent {
    /// The `Idempotency-Key` with the digest of the request it came with.
    pub key: Option<(String, [u8; 32])>,
    /// `?dry_run=true`: decide and answer, but store nothing.
    pub dry_run: bool,
}

impl Intent {
    /// The intent for one part of a batch: its own key, made of the batch's.
    #[must_use]
    pub fn part(&self, index: usize) -> Self {
        let key = self.key.as_ref().map(|(key, digest)| (format!("{key}/{index}"), *digest));
        Self { key, dry_run: self.dry_run }
    }
}

/// How long a body may take to come, where the server says so: an extension of the request.
#[derive(Debug, Clone, Copy)]
pub struct BodyPatience(pub Duration);

impl Default for BodyPatience {
    fn default() -> Self {
        Self(Duration::from_secs(limits::REQUEST_SECONDS))
    }
}

/// A JSON body with its intent. The body may be left out where every field of `T` may.
#[derive(Debug, Clone)]
pub struct Posted<T> {
    /// The body.
    pub body: T,
    /// The intent.
    pub intent: Intent,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let takes_many = parts.uri.path().ends_with("/batch") || parts.uri.path().contains("/imports/");
        let limit = if takes_many { limits::BATCH_BODY_BYTES } else { limits::BODY_BYTES };
        if body.size_hint().lower() > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Err(Problem::body_too_large(limit));
        }
        let BodyPatience(patience) = parts.extensions.get().copied().unwrap_or_default();
        let bytes = timeout(patience, to_bytes(body, limit)).await.map_err(|_| Problem::body_too_slow())?;
        let bytes = bytes.map_err(|_| Problem::body_too_large(limit))?;
        let key = idempotency_key(&parts.headers)?;
        let key = key.map(|key| (key, request_digest(parts.method.as_str(), parts.uri.path(), &bytes)));
        let dry_run = dry_run(parts.uri.query().unwrap_or_default())?;
        Ok(Self { body: read(&bytes)?, intent: Intent { key, dry_run } })
    }
}

/// The same key with another method, path or body is another request.
pub(crate) fn request_digest(method: &str, path: &str, body: &[u8]) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(body.len() + path.len() + 16);
    for part in [method.as_bytes(), path.as_bytes(), body] {
        bytes.extend_from_slice(part);
        bytes.push(0);
    }
    kontor_store::journal::digest(&bytes)
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > limits::IDEMPOTENCY_KEY_CHARS {
        return Err(Problem::bad_request(
            "bad_idempotency_key",
            &format!(
                "The Idempotency-Key must be 1 to {} visible ASCII characters.",
                limits::IDEMPOTENCY_KEY_CHARS
            ),
        ));
    }
    Ok(Some(key.to_owned()))
}

fn dry_run(query: &str) -> Result<bool, Problem> {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair {
            "dry_run=true" | "dry_run=1" => return Ok(true),
            "dry_run=false" | "dry_run=0" => return Ok(false),
            other if other.starts_with("dry_run") => {
                return Err(Problem::bad_request("bad_dry_run", "dry_run must be true or false."));
            }
            _ => {}
        }
    }
    Ok(false)
}

/// Reads the body; where it does not fit, says at which field.
fn read<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Problem> {
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|first| {
        // The plain reader is the quick one; who sent something wrong gets the place as well.
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        match serde_path_to_error::deserialize::<_, T>(&mut reader) {
            Err(error) => Problem::bad_json(&error.path().to_string(), &error.inner().to_string()),
            Ok(_) => Problem::bad_json("", &first.to_string()),
        }
    })
}
