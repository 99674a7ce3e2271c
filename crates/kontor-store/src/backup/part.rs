//! A file that is written under another name, and gets its own when it is whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags};

use crate::db::beside;
use crate::{Fault, FaultKind};

/// Who may read a file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Its owner alone: it holds personal data and the books.
    Owner,
    /// Whoever may read what its owner usually makes.
    Usual,
}

/// `FILE.part`, as long as it is written. Gone with the value, unless [`Part::finish`] has given it its name.
///
/// What a killed process has left is written over by the next one; a lock tells it from a file that is being written.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    path: PathBuf,
    target: PathBuf,
    is_finished: bool,
}

impl Part {
    /// Begins to write a file that must not exist.
    ///
    /// # Errors
    /// When it exists, when somebody else writes it, or when nothing can be written there.
    pub(super) fn begin(target: &Path, access: Access) -> Result<Self, Fault> {
        refuse_existing(target)?;
        let path = beside(target, ".part");
        let file = locked(&path, access)?;
        let part = Self { file, path, target: target.to_owned(), is_finished: false };
        part.file.set_len(0).map_err(|error| unwritable(&part.path, error))?;
        part.remove_companions();
        refuse_existing(target)?;
        Ok(part)
    }

    /// Where it is written.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The open file.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Gives it its name, once all of it is on the disk. Returns its size in bytes.
    ///
    /// # Errors
    /// When the disk does not take it, or a file of this name has appeared meanwhile.
    pub(super) fn finish(mut self) -> Result<u64, Fault> {
        let unwritable = |error| unwritable(&self.target, error);
        self.remove_companions();
        self.file.sync_all().map_err(unwritable)?;
        let bytes = self.file.metadata().map_err(unwritable)?.len();
        match rustix::fs::renameat_with(CWD, &self.path, CWD, &self.target, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            Err(rustix::io::Errno::EXIST) => return Err(exists(&self.target)),
            // A file system that doesn't know how: there is a moment between looking and renaming.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
                refuse_existing(&self.target)?;
                std::fs::rename(&self.path, &self.target).map_err(unwritable)?;
            }
            Err(error) => return Err(unwritable(error.into())),
        }
        self.is_finished = true;
        let folder = File::open(folder_of(&self.target)).and_then(|folder| folder.sync_all());
        folder.map_err(unwritable)?;
        Ok(bytes)
    }

    /// What SQLite may have put beside it.
    fn remove_companions(&self) {
        for suffix in ["-journal", "-wal", "-shm", ".lock"] {
            let _ = std::fs::remove_file(beside(&self.path, suffix));
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_finished {
            self.remove_companions();
            if let Err(error) = std::fs::remove_file(&self.path) {
                tracing::warn!(%error, file = %self.path.display(), "an unfinished file was left behind");
            }
        }
    }
}

/// Opens the file for this process alone.
fn locked(path: &Path, access: Access) -> Result<File, Fault> {
    let mode = match access {
        Access::Owner => 0o600,
        Access::Usual => 0o666,
    };
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create(true).truncate(false).mode(mode).open(path);
    let file = file.map_err(|error| unwritable(path, error))?;
    let busy = || Fault::setting(format!("somebody is writing {} already: wait for them", path.display()));
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(busy()),
        Err(TryLockError::Error(error)) => return Err(unwritable(path, error)),
    }
    // Whoever finished in between has given this very file its name.
    let identity = |data: std::fs::Metadata| (data.dev(), data.ino());
    match (file.metadata().map(identity), std::fs::metadata(path).map(identity)) {
        (Ok(opened), Ok(there)) if opened == there => Ok(file),
        _ => Err(busy()),
    }
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// # Errors
/// When there is such a file.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Fault> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(unwritable(path, error)),
        Ok(_) => Err(exists(path)),
    }
}

fn exists(path: &Path) -> Fault {
    Fault::setting(format!(
        "{} exists already: nothing is written over it, name another file",
        path.display()
    ))
}

pub(super) fn unwritable(path: &Path, error: io::Error) -> Fault {
    Fault::new(FaultKind::Setting, format!("can't write {}", path.display()), error)
}
