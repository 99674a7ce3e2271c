//! Answers: JSON with the journal's position beside it.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kontor_kernel::Currency;
use kontor_store::Reply;
use serde::Serialize;
use serde_json::json;

const POSITION: HeaderName = HeaderName::from_static("kontor-position");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The answer to a command.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    position: i64,
    replayed: bool,
    body: Vec<u8>,
}

impl Answer {
    /// Something was made: 201.
    ///
    /// A dry run answers 200 with the same answer and the events that would have been recorded.
    #[must_use]
    pub fn created<A, V: Serialize>(
        reply: Reply<A>,
        currency: Currency,
        dry_run: bool,
        view: impl FnOnce(A) -> V,
    ) -> Self {
        Self::with(StatusCode::CREATED, reply, currency, dry_run, view)
    }

    /// Something was done: 200. As [`Answer::created`] otherwise.
    #[must_use]
    pub fn done<A, V: Serialize>(
        reply: Reply<A>,
        currency: Currency,
        dry_run: bool,
        view: impl FnOnce(A) -> V,
    ) -> Self {
        Self::with(StatusCode::OK, reply, currency, dry_run, view)
    }

    fn with<A, V: Serialize>(
        status: StatusCode,
        reply: Reply<A>,
        currency: Currency,
        dry_run: bool,
        view: impl FnOnce(A) -> V,
    ) -> Self {
        let view = view(reply.answer);
        let (status, body) = if dry_run {
            let events: Vec<_> = reply
                .recorded
                .iter()
                .map(|event| json!({ "kind": event.kind(), "version": event.version(), "data": event.publish(currency) }))
                .collect();
            (
                StatusCode::OK,
                serde_json::to_vec(&json!({ "dry_run": true, "answer": view, "events": events })),
            )
        } else {
            (status, serde_json::to_vec(&view))
        };
        Self { status, position: reply.position, replayed: reply.replayed, body: body.unwrap_or_default() }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(POSITION, HeaderValue::from(self.position));
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// One thing that was read.
#[derive(Debug)]
pub struct Shown<T>(pub T);

impl<T: Serialize> IntoResponse for Shown<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// One thing that was read, with its version as its entity tag: `If-Match` sends it back (RFC 9110, 8.8.3 and 13.1.1).
#[derive(Debug)]
pub struct Versioned<T> {
    /// The version.
    pub version: i64,
    /// What was read.
    pub view: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = axum::Json(self.view).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.version)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// A page of a list: `items`, and `next`, the cursor of the page behind it, when there is one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Listed<T> {
    /// The things of this page.
    pub items: Vec<T>,
    /// Send it as `after` to get the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A page of rows that were asked for with one more than fits: what is over says that there is a next page.
    #[must_use]
    pub fn of<R>(
        mut rows: Vec<R>,
        size: usize,
        cursor: impl Fn(&R) -> String,
        view: impl Fn(R) -> T,
    ) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows.into_iter().map(view).collect(), next }
    }
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        axum::Json(self).into_response()
    }
}
