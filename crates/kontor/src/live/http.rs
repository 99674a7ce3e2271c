//! The stream of changes for a browser: server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Extension;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use kontor_identity::http::Granted;
use kontor_identity::permissions::Rights;
use kontor_kernel::limits;
use kontor_web::console::Visit;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

use super::{Changed, Hub};
use crate::feed::http::Closing;

/// What changes while the page is open. The first message says where the journal stands, so that a page which was made
/// before then asks for its content again. The stream ends after ten minutes: then the browser comes again, and its
/// session is looked at again.
pub async fn live(
    Extension(hub): Extension<Hub>,
    Extension(Closing(mut closing)): Extension<Closing>,
    Granted(rights): Granted,
    visit: Visit,
) -> Response {
    let heard = hub.listen(visit.caller.org);
    let position = visit.looking().position.unwrap_or(0);
    let until = Instant::now() + Duration::from_secs(limits::STREAM_SECONDS);
    let first = stream::once(async move { Ok::<_, Infallible>(message("here", position, &[])) });
    let changes = stream::unfold((heard, position), move |(mut heard, mut position)| async move {
        loop {
            let changed = match timeout_at(until, heard.recv()).await {
                Ok(Ok(changed)) => (*changed).clone(),
                Ok(Err(RecvError::Lagged(_))) => Changed::all(position),
                Ok(Err(RecvError::Closed)) | Err(_) => return None,
            };
            position = position.max(changed.position);
            if let Some(event) = told(&changed, rights) {
                return Some((Ok(event), (heard, position)));
            }
        }
    });
    let closed = async move {
        if closing.wait_for(|closing| *closing).await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let heartbeat = KeepAlive::new().interval(Duration::from_secs(limits::HEARTBEAT_SECONDS));
    Sse::new(first.chain(changes).take_until(closed)).keep_alive(heartbeat).into_response()
}

/// A change as somebody with these rights hears of it; nothing, when it is none of their business.
fn told(changed: &Changed, rights: Rights) -> Option<Event> {
    let topics = changed.topics_for(rights);
    (!topics.is_empty()).then(|| message("changed", changed.position, &topics))
}

fn message(name: &str, position: i64, topics: &[&str]) -> Event {
    let text = json!({ "position": position, "topics": topics }).to_string();
    Event::default().event(name).data(text)
}
