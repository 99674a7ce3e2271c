//! `kontor serve`: the server, from the first connection to the last answer.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use clap::Args;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use kontor_kernel::limits;
use kontor_store::{Fault, FaultKind};
use kontor_web::App;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{interval, sleep, timeout};

use super::{Database, large_runtime};
use crate::app::{self, House};
use crate::config::Config;
use crate::metrics::Metrics;
use crate::router;

/// Serve the API until SIGTERM or ctrl-c; then answer what is under way and stop.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address and port to listen at.  [env: KONTOR_LISTEN=] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    #[command(flatten)]
    pub(super) database: Database,
}

pub(super) fn run(config: &Config) -> Result<ExitCode, Fault> {
    let listener = bind(config.listen)?;
    let house = app::open(&config.database()?, &config.before_upgrade())?;
    serve(&house, listener, config)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the address, before anything else is done that would be in vain.
pub(super) fn bind(address: SocketAddr) -> Result<std::net::TcpListener, Fault> {
    let bound = std::net::TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    bound.map_err(|error| {
        Fault::new(
            FaultKind::Setting,
            format!("can't listen at {address}: choose another with --listen"),
            error,
        )
    })
}

/// Serves until a signal, then closes the house. The address that was listened at is in the log.
pub(super) fn serve(house: &House, listener: std::net::TcpListener, config: &Config) -> Result<(), Fault> {
    large_runtime()?.block_on(async {
        let listener = TcpListener::from_std(listener).map_err(unheard)?;
        let address = listener.local_addr().map_err(unheard)?;
        let keeping_up = keep_up(house.metrics.clone());
        let keeping_house = keep_house(house.app.clone());
        tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
        let mut server = Server::new(router::router(house), config);
        tokio::select! {
            () = server.accept(&listener) => {}
            told = told_to_stop() => told.map_err(unheard)?,
        }
        // Whoever comes now is refused by the system and goes to another server.
        drop(listener);
        tracing::info!("stopping: answering what is under way");
        house.closing.send_replace(true);
        server.drain().await;
        keeping_house.abort();
        house.app.writer.close().await;
        keeping_up.abort();
        tracing::info!("stopped");
        Ok(())
    })
}

fn unheard(error: io::Error) -> Fault {
    Fault::new(FaultKind::Setting, "the server can't listen", error)
}

async fn told_to_stop() -> io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    Ok(())
}

/// Keeps the figures small while nobody reads them.
#[expect(clippy::disallowed_methods, reason = "ended by serve, which started it")]
fn keep_up(metrics: Metrics) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = interval(Duration::from_secs(limits::UPKEEP_SECONDS));
        loop {
            ticks.tick().await;
            metrics.keep_up();
        }
    })
}

/// Forgets what is kept for a time only.
#[expect(clippy::disallowed_methods, reason = "ended by serve, which started it")]
fn keep_house(app: App) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = interval(Duration::from_secs(limits::HOUSEKEEPING_SECONDS));
        loop {
            ticks.tick().await;
            match kontor_store::housekeeping::forget_old_keys(&app.writer, &app.reads, app.clock.now()).await
            {
                Ok(0) => {}
                Ok(keys) => tracing::info!(keys, "idempotency keys past their time were forgotten"),
                // The next hour does what this one did not.
                Err(fault) => tracing::warn!(fault = fault.chain(), "idempotency keys were not forgotten"),
            }
        }
    })
}

struct Server {
    router: Router,
    http: http1::Builder,
    permits: Arc<Semaphore>,
    connections: GracefulShutdown,
    drain: Duration,
}

/// How long to wait when the system has no room for another connection.
const REST: Duration = Duration::from_millis(100);
/// Bytes of a request's headers at most.
const HEADER_BYTES: usize = 64 << 10;

impl Server {
    fn new(router: Router, config: &Config) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(config.header_seconds))
            .max_buf_size(HEADER_BYTES);
        Self {
            router,
            http,
            permits: Arc::new(Semaphore::new(config.connections)),
            connections: GracefulShutdown::new(),
            drain: Duration::from_secs(config.drain_seconds),
        }
    }

    /// Takes connections for ever; beyond the limit they wait in the system's queue.
    async fn accept(&mut self, listener: &TcpListener) {
        loop {
            let Ok(permit) = Arc::clone(&self.permits).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => self.handle(stream, permit),
                Err(error) => {
                    tracing::warn!(%error, "a connection was not taken");
                    sleep(REST).await;
                }
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "each connection is watched, and drained by serve")]
    fn handle(&self, stream: TcpStream, permit: OwnedSemaphorePermit) {
        // An answer is written whole: it must not wait for more to come.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        let service = TowerToHyperService::new(self.router.clone());
        let connection = self.connections.watch(self.http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }

    /// Answers what is under way, and lets each connection end.
    async fn drain(self) {
        if timeout(self.drain, self.connections.shutdown()).await.is_err() {
            tracing::warn!(seconds = self.drain.as_secs(), "some requests were cut off: they took too long");
        }
    }
}
