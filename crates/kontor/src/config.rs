//! Every setting: its default, meaning and limit stand in `config.default.toml`, which is both the lowest layer and
//! the reference.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use kontor_store::backup::BeforeUpgrade;
use kontor_store::{DatabaseUrl, Fault, FaultKind};
use serde::{Deserialize, Serialize};

/// The defaults, as they are documented.
pub const DEFAULTS: &str = include_str!("config.default.toml");

/// The file that is read when no other is named, and may be missing.
const FILE: &str = "kontor.toml";

/// The names of all settings, as environment variables without their `KONTOR_`.
const NAMES: &[&str] = &[
    "database",
    "backup_before_upgrade",
    "backups",
    "listen",
    "tls_certificate",
    "tls_key",
    "public_url",
    "log",
    "log_format",
    "connections",
    "header_seconds",
    "body_seconds",
    "write_seconds",
    "idle_seconds",
    "drain_seconds",
];

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the data is.
    database: String,
    /// Whether a backup is made before an older database is migrated.
    backup_before_upgrade: bool,
    /// Where it goes; empty for the usual place.
    backups: String,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The file of the certificate; empty without TLS.
    tls_certificate: String,
    /// The file of its key; empty without TLS.
    tls_key: String,
    /// Where people reach the console; empty when nobody says.
    public_url: String,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Connections that are open at once.
    pub connections: usize,
    /// Seconds in which a request's headers must have come, and before them the TLS handshake.
    pub header_seconds: u64,
    /// Seconds in which a request's body must have come.
    pub body_seconds: u64,
    /// Seconds in which a caller must have taken the next part of an answer.
    pub write_seconds: u64,
    /// Seconds that a connection is kept without a request.
    pub idle_seconds: u64,
    /// Seconds that requests under way are given at the end.
    pub drain_seconds: u64,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What was given on the command line; the strongest layer.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Given {
    /// `--config`: the file to read instead of `kontor.toml`.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// `--database`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// `--listen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// `--tls-certificate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<String>,
    /// `--tls-key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<String>,
    /// `--log-format`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,
}

