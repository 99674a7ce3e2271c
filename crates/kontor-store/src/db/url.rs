//! Where the database is: `sqlite:FILE` or `postgres://…`.

use std::path::PathBuf;
use std::str::FromStr;

use super::tls::Security;
use crate::{Fault, FaultKind};

/// The address of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A server. Holds the address with its password: never logged.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err(Fault::setting("the database address names no file: write sqlite:shop.db"));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(Fault::setting("the database address must start with sqlite: (a file) or postgres:// (a server)"))
    }
}

impl std::fmt::Display for DatabaseUrl {
    /// The address without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                // A password may stand among the parameters, too.
                let place = place.split('?').next().unwrap_or(place);
                write!(f, "{scheme}://{place}")
            }
        }
    }
}

/// An address of PostgreSQL servers, taken apart: each server by itself, and how connections to it are secured.
#[derive(Debug)]
pub(super) struct Servers {
    /// In the order in which they are tried.
    pub(super) each: Vec<Server>,
    pub(super) security: Security,
}

/// One server.
#[derive(Debug)]
pub(super) struct Server {
    /// Host and port, to be shown.
    pub(super) name: String,
    pub(super) config: tokio_postgres::Config,
}

impl Servers {
    /// Reads an address. `sslmode` and `sslrootcert` are libpq's, all other parameters tokio-postgres's.
    pub(super) fn read(url: &str) -> Result<Self, Fault> {
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut roots, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(decoded(value)?),
                _ => rest.push(pair),
            }
        }
        let security = Security::of(mode, roots)?;
        let query = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
        let each = hosts(place)?
            .into_iter()
            .map(|(name, place)| {
                let config = format!("{place}{query}").parse().map_err(unreadable)?;
                Ok(Server { name, config })
            })
            .collect::<Result<_, Fault>>()?;
        Ok(Self { each, security })
    }
}

fn unreadable(error: tokio_postgres::Error) -> Fault {
    Fault::new(FaultKind::Setting, "the database address can't be read", error)
}

/// The address of each host of an address that may name several, behind the host's name.
fn hosts(place: &str) -> Result<Vec<(String, String)>, Fault> {
    let (scheme, rest) = place
        .split_once("://")
        .ok_or_else(|| Fault::setting("the database address must start with postgres://"))?;
    let (user, rest) =
        rest.split_once('@').map_or((String::new(), rest), |(user, rest)| (format!("{user}@"), rest));
    let (hosts, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let single = |host: &str| (host.to_owned(), format!("{scheme}://{user}{host}{path}"));
    Ok(hosts.split(',').map(single).collect())
}

/// A parameter's value with its `%2F` and the like.
fn decoded(value: &str) -> Result<String, Fault> {
    let bad = || Fault::setting(format!("the database address holds a bad %-sequence: {value}"));
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = digit(rest.next()).zip(digit(rest.next())).ok_or_else(bad)?;
        bytes.push(u8::try_from(high * 16 + low).map_err(|_| bad())?);
    }
    String::from_utf8(bytes).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file_or_a_server_and_is_shown_without_its_password() {
        let shown = |text: &str| {
            text.parse::<DatabaseUrl>().map(|url| url.to_string()).map_err(|fault| fault.chain())
        };
        assert_eq!(shown("sqlite:shop.db").as_deref(), Ok("sqlite:shop.db"));
        assert_eq!(shown("sqlite:///var/shop.db").as_deref(), Ok("sqlite:/var/shop.db"));
        assert_eq!(shown("postgres://anna:s3cr3t@db:5432/shop").as_deref(), Ok("postgres://db:5432/shop"));
        assert_eq!(shown("postgresql://db/shop").as_deref(), Ok("postgresql://db/shop"));
        assert_eq!(shown("postgres://db/shop?password=s3cr3t").as_deref(), Ok("postgres://db/shop"));
        assert!(shown("sqlite:").unwrap_err().contains("names no file"));
        assert!(shown("shop.db").unwrap_err().contains("must start with"));
    }

    /// The servers of an address as `name host port database`, and how they are secured; or why it can't be read.
    fn servers(url: &str) -> String {
        use tokio_postgres::config::Host;
        match Servers::read(url) {
            Ok(Servers { each, security }) => {
                let one = |server: &Server| {
                    let host = match server.config.get_hosts() {
                        [Host::Tcp(host)] => host.clone(),
                        other => format!("{other:?}"),
                    };
                    let (ports, database) = (server.config.get_ports(), server.config.get_dbname());
                    format!("{} {host} {ports:?} {}", server.name, database.unwrap_or("none"))
                };
                format!("{}; {security:?}", each.iter().map(one).collect::<Vec<_>>().join(", "))
            }
            Err(fault) => fault.chain(),
        }
    }

    #[test]
    fn an_address_may_name_several_servers() {
        let two = "postgres://anna:p,%40ss@db1:5433,[::1]/shop?target_session_attrs=read-write";
        assert_eq!(servers(two), "db1:5433 db1 [5433] shop, [::1] ::1 [5432] shop; Prefer");
        let each = Servers::read(two).unwrap().each;
        assert!(each.iter().all(|server| server.config.get_password() == Some(b"p,@ss")));
        assert_eq!(servers("postgres://db"), "db db [5432] none; Prefer");
    }

    #[test]
    fn how_connections_are_secured_is_said_as_libpq_says_it() {
        for (query, expected) in [
            ("", "Prefer"),
            ("?sslmode=disable", "Plain"),
            ("?sslmode=prefer&connect_timeout=3", "Prefer"),
            ("?sslmode=require", "Require"),
            ("?sslmode=require&sslrootcert=%2Fetc%2Fca.pem", "Chain(File(\"/etc/ca.pem\"))"),
            ("?sslmode=verify-ca&sslrootcert=ca.pem", "Chain(File(\"ca.pem\"))"),
            ("?sslrootcert=ca.pem&sslmode=verify-full", "Name(File(\"ca.pem\"))"),
            ("?sslmode=verify-full", "Name(System)"),
            ("?sslmode=verify-full&sslrootcert=system", "Name(System)"),
            ("?sslrootcert=system", "Name(System)"),
        ] {
            let url = format!("postgres://db/shop{query}");
            assert_eq!(servers(&url), format!("db db [5432] shop; {expected}"), "{query}");
        }
        for (query, says) in [
            (
                "?sslmode=maybe",
                "sslmode is maybe: it must be disable, prefer, require, verify-ca or verify-full",
            ),
            ("?sslmode=disable&sslrootcert=ca.pem", "sslrootcert has no meaning with sslmode=disable"),
            ("?sslmode=verify-ca", "verify-ca needs sslrootcert"),
            ("?sslmode=verify-ca&sslrootcert=system", "verify-full"),
            ("?sslrootcert=%2", "bad %-sequence"),
            ("?colour=red", "the database address can't be read"),
        ] {
            let said = servers(&format!("postgres://db/shop{query}"));
            assert!(said.contains(says), "{query}: {said}");
        }
    }
}
