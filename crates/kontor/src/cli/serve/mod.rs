//! `kontor serve`: the server, from the first connection to the last answer.

mod certificate;
mod connections;
mod listener;
mod reading;
mod tls;
mod writing;

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use kontor_identity::sign_in::FirstStart;
use kontor_kernel::limits;
use kontor_store::follower::Runner;
use kontor_store::{Fault, FaultKind};
use kontor_web::App;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{interval, timeout};

use self::connections::Server;
pub(super) use self::listener::bind;
use self::tls::Tls;
use super::{Database, large_runtime};
use crate::app::{self, House};
use crate::config::Config;
use crate::metrics::Metrics;
use crate::{followers, router};

/// Serve the API until SIGTERM or ctrl-c; then answer what is under way and stop.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address and port to listen at.  [env: KONTOR_LISTEN=] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
    /// The certificate, and those that lead to one that callers know, in PEM: the server then speaks TLS.  [env: KONTOR_TLS_CERTIFICATE=]
    #[arg(long, value_name = "FILE")]
    pub(super) tls_certificate: Option<String>,
    /// The certificate's private key, in PEM.  [env: KONTOR_TLS_KEY=]
    #[arg(long, value_name = "FILE")]
    pub(super) tls_key: Option<String>,
    #[command(flatten)]
    pub(super) database: Database,
}

pub(super) fn run(config: &Config) -> Result<ExitCode, Fault> {
    // What can be said to be wrong is said before anything is opened.
    let tls = config.tls()?.map(Tls::read).transpose()?;
    let listener = bind(config.listen)?;
    let house = app::open(&config.database()?, &config.before_upgrade())?;
    let house = if tls.is_some() || config.is_public_by_tls() { house.reached_by_tls() } else { house };
    serve(&house, listener, tls.as_ref(), config)?;
    Ok(ExitCode::SUCCESS)
}

/// Serves until a signal, then closes the house. The address that was listened at is in the log.
pub(super) fn serve(
    house: &House,
    listener: std::net::TcpListener,
    tls: Option<&Tls>,
    config: &Config,
) -> Result<(), Fault> {
    let connections = listener::raise_file_limit(config.connections);
    let runtime = large_runtime()?;
    let served = runtime.block_on(async {
        let mut stop = Stop::listen(tls.is_none()).map_err(unheard)?;
        let listener = TcpListener::from_std(listener).map_err(unheard)?;
        let address = listener.local_addr().map_err(unheard)?;
        let mut tasks = Tasks::new(house);
        if let Some(tls) = tls {
            tasks.keep_certificate(tls.clone()).map_err(unheard)?;
        }
        let followers = Runner::start(&followers::hands(&house.app), followers::all())?;
        let mut server = Server::new(router::router(house), house, tls.cloned(), (config, connections));
        first_start(house, &config.public_address(tls.is_some(), address)).await;
        tracing::info!(%address, tls = tls.is_some(), version = env!("CARGO_PKG_VERSION"), "listening");
        tokio::select! {
            () = server.accept(&listener) => {}
            () = stop.told() => {}
        }
        // Whoever comes now is refused by the system and goes to another server.
        drop(listener);
        tracing::info!("stopping: answering what is under way");
        house.closing.send_replace(true);
        tokio::select! {
            () = close(house, server, &tasks, followers) => tracing::info!("stopped"),
            () = stop.told() => tracing::warn!("stopped at once, as told a second time"),
        }
        Ok(())
    });
    // A report that somebody still waits for must not hold the process: it has changed nothing.
    runtime.shutdown_timeout(Duration::from_secs(limits::LINGER_SECONDS));
    served
}

/// Where nobody works yet, says in the log how that is changed. The link is good once and for a day; the next start makes
/// another one.
async fn first_start(house: &House, address: &str) {
    // A database that does not answer must not keep the server from saying so to its callers.
    let patience = Duration::from_secs(limits::READY_SECONDS);
    let Ok(found) = timeout(patience, house.gate.first_start()).await else {
        tracing::warn!("it could not be seen whether anybody works here: the database does not answer");
        return;
    };
    match found {
        Ok(FirstStart::Done) => {}
        Ok(FirstStart::Link(link)) => {
            tracing::warn!(
                link = format!("{address}/setup/{}", link.0),
                "nobody can sign in yet: set it up with this link"
            );
        }
        Ok(FirstStart::Several) => tracing::warn!(
            "nobody can sign in yet, and there are several merchants: invite an owner with `kontor user invite`"
        ),
        Err(problem) => {
            tracing::warn!(
                problem = problem.body().detail,
                "it could not be seen whether anybody works here"
            );
        }
    }
}

