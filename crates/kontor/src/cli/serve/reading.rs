//! The end of a connection that reads: how long it may be silent, by what it is doing.
//!
//! A connection waits for a request, reads its headers, or has one answered. While it is answered, nothing runs out here:
//! the body has its time at the door that reads it, and the answer has its own where it is written.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use kontor_identity::page::PeerAddress;
use kontor_kernel::limits;
use kontor_web::BodyPatience;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;
use tokio::time::{Instant, Sleep, sleep};
use tower::Service;

use crate::metrics::Connections;

/// How long a caller may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    pub(super) headers: Duration,
    pub(super) body: Duration,
    pub(super) idle: Duration,
}

/// Connections that have been idle for a while wait here, the one that did so longest in front, to give way to new ones.
pub(super) type Spare = Arc<Notify>;

/// How far the answer to a request is: told by the one end of the connection, read by the other.
#[derive(Clone, Default)]
struct Progress(Arc<AtomicU8>);

/// Nothing was asked since it was looked at last.
const NOTHING: u8 = 0;
/// A request is being answered.
const ANSWERING: u8 = 1;
/// One was answered.
const ANSWERED: u8 = 2;

impl Progress {
    fn set(&self, progress: u8) {
        self.0.store(progress, Ordering::Relaxed);
    }

    /// Takes notice of how far it is: an answer is seen once.
    fn see(&self) -> u8 {
        let progress = self.0.load(Ordering::Relaxed);
        if progress == ANSWERED {
            self.set(NOTHING);
        }
        progress
    }
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The headers of a request are on their way.
    Headers,
    /// A request is being answered.
    Answering,
    /// The last one was answered a moment ago.
    Resting,
    /// It was so a while ago: the connection may give way to a new one.
    Spare,
}

/// A stream whose other end must speak in time.
pub(super) struct Heard<S> {
    stream: S,
    progress: Progress,
    patience: Patience,
    stage: Stage,
    /// When the stage ends; not set anew before there is something to wait for.
    timer: Pin<Box<Sleep>>,
    ends: Option<Instant>,
    spare: Spare,
    counts: Arc<Connections>,
    gives_way: Option<Pin<Box<OwnedNotified>>>,
}

/// The two halves of a connection: the stream, and what answers the requests that come over it.
pub(super) fn halves<S>(
    stream: S,
    router: Router,
    patience: Patience,
    (spare, counts): (Spare, Arc<Connections>),
) -> (Heard<S>, Answerer) {
    let progress = Progress::default();
    let answerer = Answerer { router, progress: progress.clone(), body: patience.body, from: None };
    let heard = Heard {
        stream,
        progress,
        patience,
        // Who has just come must say what they want.
        stage: Stage::Headers,
        timer: Box::pin(sleep(patience.headers)),
        ends: None,
        spare,
        counts,
        gives_way: None,
    };
    (heard, answerer)
}

impl<S> Heard<S> {
    fn enter(&mut self, stage: Stage, lasts: Duration) {
        self.stage = stage;
        self.ends = Some(Instant::now() + lasts);
        self.gives_way = None;
    }

    /// Nothing came: waits until something does, and not for ever.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if let Some(ends) = self.ends.take() {
            self.timer.as_mut().reset(ends);
        }
        if self.timer.as_mut().poll(cx).is_ready() {
            match self.stage {
                // Hyper does not read again when an answer is out, if it has tried to before: so it is looked after.
                Stage::Answering => self.enter(Stage::Answering, spare_after()),
                Stage::Resting => {
                    self.enter(Stage::Spare, self.patience.idle.saturating_sub(spare_after()));
                    self.gives_way = Some(Box::pin(Arc::clone(&self.spare).notified_owned()));
                }
                Stage::Headers | Stage::Spare => return Poll::Ready(Err(self.over())),
            }
            return self.wait(cx);
        }
        match self.gives_way.as_mut().map(|gives_way| gives_way.as_mut().poll(cx)) {
            Some(Poll::Ready(())) => {
                self.counts.gave_way();
                Poll::Ready(Err(io::Error::new(io::ErrorKind::ConnectionAborted, "gave way to a new one")))
            }
            Some(Poll::Pending) | None => Poll::Pending,
        }
    }

    /// The time of a stage is over.
    fn over(&self) -> io::Error {
        if self.stage == Stage::Spare {
            return io::Error::new(io::ErrorKind::TimedOut, "idle for too long");
        }
        self.counts.cut_off();
        io::Error::new(io::ErrorKind::TimedOut, "no headers in time")
    }
}

fn spare_after() -> Duration {
    Duration::from_millis(limits::SPARE_MS)
}

impl<S: AsyncRead + Unpin> AsyncRead for Heard<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.progress.see() {
            ANSWERING if self.stage != Stage::Answering => self.enter(Stage::Answering, spare_after()),
            ANSWERED => {
                let rests = spare_after().min(self.patience.idle);
                self.enter(Stage::Resting, rests);
            }
            _ => {}
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if read.is_pending() {
            return self.wait(cx);
        }
        if matches!(self.stage, Stage::Resting | Stage::Spare) && buffer.filled().len() > before {
            let headers = self.patience.headers;
            self.enter(Stage::Headers, headers);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Heard<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Answers a connection's requests, and tells the stream while it does.
pub(super) struct Answerer {
    router: Router,
    progress: Progress,
    body: Duration,
    from: Option<IpAddr>,
}

impl Answerer {
    /// Says with each request where it came from.
    pub(super) fn heard_from(self, from: IpAddr) -> Self {
        Self { from: Some(from), ..self }
    }
}

impl hyper::service::Service<Request<Incoming>> for Answerer {
    type Response = Response<Answered>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        self.progress.set(ANSWERING);
        let done = Done(self.progress.clone());
        request.extensions_mut().insert(BodyPatience(self.body));
        if let Some(from) = self.from {
            request.extensions_mut().insert(PeerAddress(from));
        }
        let answer = self.router.clone().call(request.map(Body::new));
        Box::pin(async move { Ok(answer.await?.map(|body| Answered { body, _done: done })) })
    }
}

/// The request is answered when this goes: with the body of its answer.
struct Done(Progress);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.set(ANSWERED);
    }
}

/// The body of an answer.
pub(super) struct Answered {
    body: Body,
    _done: Done,
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
