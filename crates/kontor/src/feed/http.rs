//! The feed's door: at once, waiting for news, or as a stream.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream, StreamExt};
use kontor_identity::http::Granted;
use kontor_kernel::limits;
use kontor_web::{App, Caller, Problem, ProblemBody, Query};
use serde::Deserialize;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use utoipa::IntoParams;

use super::{FeedView, Published, Reader, read};

/// Tells that the house closes.
#[derive(Debug, Clone)]
pub struct Closing(pub watch::Receiver<bool>);

impl<S: Send + Sync> FromRequestParts<S> for Closing {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        // Without a guard, as in a room's own tests, nothing ever closes.
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| Self(watch::channel(false).1)))
    }
}

/// For whom the feed is read, and until when.
#[derive(Debug)]
pub struct Audience {
    reader: Reader,
    closing: watch::Receiver<bool>,
}

impl<S: Send + Sync> FromRequestParts<S> for Audience {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let Granted(rights) = Granted::from_request_parts(parts, state).await?;
        let Closing(closing) = Closing::from_request_parts(parts, state).await?;
        Ok(Self { reader: Reader { org: caller.org, rights, currency: caller.currency }, closing })
    }
}

/// Where to begin, and how.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// The position behind which to begin; 0, the start, when left out.
    #[param(example = 0)]
    after: Option<i64>,
    /// How much of the journal to read at most, 1 to 1000; 100 when left out.
    #[param(example = 100)]
    limit: Option<i64>,
    /// Seconds to wait for the next event when there is none yet, 0 to 30.
    #[param(example = 20)]
    wait: Option<u64>,
}

const PAGE: i64 = 100;

/// Read what happened.
///
/// Events come in the order in which they were recorded, without gaps; those that the token's scopes don't cover are
/// left out. Keep `next` and send it as `after`. With `wait`, an answer without events comes when there is news or the
/// time is over. With `Accept: text/event-stream` the answer is a stream of server-sent events whose ids are positions;
/// it goes on behind `Last-Event-ID`, and ends after ten minutes so that its reader comes again.
///
/// Refusals: `bad_feed`.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "events", params(FeedQuery),
    responses(
        (status = 200, description = "Events, or a stream of them.", content(
            (FeedView = "application/json"),
            (Published = "text/event-stream"),
        )),
        (status = "4XX", body = ProblemBody),
    ),
)]
pub async fn events(
    State(app): State<App>,
    Audience { reader, closing }: Audience,
    headers: HeaderMap,
    Query(query): Query<FeedQuery>,
) -> Result<Response, Problem> {
    let (limit, wait) = (query.limit.unwrap_or(PAGE), query.wait.unwrap_or(0));
    if !(1..=limits::FEED_PAGE).contains(&limit) {
        return Err(bad(&format!("limit must be 1 to {}.", limits::FEED_PAGE)));
    }
    if wait > limits::LONG_POLL_SECONDS {
        return Err(bad(&format!("wait must be 0 to {} seconds.", limits::LONG_POLL_SECONDS)));
    }
    let after = query.after.or_else(|| last_event(&headers)).unwrap_or(0);
    if after < 0 {
        return Err(bad("after must be a position: 0 for the start, or the `next` of the answer before."));
    }
    if wants_stream(&headers) {
        return Ok(stream(app, reader, after, limit, closing));
    }
    let until = Instant::now() + Duration::from_secs(wait);
    let feed = next(&app, reader, (after, limit), until, closing).await?;
    Ok(axum::Json(feed).into_response())
}

fn bad(detail: &str) -> Problem {
    Problem::bad_request("bad_feed", detail)
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|kind| kind.trim().starts_with("text/event-stream"))
}

fn last_event(headers: &HeaderMap) -> Option<i64> {
    headers.get("last-event-id")?.to_str().ok()?.parse().ok()
}

/// The next events; waits for them until a moment. Empty when the time is over or the house closes.
async fn next(
    app: &App,
    reader: Reader,
    (mut after, limit): (i64, i64),
    until: Instant,
    mut closing: watch::Receiver<bool>,
) -> Result<FeedView, Problem> {
    // Listened to before reading, so that nothing that is written in between is missed.
    let mut ticks = app.writer.ticks();
    loop {
        ticks.mark_unchanged();
        let feed = read(app, reader, after, limit).await?;
        after = feed.next;
        if !feed.items.is_empty() || Instant::now() >= until || *closing.borrow() {
            return Ok(feed);
        }
        if feed.more {
            continue;
        }
        let look = Duration::from_millis(limits::FEED_LOOK_MS);
        let news = timeout(look, ticks.changed());
        tokio::select! {
            _ = timeout_at(until, news) => sleep(Duration::from_millis(limits::FEED_REST_MS)).await,
            () = closed(&mut closing) => {}
        }
    }
}

async fn closed(closing: &mut watch::Receiver<bool>) {
    if closing.wait_for(|closing| *closing).await.is_err() {
        // Nobody is left who could close: as good as never.
        std::future::pending::<()>().await;
    }
}

fn stream(app: App, reader: Reader, after: i64, limit: i64, closing: watch::Receiver<bool>) -> Response {
    let until = Instant::now() + Duration::from_secs(limits::STREAM_SECONDS);
    let pages = stream::unfold(after, move |after| {
        let (app, closing) = (app.clone(), closing.clone());
        async move {
            let feed = next(&app, reader, (after, limit), until, closing).await.ok()?;
            // Nothing came: the time is over, or the house closes. The reader comes again, behind what it had.
            if feed.items.is_empty() { None } else { Some((sent(feed.items), feed.next)) }
        }
    });
    let heartbeat = KeepAlive::new().interval(Duration::from_secs(limits::HEARTBEAT_SECONDS));
    Sse::new(pages.flatten()).keep_alive(heartbeat).into_response()
}

fn sent(items: Vec<Published>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::iter(items.into_iter().map(|item| {
        let event = Event::default().id(item.position.to_string()).event(&item.kind);
        Ok(event.json_data(&item).unwrap_or_default())
    }))
}
