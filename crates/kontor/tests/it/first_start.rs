//! The first start, as somebody at a terminal sees it: a link in the log, until somebody works here.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Serves the database of a folder; the log up to where it listens.
fn log(folder: &std::path::Path) -> Vec<String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kontor"))
        .current_dir(folder)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env_remove("KONTOR_DATABASE")
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = Vec::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap) {
        let is_last = line.contains("listening");
        lines.push(line);
        if is_last {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    lines
}

fn link(lines: &[String]) -> Option<String> {
    let (_, rest) = lines.iter().find_map(|line| line.split_once("/setup/"))?;
    Some(rest.chars().take_while(char::is_ascii_alphanumeric).collect())
}

#[test]
fn a_house_without_people_logs_a_link_of_its_own_at_each_start() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (link(&log(folder.path())), link(&log(folder.path())));
    assert_eq!(first.as_ref().map(String::len), Some(78));
    assert_ne!(first, second);
}
