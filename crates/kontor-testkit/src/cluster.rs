//! A PostgreSQL cluster of a test's own, to be crashed at will.

use std::path::{Path, PathBuf};
use std::process::Command;

use kontor_store::DatabaseUrl;

/// A cluster that `./test postgres` started. Ends with the value, and its files with it.
pub struct Cluster {
    folder: PathBuf,
    /// The address of an empty database in it.
    pub url: DatabaseUrl,
}

impl Cluster {
    /// Starts a cluster. Takes a few seconds.
    #[must_use]
    pub fn start() -> Self {
        let printed = script(&["postgres"]);
        let value = |name: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix("export ")?.strip_prefix(name));
            let value = line.and_then(|line| line.strip_prefix("='")?.strip_suffix('\''));
            value.unwrap_or_else(|| panic!("no {name} in: {printed}")).to_owned()
        };
        let url = value("KONTOR_TEST_POSTGRES").parse().expect("a database address");
        Self { folder: PathBuf::from(value("KONTOR_TEST_POSTGRES_DIR")), url }
    }

    /// Gives it a standby, without which it acknowledges nothing any more: the addresses of both as one.
    #[must_use]
    pub fn add_standby(&self) -> DatabaseUrl {
        let printed = script(&["standby", &self.folder.display().to_string()]);
        let standby = printed.trim().rsplit_once('@').expect("the standby's address").1;
        let DatabaseUrl::Postgres(own) = &self.url else { panic!("a cluster is a PostgreSQL") };
        let (start, database) = own.rsplit_once('/').expect("an address with a database");
        let (standby, _) = standby.split_once('/').expect("an address with a database");
        format!("{start},{standby}/{database}").parse().expect("a database address")
    }

    /// Makes the standby the primary, as a failover does.
    pub fn promote(&self) {
        script(&["promote", &self.folder.display().to_string()]);
    }

    /// Its files; the server's own are in `data`. Who made the cluster may write there.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Crashes the server, without letting it write anything down.
    pub fn kill(&self) {
        script(&["kill", &self.folder.display().to_string()]);
    }

    /// Crashes the server, unless it is down, and starts it again.
    pub fn restart(&self) {
        script(&["restart", &self.folder.display().to_string()]);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script(&["stop", &self.folder.display().to_string()]);
    }
}

/// Runs `./test` of this repository; what it prints.
fn script(words: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test");
    let output = Command::new(&script).args(words).output().expect("the test script");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {words:?}: {told}", script.display());
    String::from_utf8(output.stdout).expect("text")
}
