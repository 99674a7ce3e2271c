//! Nothing unfinished is merged.

use super::Problem;
use crate::rust::words;
use crate::tree::{Tree, file_name};

/// Spelled in two, so that this file isn't one of those it looks for.
const MARK: &str = concat!("FIX", "ME");

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| is_program(path)) {
        for (index, _) in text.lines().enumerate().filter(|(_, line)| line.contains(MARK)) {
            let message =
                format!("says {MARK}: mend it now, or assert what is wrong in a test and say why it stays");
            problems.push(Problem::line(path, index + 1, message));
        }
    }
    for source in tree.rust() {
        for (at, word) in words(&source.code) {
            let behind = source.code.get(at + word.len()..).unwrap_or_default();
            let before = source.code.get(..at).unwrap_or_default();
            match word {
                "todo" | "unimplemented" | "dbg" if behind.starts_with('!') && !behind.starts_with("!=") => {
                    problems.push(Problem::at(
                        source,
                        at,
                        format!("calls {word}!: finish it, or leave it out"),
                    ));
                }
                "ignore" if before.ends_with("#[") => {
                    let message = "skips a test: make it pass, make it quick (KONTOR_FULL for its full size), or delete it";
                    problems.push(Problem::at(source, at, message));
                }
                _ => {}
            }
        }
    }
    problems
}

fn is_program(path: &str) -> bool {
    let ending = file_name(path).rsplit_once('.').map(|(_, ending)| ending);
    matches!(ending, Some("rs" | "sql" | "toml" | "sh" | "js" | "css")) || matches!(path, "test" | ".ci/run")
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const FILE: &str = "crates/kontor-orders/src/lib.rs";

    #[test]
    fn finished_code_passes() {
        let text =
            "//! Its todo list. // dbg!(x)\nlet todo = \"todo!()\"; if todo != x { ignore(); }\n// ```ignore";
        assert_eq!(found(check, &[(FILE, text), ("STYLE.md", MARK)]), [""; 0]);
    }

    #[test]
    fn unfinished_code_is_found() {
        let marked = format!("\n// {MARK}: later");
        finds(check, &[(FILE, &marked)], "lib.rs:2: says");
        finds(check, &[("crates/a/migrations/0001_a_b.sql", &marked)], "0001_a_b.sql:2: says");
        for (text, expected) in [
            ("fn f() { todo!() }", "calls todo!"),
            ("fn f() { unimplemented!(\"x\") }", "calls unimplemented!"),
            ("#[test] fn f() { dbg!(x); }", "calls dbg!"),
            ("#[test] #[ignore = \"slow\"] fn f() {}", "skips a test"),
            ("#[test] #[ignore] fn f() {}", "skips a test"),
        ] {
            finds(check, &[(FILE, text)], expected);
        }
    }
}
