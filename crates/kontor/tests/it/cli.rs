//! The command line, as somebody at a terminal sees it: the program itself is run.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program in a folder.
fn kontor(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command.current_dir(folder).args(arguments).env_remove("KONTOR_DATABASE").env_remove("KONTOR_LISTEN");
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What the program answers when all is well.
fn answer(folder: &Path, arguments: &[&str]) -> String {
    let output = kontor(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output).trim_end().to_owned()
}

/// What the program says when it can't do it.
fn refusal(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = kontor(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {} {}", stdout(&output), stderr(&output));
    assert_eq!(stdout(&output), "", "answers alone go to stdout");
    stderr(&output)
}

const CREATE: &[&str] = &[
    "org",
    "create",
    "--name",
    "Hansen Kaffee GmbH",
    "--country",
    "DE",
    "--currency",
    "EUR",
    "--chart",
    "skr03",
];

#[test]
fn people_are_invited_listed_reset_and_removed_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let org = answer(folder, CREATE);
    let invite = |mail: &str, role: &str| {
        ["user", "invite", "--org", &org, "--mail", mail, "--name", "Anna Hansen", "--role", role]
            .map(str::to_owned)
    };
    let run = |arguments: &[String]| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        answer(folder, &arguments)
    };
    let link = run(&invite("anna@example.com", "owner"));
    assert!(link.starts_with("http://127.0.0.1:8080/invite/") && link.len() == 29 + 78, "{link}");
    let arguments = invite("anna@example.com", "integration");
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert!(refusal(folder, &arguments, 1).contains("[role_of_programs]"));
    assert_eq!(answer(folder, &["user", "list", "--org", &org]), "", "nobody has accepted yet");
    let reset = ["user", "reset", "--mail", "anna@example.com"];
    assert!(refusal(folder, &reset, 1).contains("there is no user anna@example.com"));
    assert!(refusal(folder, &["user", "reset", "--mail", "anna"], 2).contains("anna@example.com"));
    assert!(answer(folder, &["check"]).lines().all(|line| line.starts_with("ok")));
}

#[test]
fn a_merchant_is_made_gets_a_token_and_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let org = answer(folder, CREATE);
    assert!(org.starts_with("org_") && org.len() == 17, "{org}");

    let token = answer(folder, &["token", "create", "--org", &org, "--role", "owner"]);
    assert!(token.starts_with("kontor_") && token.len() == kontor_identity::token::TOKEN_CHARS, "{token}");
    let narrow = [
        "token",
        "create",
        "--org",
        &org,
        "--role",
        "integration",
        "--scopes",
        "orders:write,stock:read",
        "--json",
    ];
    let narrow: Value = serde_json::from_str(&answer(folder, &narrow)).unwrap();
    assert_eq!(narrow["scopes"], serde_json::json!(["stock:read", "orders:write"]));

    let checked: Value = serde_json::from_str(&answer(folder, &["check", "--json"])).unwrap();
    assert_eq!(checked["ok"], Value::Bool(true));
    assert!(answer(folder, &["check"]).lines().all(|line| line.starts_with("ok")));
    let replayed: Value = serde_json::from_str(&answer(folder, &["replay", "--json"])).unwrap();
    assert_eq!((&replayed["ok"], &replayed["events"]), (&Value::Bool(true), &serde_json::json!(5)));
    let before = answer(folder, &["replay", "--at", "2020-01-01T00:00:00Z"]);
    assert!(before.ends_with("0 events replayed"), "{before}");
}

#[test]
fn a_table_that_was_changed_by_hand_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    answer(folder, CREATE);
    sqlite(
        folder,
        "UPDATE identity_org SET name = 'Other'; UPDATE journal SET payload = payload || ' ' WHERE position = 2;",
    );
    let output = kontor(folder, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("event 2: ledger.opened does not match its hash"),
        "{}",
        stdout(&output)
    );
    let output = kontor(folder, &["replay"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("name is Other, the journal makes it Hansen Kaffee GmbH"),
        "{}",
        stdout(&output)
    );
}

/// Changes a database behind the program's back.
fn sqlite(folder: &Path, statements: &str) {
    let python = format!(
        "import sqlite3; db = sqlite3.connect('kontor.db'); db.executescript({statements:?}); db.commit()"
    );
    let done = Command::new("python3").current_dir(folder).args(["-c", &python]).output().unwrap();
    assert!(done.status.success(), "{}", stderr(&done));
}

#[test]
fn every_refusal_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let said = refusal(folder, &["check"], 1);
    assert!(said.contains("make one with `kontor org create`"), "{said}");
    let org = &*answer(folder, CREATE);
    let nobody = "org_0000000000001";
    let cases: [(&[&str], i32, &str); 11] = [
        (
            &["check", "--database", "mysql://x"],
            1,
            "must start with sqlite: (a file) or postgres:// (a server)",
        ),
        (&["check", "--database", "sqlite:"], 1, "write sqlite:shop.db"),
        (&["check", "--config", "none.toml"], 1, "check --config"),
        (&["token", "create", "--org", nobody, "--role", "owner"], 1, "check the token or the merchant's id"),
        (&["token", "create", "--org", "nobody", "--role", "owner"], 2, "expected an id: org_"),
        (&["token", "create", "--org", org, "--role", "boss"], 2, "expected one of owner, service"),
        (
            &["token", "create", "--org", org, "--role", "analyst", "--scopes", "stock:write"],
            1,
            "take another role",
        ),
        (
            &["org", "create", "--name", "X", "--country", "XX", "--currency", "EUR", "--chart", "skr03"],
            2,
            "ISO 3166",
        ),
        (
            &["org", "create", "--name", "X", "--country", "US", "--currency", "USD", "--chart", "skr03"],
            1,
            "--zone",
        ),
        (&["replay", "--order", "A-1"], 1, "there is no order A-1: check the number"),
        (&["export", "hledger", "--org", nobody], 1, "check --org"),
    ];
    for (arguments, code, says) in cases {
        let said = refusal(folder, arguments, code);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
}

#[test]
fn the_books_of_one_merchant_are_exported() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let org = answer(folder, CREATE);
    let books = answer(folder, &["export", "hledger"]);
    assert!(books.contains("8400"), "{books}");
    answer(folder, CREATE);
    let said = refusal(folder, &["export", "hledger"], 1);
    assert!(said.contains("name one of the merchants with --org") && said.contains(&org), "{said}");
    assert_eq!(answer(folder, &["export", "hledger", "--org", &org]), books);
}

#[test]
fn the_reference_is_written_where_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let written = answer(folder.path(), &["docs", "--to", "pages"]);
    assert_eq!(written.lines().count(), 5, "{written}");
    for path in written.lines() {
        assert!(folder.path().join(path).metadata().unwrap().len() > 500, "{path}");
    }
    assert_eq!(answer(folder.path(), &["docs", "rejects", "--to", "other"]), "other/rejects.md");
}
