//! The doors from within: this program's own command line calls the same handlers that a server offers, without a
//! connection between.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, Method, Request, header};
use kontor_kernel::limits;
use kontor_store::{Fault, FaultKind};
use kontor_web::Caller;
use tower::ServiceExt;

use super::guard::OwnCaller;
use crate::app::House;

/// All paths of a house, for one caller who sits in it.
#[derive(Clone)]
pub struct OwnDoor {
    router: Router,
    caller: OwnCaller,
}

impl OwnDoor {
    /// The doors of a house for this caller, who may do everything.
    #[must_use]
    pub fn new(house: &House, caller: Caller) -> Self {
        Self { router: super::router(house), caller: OwnCaller(caller) }
    }

    /// Sends a request; the status and the body of the answer.
    ///
    /// # Errors
    /// When the path is none, or an answer is larger than any.
    pub async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Result<(u16, Bytes), Fault> {
        let bug = |error: axum::http::Error| Fault::new(FaultKind::Bug, format!("no request: {path}"), error);
        let mut request = Request::builder().method(method).uri(path).body(Body::from(body)).map_err(bug)?;
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        request.extensions_mut().insert(self.caller.clone());
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), limits::BATCH_BODY_BYTES).await;
        let body = body.map_err(|error| Fault::new(FaultKind::Bug, "an answer broke off", error))?;
        Ok((status, body))
    }
}
