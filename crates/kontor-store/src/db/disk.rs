//! Where an SQLite file lies, and why it can't be written there: SQLite itself often says no more than "disk I/O error".

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use kontor_kernel::limits;
use rusqlite::ErrorCode;
use rustix::process::{Resource, getrlimit};

use crate::{Fault, FaultKind};

/// The file beside another one whose name has this behind the other's: SQLite's log is `-wal`.
#[must_use]
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A database file and those beside it.
pub(super) struct Disk {
    file: PathBuf,
}

impl Disk {
    pub(super) fn of(file: &Path) -> Self {
        Self { file: file.to_owned() }
    }

    /// Takes the lock beside the file, or says who to ask.
    pub(super) fn lock(&self) -> Result<File, Fault> {
        let beside = beside(&self.file, ".lock");
        let file = File::create(&beside).map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => self.unwritable(),
            _ => {
                let what = format!("can't write beside the database: {}", beside.display());
                Fault::new(sort(&error), what, error)
            }
        })?;
        file.try_lock().map_err(|_| {
            Fault::setting(format!(
                "another Kontor process writes to {}: stop it first, or go through it with `--server URL --token …` \
                 where a command takes that, else by its API",
                self.file.display()
            ))
        })?;
        Ok(file)
    }

    /// The fault of a statement that writes.
    pub(super) fn fault(&self, what: &str, error: rusqlite::Error) -> Fault {
        let says_little =
            matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen));
        let fault = Fault::sqlite(what, error);
        if says_little { fault.with_kind(self.find_out()) } else { fault }
    }

    /// What is wrong with a file that can't be written.
    pub(super) fn unwritable(&self) -> Fault {
        Fault::setting(format!(
            "{} can't be written: this user needs the file and its folder to itself, on a file system that is not mounted \
             read-only (see ls -l and findmnt)",
            self.file.display()
        ))
    }

    /// Tries what SQLite has just failed to do, on a file of its own.
    fn find_out(&self) -> FaultKind {
        match self.try_to_write() {
            Err(error) => sort(&error),
            // Other files may grow, but not as large as the database's.
            Ok(()) if getrlimit(Resource::Fsize).current.is_some() => FaultKind::Full,
            Ok(()) => FaultKind::Database,
        }
    }

    fn try_to_write(&self) -> io::Result<()> {
        match File::options().append(true).open(beside(&self.file, "-wal")) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let path = beside(&self.file, ".probe");
        let tried = File::create(&path).and_then(|mut probe| {
            probe.write_all(&[0; limits::PROBE_BYTES])?;
            probe.sync_all()
        });
        // Without room, not even an empty file may be left.
        let _ = std::fs::remove_file(&path);
        tried
    }
}

/// The sort of fault that an error of the file system is.
fn sort(error: &io::Error) -> FaultKind {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => FaultKind::Full,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => FaultKind::ReadOnly,
        _ => FaultKind::Database,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_file_system_are_told_apart() {
        for (number, kind) in [
            (rustix::io::Errno::NOSPC, FaultKind::Full),
            (rustix::io::Errno::DQUOT, FaultKind::Full),
            (rustix::io::Errno::FBIG, FaultKind::Full),
            (rustix::io::Errno::ROFS, FaultKind::ReadOnly),
            (rustix::io::Errno::PERM, FaultKind::ReadOnly),
            (rustix::io::Errno::ACCESS, FaultKind::ReadOnly),
            (rustix::io::Errno::IO, FaultKind::Database),
        ] {
            assert_eq!(sort(&number.into()), kind, "{number:?}");
        }
    }

    #[test]
    fn a_try_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::of(&folder.path().join("shop.db"));
        disk.try_to_write().unwrap();
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
        let error = Disk::of(&folder.path().join("missing/shop.db")).try_to_write().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
