//! No file names a path of the machine it was written on, or a host that packages come from.

use super::Problem;
use crate::tree::Tree;

/// Spelled in two, so that this file isn't one of those it looks for.
const FOREIGN: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("registry.npmjs", ".org"),
    concat!("deb.debian", ".org"),
    concat!("files.pythonhosted", ".org"),
    concat!("\"resolved\": \"ht", "tp"),
];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        for (number, line) in (1..).zip(text.lines()) {
            for name in FOREIGN.iter().filter(|name| names(line, name)) {
                let message = format!("names {name}: take it as a setting, or from the program's own place");
                problems.push(Problem::line(path, number, message));
            }
        }
    }
    let lock = tree.text("Cargo.lock").unwrap_or_default();
    for (number, line) in (1..).zip(lock.lines()) {
        if line.starts_with("source = ")
            && !line.contains("registry+https://github.com/rust-lang/crates.io-index\"")
        {
            problems.push(Problem::line("Cargo.lock", number, "takes a crate from elsewhere than crates.io"));
        }
    }
    problems
}

/// Whether a line holds the name; a path only where it begins, so `src/home/mod.rs` is no home folder.
fn names(line: &str, name: &str) -> bool {
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '~' | '}');
    line.match_indices(name).any(|(at, _)| {
        !name.starts_with('/') || !line.get(..at).is_some_and(|before| before.ends_with(inside))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    #[test]
    fn paths_and_hosts_of_elsewhere_are_found() {
        for name in FOREIGN {
            finds(check, &[("docs/guide/first.md", &format!("\nsee {name}x"))], "first.md:2: names");
        }
        let innocent = "cd ~/kontor; https://crates.io/crates/axum; /usr/lib/postgresql; src/home/mod.rs";
        assert_eq!(found(check, &[("README.md", innocent)]), [""; 0]);
    }

    #[test]
    fn crates_come_from_one_registry() {
        let good = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        assert_eq!(found(check, &[("Cargo.lock", good)]), [""; 0]);
        finds(
            check,
            &[("Cargo.lock", "\nsource = \"git+https://example.org/x\"\n")],
            "Cargo.lock:2: takes a crate",
        );
    }
}
