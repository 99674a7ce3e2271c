//! Where the database is: `sqlite:FILE` or `postgres://…`.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Fault;

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
                write!(f, "{scheme}://{place}")
            }
        }
    }
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
        assert!(shown("sqlite:").unwrap_err().contains("names no file"));
        assert!(shown("shop.db").unwrap_err().contains("must start with"));
    }
}
