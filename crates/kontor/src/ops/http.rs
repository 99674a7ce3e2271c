//! The doors that need no token.

use std::sync::OnceLock;

use axum::Json;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use kontor_web::Problem;
use serde_json::json;

use crate::app::House;
use crate::router;

/// The process runs.
pub async fn healthz() -> Response {
    Json(json!({ "status": "alive" })).into_response()
}

/// The server can do its work.
pub async fn readyz(State(house): State<House>) -> Response {
    let ready = if *house.closing.borrow() {
        Err("The server is going down.".to_owned())
    } else {
        super::ready(&house.app).await
    };
    match ready {
        Ok(None) => Json(json!({ "status": "ready" })).into_response(),
        Ok(Some(trouble)) => Json(
            json!({ "status": "ready to read", "trouble": trouble.code(), "detail": trouble.sentence() }),
        )
        .into_response(),
        Err(detail) => {
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "not ready", "detail": detail })))
                .into_response()
        }
    }
}

/// What was done so far, as Prometheus reads it.
pub async fn metrics(State(house): State<House>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], house.metrics.text())
        .into_response()
}

/// The API's document; put together once.
pub async fn openapi() -> Response {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| router::document(router::rows()).to_string());
    ([(header::CONTENT_TYPE, "application/json")], document.as_str()).into_response()
}

/// No such path.
pub async fn unknown_path(uri: Uri) -> Problem {
    // The path is the caller's own text: cut, so that an answer can't be made long.
    let path: String = uri.path().chars().take(100).collect();
    Problem::new(
        404,
        "unknown_path",
        &format!("There is nothing at {path}: see /api/docs for what there is."),
    )
}

/// No such method at this path.
pub async fn unknown_method(method: Method) -> Problem {
    Problem::new(
        405,
        "unknown_method",
        &format!("This path does not take {method}: see /api/docs, and the header Allow."),
    )
}
