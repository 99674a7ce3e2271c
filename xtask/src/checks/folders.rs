//! Every folder says what it is for, and every feature has its tests beside it.

use super::Problem;
use crate::tree::{Tree, file_name, folder_of};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        match file_name(path) {
            "lib.rs" | "mod.rs" if !text.starts_with("//!") => {
                problems.push(Problem::line(
                    path,
                    1,
                    "opens without `//!`: say in one sentence what this folder is for",
                ));
            }
            "decide.rs" => {
                for (needed, what) in [
                    ("mod.rs", "the user story, the rules and `submit`"),
                    ("tests.rs", "a test of every refusal"),
                ] {
                    let beside = format!("{}/{needed}", folder_of(path));
                    if tree.text(&beside).is_none() {
                        problems.push(Problem::of(
                            &beside,
                            format!("is missing: a feature with a decide.rs has {what} there"),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    #[test]
    fn folders_open_with_their_purpose() {
        let tree = [("crates/a/src/lib.rs", "//! What a is for.\n"), ("crates/a/src/b.rs", "fn b() {}")];
        assert_eq!(found(check, &tree), [""; 0]);
        finds(check, &[("crates/a/src/lib.rs", "use b;\n//! Late.")], "lib.rs:1: opens without");
        finds(check, &[("crates/a/src/b/mod.rs", "")], "b/mod.rs:1: opens without");
    }

    #[test]
    fn features_are_whole() {
        let decide = ("crates/a/src/place/decide.rs", "");
        let module = ("crates/a/src/place/mod.rs", "//! Places.");
        let tests = ("crates/a/src/place/tests.rs", "");
        assert_eq!(found(check, &[decide, module, tests]), [""; 0]);
        finds(check, &[decide, module], "place/tests.rs: is missing");
        finds(check, &[decide, tests], "place/mod.rs: is missing");
    }
}
