//! The tests of the repository itself: what `STYLE.md` and `ARCHITECTURE.md` promise about the code is checked here.
//!
//! `cargo nextest run -p xtask` runs each check as a test, and each checker against small trees that break its rule.
//! `cargo xtask check [NAME…]` prints what is wrong in one go. A check reads text, not types: it is quick, needs no
//! build of the other crates, and a reader can follow it in a minute.

mod checks;
mod rust;
mod tree;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use checks::Check;
use tree::Tree;

/// The repository that this program was built from.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((verb, names)) if verb == "check" => match run(names) {
            Ok(0) => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => complain(&format!("the repository can't be read: {error}")),
        },
        _ => complain(&format!("usage: cargo xtask check [NAME…], where NAME is one of\n{}", list())),
    }
}

fn complain(message: &str) -> ExitCode {
    // Nowhere is left to report to when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::from(2)
}

/// Runs the named checks, or all, and prints what they find; the number of problems.
fn run(names: &[String]) -> std::io::Result<usize> {
    let tree = Tree::read(root())?;
    let mut out = std::io::stdout().lock();
    let mut count: usize = 0;
    for check in
        checks::ALL.iter().filter(|check| names.is_empty() || names.iter().any(|name| name == check.name))
    {
        let problems = (check.run)(&tree);
        count += problems.len();
        if !problems.is_empty() {
            writeln!(out, "{}", check.report(&problems))?;
        }
    }
    Ok(count)
}

fn list() -> String {
    checks::ALL.iter().map(|Check { name, why, .. }| format!("  {name:12} {why}\n")).collect()
}