/// The two files that TLS takes, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, and behind it those that lead to one that callers know.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Config {
    /// Reads all layers.
    ///
    /// # Errors
    /// When a setting can't be read or is beyond its limit; says which, and where it was set.
    pub fn read(given: &Given) -> Result<Self, Fault> {
        let file = match &given.file {
            Some(path) if !path.is_file() => {
                return Err(Fault::setting(format!("there is no file {}: check --config", path.display())));
            }
            Some(path) => Toml::file(path),
            None => Toml::file(Path::new(FILE)),
        };
        let layers = Figment::new()
            .merge(Toml::string(DEFAULTS))
            .merge(file)
            .merge(Env::prefixed("KONTOR_").only(NAMES))
            .merge(Serialized::defaults(given));
        let config: Self = layers
            .extract()
            .map_err(|error| Fault::new(FaultKind::Setting, "the settings can't be read", error))?;
        config.within_limits()
    }

    fn within_limits(self) -> Result<Self, Fault> {
        let number = |name: &str, value: u64, limits: std::ops::RangeInclusive<u64>| {
            let (least, most) = (limits.start(), limits.end());
            if limits.contains(&value) {
                return Ok(());
            }
            Err(Fault::setting(format!("{name} is {value}: it must be {least} to {most}")))
        };
        number("connections", u64::try_from(self.connections).unwrap_or(u64::MAX), 1..=100_000)?;
        number("header_seconds", self.header_seconds, 1..=300)?;
        number("body_seconds", self.body_seconds, 1..=300)?;
        number("write_seconds", self.write_seconds, 1..=300)?;
        number("idle_seconds", self.idle_seconds, 1..=3600)?;
        number("drain_seconds", self.drain_seconds, 0..=300)?;
        let host =
            self.public_url.strip_prefix("https://").or_else(|| self.public_url.strip_prefix("http://"));
        let is_fine = host.is_some_and(|host| !host.is_empty() && !host.trim_end_matches('/').contains('/'));
        if !self.public_url.is_empty() && !is_fine {
            return Err(Fault::setting(format!(
                "public_url is {:?}: write https:// and the host alone, such as https://kontor.example.com",
                self.public_url
            )));
        }
        Ok(self)
    }

    /// Where the data is.
    ///
    /// # Errors
    /// When the address is neither of a file nor of a server.
    pub fn database(&self) -> Result<DatabaseUrl, Fault> {
        self.database.parse()
    }

    /// What is done before an older database is migrated.
    #[must_use]
    pub fn before_upgrade(&self) -> BeforeUpgrade {
        let folder = Some(&self.backups).filter(|folder| !folder.is_empty()).map(PathBuf::from);
        BeforeUpgrade { backup: self.backup_before_upgrade, folder }
    }

    /// Whether people reach the console by TLS, at a proxy before it.
    #[must_use]
    pub fn is_public_by_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where people reach the console: the setting, or where the server listens.
    #[must_use]
    pub fn public_address(&self, tls: bool, address: SocketAddr) -> String {
        if self.public_url.is_empty() {
            format!("{}://{address}", if tls { "https" } else { "http" })
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// The files for TLS; `None` when the server speaks plain HTTP.
    ///
    /// # Errors
    /// When one of them is named without the other.
    pub fn tls(&self) -> Result<Option<TlsFiles>, Fault> {
        match (self.tls_certificate.as_str(), self.tls_key.as_str()) {
            ("", "") => Ok(None),
            ("", _) | (_, "") => {
                Err(Fault::setting("tls_certificate and tls_key belong together: set both, or neither"))
            }
            (certificate, key) => Ok(Some(TlsFiles { certificate: certificate.into(), key: key.into() })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &Given) -> Result<Config, String> {
        Config::read(given).map_err(|fault| fault.chain())
    }

    #[test]
    fn each_setting_has_a_default_that_is_explained() {
        let config = read(&Given::default()).unwrap();
        assert_eq!((config.listen.port(), config.connections), (8080, 4096));
        let explained: Vec<&str> = DEFAULTS
            .split("\n\n")
            .skip(1)
            .map(|part| {
                let (_, last) = part.trim().rsplit_once('\n').unwrap();
                assert!(part.trim().starts_with("# "), "{part}");
                last.split(' ').next().unwrap()
            })
            .collect();
        assert_eq!(explained, NAMES);
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_default() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:80\"\ndatabase = \"sqlite:a.db\"\n").unwrap();
        let given =
            Given { file: Some(file.clone()), database: Some("sqlite:b.db".into()), ..Given::default() };
        let config = read(&given).unwrap();
        assert_eq!(config.listen.to_string(), "0.0.0.0:80");
        assert_eq!(config.database().unwrap(), DatabaseUrl::Sqlite("b.db".into()));
        assert_eq!(config.before_upgrade(), BeforeUpgrade { backup: true, folder: None });
        std::fs::write(&file, "backups = \"/srv/backups\"\nbackup_before_upgrade = false\n").unwrap();
        let config = read(&Given { file: Some(file.clone()), ..Given::default() }).unwrap();
        let folder = Some("/srv/backups".into());
        assert_eq!(config.before_upgrade(), BeforeUpgrade { backup: false, folder });
        for (text, says) in [
            ("listen = \"nowhere\"", "listen"),
            ("connections = 0", "connections is 0: it must be 1 to 100000"),
            ("body_seconds = 0", "body_seconds is 0: it must be 1 to 300"),
            ("write_seconds = 301", "write_seconds is 301"),
            ("idle_seconds = 3601", "idle_seconds is 3601: it must be 1 to 3600"),
            ("drain_seconds = 301", "drain_seconds is 301"),
            ("public_url = \"kontor.example.com\"", "such as https://kontor.example.com"),
            ("public_url = \"https://example.com/kontor\"", "the host alone"),
            ("colour = \"red\"", "colour"),
            ("log_format = \"xml\"", "xml"),
        ] {
            std::fs::write(&file, text).unwrap();
            let fault = read(&Given { file: Some(file.clone()), ..Given::default() }).unwrap_err();
            assert!(fault.contains(says), "{text}: {fault}");
        }
    }

    #[test]
    fn a_certificate_and_its_key_belong_together() {
        let tls = |certificate: &str, key: &str| {
            let given = Given {
                tls_certificate: Some(certificate.to_owned()),
                tls_key: Some(key.to_owned()),
                ..Given::default()
            };
            Config::read(&given).and_then(|config| config.tls()).map_err(|fault| fault.chain())
        };
        assert_eq!(tls("", ""), Ok(None));
        let files = TlsFiles { certificate: "a.pem".into(), key: "b.pem".into() };
        assert_eq!(tls("a.pem", "b.pem"), Ok(Some(files)));
        for (certificate, key) in [("a.pem", ""), ("", "b.pem")] {
            assert!(tls(certificate, key).unwrap_err().contains("belong together"));
        }
    }

    #[test]
    fn the_public_address_is_the_setting_or_where_the_server_listens() {
        let address: SocketAddr = "127.0.0.1:8080".parse().unwrap();
        let mut config = read(&Given::default()).unwrap();
        assert_eq!(config.public_address(false, address), "http://127.0.0.1:8080");
        assert_eq!(
            (config.public_address(true, address).as_str(), config.is_public_by_tls()),
            ("https://127.0.0.1:8080", false)
        );
        config.public_url = "https://kontor.example.com/".to_owned();
        assert_eq!(config.public_address(false, address), "https://kontor.example.com");
        assert!(config.is_public_by_tls());
    }

    #[test]
    fn a_file_that_was_named_must_exist() {
        let given = Given { file: Some("missing.toml".into()), ..Given::default() };
        assert!(read(&given).unwrap_err().contains("there is no file missing.toml"));
    }
}
