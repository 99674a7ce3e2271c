//! Request ids: one for each request, in the answer and in every log line about it.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use kontor_kernel::limits;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request: the caller's own, if it sent a sane one, else a number of this process.
#[derive(Debug, Clone)]
pub struct RequestId(pub HeaderValue);

/// Gives each request its id, and says in the log what was answered badly.
pub async fn with_request_id(mut request: Request, next: Next) -> Response {
    let id = request.headers().get(&HEADER).filter(|id| is_sane(id)).cloned().unwrap_or_else(next_id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let text = id.to_str().unwrap_or_default().to_owned();
    let span =
        tracing::info_span!("request", id = text, method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.in_scope(|| match status {
        500.. => tracing::error!(status, "answered"),
        400.. => tracing::info!(status, "answered"),
        _ => tracing::debug!(status, "answered"),
    });
    response.headers_mut().insert(HEADER, id);
    response
}

fn is_sane(id: &HeaderValue) -> bool {
    id.len() <= limits::REQUEST_ID_CHARS
        && id.to_str().is_ok_and(|id| id.chars().all(|c| c.is_ascii_graphic()))
}

fn next_id() -> HeaderValue {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let text = format!("{:x}-{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("unnumbered"))
}
