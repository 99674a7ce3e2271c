//! The guard before every handler that needs a token: who calls, may they, how long did it take, did it panic.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use kontor_identity::http::{Doorkeeper, Granted};
use kontor_identity::permissions::{Noun, Rights, Scope};
use kontor_web::{Caller, Problem};
use tokio::sync::watch;

use crate::feed::http::Closing;
use crate::metrics::RouteMetrics;

/// What the guard of one path knows.
pub(super) struct Door {
    pub(super) doorkeeper: Doorkeeper,
    pub(super) scope: Scope,
    pub(super) metrics: RouteMetrics,
    pub(super) closing: watch::Sender<bool>,
}

/// Who sits at this program's own command line and may do everything there. What comes from outside can't carry it:
/// nothing of a request over a connection becomes an extension.
#[derive(Clone)]
pub(super) struct OwnCaller(pub(super) Caller);

#[expect(clippy::disallowed_methods, reason = "how long an answer takes is real time")]
pub(super) async fn guard(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let response = match pass(&door, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    };
    door.metrics.answered(response.status().as_u16(), started.elapsed());
    response
}

async fn pass(door: &Door, mut request: Request, next: Next) -> Result<Response, Problem> {
    let (caller, granted) = match request.extensions_mut().remove::<OwnCaller>() {
        Some(OwnCaller(caller)) => (caller, Granted(Rights::ALL)),
        None => door.doorkeeper.identify(request.headers()).await?,
    };
    if !granted.0.allow(door.scope) {
        return Err(Problem::forbidden(&door.scope.to_string()));
    }
    let extensions = request.extensions_mut();
    extensions.insert(caller);
    if matches!(door.scope.noun(), Noun::Tokens | Noun::Members | Noun::Events) {
        // The sorts of handler that must know more than that the route is allowed.
        extensions.insert::<Granted>(granted);
        extensions.insert(Closing(door.closing.subscribe()));
    }
    // The handler's panic is ours to answer; what it worked on is gone with it, so nothing half done is seen again.
    AssertUnwindSafe(next.run(request)).catch_unwind().await.map_err(|_| Problem::of_panic())
}
