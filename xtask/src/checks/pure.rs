//! What a decision may import.

use std::collections::BTreeSet;

use super::Problem;
use crate::rust::{Source, uses, words};
use crate::tree::{Tree, crate_of, domain_of, is_in};

/// Files (or folders) of pure code in a domain.
const PURE: &[&str] = &["decide", "rules", "model"];

/// Libraries that turn values into text and do nothing else.
const LIBRARIES: &[&str] = &["serde", "serde_json", "thiserror", "utoipa"];

/// What the store offers to decisions. Its other half (writer, databases, followers, chance) does I/O.
const STORE: &[&str] = &[
    "desk", "event", "own", "prelude", "Command", "Desk", "Event", "Fault", "Need", "Recorded", "Stamp",
    "Stop", "Unmoved",
];

const ALLOWED: &str = "pure code imports std without its I/O, serde, kontor_kernel, the desk's side of kontor_store, its \
    own crate and lower domains alone: take what it needs as an argument, or move the line to http.rs, page.rs or mod.rs";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let outside = outside_names(tree.text("Cargo.toml").unwrap_or_default());
    let sources = tree.rust().iter().filter(|source| {
        domain_of(crate_of(&source.path)).is_some() && PURE.iter().any(|name| is_in(&source.path, name))
    });
    sources.flat_map(|source| impure(source, &outside)).collect()
}

/// The names under which code can reach the crates of the workspace's dependencies.
fn outside_names(manifest: &str) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["std", "core", "alloc"].map(str::to_owned).into();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[workspace.dependencies]");
        } else if let (true, Some((key, _))) = (inside, line.split_once('=')) {
            names.insert(key.trim().split('.').next().unwrap_or_default().replace('-', "_"));
        }
    }
    names
}

fn impure(source: &Source, outside: &BTreeSet<String>) -> Vec<Problem> {
    let code = &source.production;
    let mut problems = BTreeSet::new();
    let children = children(code);
    for (at, path) in uses(code) {
        // A path from a name in capitals (`use Status::*`) stays where it is; so does one into the file's own modules.
        let own = path.split("::").next().is_some_and(|first| children.contains(first));
        if !path.starts_with(char::is_uppercase) && !own && !is_allowed(&path) {
            problems.insert((source.line(at), format!("reaches for {path}: {ALLOWED}")));
        }
    }
    for (at, word) in words(code) {
        if matches!(word, "async" | "await") {
            problems
                .insert((source.line(at), format!("is {word}: a decision runs to its end without waiting")));
        }
        let path = path_at(code, at);
        let is_start = !code.get(..at).is_some_and(|before| before.ends_with("::") || before.ends_with('$'));
        if is_start && outside.contains(word) && path.len() > word.len() && !is_allowed(path) {
            problems.insert((source.line(at), format!("reaches for {path}: {ALLOWED}")));
        }
    }
    problems.into_iter().map(|(line, message)| Problem::line(&source.path, line, message)).collect()
}

/// The modules that a file declares: they are beside it and looked at by themselves.
fn children(code: &str) -> BTreeSet<&str> {
    let declared = words(code).filter(|(_, word)| *word == "mod").filter_map(|(at, _)| {
        let (name, _) = code.get(at + "mod".len()..)?.split_once(';')?;
        Some(name.trim()).filter(|name| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'))
    });
    declared.collect()
}

/// The path that begins at an offset, without what comes behind it.
fn path_at(code: &str, at: usize) -> &str {
    let rest = code.get(at..).unwrap_or_default();
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    rest.get(..end.unwrap_or(rest.len())).unwrap_or_default().trim_end_matches(':')
}

fn is_allowed(path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").filter(|part| *part != "self").collect();
    let into_a_door = parts.iter().any(|part| matches!(*part, "http" | "page" | "router"));
    let reaches = match parts.as_slice() {
        ["std", "env" | "fs" | "io" | "net" | "os" | "process" | "thread", ..] => false,
        ["std" | "core" | "alloc" | "kontor_kernel" | "crate" | "super", ..] | [] => true,
        ["kontor_store", "journal", "Sha256Digest"] => true,
        ["kontor_store", part, ..] => STORE.contains(part),
        [library, ..] if LIBRARIES.contains(library) => true,
        [other, ..] => domain_of(&other.replace('_', "-")).is_some(),
    };
    reaches && !into_a_door
}

#[cfg(test)]
mod tests {
    use super::super::{finds, found};
    use super::*;

    const WORKSPACE: (&str, &str) = (
        "Cargo.toml",
        "[workspace.dependencies]\ntokio = \"1\"\ntokio-postgres = \"1\"\nkontor-store.workspace = true\n",
    );

    fn decide(text: &str) -> Vec<String> {
        found(check, &[WORKSPACE, ("crates/kontor-orders/src/place/decide.rs", text)])
    }

    #[test]
    fn pure_imports_pass() {
        let text = "use std::collections::BTreeMap;\nuse serde::Serialize;\nuse kontor_kernel::{Amount, Context};
            use kontor_store::desk::Desk;\nuse kontor_store::{Command, Stop};\nuse kontor_store::prelude::*;
            use kontor_store::journal::Sha256Digest; use thiserror::Error;\nuse kontor_catalog::rules::price;
            use super::Reject::*;\nuse crate::model::Order;\nuse Status::Open;\nmod postings; pub use postings::book;\n// tokio::spawn\n
            #[cfg(test)] mod tests { use kontor_testkit::TestDb; async fn f() {} }\nlet model = my::tokio::x;";
        assert_eq!(decide(text), [""; 0]);
        let door = "use axum::Json;\nasync fn f() {}";
        assert_eq!(found(check, &[WORKSPACE, ("crates/kontor-orders/src/place/http.rs", door)]), [""; 0]);
        assert_eq!(
            found(check, &[WORKSPACE, ("crates/kontor-store/src/model.rs", "use tokio::net;")]),
            [""; 0]
        );
    }

    #[test]
    fn impure_ones_are_found() {
        for text in [
            "use tokio::sync::mpsc;",
            "fn f() { tokio::spawn(g()) }",
            "use kontor_store::db::Tx;",
            "fn f(tx: &kontor_store::db::Tx) {}",
            "use kontor_store::{desk::Desk, writer::Writer};",
            "use kontor_store::{Command, ReadDb};",
            "use kontor_store::journal::page;",
            "fn f() { kontor_store::random(8); }",
            "use kontor_web::App;",
            "use kontor_catalog::price::http::Body;",
            "use crate::place::page;",
            "use std::fs;",
            "fn f() { std::env::args(); }",
            "async fn f() {}",
        ] {
            let found = decide(text);
            assert!(
                found.len() == 1 && found.iter().all(|line| line.contains("decide.rs:1: ")),
                "{text}: {found:?}"
            );
        }
        let rules = ("crates/kontor-orders/src/rules/tax.rs", "\nuse maud::html;");
        finds(check, &[WORKSPACE, rules], "rules/tax.rs:2: reaches for maud::html");
    }
}
