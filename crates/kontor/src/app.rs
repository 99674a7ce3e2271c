//! The running program: built from the settings, closed at its end.

use std::path::Path;
use std::sync::Arc;

use kontor_identity::hasher::Hasher;
use kontor_identity::http::Doorkeeper;
use kontor_identity::session::{Cookies, SessionKeeper};
use kontor_identity::sign_in::Gate;
use kontor_kernel::{Clock, SystemClock};
use kontor_store::backup::{self, BeforeUpgrade, Upgraded};
use kontor_store::{DatabaseUrl, Fault, ReadDb, Value, Writer};
use kontor_web::App;
use kontor_web::console::fragments::Fragments;
use tokio::sync::watch;

use crate::live::Hub;
use crate::metrics::Metrics;
use crate::schema::schema;

/// All that the doors need, beside what each handler has at hand.
#[derive(Clone)]
pub struct House {
    /// What each handler has at hand.
    pub app: App,
    /// Finds out who calls.
    pub doorkeeper: Doorkeeper,
    /// Finds out who looks at a page.
    pub sessions: SessionKeeper,
    /// Lets people in.
    pub gate: Gate,
    /// Contents of live pages, made once for all who look.
    pub fragments: Fragments,
    /// Tells open pages what changed.
    pub live: Hub,
    /// What is counted.
    pub metrics: Metrics,
    /// Turns true when the house closes: answers that wait for events end.
    pub closing: watch::Sender<bool>,
}

/// Opens a database for writing, brings it up to date, and builds the house on it. Must not be called inside a runtime.
///
/// # Errors
/// When the database can't be opened, or another process writes to it; as [`upgrade`].
pub fn open(url: &DatabaseUrl, before: &BeforeUpgrade) -> Result<House, Fault> {
    open_by(url, before, Arc::new(SystemClock))
}

/// As [`open`], by another clock than the machine's.
///
/// # Errors
/// As [`open`].
pub fn open_by(url: &DatabaseUrl, before: &BeforeUpgrade, clock: Arc<dyn Clock>) -> Result<House, Fault> {
    let schema = schema()?;
    upgrade(url, before)?;
    let writer = Writer::start(url, Arc::clone(&schema), Arc::clone(&clock))?;
    let app = App { writer, reads: ReadDb::new(url), clock, schema };
    House::build(app)
}

/// Makes the tables of a new database; has a backup made of an older one, and migrates it then. Must not be called
/// inside a runtime.
///
/// # Errors
/// When the backup can't be made, or a migration fails: then the database is as it was. When it was made by a newer
/// program, or another process writes to it.
pub fn upgrade(url: &DatabaseUrl, before: &BeforeUpgrade) -> Result<Upgraded, Fault> {
    let done = backup::upgrade(url, &*schema()?, SystemClock.now(), before)?;
    if let Some(file) = &done.backup {
        tracing::info!(file = %file.display(), "the database as it was before the upgrade lies there");
    }
    for name in &done.migrated {
        tracing::info!(migration = name, "the database was migrated");
    }
    Ok(done)
}

impl House {
    /// Builds the house around what a handler has at hand.
    ///
    /// # Errors
    /// When the figures can't be set up.
    pub fn build(app: App) -> Result<Self, Fault> {
        let doorkeeper = Doorkeeper::new(app.reads.clone(), Arc::clone(&app.clock));
        let metrics = Metrics::new(&app)?;
        let sessions = SessionKeeper::new(app.clone(), Cookies::new(false));
        let gate = Gate::new(app.clone(), Hasher::new()?);
        let closing = watch::channel(false).0;
        let live = Hub::new(app.clone(), closing.clone());
        Ok(Self { app, doorkeeper, sessions, gate, fragments: Fragments::default(), live, metrics, closing })
    }

    /// The same house, reached by TLS, here or at a proxy before it: its cookies are for TLS alone.
    #[must_use]
    pub fn reached_by_tls(self) -> Self {
        let sessions = SessionKeeper::new(self.app.clone(), Cookies::new(true));
        Self { sessions, ..self }
    }
}

/// Reads a database that exists, beside whoever writes to it.
///
/// # Errors
/// When there is none, or it was made by an older or newer program.
pub async fn open_to_read(url: &DatabaseUrl) -> Result<ReadDb, Fault> {
    if let DatabaseUrl::Sqlite(path) = url {
        exists(path)?;
    }
    let reads = ReadDb::new(url);
    let version = schema()?.version();
    let newest = "SELECT MAX(number) FROM schema_migration";
    let row = reads.query(newest, Vec::new()).await?.into_iter().next();
    let found = match row.as_ref().and_then(|row| row.cells().first()) {
        Some(Value::Int(number)) => *number,
        _ => 0,
    };
    if found == version {
        return Ok(reads);
    }
    let advice = if found < version { "run `kontor upgrade` on it" } else { "take a newer Kontor" };
    Err(Fault::setting(format!(
        "the database {url} is at migration {found}, this program at {version}: {advice}"
    )))
}

fn exists(path: &Path) -> Result<(), Fault> {
    if path.is_file() {
        return Ok(());
    }
    Err(Fault::setting(format!(
        "there is no database {}: check --database, or make one with `kontor org create`",
        path.display()
    )))
}
