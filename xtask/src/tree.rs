//! The files of the repository, as the checks see them: from the disk, or made up by a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::rust::Source;

/// Folders that are not part of the repository's text.
const SKIPPED: &[&str] = &[".git", "target", "node_modules"];

/// All files, by their path from the root with `/` between its parts.
#[derive(Default)]
pub(crate) struct Tree {
    texts: BTreeMap<String, String>,
    rust: Vec<Source>,
    paths: BTreeSet<String>,
}

impl Tree {
    /// Reads the repository.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.read_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else {
                self.add(path, String::from_utf8(fs::read(entry.path())?).ok());
            }
        }
        Ok(())
    }

    /// Puts a file in; one that isn't text is known by its path alone.
    fn add(&mut self, path: String, text: Option<String>) {
        for (at, _) in path.match_indices('/') {
            self.paths.insert(path.get(..at).unwrap_or_default().to_owned());
        }
        self.paths.insert(path.clone());
        let Some(text) = text else { return };
        if path.ends_with(".rs") {
            self.rust.push(Source::new(path.clone(), &text));
        }
        self.texts.insert(path, text);
    }

    /// A tree of made-up files.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add((*path).to_owned(), Some((*text).to_owned()));
        }
        tree
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> &[Source] {
        &self.rust
    }

    /// Every text file with its path.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Whether there is a file or folder of this path.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The crates under `crates/`, with the text of their `Cargo.toml`.
    pub(crate) fn crates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts().filter_map(|(path, text)| {
            let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
            (!name.contains('/')).then_some((name, text))
        })
    }
}

/// The crate that a path lies in: `kontor-orders` for `crates/kontor-orders/src/lib.rs`, "" outside `crates/`.
pub(crate) fn crate_of(path: &str) -> &str {
    path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Crates below the domains (and the application above them): they know no business.
const NO_DOMAIN: &[&str] = &[
    "kontor",
    "kontor-documents",
    "kontor-formats",
    "kontor-kernel",
    "kontor-store",
    "kontor-testkit",
    "kontor-web",
];

/// The domain of a crate, which is also the prefix of its tables: `orders` for `kontor-orders`.
pub(crate) fn domain_of(crate_name: &str) -> Option<&str> {
    if NO_DOMAIN.contains(&crate_name) { None } else { crate_name.strip_prefix("kontor-") }
}

/// The file name at the end of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path up to its last `/`, without it.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path is `…/name.rs` or lies in a folder `name/`.
pub(crate) fn is_in(path: &str, name: &str) -> bool {
    path.split('/').any(|part| part.strip_suffix(".rs").unwrap_or(part) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_knows_its_folders_and_crates() {
        let tree = Tree::of(&[("crates/kontor-orders/Cargo.toml", ""), ("docs/guide/first.md", "x")]);
        assert!(tree.exists("docs/guide") && tree.exists("docs") && !tree.exists("guide"));
        assert_eq!(tree.crates().map(|(name, _)| name).collect::<Vec<_>>(), ["kontor-orders"]);
    }

    #[test]
    fn the_repository_is_read_without_what_builds_leave() {
        let tree = Tree::read(crate::root()).unwrap();
        assert!(tree.text("xtask/Cargo.toml").is_some());
        assert!(!tree.exists("target") && !tree.exists(".git"));
    }

    #[test]
    fn paths_tell_crate_domain_and_part() {
        assert_eq!(crate_of("crates/kontor-orders/src/lib.rs"), "kontor-orders");
        assert_eq!(crate_of("xtask/src/main.rs"), "");
        assert_eq!(domain_of("kontor-orders"), Some("orders"));
        assert_eq!(domain_of("kontor-store"), None);
        assert_eq!(domain_of("kontor"), None);
        assert!(is_in("crates/a/src/rules/tax.rs", "rules") && is_in("crates/a/src/rules.rs", "rules"));
        assert!(!is_in("crates/a/src/my_rules.rs", "rules"));
    }
}