/// Answers what is under way, then has the writer carry out what still waits.
async fn close(house: &House, server: Server, tasks: &Tasks, followers: Runner) {
    server.drain().await;
    tasks.end();
    // They end their step and give their leases back, so that another server goes on at once.
    followers.stop().await;
    let patience = Duration::from_secs(limits::CLOSE_SECONDS);
    if timeout(patience, house.app.writer.close()).await.is_err() {
        tracing::warn!(
            seconds = patience.as_secs(),
            "the database did not answer: commands that nobody waits for any more were dropped"
        );
    }
}

fn unheard(error: io::Error) -> Fault {
    Fault::new(FaultKind::Setting, "the server can't listen", error)
}

/// The signals that end the server.
struct Stop {
    terminated: Signal,
    interrupted: Signal,
    /// The terminal is gone; with TLS this signal has another meaning.
    hung_up: Option<Signal>,
}

impl Stop {
    fn listen(to_hang_up: bool) -> io::Result<Self> {
        Ok(Self {
            terminated: signal(SignalKind::terminate())?,
            interrupted: signal(SignalKind::interrupt())?,
            hung_up: if to_hang_up { Some(signal(SignalKind::hangup())?) } else { None },
        })
    }

    async fn told(&mut self) {
        let hung_up = async {
            match &mut self.hung_up {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
            _ = hung_up => {}
        }
    }
}

/// What goes on beside the requests.
struct Tasks(Vec<tokio::task::JoinHandle<()>>);

impl Tasks {
    #[expect(clippy::disallowed_methods, reason = "ended by serve, which starts them")]
    fn new(house: &House) -> Self {
        Self(vec![
            tokio::spawn(keep_up(house.metrics.clone())),
            tokio::spawn(keep_house(house.app.clone())),
            tokio::spawn(keep_queue(house.app.clone())),
        ])
    }

    /// Reads a renewed certificate: within a minute, or at once when told by SIGHUP.
    #[expect(clippy::disallowed_methods, reason = "ended by serve, which starts it")]
    fn keep_certificate(&mut self, tls: Tls) -> io::Result<()> {
        let mut told = signal(SignalKind::hangup())?;
        self.0.push(tokio::spawn(async move {
            let mut ticks = interval(Duration::from_secs(limits::TLS_LOOK_SECONDS));
            // The first tick comes at once, and the files have just been read.
            ticks.tick().await;
            loop {
                tokio::select! {
                    _ = ticks.tick() => {}
                    _ = told.recv() => tracing::info!("told to look for a renewed certificate"),
                }
                tls.renew();
            }
        }));
        Ok(())
    }

    fn end(&self) {
        self.0.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

/// Keeps the figures small while nobody reads them.
async fn keep_up(metrics: Metrics) {
    let mut ticks = interval(Duration::from_secs(limits::UPKEEP_SECONDS));
    loop {
        ticks.tick().await;
        metrics.keep_up();
    }
}

/// Tells those who have waited long enough that nothing was done.
async fn keep_queue(app: App) {
    let mut ticks = interval(Duration::from_millis(limits::EXPIRY_MS));
    loop {
        ticks.tick().await;
        app.writer.drop_expired();
    }
}

/// Forgets what is kept for a time only.
async fn keep_house(app: App) {
    let mut ticks = interval(Duration::from_secs(limits::HOUSEKEEPING_SECONDS));
    loop {
        ticks.tick().await;
        match kontor_store::housekeeping::forget_old_keys(&app.writer, &app.reads, app.clock.now()).await {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "idempotency keys past their time were forgotten"),
            // The next hour does what this one did not.
            Err(fault) => tracing::warn!(fault = fault.chain(), "idempotency keys were not forgotten"),
        }
        if let Err(fault) = kontor_identity::forget::forget_old_sign_ins(&app).await {
            tracing::warn!(fault = fault.chain(), "old sign-ins were not forgotten");
        }
    }
}
