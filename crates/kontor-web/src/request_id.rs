//! Request ids: one for each request, in the answer and in every log line about it.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use kontor_kernel::limits;
use tracing::Instrument;

/// No name in a path of ours is longer than this, in bytes: words, numbers, ids, SKUs, names of files.
const LONGEST_NAME: usize = 64;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request: the caller's own, if it sent a sane one, else a number of this process.
#[derive(Debug, Clone)]
pub struct RequestId(pub HeaderValue);

/// Gives each request its id, and says in the log what was answered badly.
pub async fn with_request_id(mut request: Request, next: Next) -> Response {
    let id = request.headers().get(&HEADER).filter(|id| is_sane(id)).cloned().unwrap_or_else(next_id);
    request.extensions_mut().insert(RequestId(id.clone()));
    let text = id.to_str().unwrap_or_default().to_owned();
    let path = without_secrets(request.uri().path());
    let span = tracing::info_span!("request", id = text, method = %request.method(), path);
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

/// A path as it may stand in the log. What is so long is the secret of a one-time link, of an invitation for one: whoever
/// reads the log must not be able to follow it.
fn without_secrets(path: &str) -> String {
    let quiet = |part: &'_ str| if part.len() > LONGEST_NAME { "…".to_owned() } else { part.to_owned() };
    path.split('/').map(quiet).collect::<Vec<_>>().join("/")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_link_does_not_stand_in_the_log() {
        let secret = "0sb51adxz1g000sb51qf9c00004emg6dx4shfv6dt7m56j510pps90e3pfdpd72hhckhc0n0a7ey70";
        assert_eq!(without_secrets(&format!("/invite/{secret}/join")), "/invite/…/join");
        assert_eq!(without_secrets(&format!("/setup/{secret}")), "/setup/…");
        let path = "/orders/ord_01jd0000000ab/ship";
        assert_eq!(without_secrets(path), path);
    }
}
