//! How a browser gets them.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Asset, assets};

/// One of the files.
pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    match assets().iter().find(|asset| asset.name == name) {
        Some(asset) => asset.response(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The icon, where browsers look for it by themselves, such as beside an answer that is no page.
pub async fn icon(headers: HeaderMap) -> Response {
    match assets().iter().find(|asset| asset.name.ends_with(".svg")) {
        Some(asset) => {
            let mut response = asset.response(&headers);
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
            response
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Asset {
    fn response(&'static self, headers: &HeaderMap) -> Response {
        let accepts =
            headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes_gzip = accepts.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip"));
        let mut response =
            if takes_gzip { self.compressed.clone().into_response() } else { self.content.into_response() };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if takes_gzip {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}
