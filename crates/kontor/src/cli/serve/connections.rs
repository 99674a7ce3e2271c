//! Connections: taken, served one request after the other, and ended.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::reading::{Patience, Spare, halves};
use super::tls::Tls;
use super::writing::Taken;
use crate::app::House;
use crate::config::Config;
use crate::metrics::Connections;

/// How long to wait when the system has no room for another connection.
const REST: Duration = Duration::from_millis(100);
/// Bytes of a request's headers at most.
const HEADER_BYTES: usize = 64 << 10;

/// Takes connections and serves them.
pub(super) struct Server {
    serving: Serving,
    permits: Arc<Semaphore>,
    connections: GracefulShutdown,
    drain: Duration,
}

/// What each connection is served with.
#[derive(Clone)]
struct Serving {
    router: Router,
    tls: Option<Tls>,
    http: http1::Builder,
    patience: Patience,
    write: Duration,
    spare: Spare,
    counts: Arc<Connections>,
    closing: watch::Receiver<bool>,
}

impl Server {
    /// A server that has so many connections open at most.
    pub(super) fn new(
        router: Router,
        house: &House,
        tls: Option<Tls>,
        (config, connections): (&Config, usize),
    ) -> Self {
        let mut http = http1::Builder::new();
        // Who is too slow with headers is cut off where they are read: hyper would take idle connections for such.
        http.header_read_timeout(None).max_buf_size(HEADER_BYTES);
        let patience = Patience {
            headers: Duration::from_secs(config.header_seconds),
            body: Duration::from_secs(config.body_seconds),
            idle: Duration::from_secs(config.idle_seconds),
        };
        let serving = Serving {
            router,
            tls,
            http,
            patience,
            write: Duration::from_secs(config.write_seconds),
            spare: Spare::default(),
            counts: house.metrics.connections(),
            closing: house.closing.subscribe(),
        };
        Self {
            serving,
            permits: Arc::new(Semaphore::new(connections)),
            connections: GracefulShutdown::new(),
            drain: Duration::from_secs(config.drain_seconds),
        }
    }

    /// Takes connections for ever; beyond the limit the idle ones give way, and when there are none, callers wait in the
    /// system's queue.
    pub(super) async fn accept(&mut self, listener: &TcpListener) {
        while let Some(permit) = self.permit().await {
            match listener.accept().await {
                Ok((stream, from)) => self.take(stream, from.ip(), permit),
                Err(error) => {
                    tracing::warn!(%error, "a connection was not taken");
                    sleep(REST).await;
                }
            }
        }
    }

    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Some(permit);
        }
        self.serving.spare.notify_one();
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    #[expect(clippy::disallowed_methods, reason = "each connection is watched, and drained by serve")]
    fn take(&self, stream: TcpStream, from: IpAddr, permit: OwnedSemaphorePermit) {
        let (serving, watcher) = (self.serving.clone(), self.connections.watcher());
        tokio::spawn(async move {
            let open = serving.counts.open();
            if let Err(error) = serving.serve(stream, from, watcher).await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop((open, permit));
        });
    }

    /// Answers what is under way, and lets each connection end.
    pub(super) async fn drain(self) {
        if timeout(self.drain, self.connections.shutdown()).await.is_err() {
            tracing::warn!(seconds = self.drain.as_secs(), "some requests were cut off: they took too long");
        }
    }
}

impl Serving {
    async fn serve(mut self, stream: TcpStream, from: IpAddr, watcher: Watcher) -> io::Result<()> {
        let stream = Taken::new(stream, self.write, Arc::clone(&self.counts));
        let Some(tls) = self.tls.take() else { return self.answer(stream, from, watcher).await };
        let mut closing = self.closing.clone();
        let secured = tokio::select! {
            secured = timeout(self.patience.headers, tls.accept(stream)) => secured,
            // Nothing was asked yet, so there is nothing to answer.
            _ = closing.wait_for(|closing| *closing) => return Ok(()),
        };
        match secured {
            Ok(Ok(Some(stream))) => self.answer(stream, from, watcher).await,
            Ok(Ok(None)) => Ok(()),
            Ok(Err(error)) => Err(error),
            Err(_) => {
                self.counts.cut_off();
                Err(io::Error::new(io::ErrorKind::TimedOut, "no TLS handshake in time"))
            }
        }
    }

    /// Answers the requests that come over a connection.
    async fn answer<S>(self, stream: S, from: IpAddr, watcher: Watcher) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (heard, answerer) = halves(stream, self.router, self.patience, (self.spare, self.counts));
        let connection = self.http.serve_connection(TokioIo::new(heard), answerer.heard_from(from));
        watcher.watch(connection).await.map_err(io::Error::other)
    }
}
