//! Faults: what goes wrong that is not the user's business.

use std::error::Error;

use kontor_kernel::WrongCell;

/// Something the operator has to see to: the database, the disk, the network, or a bug of ours.
///
/// `Display` says what was attempted; the cause is its `source` and not repeated.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Fault {
    what: String,
    kind: FaultKind,
    #[source]
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What sort of fault, which decides what the writer does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The connection broke, or never came about: try again on a new one.
    Connection,
    /// The database asks to try the transaction again (SQLSTATE 40001, 40P01; SQLite busy).
    Again,
    /// A constraint with this name was violated.
    Constraint(String),
    /// There is no room where the database lies.
    Full,
    /// The database can be read, but not written.
    ReadOnly,
    /// The database refuses otherwise.
    Database,
    /// Stored data does not make sense, or data can't be stored.
    Data,
    /// A bug of this program.
    Bug,
    /// What the operator asked for can't be done as things are.
    Setting,
}

impl Fault {
    /// A fault with its cause.
    pub fn new(
        kind: FaultKind,
        what: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { what: what.into(), kind, source: Some(source.into()) }
    }

    /// Stored data that does not make sense.
    pub fn data(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Data, source: None }
    }

    /// A bug of this program.
    pub fn bug(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Bug, source: None }
    }

    /// What the operator asked for can't be done as things are; the text says what to do.
    pub fn setting(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Setting, source: None }
    }

    /// A broken connection.
    pub fn connection(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Connection, source: None }
    }

    /// Something that goes better the next time.
    pub(crate) fn again(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Again, source: None }
    }

    /// Its sort.
    #[must_use]
    pub fn kind(&self) -> &FaultKind {
        &self.kind
    }

    /// What happened and all its causes, for a log line or a terminal.
    #[must_use]
    pub fn chain(&self) -> String {
        let mut text = self.what.clone();
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }

    pub(crate) fn sqlite(what: &str, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => FaultKind::Again,
            Some(ErrorCode::ConstraintViolation) => FaultKind::Constraint(error.to_string()),
            Some(ErrorCode::DiskFull) => FaultKind::Full,
            Some(ErrorCode::ReadOnly) => FaultKind::ReadOnly,
            _ => FaultKind::Database,
        };
        Self::new(kind, what, error)
    }

    pub(crate) fn postgres(what: &str, error: tokio_postgres::Error) -> Self {
        let code = error.code().map(tokio_postgres::error::SqlState::code).unwrap_or_default();
        let kind = match code {
            "40001" | "40P01" | "55P03" => FaultKind::Again,
            code if code.starts_with("23") => {
                let constraint = error.as_db_error().and_then(|db| db.constraint()).unwrap_or("unnamed");
                FaultKind::Constraint(constraint.to_owned())
            }
            "53100" => FaultKind::Full,
            // It is a standby, or has become one, or somebody has turned writing off.
            "25006" => FaultKind::ReadOnly,
            // 08: connection; 57P: shutdown or crash of the server; 25P03: it hung up on a sleeper.
            "25P03" => FaultKind::Connection,
            code if code.starts_with("08") || code.starts_with("57P") => FaultKind::Connection,
            // 22: a value that the column can't hold.
            code if code.starts_with("22") => FaultKind::Data,
            "" if is_broken(&error) => FaultKind::Connection,
            "" => FaultKind::Bug,
            _ => FaultKind::Database,
        };
        Self::new(kind, what, error)
    }
}

impl Fault {
    /// A fault of a connection that did not come about: without a word of the database's own, the way to it is at fault.
    pub(crate) fn of_connecting(self) -> Self {
        if self.kind == FaultKind::Bug { Self { kind: FaultKind::Connection, ..self } } else { self }
    }

    /// The same, as another sort.
    pub(crate) fn with_kind(self, kind: FaultKind) -> Self {
        Self { kind, ..self }
    }
}

/// Whether an error without SQLSTATE came from the socket, not from a value that does not fit.
fn is_broken(error: &tokio_postgres::Error) -> bool {
    error.source().is_none_or(<dyn Error>::is::<std::io::Error>)
}

impl From<WrongCell> for Fault {
    fn from(error: WrongCell) -> Self {
        Self::new(FaultKind::Data, "a stored row can't be read", error)
    }
}
