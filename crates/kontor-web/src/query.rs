//! What stands in the address: ids in the path, filters and pages in the query.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::header;
use axum::http::request::Parts;
use kontor_kernel::{PageCursor, limits};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Problem;

/// The typed id of the path. One that can't be read is an object that does not exist: 404.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::not_found("object"))?;
        text.parse().map(Self).map_err(|_| Problem::not_found("object"))
    }
}

/// The version that the caller saw of what they change: the header `If-Match` (RFC 9110, 13.1.1) with the entity tag
/// that a GET answered with. None without the header, and for `*`, which fits any.
#[derive(Debug, Clone, Copy, Default)]
pub struct IfMatch(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let tag = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        tag.and_then(|tag| tag.parse().ok()).map(|version| Self(Some(version))).ok_or_else(|| {
            Problem::bad_request(
                "bad_if_match",
                "If-Match must be one version in quotation marks, as the header ETag gives it: \"1234\".",
            )
        })
    }
}

/// The query, read into a struct.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        let bad = |error: axum::extract::rejection::QueryRejection| {
            Problem::bad_request("bad_query", &format!("The query can't be read: {}", error.body_text()))
        };
        query.map(|query| Self(query.0)).map_err(bad)
    }
}

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Paging {
    /// How many items, 1 to 200; 50 when left out.
    pub limit: Option<u16>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl Paging {
    /// The size, within its bounds.
    ///
    /// # Errors
    /// When it is out of bounds.
    pub fn size(&self) -> Result<usize, Problem> {
        let size = self.limit.unwrap_or(limits::PAGE_DEFAULT);
        if size == 0 || size > limits::PAGE_MAX {
            let bounds = format!("limit must be 1 to {}.", limits::PAGE_MAX);
            return Err(Problem::bad_request("bad_limit", &bounds));
        }
        Ok(usize::from(size))
    }

    /// The number that the cursor stands for; `start` when there is none.
    ///
    /// # Errors
    /// When the cursor was not made by us.
    pub fn after(&self, start: i64) -> Result<i64, Problem> {
        let Some(text) = &self.after else { return Ok(start) };
        let cursor: Result<PageCursor, _> = text.parse();
        cursor.map(PageCursor::value).map_err(|_| {
            Problem::bad_request(
                "bad_cursor",
                "after must be the `next` of the page before, as it was given.",
            )
        })
    }
}
